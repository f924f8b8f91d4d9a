"""A disk that is slow or broken on demand: a library that is preloaded into the server stands before fdatasync."""

from pathlib import Path

from .preload import Preload


class Disk(Preload):
    """What a program started with `environment` sees of the disk. `folder` holds the library and its numbers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "disk", 3)

    @property
    def syncs(self) -> int:
        """How often fdatasync was called."""
        return self._get(0)

    @property
    def delay(self) -> float:
        """How many seconds fdatasync takes at least."""
        return self._get(1) / 1e6

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._set(1, round(seconds * 1e6))

    @property
    def error(self) -> int:
        """The errno with which fdatasync fails; 0 while it works."""
        return self._get(2)

    @error.setter
    def error(self, number: int) -> None:
        self._set(2, number)
