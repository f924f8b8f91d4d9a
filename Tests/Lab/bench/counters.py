"""What is counted of processes, namespaces and the disk."""

import atexit
import mmap
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from lab.namespace import Namespace

_folder = Path(tempfile.mkdtemp(prefix="bootd-bench-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)


def compiled(source: str, *options: str) -> Path:
    """Return the program, or with `-shared` the library, that a C source beside this file makes."""
    target = _folder / Path(source).stem
    if not target.exists():
        command = ["cc", "-O2", "-Wall", *options, "-o", target, Path(__file__).with_name(source)]
        subprocess.run(command, check=True)
    return target


class Syncs:
    """Counts how often a program that runs with `environment` waits for the disk."""

    def __init__(self) -> None:
        library = compiled("syncs.c", "-shared", "-fPIC")
        self._file = tempfile.NamedTemporaryFile(dir=_folder)
        self._file.write(bytes(8))
        self._file.flush()
        self._page = mmap.mmap(self._file.fileno(), 8)
        self.environment = {"LD_PRELOAD": str(library), "BENCH_SYNCS": self._file.name}

    @property
    def count(self) -> int:
        return int.from_bytes(self._page[:8], "little")

    def close(self) -> None:
        self._page.close()
        self._file.close()


def cpu_seconds(processes: list[int]) -> float:
    """Return how long these processes, with all their threads, have run."""
    total = 0
    for process in processes:
        for task in Path(f"/proc/{process}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text("ascii").split()[0])
            except FileNotFoundError:
                continue  # a thread that has just ended
    return total / 1e9


def resident(process: int) -> float:
    """Return a process's resident memory in MiB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def buffer_errors(namespace: Namespace) -> int:
    """Return how many datagrams were dropped in here because a socket's buffer was full."""
    table = Path(f"/proc/{namespace.pid}/net/snmp").read_text("ascii")
    names, values = [line.split() for line in table.splitlines() if line.startswith("Udp:")]
    return int(values[names.index("RcvbufErrors")])


def quantile(values: list[float], share: float) -> float:
    """Return the value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def sync_delays(count: int = 500) -> list[float]:
    """Return how many milliseconds each of so many bare fdatasync calls takes, each after 4 KiB."""
    delays = []
    with tempfile.TemporaryFile(dir=_folder) as file:
        for _ in range(count):
            file.write(bytes(4096))
            file.flush()
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            delays.append((time.perf_counter() - start) * 1000)
    return delays
