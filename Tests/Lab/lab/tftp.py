"""A TFTP client for exact control (RFC 1350): one block at a time, and any name."""

import struct
import time

from .namespace import Namespace

SERVER = "10.75.0.1"
BLOCK = 512

DATA, ACKNOWLEDGEMENT, ERROR = 3, 4, 5


class Refused(Exception):
    """The server's ERROR: its code and what it says."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"error {code}: {text}")
        self.code = code


class Transfer:
    """One file being read; a context manager."""

    def __init__(self, namespace: Namespace, name: bytes, server: str = SERVER) -> None:
        self._socket = namespace.socket()
        self._next = 1
        self._peer = (server, 69)
        self._say = struct.pack("!H", 1) + name + b"\0octet\0"
        self.is_complete = False

    def __enter__(self) -> "Transfer":
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()

    @property
    def peer(self) -> tuple[str, int]:
        """Where the server sends from: its transfer identifier, once a block has come."""
        return self._peer

    def block(self, timeout: float = 10) -> bytes:
        """Return the next block, saying the last word again each second.

        Raises Refused when the server does, AssertionError when it falls silent.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self._socket.sendto(self._say, self._peer)
            self._socket.settimeout(1)
            try:
                while True:
                    packet, peer = self._socket.recvfrom(65536)
                    operation, number = struct.unpack_from("!HH", packet)
                    if operation == ERROR:
                        raise Refused(number, packet[4:].rstrip(b"\0").decode("utf-8", "replace"))
                    if operation == DATA and number == self._next & 0xFFFF:
                        return self._accept(packet, peer)
            except TimeoutError:
                continue
        raise AssertionError(f"TFTP fell silent before block {self._next}")

    def rest(self) -> bytes:
        """Read to the end."""
        octets = b""
        while not self.is_complete:
            octets += self.block()
        return octets

    def _accept(self, packet: bytes, peer: tuple[str, int]) -> bytes:
        self._peer = peer
        self._next += 1
        self._say = struct.pack("!H", ACKNOWLEDGEMENT) + packet[2:4]
        if len(packet) < 4 + BLOCK:
            self.is_complete = True
            self._socket.sendto(self._say, self._peer)
        return packet[4:]


def read(namespace: Namespace, name: bytes | str) -> bytes:
    """Read a whole file. Raises Refused when the server does."""
    with Transfer(namespace, name if isinstance(name, bytes) else name.encode()) as transfer:
        return transfer.rest()
