"""What a client says in each state of RFC 2131: generators, each of which says messages and is told the answers."""

import socket
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from lab import dhcp

from . import wire
from .matrix import CLIENT_ID, LINK, PARAMETERS, RELAY_AGENT, UDHCPC, Case
from .reply import Reply

RELAY, ROUTER = "52:54:00:ff:00:04", "52:54:00:ff:00:05"
NOWHERE = "0.0.0.0"
ELSEWHERE, OTHER_SERVER = "192.0.2.7", "10.75.0.99"


@dataclass(frozen=True)
class Message:
    """A client's message.

    options: those that belong to the state; client: ciaddr; direct: whether it is sent from that address to the server.
    """

    kind: int
    options: dict[int, bytes] = field(default_factory=dict)
    client: str = NOWHERE
    direct: bool = False
    # Somebody else says it, who is unknown and says nothing of itself.
    stranger: bool = False

    def datagram(self, case: Case, transaction: int) -> wire.Datagram:
        """Return it as it comes to the server's link."""
        relay = case.place.relay if not self.direct else None
        mac = stranger(case) if self.stranger else case.mac
        agent = {RELAY_AGENT: case.agent} if relay and case.agent else {}
        payload = dhcp.message(
            self.kind,
            mac,
            transaction,
            self._own_options(case) | self.options | agent,
            client=self.client,
            relay=relay or NOWHERE,
            broadcast=case.place.broadcast,
            seconds=4,
        )
        if self.direct:
            sender = mac if case.network is LINK else ROUTER
            return wire.Datagram(sender, wire.SERVER, self.client, 68, dhcp.SERVER, 67, payload)
        if relay:
            return wire.Datagram(RELAY, wire.SERVER, relay, 67, dhcp.SERVER, 67, payload)
        return wire.broadcast(mac, payload)

    def _own_options(self, case: Case) -> dict[int, bytes]:
        if self.stranger:
            return {PARAMETERS: UDHCPC} | case.subnet
        if self.kind in (dhcp.DECLINE, dhcp.RELEASE):
            return {CLIENT_ID: case.identifier} if case.identifier is not None else {}
        return case.options


Conversation = Generator[Message, Reply | None, object]


def stranger(case: Case) -> str:
    """Return the hardware address of the other machine of a conversation."""
    return dhcp.mac(case.number + 0x100000)


def wants(address: str) -> dict[int, bytes]:
    """Return the option that asks for an address."""
    return {dhcp.REQUESTED_ADDRESS: socket.inet_aton(address)}


def _chooses(server: str) -> dict[int, bytes]:
    return {dhcp.SERVER_IDENTIFIER: socket.inet_aton(server)}


_OURS = _chooses(dhcp.SERVER)


def _lease(case: Case, **how: bool) -> Generator[Message, Reply | None, str]:
    """Get an address. Whoever is offered none goes on with one that it cannot have."""
    offer = yield Message(dhcp.DISCOVER, **how)
    address = offer.address if offer else ELSEWHERE
    yield Message(dhcp.REQUEST, wants(address) | _OURS, **how)
    return address


def init(case: Case) -> Conversation:
    yield Message(dhcp.DISCOVER)


def init_again(case: Case) -> Conversation:
    yield Message(dhcp.DISCOVER)
    yield Message(dhcp.DISCOVER)


def init_with_wishes(case: Case) -> Conversation:
    yield Message(dhcp.DISCOVER, wants(case.free) | {dhcp.LEASE_TIME: (1800).to_bytes(4)})


def init_with_little_time(case: Case) -> Conversation:
    yield Message(dhcp.DISCOVER, {dhcp.LEASE_TIME: (60).to_bytes(4)})


def init_with_much_time(case: Case) -> Conversation:
    yield Message(dhcp.DISCOVER, {dhcp.LEASE_TIME: bytes([255] * 4)})


def init_wants_what_another_has(case: Case) -> Conversation:
    address = yield from _lease(case, stranger=True)
    yield Message(dhcp.DISCOVER, wants(address))


def selecting(case: Case) -> Conversation:
    yield from _lease(case)


def selecting_unasked(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, wants(case.free) | _OURS)


def selecting_what_another_has(case: Case) -> Conversation:
    address = yield from _lease(case, stranger=True)
    yield Message(dhcp.REQUEST, wants(address) | _OURS)


def selecting_another_server(case: Case) -> Conversation:
    offer = yield Message(dhcp.DISCOVER)
    yield Message(dhcp.REQUEST, wants(offer.address if offer else ELSEWHERE) | _chooses(OTHER_SERVER))
    yield Message(dhcp.DISCOVER)


