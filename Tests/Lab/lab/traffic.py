"""Machines as they live: they come, renew, begin anew, give back, decline, or are never heard of again."""

import random
import time

from . import dhcp
from .load import Load
from .namespace import Namespace

# A network in which it soon has had every address.
CONFIGURATION = """
networks:
  cloud: {subnet: 10.75.0.0/16, range: 10.75.0.10 - 10.75.0.209, lease: {default: 12h, least: 2s}, set_aside: 10s}
"""


class Traffic(Load):
    """The life of a network of about a hundred machines, while `with` lasts; about every fourth lease is short.

    In a small range, as that of CONFIGURATION, addresses go from hand to hand.
    """

    SIZE = 6
    HELD = 100
    PAUSE = 0.02
    SHORT_LEASE = (2).to_bytes(4)

    def __init__(self, namespace: Namespace, address: str, chance: random.Random) -> None:
        super().__init__(namespace, address)
        # One of its own: the order in which two threads draw from one is not to be had again.
        self._chance = random.Random(chance.random())
        self._gone: list[str] = []

    def _serve(self, newcomers: list[str]) -> None:
        held = self.record.promises
        some = self._chance.sample(sorted(held), len(held))
        begin, renew, decline = some[:3], some[3:11], some[11:12]
        release = some[12 : 13 + max(len(held) - self.HELD, 0)]
        for machine in decline + release:
            self.record.forget(machine)
            leave = self._relay.decline if machine in decline else self._relay.release
            leave(machine, held[machine].address)
        # Of those who leave some are back at once.
        self._gone = (self._gone + release + decline)[-8:]
        back = {machine for machine in self._gone if self._chance.random() < 0.2}
        asked = time.time()
        renewals = {machine: self._relay.send(dhcp.REQUEST, machine, client=held[machine].address) for machine in renew}
        self._note(renewals, asked)
        self._ask(newcomers + begin + sorted(back - set(begin)))
        self._is_over.wait(self.PAUSE)

    def _request(self, machine: str, offer: dhcp.Reply) -> int:
        is_short = machine not in self.record.promises and self._chance.random() < 0.25
        return self._relay.send_request(machine, offer, {dhcp.LEASE_TIME: self.SHORT_LEASE} if is_short else None)
