"""A DISCOVER by hand, for measuring: how long until its OFFER."""

import secrets
import socket
import struct
import time

from lab.namespace import Namespace

BOOTREQUEST, BOOTREPLY = 1, 2
BROADCAST = 0x8000
COOKIE = bytes.fromhex("63825363")
DISCOVER = bytes([53, 1, 1, 255])


def seconds_to_offer(client: Namespace, mac: str, timeout: float = 10) -> float:
    """Broadcast one DISCOVER from the client's `eth0` and return the seconds until a reply to it.

    Raises TimeoutError if none comes.
    """
    hardware = bytes.fromhex(mac.replace(":", ""))
    transaction = secrets.token_bytes(4)
    header = struct.pack("!4B4s2H16x16s192x", BOOTREQUEST, 1, 6, 0, transaction, 0, BROADCAST, hardware)
    with client.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
        link.bind(("", 68))
        link.settimeout(timeout)
        start = time.monotonic()
        link.sendto((header + COOKIE + DISCOVER).ljust(300, b"\0"), ("255.255.255.255", 67))
        while True:
            reply = link.recv(2048)
            if reply[0] == BOOTREPLY and reply[4:8] == transaction:
                return time.monotonic() - start
