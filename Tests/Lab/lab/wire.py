"""What passes on a link, overheard: DHCP messages."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import dhcp
from .namespace import Namespace

_ETH_P_ALL = 3
_PORTS = {67, 68}


@dataclass(frozen=True)
class Seen:
    """A message, and between whom it went; `relay` is its giaddr."""

    source: str
    destination: str
    relay: str
    message: dhcp.Reply


@contextmanager
def dhcp_seen(namespace: Namespace, interface: str = "eth0") -> Iterator[list[Seen]]:
    """The DHCP messages on an interface while `with` lasts, in both directions; the list is filled at its end."""
    seen: list[Seen] = []
    with namespace.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ETH_P_ALL)) as tap:
        tap.bind((interface, _ETH_P_ALL))
        yield seen
        tap.settimeout(0.2)
        try:
            while True:
                seen += _read(tap.recv(2048))
        except TimeoutError:
            return


def _read(packet: bytes) -> list[Seen]:
    """Return the DHCP message in an IPv4 packet, if it is one."""
    header = (packet[0] & 15) * 4
    if packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_UDP:
        return []
    if not _PORTS.issuperset(struct.unpack_from("!HH", packet, header)):
        return []
    octets = packet[header + 8 :]
    addresses = [socket.inet_ntoa(field) for field in (packet[12:16], packet[16:20], octets[24:28])]
    return [Seen(*addresses, dhcp.read(octets))]
