"""Machines that come without end, so that something is always under way."""

import itertools
import threading
import time

from . import dhcp
from .namespace import Namespace
from .record import Record


class Load:
    """Sixteen machines at a time get an address each, while `with` lasts; then the next sixteen come.

    A machine that is not answered in half a second gives up.
    """

    SIZE = 16
    PATIENCE = 0.5

    def __init__(self, namespace: Namespace, address: str) -> None:
        self.record = Record()
        self._relay = dhcp.Client(namespace, address)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Load":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._is_over.set()
        self._thread.join()
        self._relay.__exit__()

    @property
    def acknowledged(self) -> dict[str, str]:
        """The address of each machine that has one by an ACK."""
        return {machine: promise.address for machine, promise in self.record.promises.items()}

    def wait_for(self, more: int, timeout: float = 20) -> None:
        """Wait until there were so many more ACKs. Raises AssertionError if they do not come."""
        wanted = self.record.count + more
        deadline = time.monotonic() + timeout
        while self.record.count < wanted:
            assert self._thread.is_alive(), "the load has ended"
            assert time.monotonic() < deadline, f"{more} more leases were not given in {timeout} s"
            time.sleep(0.02)

    def _run(self) -> None:
        numbers = itertools.count(1 << 16)
        while not self._is_over.is_set():
            self._serve([dhcp.mac(next(numbers)) for _ in range(self.SIZE)])

    def _serve(self, machines: list[str]) -> None:
        self._ask(machines)

    def _ask(self, machines: list[str]) -> set[str]:
        """Have each ask for an offer, and then for the address; return which got an ACK."""
        offers = self._wait({machine: self._relay.send(dhcp.DISCOVER, machine) for machine in machines})
        asked = time.time()
        requests = {machine: self._request(machine, offer) for machine, offer in offers.items()}
        return self._note(requests, asked)

    def _request(self, machine: str, offer: dhcp.Reply) -> int:
        return self._relay.send_request(machine, offer)

    def _note(self, requests: dict[str, int], asked: float) -> set[str]:
        """Wait for the answers to REQUESTs, note them, and return which machines got an ACK."""
        answers = self._wait(requests)
        for machine, answer in answers.items():
            self.record.note(machine, answer, asked)
        return {machine for machine, answer in answers.items() if answer.kind == dhcp.ACK}

    def _wait(self, asked: dict[str, int]) -> dict[str, dhcp.Reply]:
        deadline = time.monotonic() + self.PATIENCE
        answers = {}
        for machine, transaction in asked.items():
            if answer := self._relay.wait(transaction, max(deadline - time.monotonic(), 0)):
                answers[machine] = answer
        return answers
