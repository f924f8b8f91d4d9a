"""Addresses, asked for by udhcpc, dhclient, dhcpcd, systemd-networkd and perfdhcp."""

import re
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import dhcp
from lab.clients import Client, Dhclient, Start, Udhcpc
from lab.dhcpcd import Dhcpcd
from lab.namespace import Lab, Namespace
from lab.networkd import Networkd
from lab.server import Server
from lab.wire import dhcp_seen

NODE1 = "52:54:00:00:00:01"
TWO_ADDRESSES = "networks: {tiny: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.3, lease: 12h}}\n"
NEAR_AND_FAR = """
networks:
  near: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254}
  far: {subnet: 10.76.0.0/16, range: 10.76.1.1 - 10.76.9.254}
"""

NAMED = """
networks:
  cloud:
    subnet: 10.75.0.0/16
    range: 10.75.0.2 - 10.75.255.254
    gateway: 10.75.0.1
    dns: [10.75.0.1]
    domain: lab.example.org
    lease: 12h
"""

UNCHECKED = "networks: {cloud: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254, probe: no}}\n"

Remember = Callable[[Namespace, str], Client]

ROUTES = """
networks:
  cloud: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.99, gateway: 10.75.0.1, routes: 10.0.0.0/8 via 10.75.0.254}
"""
IPV6_ONLY = "networks: {cloud: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.99, ipv6_only: 30m}}\n"
AT_ONCE = "networks: {cloud: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.99, rapid_commit: yes}}\n"


@pytest.fixture(params=["dhclient", "dhcpcd", "networkd"])
def remember(request: pytest.FixtureRequest, tmp_path: Path) -> Remember:
    """Start a client that remembers that it was given an address, for hours to come."""

    def remember(machine: Namespace, address: str) -> Client:
        if request.param == "dhclient":
            lease_file(tmp_path, address)
            return Dhclient(machine, tmp_path)
        if request.param == "dhcpcd":
            dhcpcd_lease(tmp_path, address)
            return Dhcpcd(machine, tmp_path)
        return Networkd(machine, tmp_path, remembers=address)

    return remember


def leases(server: Server) -> dict[str, str]:
    """Return the state of each leased address."""
    return {row["address"]: row["state"] for row in server.ask("leases")["leases"]}


def lease_file(folder: Path, address: str) -> None:
    """Have dhclient remember that it was given `address`, for hours to come."""
    lines = ['interface "eth0";', f"fixed-address {address};", "option subnet-mask 255.255.255.0;"]
    lines += [f"{word} 6 2037/12/31 12:00:00;" for word in ("renew", "rebind", "expire")]
    (folder / "leases").write_text("lease {\n" + "\n".join(lines) + "\n}\n", "ascii")


def dhcpcd_lease(folder: Path, address: str) -> None:
    """Have dhcpcd remember the same: it keeps the server's message."""
    times = {dhcp.LEASE_TIME: (9000).to_bytes(4), 1: socket.inet_aton("255.255.255.0")}
    (folder / "dhcpcd").mkdir(exist_ok=True)
    message = dhcp.answer(dhcp.ACK, dhcp.SERVER, NODE1, 1, address, times)
    (folder / "dhcpcd/eth0.lease").write_bytes(message)


def test_machine_gets_an_address_and_all_that_goes_with_it(namespace: Lab, start: Start) -> None:
    with Server(namespace, NAMED) as server, start(namespace.client()) as client:
        told = client.wait_for("bound", "BOUND")
        wanted = {"address": "10.75.0.2", "mask": "255.255.0.0", "router": "10.75.0.1", "dns": "10.75.0.1"}
        assert wanted.items() <= told.items()
        assert (told["domain"], told["lease"], told["server"]) == ("lab.example.org", "43200", "10.75.0.1")
        assert leases(server) == {"10.75.0.2": "bound"}


def test_host_gets_its_own_address_and_name(namespace: Lab, start: Start) -> None:
    with Server(namespace) as server, start(namespace.client(NODE1)) as client:
        told = client.wait_for("bound", "BOUND")
        assert (told["address"], told["hostname"]) == ("10.75.0.11", "node1")
        (row,) = server.ask("leases")["leases"]
        assert (row["host"], row["hardware"], row["network"]) == ("node1", NODE1, "cloud")


