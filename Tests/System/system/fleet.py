"""Machines that come without end and ask again until they have their address, as machines do."""

import itertools
import threading
import time

from lab import dhcp
from lab.namespace import Namespace


class Fleet:
    """Eight machines at a time get an address each, while `with` lasts; then the next eight come.

    What is not answered within a second is asked again; after a NAK a machine begins anew.
    """

    SIZE = 8
    ROUNDS = 30

    def __init__(self, namespace: Namespace, address: str) -> None:
        self._relay = dhcp.Client(namespace, address)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        # The address of each machine, by its last ACK.
        self.addresses: dict[str, str] = {}
        # Those that have given up.
        self.unserved: list[str] = []
        self.retries = 0

    def __enter__(self) -> "Fleet":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._is_over.set()
        self._thread.join()
        self._relay.__exit__()

    def wait_for(self, more: int, timeout: float = 60) -> None:
        """Wait until so many more machines have their address. Raises AssertionError if they do not get it."""
        wanted = len(self.addresses) + more
        deadline = time.monotonic() + timeout
        while len(self.addresses) < wanted:
            assert time.monotonic() < deadline, f"{more} more leases were not given in {timeout} s"
            time.sleep(0.02)

    def _run(self) -> None:
        numbers = itertools.count(1 << 16)
        while not self._is_over.is_set():
            without = {dhcp.mac(next(numbers)) for _ in range(self.SIZE)}
            for _ in range(self.ROUNDS):
                offers = self._replies({machine: self._relay.send(dhcp.DISCOVER, machine) for machine in sorted(without)})
                asked = {machine: self._relay.send_request(machine, offer) for machine, offer in offers.items()}
                answers = self._replies(asked)
                served = {machine: answer.address for machine, answer in answers.items() if answer.kind == dhcp.ACK}
                self.addresses.update(served)
                without -= set(served)
                if not without:
                    break
                self.retries += len(without)
            self.unserved += without

    def _replies(self, asked: dict[str, int]) -> dict[str, dhcp.Reply]:
        """Return the replies that come within a second, by machine; `asked` are the machines' transactions."""
        deadline = time.monotonic() + 1
        answers = {machine: self._relay.wait(number, deadline - time.monotonic()) for machine, number in asked.items()}
        return {machine: answer for machine, answer in answers.items() if answer}
