"""Addresses through isc-dhcp-relay, in a third network namespace between the machines and the server."""

import time
from pathlib import Path

from lab import dhcp
from lab.clients import Start, Udhcpc
from lab.dhcpcd import Dhcpcd
from lab.machine import Machine
from lab.media import Media
from lab.namespace import Lab
from lab.networkd import Networkd
from lab.relay import UPLINK, Relay
from lab.server import PROFILES, Server
from lab.wire import Seen, dhcp_seen

RELAY_AGENT = 82
CIRCUIT_ID, LINK_SELECTION = b"\1\5rack7", b"\5\4\x0a\x4c\0\1"

RACKS = """
networks:
  near: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.0.99, gateway: 10.75.0.1}
  rack6: {subnet: 10.76.0.0/24, range: 10.76.0.10 - 10.76.0.99, gateway: 10.76.0.1}
  rack7: {subnet: 10.77.0.0/24, range: 10.77.0.10 - 10.77.0.99, gateway: 10.77.0.1}
"""
CHECKED = "networks: {rack6: {subnet: 10.76.0.0/24, range: 10.76.0.10 - 10.76.0.99, gateway: 10.76.0.1, probe: yes}}\n"
SLOTS = (
    RACKS
    + """
hosts:
  slot7: {circuit_id: rack7, address: 10.77.0.7, profile: node}
  slot8: {circuit_id: rack8, profile: node, metadata: {role: eighth, mac: any}}
"""
    + PROFILES
)


def direct(seen: list[Seen]) -> list[tuple[str, str, int]]:
    """Return what went between machine and server; dhcrelay overhears it, and sends a copy as a relay does."""
    return [(each.source, each.destination, each.message.kind) for each in seen if each.relay == "0.0.0.0"]


def test_machine_behind_a_relay_gets_an_address_of_its_network(namespace: Lab, start: Start) -> None:
    relay = Relay(namespace, "10.76.0.1/24")
    with Server(namespace, RACKS) as server, start(relay.client()) as client:
        told = client.wait_for("bound", "BOUND")
        wanted = {"address": "10.76.0.10", "mask": "255.255.255.0", "router": "10.76.0.1", "server": "10.75.0.1"}
        assert wanted.items() <= told.items()
        (row,) = server.ask("leases")["leases"]
        assert (row["address"], row["network"]) == ("10.76.0.10", "rack6")


def test_machines_behind_several_relays_and_beside_the_server(namespace: Lab) -> None:
    sixth = Relay(namespace, "10.76.0.1/24")
    seventh = Relay(namespace, "10.77.0.1/24", "-a", uplink="10.75.255.253")
    machines = [namespace.client(), sixth.client(), seventh.client(), seventh.client()]
    addresses = []
    with Server(namespace, RACKS):
        for machine in machines:
            with Udhcpc(machine) as client:
                addresses.append(client.wait_for("bound")["address"])
    assert addresses == ["10.75.0.2", "10.76.0.10", "10.77.0.10", "10.77.0.11"]


def test_what_the_relay_adds_comes_back_to_it_and_not_to_the_machine(namespace: Lab) -> None:
    relay = Relay(namespace, "10.77.0.1/24", "-a", bridge="rack7")
    machine = relay.client()
    with (
        Server(namespace, RACKS),
        dhcp_seen(namespace, "br0") as above,
        dhcp_seen(machine) as below,
        Udhcpc(machine) as client,
    ):
        client.wait_for("bound")
    assert [seen.message.kind for seen in above] == [dhcp.DISCOVER, dhcp.OFFER, dhcp.REQUEST, dhcp.ACK]
    assert {seen.message.options.get(RELAY_AGENT) for seen in above} == {CIRCUIT_ID}
    assert {seen.relay for seen in above} == {"10.77.0.1"}
    assert {seen.message.kind for seen in below} == {dhcp.DISCOVER, dhcp.OFFER, dhcp.REQUEST, dhcp.ACK}
    assert not [seen for seen in below if RELAY_AGENT in seen.message.options]


