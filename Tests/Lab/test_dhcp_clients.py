"""Addresses, asked for by udhcpc, dhclient and perfdhcp."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lab.clients import Client, Dhclient, Udhcpc
from lab.namespace import Lab, Namespace
from lab.server import Server

NODE1 = "52:54:00:00:00:01"
TWO_ADDRESSES = "networks: {tiny: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.3, lease: 12h}}\n"
NEAR_AND_FAR = """
networks:
  near: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254}
  far: {subnet: 10.76.0.0/16, range: 10.76.1.1 - 10.76.9.254}
"""

UNCHECKED = "networks: {cloud: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254, probe: no}}\n"

Start = Callable[..., Client]


@pytest.fixture(params=["udhcpc", "dhclient"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Start:
    """Start one client or the other; each call is a new run on the same machine."""

    def start(namespace: Namespace, *options: object) -> Client:
        if request.param == "udhcpc":
            return Udhcpc(namespace, *options)
        return Dhclient(namespace, tmp_path, *options)

    return start


def leases(server: Server) -> dict[str, str]:
    """Return the state of each leased address."""
    return {row["address"]: row["state"] for row in server.ask("leases")["leases"]}


def lease_file(folder: Path, address: str) -> None:
    """Have dhclient remember that it was given `address`, for hours to come."""
    lines = ['interface "eth0";', f"fixed-address {address};", "option subnet-mask 255.255.255.0;"]
    lines += [f"{word} 6 2037/12/31 12:00:00;" for word in ("renew", "rebind", "expire")]
    (folder / "leases").write_text("lease {\n" + "\n".join(lines) + "\n}\n", "ascii")


def test_machine_gets_an_address_and_all_that_goes_with_it(namespace: Lab, start: Start) -> None:
    with Server(namespace) as server, start(namespace.client()) as client:
        told = client.wait_for("bound", "BOUND")
        wanted = {"address": "10.75.0.2", "mask": "255.255.0.0", "router": "10.75.0.1", "dns": "10.75.0.1"}
        assert wanted.items() <= told.items()
        assert (told["lease"], told["server"]) == ("43200", "10.75.0.1")
        assert leases(server) == {"10.75.0.2": "bound"}


def test_host_gets_its_own_address_and_name(namespace: Lab, start: Start) -> None:
    with Server(namespace) as server, start(namespace.client(NODE1)) as client:
        assert client.wait_for("bound", "BOUND")["address"] == "10.75.0.11"
        (row,) = server.ask("leases")["leases"]
        assert (row["host"], row["hardware"], row["network"]) == ("node1", NODE1, "cloud")


def test_lease_is_renewed_when_the_client_asks(namespace: Lab) -> None:
    with Server(namespace) as server, Udhcpc(namespace.client()) as client:
        client.wait_for("bound")
        before = server.ask("leases")["leases"][0]["expires"]
        # Leases end at a whole second.
        time.sleep(1.1)
        client.renew()
        assert client.wait_for("renew")["address"] == "10.75.0.2"
        (row,) = server.ask("leases")["leases"]
        assert row["expires"] > before


def test_short_lease_is_renewed_by_itself_again_and_again(namespace: Lab, tmp_path: Path) -> None:
    short = "networks: {short: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.99, lease: 6s}}\n"
    with Server(namespace, short), Dhclient(namespace.client(), tmp_path) as client:
        assert client.wait_for("BOUND")["lease"] == "6"
        assert client.wait_for("RENEW", count=2)["address"] == "10.75.0.2"


def test_released_address_is_free_but_kept_for_its_machine(namespace: Lab) -> None:
    first, second = namespace.client(), namespace.client()
    with Server(namespace) as server:
        with Udhcpc(first) as client:
            client.wait_for("bound")
            client.release()
            server.wait_until(lambda: leases(server) == {"10.75.0.2": "released"}, "the address is released")
        with Udhcpc(second) as client:
            assert client.wait_for("bound")["address"] == "10.75.0.3"
        with Udhcpc(first) as client:
            assert client.wait_for("bound")["address"] == "10.75.0.2"


def test_dhclient_releases_its_address(namespace: Lab, tmp_path: Path) -> None:
    machine = namespace.client()
    with Server(namespace) as server:
        with Dhclient(machine, tmp_path) as client:
            client.wait_for("BOUND")
        with Dhclient(machine, tmp_path, "-r") as client:
            assert client.process.wait(20) == 0
        server.wait_until(lambda: leases(server) == {"10.75.0.2": "released"}, "the address is released")


def test_returning_machine_has_the_same_address(namespace: Lab, start: Start) -> None:
    first, second = namespace.client(), namespace.client()
    with Server(namespace):
        with start(first) as client:
            address = client.wait_for("bound", "BOUND")["address"]
        with Udhcpc(second) as client:
            assert client.wait_for("bound")["address"] != address
        with start(first) as client:
            assert client.wait_for("bound", "REBOOT")["address"] == address


def test_machine_that_remembers_its_address_is_acknowledged_at_once(namespace: Lab, tmp_path: Path) -> None:
    machine = namespace.client()
    with Server(namespace):
        with Dhclient(machine, tmp_path) as client:
            client.wait_for("BOUND")
        with Dhclient(machine, tmp_path) as client:
            assert client.wait_for("REBOOT")["address"] == "10.75.0.2"
            assert "DHCPDISCOVER" not in client.output


def test_address_of_another_network_is_refused(namespace: Lab, tmp_path: Path) -> None:
    lease_file(tmp_path, "192.168.7.9")
    with Server(namespace) as server, Dhclient(namespace.client(), tmp_path) as client:
        client.wait_for_output("DHCPNAK from 10.75.0.1")
        assert client.wait_for("BOUND")["address"] == "10.75.0.2"
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


def test_client_that_finds_an_address_in_use_gets_another(namespace: Lab) -> None:
    namespace.client(address="10.75.0.2/16")
    with Server(namespace, UNCHECKED) as server, Udhcpc(namespace.client(), "-a") as client:
        assert client.wait_for("bound")["address"] == "10.75.0.3"
        assert leases(server)["10.75.0.2"] == "declined"


def test_address_in_use_is_found_before_it_is_offered(namespace: Lab, start: Start) -> None:
    namespace.client(address="10.75.0.2/16")
    with Server(namespace) as server, start(namespace.client()) as client:
        assert client.wait_for("bound", "BOUND")["address"] == "10.75.0.3"
        assert leases(server) == {"10.75.0.2": "inUse", "10.75.0.3": "bound"}
        assert "address=10.75.0.2" in server.wait_for_log("address found in use before it was offered")


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
