"""Machines that speak BOOTP and not DHCP: klibc's ipconfig, which the initial RAM disks of Debian ask with."""

import re
import socket

from lab import dhcp
from lab.namespace import Lab, Namespace
from lab.server import Server

NODE1 = "52:54:00:00:00:01"
WITH_BOOTP = """
networks:
  cloud:
    subnet: 10.75.0.0/16
    range: 10.75.0.2 - 10.75.255.254
    gateway: 10.75.0.1
    dns: [10.75.0.1]
    bootp: yes
hosts:
  node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11, boot: {loaders: {x86-bios: vmunix}}}
"""
WITHOUT = "networks: {cloud: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254}}\n"


def boot(machine: Namespace, timeout: int = 10) -> dict[str, str]:
    """Have ipconfig ask, and return what it was told; nothing if nobody answered."""
    asked = machine.run("/usr/lib/klibc/bin/ipconfig", "-c", "bootp", "-t", timeout, "-n", "eth0", check=False)
    return dict(re.findall(r"(address|netmask|gateway|dns0|rootserver|filename)\s*:\s*(\S+)", asked.stdout))


def leases(server: Server) -> dict[str, tuple[str, str]]:
    return {row["address"]: (row["hardware"], row["state"]) for row in server.ask("leases")["leases"]}


def test_machine_gets_an_address_for_good_and_what_to_load(namespace: Lab) -> None:
    machine = namespace.client("52:54:00:00:00:05")
    with Server(namespace, WITH_BOOTP) as server:
        told = boot(machine)
        wanted = {"address": "10.75.0.2", "netmask": "255.255.0.0", "gateway": "10.75.0.1", "dns0": "10.75.0.1"}
        assert wanted.items() <= told.items()
        assert (told["rootserver"], told["filename"]) == ("10.75.0.1", "undionly.kpxe")
        assert leases(server) == {"10.75.0.2": ("52:54:00:00:00:05", "bound")}
        assert server.bootctl("leases").stdout.splitlines()[1].split()[-1] == "never"
        server.kill("bootd")
        server.start()
        assert boot(machine)["address"] == "10.75.0.2"
        assert boot(namespace.client("52:54:00:00:00:06"))["address"] == "10.75.0.3"


def test_host_gets_its_own_address_and_file(namespace: Lab) -> None:
    with Server(namespace, WITH_BOOTP) as server:
        told = boot(namespace.client(NODE1))
        assert (told["address"], told["filename"]) == ("10.75.0.11", "vmunix")
        assert "BOOTP client has 10.75.0.11, to load vmunix by TFTP" in server.bootctl("trail", "node1").stdout


def test_without_the_key_nobody_is_answered_and_the_trail_says_why(namespace: Lab) -> None:
    with Server(namespace, WITHOUT) as server:
        assert boot(namespace.client("52:54:00:00:00:05"), 3) == {}
        assert leases(server) == {}
        events = server.ask("trail", "52:54:00:00:00:05")["events"]
        assert {event["event"] for event in events} == {"unanswered"}
        assert "which network cloud does not answer without bootp: yes" in events[0]["text"]


def test_machine_that_uses_the_vendor_area_in_another_way_has_it_back(namespace: Lab) -> None:
    with (
        Server(namespace, WITH_BOOTP),
        dhcp.Client(namespace.client(address="10.75.3.1/16"), "0.0.0.0", port=68, relay=False) as machine,
    ):
        octets = bytearray(dhcp.message(dhcp.DISCOVER, dhcp.mac(1), 1, broadcast=True).ljust(300, b"\0"))
        octets[236:300] = b"STAN".ljust(64, b"\1")
        machine.send_octets(bytes(octets))
        reply = machine.receive_octets()
        assert (reply[0], len(reply), reply[4:8]) == (2, 300, octets[4:8])
        assert socket.inet_ntoa(reply[16:20]) == "10.75.0.2"
        assert socket.inet_ntoa(reply[20:24]) == "10.75.0.1"
        assert reply[108:236].rstrip(b"\0") == b"undionly.kpxe"
        assert reply[236:] == octets[236:]
