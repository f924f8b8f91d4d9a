"""Killing, stopping and holding up bootd's processes in a container, from outside of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .server import Server, wait_for

HOLDER = Path(__file__).with_name("hold_thread.py")


def story(server: Server, service: str) -> str:
    """Return what systemd and the journal tell of a service."""
    status = server.run("systemctl", "status", service, check=False).stdout
    return status + server.run("journalctl", "--lines=50", "--no-pager", f"--unit={service}", check=False).stdout


def process(server: Server, service: str) -> int:
    """Return the process of a service as we see it from outside, once it is its own program; 0 if there is none."""
    try:
        pids = server.path(f"/sys/fs/cgroup/system.slice/{service}/cgroup.procs").read_text("ascii").split()
        for pid in pids:
            if Path(f"/proc/{pid}/comm").read_text("utf-8").strip() == service.removesuffix(".service"):
                return int(pid)
    except OSError:
        pass  # it, or its cgroup, has gone meanwhile
    return 0


def crash(server: Server, service: str, times: int) -> float:
    """Kill a service again and again, each time as soon as it runs; return the seconds that it took."""
    start, dead = time.monotonic(), set()
    for number in range(times):
        deadline = time.monotonic() + 20
        while (pid := process(server, service)) in dead or not pid:
            assert time.monotonic() < deadline, (
                f"{service} was not started again after {number} crashes:\n{story(server, service)}"
            )
            time.sleep(0.002)
        os.kill(pid, signal.SIGKILL)
        dead.add(pid)
    return time.monotonic() - start


@contextmanager
def held_thread(pid: int, name: str) -> Iterator[None]:
    """Hold the thread of a process whose name begins with `name`, while its other threads go on."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    thread = next(task.name for task in tasks if (task / "comm").read_text("utf-8").startswith(name))
    holder = subprocess.Popen([sys.executable, HOLDER, thread], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        yield
    finally:
        holder.kill()
        holder.communicate()


def wait_for_another(server: Server, service: str, pid: int) -> None:
    """Wait until another process than `pid` (as we see it) is the service."""
    wait_for(lambda: process(server, service) not in (0, pid), f"another process of {service}")
