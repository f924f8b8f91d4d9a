"""The servers that are measured, each with the same network to serve: bootd, and others that Debian has."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lab import dhcpd
from lab.namespace import Lab
from lab.server import Server

from .counters import Syncs, compiled

SERVER, CLIENT = "10.0.0.1", "10.0.0.2"
FIRST, LAST = "10.1.0.0", "10.254.255.255"
# dhcpd keeps a record of every address that it might give: of so many as the others have it would need gigabytes.
LAST_OF_DHCPD = "10.4.255.255"
LEASE = 43200

BOOTD = f"""
networks:
  bench: {{subnet: 10.0.0.0/8, range: {FIRST} - {LAST}, gateway: {SERVER}, dns: [{SERVER}], lease: {LEASE}, probe: no}}
# All of perfdhcp's machines are strangers, and come through one relay.
limits: {{interface: 0, relay_port: 0}}
"""
KEA = {
    "Dhcp4": {
        "interfaces-config": {"interfaces": ["br0"], "dhcp-socket-type": "udp"},
        "lease-database": {"type": "memfile", "persist": True, "name": "FOLDER/leases.csv"},
        "multi-threading": {"enable-multi-threading": True},
        "valid-lifetime": LEASE,
        "subnet4": [
            {
                "subnet": "10.0.0.0/8",
                "pools": [{"pool": f"{FIRST} - {LAST}"}],
                "option-data": [{"name": "routers", "data": SERVER}, {"name": "domain-name-servers", "data": SERVER}],
            }
        ],
        "loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "/dev/null"}], "severity": "ERROR"}],
    }
}
DHCPD = f"""
default-lease-time {LEASE};
max-lease-time {LEASE};
ping-check off;
subnet 10.0.0.0 netmask 255.0.0.0 {{
    range {FIRST} {LAST_OF_DHCPD};
    option routers {SERVER};
    option domain-name-servers {SERVER};
}}
"""


class Peer:
    """A server that runs in the namespace while `with` lasts. `processes` are its process IDs, `syncs` counts its waits."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.syncs = Syncs()
        self._directory = tempfile.TemporaryDirectory(prefix="bootd-bench-")
        self.folder = Path(self._directory.name)
        self.processes: list[int] = []

    def __enter__(self) -> "Peer":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        self.syncs.close()
        self._directory.cleanup()

    def command(self) -> list[object]:
        raise NotImplementedError

    def start(self) -> None:
        environment = {**os.environ, **self.syncs.environment, "KEA_PIDFILE_DIR": str(self.folder)}
        environment |= {"KEA_LOCKFILE_DIR": str(self.folder), "PATH": dhcpd.PATH}
        said = open(self.folder / "said", "wb")
        self._process = self.lab.popen(*self.command(), env=environment, stdout=said, stderr=said)
        time.sleep(1.5)
        assert self._process.poll() is None, f"it does not start: {(self.folder / 'said').read_text('utf-8', 'replace')}"
        self.processes = [self._process.pid]

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text.replace("FOLDER", str(self.folder)), "utf-8")
        return path


class Bootd(Peer):
    def start(self) -> None:
        self.server = Server(self.lab, BOOTD, environment=self.syncs.environment)
        self._know_processes()

    def restart(self) -> None:
        """Stop it, and start it with the leases that it has."""
        self.server.stop()
        self.server.start()
        self._know_processes()

    def _know_processes(self) -> None:
        self.processes = [self.server.pid("bootd"), self.server.pid("bootd-dhcp")]

    def stop(self) -> None:
        self.server.close()


class Kea(Peer):
    """kea-dhcp4, multi-threaded, its leases in a file that it does not sync."""

    def command(self) -> list[object]:
        return ["kea-dhcp4", "-c", self.write("kea.json", json.dumps(KEA))]


class Dhcpd(Peer):
    """ISC dhcpd, without its ping."""

    def command(self) -> list[object]:
        return dhcpd.command(self.folder, DHCPD, "-f", "-q")


class Dnsmasq(Peer):
    """dnsmasq, without its ping."""

    def command(self) -> list[object]:
        options = ["--conf-file=/dev/null", "--port=0", "--interface=br0", "--no-ping", "--user=root", "--pid-file"]
        options += [f"--dhcp-range={FIRST},{LAST},255.0.0.0,{LEASE}", "--dhcp-lease-max=10000000", "--quiet-dhcp"]
        return ["dnsmasq", "--keep-in-foreground", *options, f"--dhcp-leasefile={self.folder / 'leases'}"]


class Responder(Peer):
    """Answers, and does nothing else: what the machine and the load generator allow."""

    def command(self) -> list[object]:
        return [compiled("responder.c"), SERVER]


PEERS: dict[str, Callable[[Lab], Peer]] = {
    "bootd": Bootd,
    "kea": Kea,
    "dnsmasq": Dnsmasq,
    "dhcpd": Dhcpd,
    "responder": Responder,
}
