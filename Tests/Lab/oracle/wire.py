"""The wire as its machines see it: one interface sends the frames of any machine and relay, and hears all frames."""

import fcntl
import socket
import struct
from dataclasses import dataclass

from lab import dhcp
from lab.namespace import Lab

ETH_P_ALL, ETH_P_IP, ETH_P_ARP = 0x0003, 0x0800, 0x0806
SIOCGIFINDEX, SO_RCVBUFFORCE, SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_MR_PROMISC = 0x8933, 33, 263, 1, 1
ARP_REQUEST, ARP_REPLY = 1, 2

# Answers for addresses that nobody has sent from.
NOBODY = "52:54:00:ff:00:03"
SERVER = "52:54:00:ff:00:01"
EVERYBODY = "ff:ff:ff:ff:ff:ff"

_ETHERNET = struct.Struct("!6s6sH")
_ARP = struct.Struct("!HHBBH6s4s6s4s")
_IP = struct.Struct("!BBHHHBBH4s4s")
_UDP = struct.Struct("!HHHH")


@dataclass(frozen=True)
class Datagram:
    """A UDP datagram with the frame that it is in."""

    hardware_source: str
    hardware_destination: str
    source: str
    source_port: int
    destination: str
    destination_port: int
    payload: bytes

    def frame(self) -> bytes:
        """Return the Ethernet frame."""
        source, destination = map(socket.inet_aton, (self.source, self.destination))
        length = _UDP.size + len(self.payload)
        ip = _IP.pack(0x45, 0, _IP.size + length, 0, 0, 64, socket.IPPROTO_UDP, 0, source, destination)
        ip = ip[:10] + _checksum(ip) + ip[12:]
        # No UDP checksum: it may be left out.
        udp = _UDP.pack(self.source_port, self.destination_port, length, 0)
        return _header(self.hardware_destination, self.hardware_source, ETH_P_IP) + ip + udp + self.payload


def broadcast(mac: str, payload: bytes) -> Datagram:
    """Return what a client without an address says."""
    return Datagram(mac, EVERYBODY, "0.0.0.0", 68, "255.255.255.255", 67, payload)


def read(frame: bytes) -> Datagram | None:
    """Return the datagram in an Ethernet frame, or None if there is none."""
    destination, source, protocol = _ETHERNET.unpack_from(frame)
    packet = frame[_ETHERNET.size :]
    if protocol != ETH_P_IP or packet[9] != socket.IPPROTO_UDP:
        return None
    addresses = [socket.inet_ntoa(packet[start : start + 4]) for start in (12, 16)]
    udp = packet[(packet[0] & 15) * 4 :]
    source_port, destination_port, length, _ = _UDP.unpack_from(udp)
    payload = udp[_UDP.size : length]
    return Datagram(
        source.hex(":"), destination.hex(":"), addresses[0], source_port, addresses[1], destination_port, payload
    )


def _header(destination: str, source: str, protocol: int) -> bytes:
    return _ETHERNET.pack(octets(destination), octets(source), protocol)


def octets(mac: str) -> bytes:
    """Return the octets of a hardware address."""
    return bytes.fromhex(mac.replace(":", ""))


def _checksum(header: bytes) -> bytes:
    total = sum(struct.unpack(f"!{len(header) // 2}H", header))
    total = (total & 0xFFFF) + (total >> 16)
    return (0xFFFF ^ ((total & 0xFFFF) + (total >> 16))).to_bytes(2)


class Wire:
    """A port of a lab's bridge; a context manager. It answers ARP for everybody but the server."""

    def __init__(self, lab: Lab) -> None:
        self._neighbours: dict[str, str] = {}
        # How often it has answered ARP.
        self.told = 0
        self._socket = lab.client().socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
        self._socket.bind(("eth0", ETH_P_ALL))
        # struct ifreq: the name, then what is asked for
        (index,) = struct.unpack_from("16xi", fcntl.ioctl(self._socket, SIOCGIFINDEX, struct.pack("40s", b"eth0")))
        membership = struct.pack("iHH8s", index, PACKET_MR_PROMISC, 0, b"")
        self._socket.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership)

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()

    def fileno(self) -> int:
        """For select(2)."""
        return self._socket.fileno()

    def send(self, datagram: Datagram) -> None:
        """Send it; whoever sends from an address, or says that it has one (ciaddr), has that address from then on."""
        for address in (datagram.source, socket.inet_ntoa(datagram.payload[12:16])):
            self._neighbours[address] = datagram.hardware_source
        self._socket.send(datagram.frame())

    def receive(self) -> Datagram | None:
        """Return what has come from the server, or None if it was no datagram to a DHCP client or relay."""
        frame, (_, protocol, kind, *_) = self._socket.recvfrom(4096)
        if kind == socket.PACKET_OUTGOING:
            return None
        if protocol == ETH_P_ARP:
            self._answer(frame)
        datagram = read(frame)
        return datagram if datagram and datagram.destination_port in (67, 68) else None

    def _answer(self, frame: bytes) -> None:
        """Answer an ARP request."""
        *_, kind, asker, asking, _, wanted = _ARP.unpack_from(frame, _ETHERNET.size)
        if kind != ARP_REQUEST or wanted == socket.inet_aton(dhcp.SERVER):
            return
        self.told += 1
        owner = self._neighbours.get(socket.inet_ntoa(wanted), NOBODY)
        reply = _ARP.pack(1, ETH_P_IP, 6, 4, ARP_REPLY, octets(owner), wanted, asker, asking)
        self._socket.send(_header(asker.hex(":"), owner, ETH_P_ARP) + reply)
