"""What machines remember of the addresses that they were given, held against what the server says."""

import dataclasses
import threading
import time
from collections.abc import Callable

from . import dhcp


@dataclasses.dataclass(frozen=True)
class Promise:
    """An address that is a machine's until a second of the calendar; `since` tells it from an earlier one."""

    address: str
    until: int
    since: float


class Record:
    """Who was acknowledged what, by the machines' own account; threads may share it.

    A lease begins when its REQUEST is sent (RFC 2131 section 4.4.1): that is how long the server must keep it at least.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._promises: dict[str, Promise] = {}
        self._wrongs: list[str] = []
        # How many ACKs there were.
        self.count = 0

    @property
    def promises(self) -> dict[str, Promise]:
        """What each machine was promised that has neither given it back nor let its time run out."""
        now = time.time()
        with self._lock:
            self._promises = {machine: promise for machine, promise in self._promises.items() if now < promise.until}
            return dict(self._promises)

    def note(self, machine: str, reply: dhcp.Reply, asked: float) -> None:
        """Note the answer to a REQUEST that was sent at `asked`, of the calendar."""
        held = self.promises
        with self._lock:
            if reply.kind == dhcp.NAK:
                if machine in held:
                    self._wrongs.append(f"{machine} has {held[machine]}, and was refused it")
                return
            self.count += 1
            others = [other for other, promise in held.items() if promise.address == reply.address and other != machine]
            if others:
                self._wrongs.append(f"{reply.address} was given to {machine}, and is {others[0]}'s")
            if machine in held and held[machine].address != reply.address:
                self._wrongs.append(f"{machine} has {held[machine]}, and was given {reply.address}")
            until = int(asked) + int.from_bytes(reply.options[dhcp.LEASE_TIME])
            since = held[machine].since if machine in held else asked
            self._promises[machine] = Promise(reply.address, until, since)

    def forget(self, machine: str) -> None:
        """Have a machine no longer count on its address."""
        with self._lock:
            self._promises.pop(machine, None)

    def assert_kept(self, ask: Callable[[], list[dict]]) -> None:
        """Assert that the server has all that was promised, and that nobody has what is another's.

        ask: asks the server for the rows of `bootctl leases`.
        """
        before, leases = self.promises, ask()
        with self._lock:
            assert not self._wrongs, "\n".join(self._wrongs)
        held = [row for row in leases if row["state"] == "bound" and row["expires"] > time.time()]
        for field in ("address", "hardware"):
            values = [row[field] for row in held]
            twice = {value for value in values if values.count(value) > 1}
            assert not twice, f"more than one lease: {[row for row in held if row[field] in twice]}"
        rows = {row["address"]: row for row in held}
        after = self.promises
        for machine, promise in before.items():
            # One that was given back meanwhile, or whose time is over, binds nobody.
            if machine not in after or after[machine].since != promise.since:
                continue
            row = rows.get(promise.address)
            assert row is not None, f"{promise} of {machine} is lost; the server's: {leases}"
            assert row["hardware"] == machine, f"{promise} of {machine} is another's: {row}"
            assert row["expires"] >= promise.until, f"{promise} of {machine} is shorter: {row}"
