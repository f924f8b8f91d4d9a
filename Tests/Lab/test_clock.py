"""A calendar clock that is set by ten years, or not at all: no lease is lost, and no address is given twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.clock import Clock
from lab.dhcp import ACK, DISCOVER, LEASE_TIME, NAK, Client, mac
from lab.namespace import Lab
from lab.server import Server

TEN_YEARS = 10 * 365 * 86400
HOURS = 12 * 3600
# What the test itself may take.
MINUTES = 600
CONFIGURATION = """
networks:
  cloud: {subnet: 10.75.0.0/16, range: 10.75.0.10 - 10.75.0.15, lease: {default: 12h, least: 2s}}
"""
SET = "the clock was set"
# A minute after the epoch: what a computer without a battery believes.
NO_CLOCK = 60


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """The server's calendar clock, which is ours."""
    return Clock(tmp_path)


@pytest.fixture
def server(namespace: Lab, clock: Clock) -> Iterator[Server]:
    """bootd by that clock, with six addresses."""
    with Server(namespace, CONFIGURATION, environment=clock.environment) as server:
        yield server


@pytest.fixture
def held(server: Server, rack: Client) -> dict[str, str]:
    """The addresses of three machines, which have them for hours."""
    return {mac(number): rack.lease(mac(number)) for number in range(3)}


def assert_kept(server: Server, rack: Client, clock: Clock, held: dict[str, str]) -> None:
    """Assert that each machine has its address for as long as before, that nobody else gets it, and that it can renew."""

    def assert_theirs() -> None:
        rows = {row["address"]: row for row in server.ask("leases")["leases"]}
        for machine, address in held.items():
            assert (rows[address]["hardware"], rows[address]["state"]) == (machine, "bound")
            assert HOURS - MINUTES < rows[address]["expires"] - clock.now < HOURS + MINUTES

    assert_theirs()
    newcomers = [mac(number) for number in (101, 102, 103)]
    given = [rack.lease(newcomer) for newcomer in newcomers]
    assert len({*given, *held.values()}) == 6
    assert rack.wait(rack.send(DISCOVER, mac(104)), 0.5) is None, "a seventh of six addresses"
    for newcomer, address in zip(newcomers, given, strict=True):
        rack.release(newcomer, address)
    for machine, address in held.items():
        renewed = rack.renew(machine, address)
        assert renewed is not None and (renewed.kind, renewed.address) == (ACK, address)
        assert int.from_bytes(renewed.options[LEASE_TIME]) == HOURS
    assert_theirs()


def test_leases_keep_their_time_when_the_clock_is_set(
    server: Server, rack: Client, clock: Clock, held: dict[str, str]
) -> None:
    for count, ahead in enumerate([TEN_YEARS, -TEN_YEARS, 0], 1):
        clock.ahead = ahead
        assert_kept(server, rack, clock, held)
        assert len(server.lines(SET)) == count
    server.kill("bootd")
    server.start()
    assert_kept(server, rack, clock, held)


@pytest.mark.parametrize("ahead", [TEN_YEARS, -TEN_YEARS])
def test_leases_keep_their_time_when_the_clock_is_set_while_bootd_is_down(
    server: Server, rack: Client, clock: Clock, held: dict[str, str], ahead: int
) -> None:
    for count, setting in enumerate([ahead, 0], 1):
        server.kill("bootd")
        clock.ahead = setting
        server.start()
        assert_kept(server, rack, clock, held)
        assert len(server.lines(SET)) == count


def test_leases_keep_their_time_without_a_clock(
    server: Server, rack: Client, clock: Clock, held: dict[str, str]
) -> None:
    assert server.stop() == 0
    clock.now = NO_CLOCK
    server.start()
    assert_kept(server, rack, clock, held)
    server.kill("bootd")
    server.start()
    assert_kept(server, rack, clock, held)
    # Somebody tells the time at last.
    clock.ahead = 0
    assert_kept(server, rack, clock, held)
    assert len(server.lines(SET)) == 2


def test_leases_keep_their_time_from_a_boot_without_a_clock_to_one_with_it(
    namespace: Lab, rack: Client, clock: Clock
) -> None:
    clock.now = NO_CLOCK
    with Server(namespace, CONFIGURATION, environment=clock.environment) as server:
        held = {mac(number): rack.lease(mac(number)) for number in range(3)}
        for now in (None, NO_CLOCK, None):
            server.kill("bootd")
            clock.ahead = 0
            if now is not None:
                clock.now = now
            server.reboot()
            server.start()
            assert_kept(server, rack, clock, held)


def test_leases_keep_their_time_from_a_boot_whose_clock_was_ahead(
    server: Server, rack: Client, clock: Clock, held: dict[str, str]
) -> None:
    assert server.stop() == 0
    clock.ahead = TEN_YEARS
    server.reboot()
    server.start()
    clock.ahead = 0
    assert_kept(server, rack, clock, held)


@pytest.mark.parametrize("ahead", [TEN_YEARS, -TEN_YEARS])
def test_a_lease_ends_after_the_clock_was_set(server: Server, rack: Client, clock: Clock, ahead: int) -> None:
    held = {mac(number): rack.lease(mac(number)) for number in range(5)}
    offer = rack.discover(mac(5))
    short = rack.wait(rack.send_request(mac(5), offer, {LEASE_TIME: (2).to_bytes(4)}))
    assert short is not None and short.kind == ACK
    clock.ahead = ahead

    def successor() -> str | None:
        offered = rack.wait(rack.send(DISCOVER, mac(6)), 0.2)
        return offered and offered.address

    assert server.wait_until(successor, "the short lease ends") == offer.address
    assert rack.lease(mac(6)) == offer.address
    former = rack.renew(mac(5), offer.address)
    assert former is not None and former.kind == NAK
    assert held.items() <= {row["hardware"]: row["address"] for row in server.ask("leases")["leases"]}.items()