@pytest.mark.parametrize("start", ["udhcpc", "dhcpcd"], indirect=True)
def test_lease_is_renewed_when_the_client_asks(namespace: Lab, start: Start) -> None:
    with Server(namespace) as server, start(namespace.client()) as client:
        client.wait_for("bound", "BOUND")
        before = server.ask("leases")["leases"][0]["expires"]
        # Leases end at a whole second.
        time.sleep(1.1)
        client.renew()
        assert client.wait_for("renew", "RENEW")["address"] == "10.75.0.2"
        (row,) = server.ask("leases")["leases"]
        assert row["expires"] > before


@pytest.mark.parametrize("start", ["dhclient", "networkd"], indirect=True)
def test_short_lease_is_renewed_by_itself_again_and_again(namespace: Lab, start: Start) -> None:
    short = "networks: {short: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.99, lease: 6s}}\n"
    with Server(namespace, short), start(namespace.client()) as client:
        assert client.wait_for("BOUND")["lease"] == "6"
        assert client.wait_for("RENEW", count=2)["address"] == "10.75.0.2"


def test_released_address_is_free_but_kept_for_its_machine(namespace: Lab, start: Start) -> None:
    first, second = namespace.client(), namespace.client()
    with Server(namespace) as server:
        with start(first) as client:
            client.wait_for("bound", "BOUND")
            client.release()
            server.wait_until(lambda: leases(server) == {"10.75.0.2": "released"}, "the address is released")
        with Udhcpc(second) as client:
            assert client.wait_for("bound")["address"] == "10.75.0.3"
        with start(first) as client:
            assert client.wait_for("bound", "BOUND")["address"] == "10.75.0.2"


def test_returning_machine_has_the_same_address(namespace: Lab, start: Start) -> None:
    first, second = namespace.client(), namespace.client()
    with Server(namespace):
        with start(first) as client:
            address = client.wait_for("bound", "BOUND")["address"]
        with Udhcpc(second) as client:
            assert client.wait_for("bound")["address"] != address
        with start(first) as client:
            assert client.wait_for("bound", "BOUND", "REBOOT")["address"] == address


def test_machine_that_remembers_its_address_is_acknowledged_at_once(namespace: Lab, remember: Remember) -> None:
    machine = namespace.client(NODE1)
    with Server(namespace):
        with Udhcpc(machine) as client:
            client.wait_for("bound")
        with remember(machine, "10.75.0.11") as client:
            assert client.wait_for("REBOOT")["address"] == "10.75.0.11"
            assert "DISCOVER" not in client.output


def test_address_of_another_network_is_refused(namespace: Lab, remember: Remember) -> None:
    with Server(namespace) as server, remember(namespace.client(NODE1), "192.168.7.9") as client:
        # dhclient says that the lease has expired.
        client.wait_for("NAK", "EXPIRE")
        assert client.wait_for("BOUND")["address"] == "10.75.0.11"
        assert "192.168.7.9 is not in the network" in server.wait_for_log("address refused")


def test_unknown_machine_with_an_address_of_ours_is_met_with_silence(namespace: Lab, tmp_path: Path) -> None:
    lease_file(tmp_path, "10.75.0.77")
    with Server(namespace), Dhclient(namespace.client(), tmp_path) as client:
        # It gives up after a while, asks anew, and gets that address, since it is free.
        assert client.wait_for("BOUND")["address"] == "10.75.0.77"
        before, _, _ = client.output.partition("DHCPDISCOVER")
        assert "DHCPREQUEST for 10.75.0.77" in before
        assert "DHCPNAK" not in before
        assert "DHCPACK" not in before


def test_address_that_somebody_else_uses_is_set_aside(namespace: Lab, tmp_path: Path) -> None:
    with Server(namespace) as server, Dhclient(namespace.client(), tmp_path, taken="10.75.0.2") as client:
        client.wait_for_output("DHCPDECLINE of 10.75.0.2")
        assert client.wait_for("BOUND", count=2)["address"] == "10.75.0.3"
        assert leases(server) == {"10.75.0.2": "declined", "10.75.0.3": "bound"}
        assert "address=10.75.0.2" in server.wait_for_log("address in use by somebody else")


# dhclient does not look by itself; networkd 252 finds the conflict, and stays there without a word to the server.
@pytest.mark.parametrize("start", ["udhcpc", "dhcpcd"], indirect=True)
def test_client_that_finds_an_address_in_use_gets_another(namespace: Lab, start: Start) -> None:
    namespace.client(address="10.75.0.2/16")
    with Server(namespace, UNCHECKED) as server, start(namespace.client(), conflicts=True) as client:
        assert client.wait_for("bound", "BOUND")["address"] == "10.75.0.3"
        assert leases(server) == {"10.75.0.2": "declined", "10.75.0.3": "bound"}


