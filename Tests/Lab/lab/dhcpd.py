"""ISC dhcpd, the server that most configurations come from."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from .namespace import Namespace

# The programs of Debian's daemons lie where ordinary users do not look.
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def command(folder: Path, configuration: str, *options: str) -> list[object]:
    """Return the command line that runs dhcpd on br0, with its files in a folder; it has no leases yet.

    options: `-f` keeps it in the foreground, `-d` has it say there what it does.
    """
    (folder / "dhcpd.conf").write_text(configuration, "utf-8")
    (folder / "leases").write_text("", "utf-8")
    files = ["-cf", folder / "dhcpd.conf", "-lf", folder / "leases", "-pf", folder / "pid"]
    return ["dhcpd", "-4", *options, *files, "br0"]


class Dhcpd:
    """dhcpd in a namespace; a context manager."""

    def __init__(self, namespace: Namespace, configuration: str) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="bootd-lab-")
        folder = Path(self._directory.name)
        self._said = folder / "said"
        with open(self._said, "wb") as said:
            self.process = namespace.popen(
                *command(folder, configuration, "-d"),
                env={**os.environ, "PATH": PATH},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            self._wait_until_it_serves(namespace)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Dhcpd":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def log(self) -> str:
        """What it has said."""
        return self._said.read_text("utf-8", "replace")

    def _wait_until_it_serves(self, namespace: Namespace, timeout: float = 20) -> None:
        """It binds port 67 after all else."""
        deadline = time.monotonic() + timeout
        while not self._has_port(namespace):
            assert self.process.poll() is None, f"dhcpd ended with status {self.process.returncode}:\n{self.log}"
            assert time.monotonic() < deadline, f"dhcpd does not serve after {timeout:.0f} s:\n{self.log}"
            time.sleep(0.02)

    def _has_port(self, namespace: Namespace) -> bool:
        lines = Path(f"/proc/{namespace.pid}/net/udp").read_text("ascii").splitlines()[1:]
        return any(line.split()[1].endswith(":0043") for line in lines)

    def close(self) -> None:
        """End it, and remove its files."""
        self.process.kill()
        self.process.wait()
        self._directory.cleanup()
