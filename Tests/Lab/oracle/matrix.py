"""The matrix: client kind x known or unknown x place; the states are in `states`."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from lab import dhcp

from . import wire

PARAMETERS, LARGEST, VENDOR_CLASS, CLIENT_ID, USER_CLASS = 55, 57, 60, 61, 77
RELAY_AGENT, ARCHITECTURE, UNDI, UUID, SUBNET_SELECTION, IPXE = 82, 93, 94, 97, 118, 175

DHCLIENT = bytes([1, 28, 2, 3, 15, 6, 119, 12, 44, 47, 26, 121, 42, 224])
UDHCPC = bytes([1, 3, 6, 12, 15, 28, 42])
NETWORKD = bytes([1, 3, 6, 12, 15, 26, 33, 42, 51, 54, 58, 59, 119, 120, 121])
INTEL = bytes([1, 2, 3, 5, 6, 11, 12, 13, 16, 17, 18, 43, 54, 60, 67, *range(128, 136)])
EDK2 = bytes([1, 2, 3, 4, 5, 6, 12, 13, 15, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 66, 67, 97])
IPXE_LIST = bytes([1, 3, 6, 7, 12, 15, 17, 26, 42, 43, 60, 66, 67, 119, 121, *range(128, 136), 175, 203])
# Routers before the mask, and two long texts
LONG = bytes([6, 3, 1, 225, 226, 15, 12])


@dataclass(frozen=True)
class Kind:
    """What a client says of itself: its options, those that differ by machine aside."""

    name: str
    options: dict[int, bytes]
    # Whether it has a client identifier of its own accord (61), and a UUID (97).
    has_identifier: bool = True
    has_uuid: bool = False


def _firmware(vendor_class: str, architecture: int, parameters: bytes) -> dict[int, bytes]:
    return {
        PARAMETERS: parameters,
        LARGEST: (1472).to_bytes(2),
        ARCHITECTURE: architecture.to_bytes(2),
        UNDI: bytes([1, 3, 16]),
        VENDOR_CLASS: f"{vendor_class}:Arch:{architecture:05}:UNDI:003016".encode(),
    }


_IPXE = _firmware("PXEClient", 0, IPXE_LIST) | {IPXE: bytes.fromhex("b105011af41000 130101 110101 eb03010000")}

KINDS = [
    Kind("dhclient", {PARAMETERS: DHCLIENT}),
    Kind("udhcpc", {LARGEST: (576).to_bytes(2), PARAMETERS: UDHCPC, VENDOR_CLASS: b"udhcp 1"}, has_identifier=False),
    Kind("networkd", {PARAMETERS: NETWORKD, LARGEST: (1472).to_bytes(2)}),
    Kind("no list", {}),
    Kind("small", {PARAMETERS: LONG, LARGEST: (300).to_bytes(2)}),
    Kind("large", {PARAMETERS: LONG, LARGEST: (1500).to_bytes(2)}),
    Kind("BIOS", _firmware("PXEClient", 0, INTEL), has_identifier=False, has_uuid=True),
    Kind("PXEClient alone", {PARAMETERS: INTEL, VENDOR_CLASS: b"PXEClient"}, has_identifier=False),
    Kind("UEFI", _firmware("PXEClient", 7, EDK2), has_uuid=True),
    Kind("UEFI that says EBC", _firmware("PXEClient", 9, EDK2), has_uuid=True),
    Kind("UEFI HTTP", _firmware("HTTPClient", 16, EDK2), has_uuid=True),
    Kind("iPXE", _IPXE | {USER_CLASS: b"iPXE"}, has_uuid=True),
    Kind("iPXE framed", _IPXE | {USER_CLASS: b"\x04iPXE"}, has_uuid=True),
]


@dataclass(frozen=True)
class Resident:
    """A host that is no case."""

    name: str
    mac: str
    address: str


@dataclass(frozen=True)
class Network:
    """10.NUMBER.0.0/16; a part of it begins with a third octet."""

    number: int
    is_authoritative: bool = True

    @property
    def subnet(self) -> str:
        return f"10.{self.number}.0.0"

    def address(self, part: int, number: int) -> str:
        """Return the address that machine `number` has in a part."""
        return socket.inet_ntoa(((10 << 24) + (self.number << 16) + (part << 8) + number).to_bytes(4))

    @property
    def resident(self) -> Resident:
        """A host that never says anything."""
        return Resident(f"resident{self.number}", f"52:54:02:00:00:{self.number:02x}", self.address(0, 11))

    @property
    def visitor(self) -> str:
        """An address that somebody has from elsewhere."""
        return self.address(0, 12)


# Parts of a network: addresses of hosts; the range, with a piece in it that the cases ask for.
HOSTS, RANGE, FREE, RANGE_END = 16, 128, 144, 223
LINK, RACK, SHY = Network(75), Network(76), Network(77, is_authoritative=False)
NETWORKS = [LINK, RACK, SHY]
# A host that is always answered.
SENTINEL = Resident("sentinel", "52:54:02:00:00:01", LINK.address(0, 13))
RESIDENTS = [SENTINEL, *(network.resident for network in NETWORKS)]


@dataclass(frozen=True)
class Place:
    """Where a client is.

    relay: the address of its relay; agent: what that adds (82), its port aside; subnet: what the client asks for (118).
    """

    name: str
    network: Network
    broadcast: bool = False
    relay: str | None = None
    agent: bytes = b""
    subnet: str | None = None


# Sub-options of 82: remote-id; link selection (RFC 3527)
_SWITCH = b"\x02\x04rack"
_LINK = b"\x05\x04" + socket.inet_aton("10.76.0.0")

PLACES = [
    Place("local, wants broadcast", LINK, broadcast=True),
    Place("local", LINK),
    Place("relayed with option 82", RACK, relay="10.76.0.1", agent=_SWITCH),
    Place("relayed, not authoritative", SHY, relay="10.77.0.1", broadcast=True),
    Place("relayed, link selection", RACK, relay="10.99.0.1", agent=_SWITCH + _LINK),
    Place("local, asks for a subnet", RACK, subnet="10.76.0.0"),
]

UNKNOWN, BY_MAC, BY_IDENTIFIER, BY_PORT = "unknown", "host by MAC", "host by client identifier", "host by port"


@dataclass(frozen=True)
class Case:
    """One machine in one place; its number is its own in the whole matrix."""

    state: str
    kind: Kind
    known: str
    place: Place
    number: int

    def __str__(self) -> str:
        return f"{self.kind.name}, {self.known}, {self.place.name}, {self.state}"

    @property
    def network(self) -> Network:
        return self.place.network

    @cached_property
    def mac(self) -> str:
        return dhcp.mac(self.number)

    @property
    def name(self) -> str:
        """Its host's name."""
        return f"host{self.number}"

    @property
    def address(self) -> str:
        """Its host's address."""
        return self.network.address(HOSTS, self.number)

    @property
    def elsewhere(self) -> str:
        """An address like `free`, in another network that is served."""
        return (RACK if self.network is LINK else LINK).address(FREE, self.number)

    @property
    def free(self) -> str:
        """An address of the range that nobody else asks for."""
        return self.network.address(FREE, self.number)

    @cached_property
    def identifier(self) -> bytes | None:
        if self.known == BY_IDENTIFIER:
            return b"\xffmachine" + self.number.to_bytes(4)
        return b"\x01" + wire.octets(self.mac) if self.kind.has_identifier else None

    @property
    def port(self) -> bytes:
        """The port of its relay that it hangs on (82.1)."""
        return f"port-{self.number:04}".encode()

    @property
    def agent(self) -> bytes:
        """What its relay adds."""
        return bytes([1, len(self.port)]) + self.port + self.place.agent if self.place.agent else b""

    @cached_property
    def options(self) -> dict[int, bytes]:
        """What it says of itself."""
        options = dict(self.kind.options)
        if self.kind.has_uuid:
            options[UUID] = b"\x00" + self.number.to_bytes(16)
        if self.identifier is not None:
            options[CLIENT_ID] = self.identifier
        return options | self.subnet

    @property
    def subnet(self) -> dict[int, bytes]:
        """The subnet that it asks for, as an option."""
        return {SUBNET_SELECTION: socket.inet_aton(self.place.subnet)} if self.place.subnet else {}


def all_cases(states: Iterable[str]) -> list[Case]:
    """Return the whole matrix."""
    product = [
        (state, kind, known, place)
        for state in states
        for kind in KINDS
        for known in (UNKNOWN, BY_MAC, BY_IDENTIFIER, BY_PORT)
        for place in PLACES
        if (kind.has_identifier or known != BY_IDENTIFIER) and (place.agent or known != BY_PORT)
    ]
    return [Case(*case, number) for number, case in enumerate(product, start=1)]