def test_address_in_use_is_found_before_it_is_offered(namespace: Lab, start: Start) -> None:
    namespace.client(address="10.75.0.2/16")
    with Server(namespace) as server, start(namespace.client()) as client:
        assert client.wait_for("bound", "BOUND")["address"] == "10.75.0.3"
        assert leases(server) == {"10.75.0.2": "inUse", "10.75.0.3": "bound"}
        assert "address=10.75.0.2" in server.wait_for_log("address found in use before it was offered")


@pytest.mark.parametrize("start", ["dhcpcd", "networkd"], indirect=True)
def test_routes_are_taken(namespace: Lab, start: Start) -> None:
    machine = namespace.client()
    with Server(namespace, ROUTES) as server, start(machine) as client:
        client.wait_for("BOUND")
        for route in ("10.0.0.0/8 via 10.75.0.254", "default via 10.75.0.1"):
            server.wait_until(lambda route=route: route in machine.ip("-4 route show proto dhcp"), f"it has {route}")


def test_client_in_a_hurry_has_its_address_with_the_first_answer(namespace: Lab, tmp_path: Path) -> None:
    with Server(namespace, AT_ONCE) as server:
        with Dhcpcd(namespace.client(), tmp_path, "-o", "rapid_commit") as client:
            assert client.wait_for("BOUND")["address"] == "10.75.0.2"
            assert "sending DISCOVER" in client.output
            assert "sending REQUEST" not in client.output
        assert leases(server) == {"10.75.0.2": "bound"}


def test_client_that_asks_is_told_that_it_may_do_without_ipv4(namespace: Lab) -> None:
    told = []
    with Server(namespace, IPV6_ONLY):
        for options in ([], ["-O", "108"]):
            with dhcp_seen(namespace, "br0") as seen, Udhcpc(namespace.client(), *options) as client:
                client.wait_for("bound")
            told.append([each.message.options.get(108) for each in seen if each.message.kind in (dhcp.OFFER, dhcp.ACK)])
    half_an_hour = (1800).to_bytes(4)
    assert told == [[None, None], [half_an_hour, half_an_hour]]


def test_network_without_a_free_address_says_so(namespace: Lab) -> None:
    with Server(namespace, TWO_ADDRESSES) as server:
        for address in ("10.75.0.2", "10.75.0.3"):
            with Udhcpc(namespace.client()) as client:
                assert client.wait_for("bound")["address"] == address
        late = namespace.client("52:54:00:00:00:09")
        with Udhcpc(late, "-n") as client:
            assert client.process.wait(30) != 0
        line = server.wait_for_log("no address left for a machine")
        assert "machine=52:54:00:00:00:09" in line
        assert "network tiny has no free address" in line
        events = server.ask("trail", "52:54:00:00:00:09")["events"]
        assert {event["event"] for event in events} == {"exhausted"}


def test_without_a_network_nobody_is_answered(namespace: Lab) -> None:
    elsewhere = "networks: {other: {subnet: 10.99.0.0/16, range: 10.99.0.2 - 10.99.0.9}}\n"
    with Server(namespace, elsewhere) as server, Udhcpc(namespace.client(), "-n") as client:
        assert client.process.wait(30) != 0
        assert "no network is configured" in server.wait_for_log("a machine asks where nothing is served")
        assert leases(server) == {}


def test_many_machines_behind_a_relay_get_addresses_of_its_network(namespace: Lab) -> None:
    relay = namespace.client(address="10.76.0.9/16")
    relay.ip("route add 10.75.0.1 dev eth0")
    namespace.ip("route add 10.76.0.0/16 dev br0")
    with Server(namespace, NEAR_AND_FAR) as server:
        # perfdhcp speaks for a relay: with its address as giaddr, from port 67.
        load = ["-4", "-l", "10.76.0.9", "-R", "200", "-r", "100", "-n", "200", "-W", "2000000", "10.75.0.1"]
        done = relay.run("perfdhcp", *load, check=False)
        counts = re.findall(r"(sent packets|received packets|drops): (\d+)", done.stdout)
        assert counts == [("sent packets", "200"), ("received packets", "200"), ("drops", "0")] * 2, done.stdout
        held = leases(server)
        assert set(held.values()) == {"bound"}
        assert len(held) == 200
        assert all(address.startswith("10.76.") for address in held)
