"""The process that keeps one network namespace, and empties it when its creator is done or dead.

Started by `namespace` under `unshare --net`, with a pipe from its creator as standard input. When the pipe closes, for
whatever reason, it ends every process that is left in the namespace, then itself; the kernel then removes the namespace
with all its interfaces.
"""

import os
import signal
import sys
import time


def neighbours() -> list[int]:
    """Return the processes that share our network namespace, but for ourselves."""
    here = os.stat("/proc/self/ns/net").st_ino
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            if os.stat(f"/proc/{name}/ns/net").st_ino == here:
                found.append(int(name))
        except OSError:
            continue
    return found


def end(pids: list[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    print("ready", flush=True)
    sys.stdin.buffer.read()
    end(neighbours(), signal.SIGTERM)
    deadline = time.monotonic() + 2
    while neighbours() and time.monotonic() < deadline:
        time.sleep(0.02)
    # A process that cannot be ended at once (it waits for a device) is not waited for without bound.
    deadline = time.monotonic() + 10
    while (left := neighbours()) and time.monotonic() < deadline:
        end(left, signal.SIGKILL)
        time.sleep(0.02)


if __name__ == "__main__":
    main()
