"""bootd in a container: its Debian package, on a lab's bridge, asked by clients that nobody here wrote."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lab.namespace import Lab, Namespace

from . import build
from .container import Container

SCRIPT = Path(__file__).with_name("udhcpc.script")

T = TypeVar("T")

ADDRESS = "10.75.0.1"
MAC = "52:54:00:00:00:01"
SERVICES = ["bootd.service", "bootd-dhcp.service", "bootd-tftp.service", "bootd-http.service"]
SOCKETS = [
    "bootd.socket",
    "bootd-worker.socket",
    "bootd-dhcp.socket",
    "bootd-pxe.socket",
    "bootd-tftp.socket",
    "bootd-http.socket",
]

CONFIGURATION = """\
networks:
  cloud:
    subnet: 10.75.0.0/16
    range: 10.75.0.2 - 10.75.255.254
    gateway: 10.75.0.1
    dns: [10.75.0.1]
    lease: 12h
"""


class Server(Container):
    """A container with bootd installed and configured, but neither enabled nor started; no Swift toolchain is in it."""

    def __init__(self) -> None:
        binds = {build.REPOSITORY: "/source", build.binaries(): "/build", build.package().parent: "/package"}
        super().__init__(binds, hidden=build.toolchain())
        try:
            self.install()
            self.configure(CONFIGURATION)
        except BaseException:
            self.close()
            raise

    def install(self) -> None:
        """Install the package."""
        self.dpkg("--install", f"/package/{build.package().name}")

    def dpkg(self, *arguments: object) -> str:
        """Run dpkg, as on a machine where the documentation is wanted, and return what it says."""
        return self.run("dpkg", "--force-unsafe-io", "--path-include=/usr/share/*", *arguments).stdout

    def configure(self, text: str) -> None:
        """Write the configuration. Who runs already does not know of it yet."""
        self.path("/etc/bootd/bootd.yaml").write_text(text, "utf-8")

    def enable(self) -> None:
        """Enable and start `bootd.target`, as an administrator does after the installation."""
        self.run("systemctl", "enable", "--now", "bootd.target")

    def connect(self, lab: Lab) -> None:
        """Plug into the lab's bridge: our interface is `lan0`, and has ADDRESS."""
        lab.ip(f"link add server type veth peer name lan0 netns {self.leader}")
        lab.ip("link set server master br0 up")
        self.run("ip", "address", "add", f"{ADDRESS}/16", "dev", "lan0")
        self.run("ip", "link", "set", "lan0", "up")

    def main_pid(self, service: str) -> int:
        """Return the process ID, as seen in here, of a service; 0 if it does not run."""
        (pid,) = self.show(service, "MainPID")
        return int(pid)

    def running(self) -> set[str]:
        """Return which of bootd's services have a process."""
        return {service for service in SERVICES if self.main_pid(service)}


def lease(client: Namespace, retries: int = 5) -> dict[str, str]:
    """Have udhcpc get an address for `eth0` and put it there; return what it learned, by udhcpc's names.

    Raises AssertionError if it gets none.
    """
    arguments = ["--now", "--foreground", "--quit", "--tryagain", "1", "--retries", str(retries), "--timeout", "2"]
    done = client.run("udhcpc", "--interface", "eth0", "--script", SCRIPT, *arguments)
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


def wait_for(question: Callable[[], T], what: str, timeout: float = 20) -> T:
    """Ask until the answer is true, and return it. Raises AssertionError, naming `what`, if it never is."""
    deadline = time.monotonic() + timeout
    while not (answer := question()):
        assert time.monotonic() < deadline, f"waited {timeout:.0f} s in vain: {what}"
        time.sleep(0.05)
    return answer
