"""A client of bootd's control sockets that also says what no client should."""

import contextlib
import json
import socket
from pathlib import Path


class Connection:
    """A connection to a Varlink socket; a context manager."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        self._socket.connect(str(path))
        self._received = b""

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def send(self, octets: bytes) -> None:
        """Send anything; that the server hangs up meanwhile shows when its replies are read."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(octets)

    def receive(self) -> dict | None:
        """Return the next message; None when the server has hung up."""
        while b"\0" not in self._received:
            try:
                chunk = self._socket.recv(65536)
            except ConnectionResetError:
                return None
            if not chunk:
                return None
            self._received += chunk
        frame, _, self._received = self._received.partition(b"\0")
        return json.loads(frame)

    def call(self, method: str, parameters: object = None, **flags: bool) -> dict | None:
        """Call a method, and return the first reply."""
        self.send(frame(method, parameters, **flags))
        return self.receive()


def frame(method: str, parameters: object = None, **flags: bool) -> bytes:
    """Return a call as it travels."""
    return json.dumps({"method": method, "parameters": parameters or {}, **flags}).encode() + b"\0"