def init_reboot(case: Case) -> Conversation:
    address = yield from _lease(case)
    yield Message(dhcp.REQUEST, wants(address))


def init_reboot_unknown(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, wants(case.free))


def init_reboot_own(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, wants(case.address))


def init_reboot_wrong_address(case: Case) -> Conversation:
    address = yield from _lease(case, stranger=True)
    yield Message(dhcp.REQUEST, wants(address))


def init_reboot_resident(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, wants(case.network.resident.address))


def init_reboot_wrong_network(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, wants(ELSEWHERE))


def init_reboot_moved(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, wants(case.elsewhere))


def renewing(case: Case) -> Conversation:
    address = yield from _lease(case)
    yield Message(dhcp.REQUEST, client=address, direct=True)


def renewing_unknown(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, client=case.free, direct=True)


def rebinding(case: Case) -> Conversation:
    address = yield from _lease(case)
    yield Message(dhcp.REQUEST, client=address)


def rebinding_wrong_network(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, client=ELSEWHERE)


def rebinding_moved(case: Case) -> Conversation:
    yield Message(dhcp.REQUEST, client=case.elsewhere)


def rebinding_what_another_has(case: Case) -> Conversation:
    address = yield from _lease(case, stranger=True)
    yield Message(dhcp.REQUEST, client=address)


def decline(case: Case) -> Conversation:
    address = yield from _lease(case)
    yield Message(dhcp.DECLINE, wants(address) | _OURS)
    yield Message(dhcp.DISCOVER)


def release(case: Case) -> Conversation:
    address = yield from _lease(case)
    yield Message(dhcp.RELEASE, _OURS, client=address, direct=True)
    yield Message(dhcp.DISCOVER)


def release_of_another(case: Case) -> Conversation:
    address = yield from _lease(case, stranger=True)
    yield Message(dhcp.RELEASE, _OURS, client=address, direct=True)
    yield Message(dhcp.DISCOVER, wants(address))


def decline_of_another(case: Case) -> Conversation:
    address = yield from _lease(case, stranger=True)
    yield Message(dhcp.DECLINE, wants(address) | _OURS)
    yield Message(dhcp.REQUEST, wants(address), stranger=True)


def another_identifier(case: Case) -> Conversation:
    """Firmware and the system that it boots call themselves by different names."""
    yield from _lease(case)
    yield Message(dhcp.DISCOVER, {CLIENT_ID: b"\xffsystem" + case.number.to_bytes(4)})


def inform(case: Case) -> Conversation:
    yield Message(dhcp.INFORM, client=case.network.visitor, direct=True)


def inform_everybody(case: Case) -> Conversation:
    yield Message(dhcp.INFORM, client=case.network.visitor)


STATES: dict[str, Callable[[Case], Conversation]] = {
    "INIT": init,
    "INIT, twice": init_again,
    "INIT, wants an address and a time": init_with_wishes,
    "INIT, wants little time": init_with_little_time,
    "INIT, wants all the time": init_with_much_time,
    "INIT, wants what another has": init_wants_what_another_has,
    "SELECTING": selecting,
    "SELECTING without an offer": selecting_unasked,
    "SELECTING what another has": selecting_what_another_has,
    "SELECTING another server": selecting_another_server,
    "INIT-REBOOT": init_reboot,
    "INIT-REBOOT, unknown address": init_reboot_unknown,
    "INIT-REBOOT, its host's address": init_reboot_own,
    "INIT-REBOOT, another's lease": init_reboot_wrong_address,
    "INIT-REBOOT, another host's address": init_reboot_resident,
    "INIT-REBOOT, wrong network": init_reboot_wrong_network,
    "INIT-REBOOT, another network of ours": init_reboot_moved,
    "RENEWING": renewing,
    "RENEWING, unknown address": renewing_unknown,
    "REBINDING": rebinding,
    "REBINDING, another's lease": rebinding_what_another_has,
    "REBINDING, another network of ours": rebinding_moved,
    "REBINDING, wrong network": rebinding_wrong_network,
    "DECLINE, then DISCOVER": decline,
    "RELEASE, then DISCOVER": release,
    "DECLINE of another's lease": decline_of_another,
    "RELEASE of another's lease": release_of_another,
    "another client identifier": another_identifier,
    "INFORM": inform,
    "INFORM, broadcast or relayed": inform_everybody,
}
