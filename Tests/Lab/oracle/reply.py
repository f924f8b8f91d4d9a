"""A server's message, field by field, each a text that says what is meant rather than which address it is."""

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

from lab import dhcp

from .wire import Datagram

OVERLOAD = 52
ADDRESSES = ["ciaddr", "yiaddr", "siaddr", "giaddr"]
KINDS = {dhcp.OFFER: "OFFER", dhcp.ACK: "ACK", dhcp.NAK: "NAK"}

_HEADER = struct.Struct("!4BIHH4s4s4s4s16s64s128s4s")


@dataclass(frozen=True)
class Reply:
    """What came, and where it went."""

    address: str
    transaction: int
    datagram: Datagram
    options: dict[int, bytes]

    @property
    def kind(self) -> str:
        return KINDS.get(self.options.get(dhcp.MESSAGE_TYPE, b"\0")[0], "?")

    def fields(self, name: Callable[[str], str], values: dict[bytes, str], largest: int) -> dict[str, str]:
        """Return all its fields.

        name: what an address is in the conversation; values: what values of options are in it; largest: what the client
        takes (57).
        """
        payload, sent = self.datagram.payload, self.datagram
        op, htype, hlen, hops, _, secs, flags, *addresses, chaddr, sname, file, _ = _HEADER.unpack_from(payload)
        overload = self.options.get(OVERLOAD, b"\0")[0]
        return {
            "frame from": name(sent.hardware_source),
            "frame to": name(sent.hardware_destination),
            "from": f"{name(sent.source)}, port {sent.source_port}",
            "to": f"{name(sent.destination)}, port {sent.destination_port}",
            "op, htype, hlen, hops": f"{op} {htype} {hlen} {hops}",
            "secs": str(secs),
            "flags": f"{flags:#06x}",
            **{field: name(socket.inet_ntoa(address)) for field, address in zip(ADDRESSES, addresses, strict=True)},
            "chaddr": chaddr.hex(" "),
            "sname": "options" if overload & 2 else _text(sname),
            "file": "options" if overload & 1 else _text(file),
            "size": _size(payload, largest),
            **{f"option {code}": values.get(value) or _value(value) for code, value in self.options.items()},
        }


def read(datagram: Datagram) -> Reply:
    """Read a server's message; the options in `file` and `sname` too, when option 52 says so."""
    fields = _HEADER.unpack_from(datagram.payload)
    transaction, yiaddr, sname, file = fields[4], fields[8], fields[12], fields[13]
    options: dict[int, bytes] = {}
    _read_options(datagram.payload[_HEADER.size :], options)
    overload = options.get(OVERLOAD, b"\0")[0]
    for bit, octets in ((1, file), (2, sname)):
        if overload & bit:
            _read_options(octets, options)
    return Reply(socket.inet_ntoa(yiaddr), transaction, datagram, options)


def _read_options(octets: bytes, options: dict[int, bytes]) -> bytes | None:
    """Add the options to those known, and return what follows END, or None if that is missing."""
    while octets and octets[0] != 255:
        if octets[0] == 0:
            octets = octets[1:]
            continue
        end = 2 + octets[1]
        options[octets[0]] = options.get(octets[0], b"") + octets[2:end]
        octets = octets[end:]
    return octets[1:] if octets else None


def _text(field: bytes) -> str:
    text, _, rest = field.partition(b"\0")
    return text.decode("latin-1") + (" and garbage" if rest.strip(b"\0") else "")


def _value(value: bytes) -> str:
    return repr(value.decode("ascii")) if len(value) > 4 and value.isascii() else value.hex(" ")


def _size(payload: bytes, largest: int) -> str:
    """RFC 2131 wants 300 octets at least, as BOOTP does; what is longer than that ends with END."""
    if len(payload) < 300:
        return f"too short: {len(payload)}"
    if len(payload) + 28 > max(largest, 576):
        return f"too long: {len(payload)}"
    rest = _read_options(payload[_HEADER.size :], {})
    if rest is None:
        return "no END"
    is_padding = len(payload) == 300 and not rest.strip(b"\0")
    return "as it should be" if is_padding or not rest else f"{len(rest)} octets after END"
