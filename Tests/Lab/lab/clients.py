"""DHCP clients that nobody here wrote, at work in a namespace: udhcpc and dhclient (see also `dhcpcd`, `networkd`)."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .namespace import Namespace

SCRIPT = Path(__file__).with_name("dhcp.script")


class Client:
    """A DHCP client of `eth0` that runs until it is closed; a context manager.

    It prints an event whenever something happens to its lease: udhcpc says deconfig, bound, renew, nak; dhclient BOUND,
    RENEW, REBOOT, EXPIRE and others, as dhcpcd does. An event has address, mask, router, dns, domain, lease (seconds),
    server, hostname.
    """

    def __init__(self, namespace: Namespace, *command: object, environment: dict[str, str] | None = None) -> None:
        self._output = tempfile.TemporaryFile()
        self.process = namespace.popen(
            *command,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            env=environment,
            start_new_session=True,
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def output(self) -> str:
        """What it has printed."""
        self._output.seek(0)
        return self._output.read().decode("utf-8", "replace")

    @property
    def events(self) -> list[tuple[str, dict[str, str]]]:
        """What has happened: the name of each event, and what is known with it."""
        told = [line.split(" ") for line in self.output.splitlines() if line.startswith("lab: ")]
        return [(words[1], dict(word.split("=", 1) for word in words[2:] if "=" in word)) for words in told]

    def wait_for(self, *names: str, count: int = 1, timeout: float = 30) -> dict[str, str]:
        """Wait for the `count`th event of these names, and return what is known with it.

        Raises AssertionError, with what the client said, if it does not come.
        """
        deadline = time.monotonic() + timeout
        while len(found := [fields for name, fields in self.events if name in names]) < count:
            assert time.monotonic() < deadline, f"no {' or '.join(names)} in {timeout:.0f} s:\n{self.output}"
            time.sleep(0.02)
        return found[count - 1]

    def wait_for_output(self, text: str, timeout: float = 30) -> None:
        """Wait until the client has printed `text`. Raises AssertionError, with what it said, if it does not."""
        deadline = time.monotonic() + timeout
        while text not in self.output:
            assert time.monotonic() < deadline, f"no {text!r} in {timeout:.0f} s:\n{self.output}"
            time.sleep(0.02)

    def release(self) -> None:
        """Give the address back."""
        raise NotImplementedError

    def close(self) -> None:
        """End it at once, with its helpers; it has no time to release its lease."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._output.close()


class Udhcpc(Client):
    """busybox's client, on eth0 of `namespace`."""

    def __init__(self, namespace: Namespace, *options: object) -> None:
        arguments = ["-f", "-i", "eth0", "-s", SCRIPT, "-t", 5, "-T", 1, "-A", 1]
        super().__init__(namespace, "udhcpc", *arguments, *options)

    def renew(self) -> None:
        """Ask for more time now."""
        self.process.send_signal(signal.SIGUSR1)

    def release(self) -> None:
        """Give the address back, and stay without one."""
        self.process.send_signal(signal.SIGUSR2)


class Dhclient(Client):
    """ISC's client, on eth0 of `namespace`. It keeps its leases in `folder`, also those of runs before.

    taken: an address that it is to find in use by somebody else.
    """

    def __init__(self, namespace: Namespace, folder: Path, *options: object, taken: str = "none") -> None:
        self._again = (namespace, folder)
        # A copy: AppArmor confines the original to Debian's own paths.
        program = folder / "dhclient"
        if not program.exists():
            shutil.copy("/sbin/dhclient", program)
            (folder / "dhclient.conf").write_text("reboot 3;\nretry 3;\ninitial-interval 1;\n", "ascii")
        arguments = ["-4", "-d", "-v", "-sf", SCRIPT, "-cf", folder / "dhclient.conf", "-lf", folder / "leases"]
        arguments += ["-pf", folder / "pid", "-e", f"taken={taken}"]
        super().__init__(namespace, program, *arguments, *options, "eth0")

    def release(self) -> None:
        """Give the address back, and end."""
        with Dhclient(*self._again, "-r") as other:
            other.process.wait(20)


Start = Callable[..., Client]
"""Starts a client in a namespace; each call is a new run on the same machine."""
