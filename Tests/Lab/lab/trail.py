"""A machine's boot as bootd saw it, step by step: what `bootctl trail --follow` tells."""

import json
import subprocess
import threading
from dataclasses import dataclass

from .server import Server


@dataclass(frozen=True)
class Step:
    """One step of a boot. `time` is in seconds since 1970; `event` is a word for programs, `text` is for people."""

    time: float
    stage: str
    event: str
    text: str


class Trail:
    """The steps of all machines from now on, as they happen; a context manager."""

    def __init__(self, server: Server) -> None:
        self.steps: list[Step] = []
        bootctl = [server.build / "bootctl", "--socket", server.runtime / "control.socket"]
        command = [*bootctl, "--json", "trail", "--follow"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Trail":
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._thread.join()

    def _read(self) -> None:
        with self._process.stdout as lines:
            for line in lines:
                row = json.loads(line)
                self.steps.append(Step(row["microseconds"] / 1e6, row["stage"], row["event"], row["text"]))
