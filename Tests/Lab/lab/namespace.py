"""Private networks: a bridge in a network namespace, taps for machines on it, and clients behind veth pairs.

A namespace has no name and no trace in the file system: a holder process keeps it (see `holder`), so it is gone, with
all that ran in it, when its creator closes it, fails, or is killed. The host's own network is never touched.
"""

import ctypes
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

CLONE_NEWNET = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)


class Namespace:
    """One network namespace; a context manager. Anything started in it ends with it."""

    def __init__(self) -> None:
        holder = [sys.executable, "-S", str(Path(__file__).with_name("holder.py"))]
        self._holder = subprocess.Popen(
            ["unshare", "--net", *holder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        if self._holder.stdout.readline() != "ready\n":
            self._holder.kill()
            self._holder.communicate()
            raise RuntimeError("cannot make a network namespace: this needs root and CAP_SYS_ADMIN")
        self.pid = self._holder.pid
        self._children: list[subprocess.Popen] = []
        try:
            self.ip("link set lo up")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Namespace":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def path(self) -> str:
        """The namespace as a file, for setns(2), `nsenter --net=` and systemd's NetworkNamespacePath=."""
        return f"/proc/{self.pid}/ns/net"

    def command(self, *arguments: object) -> list[str]:
        """Return the command line that runs `arguments` in here.

        nsenter replaces itself with the program: the process id of one is that of the other.
        """
        return ["nsenter", f"--net={self.path}", "--", *map(str, arguments)]

    def run(
        self, *arguments: object, check: bool = True, timeout: float = 60, **options
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in here to its end, and return its output as text.

        Raises AssertionError, with what the program said, if it fails and `check` is set.
        """
        done = subprocess.run(
            self.command(*arguments), capture_output=True, text=True, timeout=timeout, check=False, **options
        )
        if check and done.returncode != 0:
            said = (done.stdout + done.stderr).strip()
            raise AssertionError(f"{' '.join(map(str, arguments))}: exit {done.returncode}: {said}")
        return done

    def popen(self, *arguments: object, **options) -> subprocess.Popen:
        """Start a program in here; it is ended with the namespace at the latest."""
        child = subprocess.Popen(self.command(*arguments), **options)
        self._children.append(child)
        return child

    def ip(self, arguments: str) -> str:
        """Run `ip` with these arguments in here and return what it prints."""
        return self.run("ip", *arguments.split()).stdout

    def socket(self, family: int = socket.AF_INET, kind: int = socket.SOCK_DGRAM, protocol: int = 0) -> socket.socket:
        """Open a socket that lives in here, while the caller stays where it is.

        Close it before the namespace: an open socket keeps the network alive.
        """
        made: list[socket.socket | OSError] = []

        def make() -> None:
            try:
                with open(self.path, "rb") as namespace:
                    # Moves this thread alone, which then ends.
                    if _libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
                        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
                made.append(socket.socket(family, kind, protocol))
            except OSError as error:
                made.append(error)

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        if isinstance(made[0], OSError):
            raise made[0]
        return made[0]

    def close(self) -> None:
        """End every process in here and remove the namespace with its interfaces."""
        if self._holder.poll() is None:
            self._holder.stdin.close()
            self._holder.wait()
        self._holder.stdout.close()
        for child in self._children:
            child.wait()


class Lab(Namespace):
    """A namespace with a bridge, on which machines and clients meet the server."""

    def __init__(self, address: str | None = "10.75.0.1/16", bridge: str = "br0") -> None:
        self._clients: list[Namespace] = []
        self._bridge = bridge
        self._taps = 0
        super().__init__()
        try:
            # A fixed hardware address: else the bridge takes that of whichever port comes and goes.
            self.ip(f"link add {bridge} address 52:54:00:ff:00:01 type bridge forward_delay 0")
            if address is not None:
                self.ip(f"address add {address} dev {bridge}")
            self.ip(f"link set {bridge} up")
            router = Path(__file__).with_name("router.py")
            self.popen(sys.executable, "-S", router, bridge, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except BaseException:
            self.close()
            raise

    def tap(self) -> str:
        """Add a tap device to the bridge and return its name."""
        name = f"tap{self._taps}"
        self._taps += 1
        self.ip(f"tuntap add {name} mode tap")
        self.ip(f"link set {name} master {self._bridge} up")
        return name

    def client(self, mac: str | None = None, address: str | None = None) -> Namespace:
        """Return a namespace whose `eth0` is on our bridge: a computer for udhcpc, dhclient or curl to run on."""
        client = Namespace()
        self.connect(client, mac, address)
        return client

    def connect(self, client: Namespace, mac: str | None = None, address: str | None = None) -> None:
        """Give a namespace an `eth0` on our bridge; it is closed with us."""
        self._clients.append(client)
        port = f"port{len(self._clients)}"
        hardware = f"address {mac}" if mac else ""
        self.ip(f"link add {port} type veth peer name eth0 {hardware} netns {client.pid}")
        self.ip(f"link set {port} master {self._bridge} up")
        if address is not None:
            client.ip(f"address add {address} dev eth0")
        client.ip("link set eth0 up")
        self._wait_until_forwarding(port)

    def _wait_until_forwarding(self, port: str, timeout: float = 10) -> None:
        """Wait for the kernel to notice that the other end is up: until then the bridge drops what comes and goes."""
        deadline = time.monotonic() + timeout
        wanted = {"state UP", "state forwarding"}
        while not wanted <= set(re.findall("state [A-Za-z]+", self.ip(f"-d link show {port}"))):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the bridge does not forward to {port} after {timeout:.0f} s")
            time.sleep(0.01)

    def close(self) -> None:
        for client in self._clients:
            client.close()
        super().close()