def test_lease_is_renewed_without_the_relay(namespace: Lab, tmp_path: Path) -> None:
    relay = Relay(namespace, "10.77.0.1/24", "-a", bridge="rack7")
    with Server(namespace, RACKS) as server, Dhcpcd(relay.client(), tmp_path) as client:
        client.wait_for("BOUND")
        before = server.ask("leases")["leases"][0]["expires"]
        # Leases end at a whole second.
        time.sleep(1.1)
        with dhcp_seen(namespace, "br0") as above:
            client.renew()
            assert client.wait_for("RENEW")["address"] == "10.77.0.10"
        assert direct(above) == [("10.77.0.10", dhcp.SERVER, dhcp.REQUEST), (dhcp.SERVER, "10.77.0.10", dhcp.ACK)]
        (row,) = server.ask("leases")["leases"]
        assert row["expires"] > before


def test_host_by_its_circuit_gets_its_own_address(namespace: Lab) -> None:
    seventh = Relay(namespace, "10.77.0.1/24", "-a", bridge="rack7")
    eighth = Relay(namespace, "10.76.0.1/24", "-a", bridge="rack8", uplink="10.75.255.253")
    with Server(namespace, SLOTS) as server:
        for relay, address, name in ((seventh, "10.77.0.7", "slot7"), (eighth, "10.76.0.10", "slot8")):
            with Udhcpc(relay.client()) as client:
                told = client.wait_for("bound")
                assert (told["address"], told["hostname"]) == (address, name)
        assert [row["host"] for row in server.ask("leases")["leases"]] == ["slot8", "slot7"]
        assert [row["lease"] for row in server.ask("hosts")["hosts"]] == ["bound", "bound"]


def test_host_by_its_circuit_renews_without_the_relay(namespace: Lab, tmp_path: Path) -> None:
    relay = Relay(namespace, "10.77.0.1/24", "-a", bridge="rack7")
    with Server(namespace, SLOTS), Dhcpcd(relay.client(), tmp_path) as client:
        client.wait_for("BOUND")
        with dhcp_seen(namespace, "br0") as above:
            client.renew()
            assert client.wait_for("RENEW")["hostname"] == "slot7"
        assert direct(above) == [("10.77.0.7", dhcp.SERVER, dhcp.REQUEST), (dhcp.SERVER, "10.77.0.7", dhcp.ACK)]


def test_host_by_its_circuit_boots_through_the_relay(namespace: Lab, media: Media) -> None:
    relay = Relay(namespace, "10.76.0.1/24", "-a", bridge="rack8")
    with Server(namespace, SLOTS, media=media) as server, Machine(relay, media, "uefi") as machine:
        assert '"data:,eighth"' in machine.ignition()
        machine.wait_for("bootd-lab: address 10.76.0.10")
        told = server.bootctl("trail", "slot8").stdout
        assert "iPXE script of profile node" in told


def test_link_that_the_relay_selects_counts_and_not_its_own_address(namespace: Lab) -> None:
    relay = Relay(namespace, "10.76.0.1/24", link_selection=True)
    with Server(namespace, RACKS), dhcp_seen(namespace, "br0") as above, Udhcpc(relay.client()) as client:
        assert client.wait_for("bound")["address"] == "10.76.0.10"
    assert {seen.relay for seen in above} == {UPLINK}
    assert all(LINK_SELECTION in seen.message.options[RELAY_AGENT] for seen in above)


def test_address_of_another_network_is_refused_through_the_relay(namespace: Lab, tmp_path: Path) -> None:
    relay = Relay(namespace, "10.76.0.1/24", "-a")
    with Server(namespace, RACKS), Networkd(relay.client(), tmp_path, remembers="192.168.7.9") as client:
        client.wait_for("NAK")
        assert client.wait_for("BOUND")["address"] == "10.76.0.10"


def test_address_in_use_behind_the_relay_is_found_before_it_is_offered(namespace: Lab) -> None:
    relay = Relay(namespace, "10.76.0.1/24")
    relay.client(address="10.76.0.10/24").ip("route add default via 10.76.0.1")
    with Server(namespace, CHECKED) as server, Udhcpc(relay.client()) as client:
        assert client.wait_for("bound")["address"] == "10.76.0.11"
        assert "address=10.76.0.10" in server.wait_for_log("address found in use before it was offered")
