"""Machines that ask for more than there is: strangers' floods are bounded, and whoever is known is served meanwhile."""

import time

from lab.dhcp import ACK, DISCOVER, OFFER, Client, mac
from lab.namespace import Lab
from lab.server import Server

HOST, HOSTS_ADDRESS = "52:54:00:00:00:01", "10.75.0.250"
RELAY_AGENT = 82
FLOOD = 2000
# So many packets are on their way at a time: no buffer on it overflows.
CHUNK = 250


def configuration(last: int, limits: str = "{interface: 0, relay_port: 0}") -> str:
    """Return that of a network with the addresses from 10.75.0.1 up to `last`, the first of which is the server's."""
    return f"""
limits: {limits}
networks:
  small: {{subnet: 10.75.0.0/16, range: 10.75.0.1 - 10.75.0.{last}, lease: 12h}}
hosts:
  known: {{mac: "{HOST}", address: {HOSTS_ADDRESS}}}
"""


def states(server: Server) -> list[str]:
    """Return the state of each address that has or had a lease."""
    return [row["state"] for row in server.ask("leases")["leases"]]


def port(circuit: bytes | None) -> dict[int, bytes]:
    """Return what a relay says of the port that a message came from (RFC 3046)."""
    return {} if circuit is None else {RELAY_AGENT: bytes([1, len(circuit)]) + circuit}


def flood(
    rack: Client, known: str, count: int = FLOOD, circuit: bytes | None = None, first: int = 1 << 20
) -> list[str]:
    """Have so many strangers send a DISCOVER, and return the addresses that they are offered.

    known: a machine that is answered in any case; messages are handled in their order, so its answer is the last.
    """
    transactions: list[int] = []
    for start in range(first, first + count, CHUNK):
        strangers = range(start, min(start + CHUNK, first + count))
        transactions += [rack.send(DISCOVER, mac(stranger), port(circuit)) for stranger in strangers]
        rack.discover(known)
    answers = [rack.wait(transaction, 0) for transaction in transactions]
    assert {answer.kind for answer in answers if answer} <= {OFFER}
    return [answer.address for answer in answers if answer]


def test_strangers_are_answered_so_often_by_port_and_by_interface_and_known_machines_always(
    namespace: Lab, rack: Client
) -> None:
    each, all_together = 5, 40
    limits = f"{{interface: {all_together}, relay_port: {each}}}"
    with Server(namespace, configuration(200, limits)) as server:
        address = rack.lease(mac(1))

        def at_most(limit: int, since: float) -> int:
            """Return how many may have been answered: two seconds' worth at once, and then so many a second."""
            return int(limit * (2 + time.monotonic() - since)) + 1

        start = time.monotonic()
        offers = flood(rack, mac(1), circuit=b"port 1")
        assert 2 * each <= len(offers) <= at_most(each, start)
        # That is nothing to those on another port.
        other = rack.wait(rack.send(DISCOVER, mac(2), port(b"port 2")))
        assert other is not None and other.kind == OFFER
        (line,) = server.lines("too many unknown machines ask at once")
        assert "interface=br0" in line

        # Whoever makes ports up, or comes through a relay that tells none, is held back all the same.
        start, offers = time.monotonic(), []
        for number in range(4):
            offers += flood(rack, mac(1), FLOOD // 8, circuit=b"made up %d" % number, first=(2 + number) << 20)
        offers += flood(rack, mac(1), FLOOD // 2, first=1 << 23)
        assert len(offers) <= at_most(all_together, start)

        assert rack.discover(HOST).address == HOSTS_ADDRESS
        assert rack.discover(mac(1)).address == address
        assert rack.renew(mac(1), address).kind == ACK
        assert len(server.lines("too many unknown machines ask at once")) == 1


def test_strangers_that_never_take_their_offers_keep_nobody_from_an_address(namespace: Lab, rack: Client) -> None:
    with Server(namespace, configuration(21)) as server:
        held = {mac(number): rack.lease(mac(number)) for number in range(5)}
        offers = flood(rack, HOST)
        assert len(offers) > 15, "offers that nobody takes were not given to others"
        assert not set(offers) & set(held.values())
        for machine, address in held.items():
            assert rack.discover(machine).address == address
            assert rack.renew(machine, address).kind == ACK
        # The flood goes on, and those who mean it get what is left.
        for number in range(5, 15):
            flood(rack, HOST, CHUNK, first=number << 20)
            held[mac(number)] = rack.lease(mac(number))
        assert rack.lease(HOST) == HOSTS_ADDRESS
        rows = server.ask("leases")["leases"]
        bound = {row["hardware"]: row["address"] for row in rows if row["state"] == "bound"}
        assert bound == held | {HOST: HOSTS_ADDRESS}
        assert len(set(bound.values())) == len(bound)


def test_declines_set_a_quarter_of_the_addresses_aside_at_most(namespace: Lab, rack: Client) -> None:
    with Server(namespace, configuration(41)) as server:
        held = {mac(number): rack.lease(mac(number)) for number in range(5)}
        for number in range(100, 200):
            rack.decline(mac(number), rack.lease(mac(number)))
        # Nobody declines what is another's.
        for address in held.values():
            rack.decline(mac(300), address)
        for machine, address in held.items():
            assert rack.discover(machine).address == address
        assert (states(server).count("declined"), states(server).count("bound")) == (10, 5)
        (line,) = server.lines("too many addresses are in use by machines without a lease")
        assert "network small" in line

        others = {mac(number): rack.lease(mac(number)) for number in range(400, 425)}
        assert len({*others.values(), *held.values()}) == 30
        assert rack.wait(rack.send(DISCOVER, mac(425)), 0.5) is None


def test_a_full_range_is_said_once_with_what_to_do(namespace: Lab, rack: Client) -> None:
    with Server(namespace, configuration(6)) as server:
        held = {mac(number): rack.lease(mac(number)) for number in range(5)}
        assert flood(rack, mac(0)) == []
        (line,) = server.lines("no address left for a machine")
        assert "network small has no free address: widen its range or shorten its leases" in line
        assert str(server.configuration) in line
        assert rack.lease(HOST) == HOSTS_ADDRESS
        for machine, address in held.items():
            assert rack.renew(machine, address).kind == ACK
        rack.release(mac(4), held[mac(4)])
        # A DISCOVER does not wait for what is being written.
        server.wait_until(lambda: "released" in states(server), "the address is released")
        assert rack.lease(mac(9)) == held[mac(4)]
        assert len(server.lines("no address left for a machine")) == 1
