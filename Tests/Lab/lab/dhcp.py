"""A DHCP client for exact control (RFC 2131): any message of any machine, through a relay or straight."""

import itertools
import secrets
import socket
import struct
import time
from dataclasses import dataclass

from .namespace import Namespace

SERVER = "10.75.0.1"

DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE, INFORM = range(1, 9)

# Options
REQUESTED_ADDRESS, LEASE_TIME, MESSAGE_TYPE, SERVER_IDENTIFIER = 50, 51, 53, 54

_HEADER = struct.Struct("!4BIHH4s4s4s4s16s64s128s4s")
_COOKIE = bytes([99, 130, 83, 99])
_NOWHERE = "0.0.0.0"

_transactions = itertools.count(secrets.randbits(31))


@dataclass(frozen=True)
class Reply:
    """What the server said, and when it arrived (of the monotonic clock)."""

    kind: int
    transaction: int
    address: str
    options: dict[int, bytes]
    arrived: float


def mac(number: int) -> str:
    """Return the hardware address of machine `number`, which no host of the lab has."""
    return "52:54:01:" + number.to_bytes(3).hex(":")


def message(
    kind: int,
    hardware: str,
    transaction: int,
    options: dict[int, bytes] | None = None,
    *,
    client: str = _NOWHERE,
    relay: str = _NOWHERE,
    broadcast: bool = False,
    seconds: int = 0,
) -> bytes:
    """Return a client's message. client: the address that it has already (ciaddr); relay: who passes it on (giaddr)."""
    hops, flags = int(relay != _NOWHERE), 0x8000 if broadcast else 0
    addresses = [socket.inet_aton(address) for address in (client, _NOWHERE, _NOWHERE, relay)]
    chaddr = bytes.fromhex(hardware.replace(":", ""))
    header = _HEADER.pack(1, 1, 6, hops, transaction, seconds, flags, *addresses, chaddr, b"", b"", _COOKIE)
    all_options = {MESSAGE_TYPE: bytes([kind]), **(options or {})}
    return header + b"".join(bytes([code, len(value)]) + value for code, value in all_options.items()) + b"\xff"


def answer(
    kind: int, server: str, hardware: str, transaction: int, address: str, options: dict[int, bytes] | None = None
) -> bytes:
    """Return a server's message, which gives an address."""
    all_options = {SERVER_IDENTIFIER: socket.inet_aton(server), **(options or {})}
    octets = bytearray(message(kind, hardware, transaction, all_options))
    octets[0], octets[16:20] = 2, socket.inet_aton(address)
    return bytes(octets)


def read(octets: bytes) -> Reply:
    """Read a server's message."""
    _, _, _, _, transaction, _, _, _, yiaddr, *_ = _HEADER.unpack_from(octets)
    options: dict[int, bytes] = {}
    rest = octets[_HEADER.size :]
    while rest and rest[0] != 255:
        if rest[0] == 0:
            rest = rest[1:]
            continue
        options[rest[0]] = options.get(rest[0], b"") + rest[2 : 2 + rest[1]]
        rest = rest[2 + rest[1] :]
    return Reply(options[MESSAGE_TYPE][0], transaction, socket.inet_ntoa(yiaddr), options, time.monotonic())


class Client:
    """A socket that speaks for machines; a context manager.

    address, port: where it is bound: a relay's own address and port 67, or that of one machine and port 68.
    relay: whether it passes messages on as a relay does, for any number of machines.
    to: the server's port.
    """

    def __init__(
        self, namespace: Namespace, address: str, *, port: int = 67, relay: bool = True, server: str = SERVER, to: int = 67
    ) -> None:
        self._relay = address if relay else _NOWHERE
        self._server, self._port = server, to
        self._replies: dict[int, Reply] = {}
        self._socket = namespace.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self._socket.bind((address, port))

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()

    def send(self, kind: int, hardware: str, options: dict[int, bytes] | None = None, *, client: str = _NOWHERE) -> int:
        """Send a message, and return its transaction."""
        transaction = next(_transactions) & 0xFFFFFFFF
        self.send_octets(message(kind, hardware, transaction, options, client=client, relay=self._relay))
        return transaction

    def send_octets(self, octets: bytes) -> None:
        """Send anything."""
        self._socket.sendto(octets, (self._server, self._port))

    def receive_octets(self, timeout: float = 10) -> bytes:
        """Return the next message, whatever it is. Raises TimeoutError if none comes."""
        self._socket.settimeout(timeout)
        return self._socket.recv(4096)

    def wait(self, transaction: int, timeout: float = 10) -> Reply | None:
        """Return the reply to a transaction, or None if it does not come in time. Other replies are kept meanwhile."""
        deadline = time.monotonic() + timeout
        while transaction not in self._replies:
            self._socket.settimeout(max(deadline - time.monotonic(), 1e-6))
            try:
                reply = read(self._socket.recv(4096))
            except TimeoutError:
                return None
            self._replies[reply.transaction] = reply
        return self._replies.pop(transaction)

    def send_request(self, hardware: str, offer: Reply, options: dict[int, bytes] | None = None) -> int:
        """Send the REQUEST that takes an offer, and return its transaction."""
        taken = {
            REQUESTED_ADDRESS: socket.inet_aton(offer.address),
            SERVER_IDENTIFIER: offer.options[SERVER_IDENTIFIER],
        }
        return self.send(REQUEST, hardware, taken | (options or {}))

    def release(self, hardware: str, address: str) -> None:
        """Give an address back. Nobody answers that."""
        self.send(RELEASE, hardware, {SERVER_IDENTIFIER: socket.inet_aton(self._server)}, client=address)

    def decline(self, hardware: str, address: str) -> None:
        """Say that somebody else uses an address. Nobody answers that."""
        declined = {REQUESTED_ADDRESS: socket.inet_aton(address), SERVER_IDENTIFIER: socket.inet_aton(self._server)}
        self.send(DECLINE, hardware, declined)

    def discover(self, hardware: str, timeout: float = 10) -> Reply:
        """Return the OFFER that a machine gets. Raises AssertionError if there is none."""
        reply = self.wait(self.send(DISCOVER, hardware), timeout)
        assert reply is not None, f"no OFFER for {hardware} in {timeout} s"
        assert reply.kind == OFFER
        return reply

    def lease(self, hardware: str, timeout: float = 10) -> str:
        """Get an address as machines do, and return it. Raises AssertionError if there is none."""
        offer = self.discover(hardware, timeout)
        reply = self.wait(self.send_request(hardware, offer), timeout)
        assert reply is not None, f"no ACK for {hardware} in {timeout} s"
        assert (reply.kind, reply.address) == (ACK, offer.address)
        return reply.address

    def renew(self, hardware: str, address: str, timeout: float = 10) -> Reply | None:
        """Ask for more time for an address that the machine has."""
        return self.wait(self.send(REQUEST, hardware, client=address), timeout)
