"""A calendar clock that can be set: a library that is preloaded into the server stands before it."""

import time
from pathlib import Path

from .preload import Preload


class Clock(Preload):
    """The calendar clock of a program started with `environment`. `folder` holds the library and its number."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "clock", 1)

    @property
    def ahead(self) -> int:
        """By how many seconds it is ahead of the true time."""
        return self._get(0)

    @ahead.setter
    def ahead(self, seconds: int) -> None:
        self._set(0, seconds)

    @property
    def now(self) -> float:
        """What it shows, in seconds since 1970."""
        return time.time() + self.ahead

    @now.setter
    def now(self, seconds: float) -> None:
        self.ahead = round(seconds - time.time())
