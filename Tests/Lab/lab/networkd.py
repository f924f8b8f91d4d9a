"""systemd-networkd, at work in a namespace without systemd: with files of its own, and without D-Bus and udev."""

import os
import re
from pathlib import Path

from .clients import Client
from .namespace import Namespace

PROGRAM = "/lib/systemd/systemd-networkd"

# A read-only /sys tells it not to wait for udev.
_APART = """
mount -t sysfs -o ro sysfs /sys && mount --bind "$1" /etc/systemd/network && mount -t tmpfs tmpfs /run &&
install -d -o systemd-network -g systemd-network /run/systemd/netif && exec "$2"
"""
_NETWORK = "[Match]\nName=eth0\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n"

_ASKED = re.compile(r"DHCPv4 client: REQUEST \(([\w-]+)\)")
_ACQUIRED = re.compile(r"DHCPv4 address ([\d.]+)/")

# The words of its lease file, and ours.
_WORDS = {
    "ADDRESS": "address",
    "NETMASK": "mask",
    "ROUTER": "router",
    "DNS": "dns",
    "DOMAINNAME": "domain",
    "LIFETIME": "lease",
    "SERVER_ADDRESS": "server",
    "HOSTNAME": "hostname",
}


class Networkd(Client):
    """systemd-networkd with eth0 of `namespace` alone; its events are BOUND, REBOOT, RENEW, REBIND and NAK.

    remembers: an address of eth0 from a run before, which it asks for first.
    """

    def __init__(self, namespace: Namespace, folder: Path, *, remembers: str | None = None) -> None:
        files = folder / "network"
        files.mkdir(exist_ok=True)
        kept = "KeepConfiguration=dhcp\n" if remembers else ""
        if remembers:
            namespace.ip("-4 address flush dev eth0")
            namespace.ip(f"address add {remembers}/24 dev eth0 valid_lft 9000 preferred_lft 9000")
        (files / "eth0.network").write_text(_NETWORK + kept, "ascii")
        environment = {**os.environ, "SYSTEMD_LOG_LEVEL": "debug", "SYSTEMD_LOG_TARGET": "console"}
        apart = ["unshare", "--mount", "sh", "-c", _APART, "sh"]
        super().__init__(namespace, *apart, files, PROGRAM, environment=environment)

    @property
    def events(self) -> list[tuple[str, dict[str, str]]]:
        """What has happened, by its log; what is known with it is in its lease file, which follows a moment later."""
        names = {"requesting": "BOUND", "init-reboot": "REBOOT", "renewing": "RENEW", "rebinding": "REBIND"}
        told: list[tuple[str, dict[str, str]]] = []
        asked, lease = "", self._lease()
        for line in self.output.splitlines():
            if match := _ASKED.search(line):
                asked = names[match[1]]
            elif match := _ACQUIRED.search(line):
                told.append((asked, {**lease, "address": match[1]}))
            elif line.endswith("DHCPv4 client: ACK") and asked in ("RENEW", "REBIND"):
                told.append((asked, lease))
            elif "DHCPv4 client: NAK" in line:
                told.append(("NAK", {}))
        while told and told[-1][1].get("address") not in (None, lease.get("address")):
            told.pop()
        return told

    def release(self) -> None:
        """Have it end, and with that give the address back."""
        self.process.terminate()

    def _lease(self) -> dict[str, str]:
        folder = Path(f"/proc/{self.process.pid}/root/run/systemd/netif/leases")
        # Named by the interface; what it is still writing bears another name, and is soon gone.
        lines = [line for file in folder.glob("[0-9]*") for line in file.read_text("utf-8").splitlines() if "=" in line]
        return {_WORDS[word]: value for word, _, value in (line.partition("=") for line in lines) if word in _WORDS}
