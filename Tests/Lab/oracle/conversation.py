"""Holds conversations with the two servers, many side by side."""

import itertools
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab import dhcp
from lab.dhcpd import Dhcpd
from lab.namespace import Lab
from lab.server import Server

from . import configuration, reply, wire
from .matrix import LARGEST, RANGE, RANGE_END, SENTINEL, Case
from .reply import Reply
from .states import OTHER_SERVER, RELAY, ROUTER, STATES, Message, stranger, wants

# So many messages go out to a server before their answers are waited for: what its socket holds.
BURST = 64
# So long (in seconds) a server may take for that.
PATIENCE = 20

_transactions = itertools.count(1)


class Talk:
    """One machine's conversation with one server. steps: what was said, with the fields of the answer, or None."""

    def __init__(self, case: Case) -> None:
        self.steps: list[tuple[Message, dict[str, str] | None]] = []
        self.transaction = 0
        self._case = case
        self._conversation = STATES[case.state](case)
        self._names = {
            case.mac: "the machine",
            stranger(case): "the stranger",
            wire.SERVER: "the server",
            wire.EVERYBODY: "everybody",
            RELAY: "the relay",
            ROUTER: "the router",
            dhcp.SERVER: "the server",
            OTHER_SERVER: "another server",
            "0.0.0.0": "none",
            "255.255.255.255": "everybody",
            case.address: "its host's address",
            case.free: "the address asked for",
            case.elsewhere: "the address in another network",
            case.network.resident.address: "the other host's address",
            case.network.visitor: "the address from elsewhere",
        }
        self._values = {
            case.name.encode(): "its host's name",
            case.agent: "as the relay said",
            case.identifier or b"": "as the client said",
        }

    def next(self, answer: Reply | None = None) -> Message | None:
        """Go on: the answer comes, or none, and the next message is said, if there is one."""
        if self.steps:
            self._note(answer)
        try:
            message = self._conversation.send(answer if self.steps else None)
        except StopIteration:
            return None
        self.steps.append((message, None))
        self.transaction = next(_transactions)
        return message

    def _note(self, answer: Reply | None) -> None:
        message, _ = self.steps[-1]
        if answer is None:
            return
        whose = "the stranger's" if message.stranger else "its first"
        fields = answer.fields(self._name, self._values, int.from_bytes(self._case.options.get(LARGEST, b"")))
        self._names.setdefault(answer.address, f"{whose} address")
        self.steps[-1] = message, {"kind": answer.kind, **fields}

    def _name(self, address: str) -> str:
        return self._names.get(address) or ("an address of the range" if self._is_in_range(address) else address)

    def _is_in_range(self, address: str) -> bool:
        octets = address.split(".")
        network = self._case.network.number
        return len(octets) == 4 and octets[:2] == ["10", str(network)] and RANGE <= int(octets[2]) <= RANGE_END


class Side:
    """One server, and the conversations with it.

    dhcpd answers in the order of the questions; so does bootd, DISCOVERs and INFORMs apart from the rest. The sentinel,
    a machine that is always answered, asks last, both ways: what has no answer when it has its two gets none.
    """

    def __init__(self, port: wire.Wire) -> None:
        self.wire = port
        self._waiting: set[int] = set()
        self._answers: dict[int, Reply] = {}
        self._sentinels: set[int] = set()

    def say(self, talk: Talk, message: Message, case: Case) -> None:
        """Send the message that a conversation has come to."""
        self._waiting.add(talk.transaction)
        self.wire.send(message.datagram(case, talk.transaction))

    def answer(self, talk: Talk) -> Reply | None:
        """Return what was answered to the last message of a conversation, if anything was."""
        self._waiting.discard(talk.transaction)
        return self._answers.pop(talk.transaction, None)

    def settle(self) -> None:
        """Wait until all that was said is answered, or is not going to be."""
        known = -1
        # An answer to somebody new waits in the kernel for an address, while that to the sentinel passes it.
        while known < self.wire.told:
            known = self.wire.told
            self._wait_for_sentinel()

    def _wait_for_sentinel(self) -> None:
        for kind, options in ((dhcp.DISCOVER, {}), (dhcp.REQUEST, wants(SENTINEL.address))):
            transaction = next(_transactions)
            self._sentinels.add(transaction)
            payload = dhcp.message(kind, SENTINEL.mac, transaction, options, broadcast=True)
            self.wire.send(wire.broadcast(SENTINEL.mac, payload))
        deadline = time.monotonic() + PATIENCE
        while self._sentinels:
            ready, _, _ = select.select([self.wire], [], [], max(deadline - time.monotonic(), 0))
            assert ready, f"a server does not answer for {PATIENCE} s"
            self._hear()

    def _hear(self) -> None:
        datagram = self.wire.receive()
        if datagram is None:
            return
        answer = reply.read(datagram)
        self._sentinels.discard(answer.transaction)
        if answer.transaction in self._waiting:
            self._waiting.discard(answer.transaction)
            self._answers[answer.transaction] = answer


def hold(cases: list[Case], side: Side) -> list[Talk]:
    """Have all these conversations, step by step side by side, and return them."""
    talks = [Talk(case) for case in cases]
    going_on = list(zip(cases, talks, strict=True))
    while going_on:
        said = [(case, talk, talk.next(side.answer(talk))) for case, talk in going_on]
        said = [(case, talk, message) for case, talk, message in said if message is not None]
        for start in range(0, len(said), BURST):
            for case, talk, message in said[start : start + BURST]:
                side.say(talk, message, case)
            side.settle()
        going_on = [(case, talk) for case, talk, _ in said]
    return talks


@contextmanager
def both(cases: list[Case]) -> Iterator[tuple[Side, Side]]:
    """Return bootd and dhcpd, each on a wire of its own; they are there while `with` lasts."""
    with Lab() as ours, Lab() as theirs:
        for lab in (ours, theirs):
            # Relays, and those behind them, are reached straight.
            lab.ip("route add default dev br0")
        with (
            Server(ours, configuration.bootd(cases)),
            Dhcpd(theirs, configuration.dhcpd(cases)),
            wire.Wire(ours) as our_wire,
            wire.Wire(theirs) as their_wire,
        ):
            yield Side(our_wire), Side(their_wire)
