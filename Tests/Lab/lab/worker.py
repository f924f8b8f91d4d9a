"""The DHCP worker alone, under a supervisor that says what a test wants: what it asks, tells, and does by itself."""

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from .namespace import Namespace
from .server import build

# Descriptor 3 and the variables of sd_listen_fds(3); the process keeps its number.
ACTIVATE = 'exec 3<&"$1"; shift; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=dhcp exec "$@"'
SETTINGS = {"roots": [], "served": [], "idleSeconds": 0, "maximumTransfers": 1, "maximumTransfersPerClient": 1}

T = TypeVar("T")


class Worker:
    """bootd-dhcp on port 67 of a namespace; a context manager.

    answer: from a DHCPQuery to the reply of AnswerDHCP; it runs in a thread.
    prefix: a command that starts the worker for us.
    """

    def __init__(
        self, namespace: Namespace, answer: Callable[[dict], dict], *, prefix: list[object] | None = None
    ) -> None:
        self.namespace = namespace
        self.calls: list[tuple[str, dict]] = []
        self._answer = answer
        self._directory = tempfile.TemporaryDirectory(prefix="bootd-lab-")
        self._log = tempfile.TemporaryFile()
        folder = Path(self._directory.name)
        folder.chmod(0o755)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / "worker.socket"))
        (folder / "worker.socket").chmod(0o666)
        self._listener.listen()
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()
        with namespace.socket() as served:
            # As systemd binds.
            served.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            served.bind(("0.0.0.0", 67))
            program = [*(prefix or []), build() / "bootd-dhcp", "--runtime", folder]
            self.process = namespace.popen(
                *["bash", "-c", ACTIVATE, "activate", served.fileno(), *program],
                pass_fds=[served.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                env={**os.environ, "BOOTD_LOG": "debug"},
                start_new_session=True,
            )
        self.wait_until(lambda: self.of("Attach"), "it attaches")

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.kill()
        self.process.wait()
        # Ends the wait for a connection; a number that is only closed may be another listener's next.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join()
        self._listener.close()
        self._directory.cleanup()
        self._log.close()

    @property
    def log(self) -> str:
        """What it has logged."""
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")

    def of(self, method: str) -> list[dict]:
        """Return the parameters of its calls of a method: Attach, AnswerDHCP, Report."""
        return [parameters for name, parameters in list(self.calls) if name == f"io.bootd.Worker.{method}"]

    @property
    def questions(self) -> list[dict]:
        """The queries that it has asked about."""
        return [parameters["query"] for parameters in self.of("AnswerDHCP")]

    def reported(self, field: str) -> list:
        """Return what its reports have told in one field."""
        return [report[field] for report in self.of("Report") if field in report]

    def wait_until(self, question: Callable[[], T], what: str, timeout: float = 20) -> T:
        """Ask until the answer is true, and return it. Raises AssertionError, with the log, if it never is."""
        deadline = time.monotonic() + timeout
        while not (answer := question()):
            assert self.process.poll() is None, f"it ended with status {self.process.returncode}:\n{self.log}"
            assert time.monotonic() < deadline, f"waited {timeout:.0f} s in vain until {what}; the log:\n{self.log}"
            time.sleep(0.005)
        return answer

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        received = b""
        # A worker that is killed does not say goodbye.
        with connection, contextlib.suppress(ConnectionError):
            while chunk := connection.recv(65536):
                received += chunk
                while b"\0" in received:
                    frame, _, received = received.partition(b"\0")
                    call = json.loads(frame)
                    self.calls.append((call["method"], call["parameters"]))
                    reply = self._reply(call)
                    if reply is not None:
                        connection.sendall(json.dumps(reply).encode() + b"\0")

    def _reply(self, call: dict) -> dict | None:
        if call.get("oneway"):
            return None
        if call["method"] == "io.bootd.Worker.Attach":
            return {"parameters": {"generation": 1, "settings": SETTINGS}, "continues": True}
        return {"parameters": self._answer(call["parameters"]["query"])}
