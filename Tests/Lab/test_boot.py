"""Machines that boot through all of bootd: from firmware that knows nothing of it to their Ignition."""

import json
import shutil
import subprocess

import pytest
from lab.machine import Machine
from lab.media import Media
from lab.namespace import Lab, Namespace
from lab.server import CONFIGURATION, PROFILES, Server

NODE1, NODE2, NODE3, STRANGER = "52:54:00:00:00:01", "52:54:00:00:00:02", "52:54:00:00:00:03", "52:54:00:00:00:99"
LOADERS = {"bios": "undionly.kpxe", "uefi": "ipxe.efi"}
ARCHITECTURES = {"bios": "x86-bios", "uefi": "x64-uefi"}
NODE2_TOO = "hosts: {node2: {mac: 52:54:00:00:00:02, address: 10.75.0.12, profile: node, metadata: {role: worker}}}\n"
BESIDE = (
    """
networks: {cloud: {subnet: 10.75.0.0/16, mode: proxy}}
hosts:
  node1: {mac: 52:54:00:00:00:01, profile: node, metadata: {role: control}}
  node2: {mac: 52:54:00:00:00:02, profile: node, metadata: {role: worker}}
  node3: {mac: 52:54:00:00:00:03, profile: node, metadata: {role: worker}}
"""
    + PROFILES
)


def sources(ignition: str) -> list[str]:
    """Return what the files of an Ignition document hold."""
    return [file["contents"]["source"] for file in json.loads(ignition)["storage"]["files"]]


def steps(server: Server, machine: str) -> list[tuple[str, str]]:
    """Return the stages and events on a machine's trail, each once, in order."""
    rows = [(row["stage"], row["event"]) for row in server.ask("trail", machine)["events"]]
    return [row for number, row in enumerate(rows) if row not in rows[:number]]


def serve_loader(server: Server, media: Media) -> None:
    """Have HTTP give the loader too, which machines that boot by HTTP ask for."""
    shutil.copy(media.tftp / "ipxe.efi", server.assets)


@pytest.mark.parametrize("firmware", ["bios", "uefi"])
def test_machine_boots_until_it_has_its_ignition(namespace: Lab, media: Media, firmware: str) -> None:
    with Server(namespace, media=media) as server:
        with Machine(namespace, media, firmware, mac=NODE1) as machine:
            assert sources(machine.ignition()) == ["data:,control", f"data:,{NODE1}"]
            assert machine.wait_for("bootd-lab: address 10.75.0.11") > 0
            machine.wait_off()

        size_probe = [("tftp", "sizeProbe")] if firmware == "uefi" else []
        assert steps(server, "node1") == [
            ("dhcp", "offer"),
            ("dhcp", "ack"),
            *size_probe,
            ("tftp", "sent"),
            ("http", "bootScript"),
            ("http", "ipxe"),
            ("http", "sent"),
            ("http", "ignition"),
        ]
        rows = server.ask("trail", "node1")["events"]
        assert {row["boot"] for row in rows} == {1}
        assert {row["host"] for row in rows} == {"node1"}
        told = server.bootctl("trail", "node1").stdout
        assert f"PXE firmware ({ARCHITECTURES[firmware]}) is offered 10.75.0.11" in told
        assert f"{LOADERS[firmware]} sent, {(media.tftp / LOADERS[firmware]).stat().st_size} octets" in told
        assert f"/assets/vmlinuz sent, {(media.assets / 'vmlinuz').stat().st_size} octets" in told
        assert "Ignition of profile node" in told


def test_machine_boots_by_http_alone(namespace: Lab, media: Media) -> None:
    with Server(namespace, media=media) as server:
        serve_loader(server, media)
        with Machine(namespace, media, "uefi", mac=NODE1, http_boot=True) as machine:
            assert sources(machine.ignition()) == ["data:,control", f"data:,{NODE1}"]
        assert steps(server, "node1") == [
            ("dhcp", "offer"),
            ("dhcp", "ack"),
            ("http", "sizeProbe"),
            ("http", "sent"),
            ("http", "bootScript"),
            ("http", "ipxe"),
            ("http", "ignition"),
        ]
        told = server.bootctl("trail", "node1").stdout
        loader = "http://10.75.0.1:8080/assets/ipxe.efi"
        assert f"UEFI HTTP Boot (x64-uefi-http) is offered 10.75.0.11, to load {loader}" in told
        assert f"/assets/ipxe.efi sent, {(media.tftp / 'ipxe.efi').stat().st_size} octets" in told


def test_machines_boot_beside_a_server_that_leases_their_addresses(namespace: Lab, media: Media) -> None:
    lease_addresses(namespace.client(address="10.75.0.2/16"))
    with Server(namespace, BESIDE, media=media) as server:
        serve_loader(server, media)
        with (
            Machine(namespace, media, "uefi", mac=NODE2) as uefi,
            Machine(namespace, media, "uefi", mac=NODE3, http_boot=True) as http,
        ):
            with Machine(namespace, media, "bios", mac=NODE1):
                # What follows is as everywhere, and takes long through UNDI.
                server.wait_until(lambda: ("http", "ipxe") in steps(server, "node1"), "it has its script", timeout=120)
            assert sources(uefi.ignition()) == ["data:,worker", f"data:,{NODE2}"]
            assert sources(http.ignition()) == ["data:,worker", f"data:,{NODE3}"]
            for machine in (uefi, http):
                machine.wait_for("bootd-lab: address 10.75.1.")
        assert server.ask("leases")["leases"] == []
        # Whose files they are is known although no lease tells it.
        assert ("tftp", "sent") in steps(server, "node1")
        assert ("tftp", "sent") in steps(server, "node2")
        assert ("tftp", "sent") not in steps(server, "node3")
        for name in ("node2", "node3"):
            assert steps(server, name)[-1] == ("http", "ignition")
            assert ("http", "sent") in steps(server, name)
        told = server.bootctl("trail", "node2").stdout
        assert "PXE firmware (x64-uefi) is answered beside the other server, to load ipxe.efi by TFTP" in told
        assert f"ipxe.efi sent, {(media.tftp / 'ipxe.efi').stat().st_size} octets" in told


def lease_addresses(namespace: Namespace) -> None:
    """Have dnsmasq lease 10.75.1.1 to 10.75.1.99, and say nothing of booting."""
    options = ["--keep-in-foreground", "--conf-file=/dev/null", "--log-facility=/dev/null", "--pid-file", "--user=root"]
    options += ["--port=0", "--no-ping", "--leasefile-ro", "--dhcp-authoritative", "--dhcp-range=10.75.1.1,10.75.1.99"]
    namespace.popen("dnsmasq", *options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_both_firmwares_at_once_and_bootctl_tells_the_truth(namespace: Lab, media: Media) -> None:
    with Server(namespace, media=media) as server:
        (server.configuration.parent / "conf.d/node2.yaml").write_text(NODE2_TOO, "utf-8")
        server.bootctl("reload")
        with (
            Machine(namespace, media, "bios", mac=NODE1) as bios,
            Machine(namespace, media, "uefi", mac=NODE2) as uefi,
        ):
            assert sources(bios.ignition()) == ["data:,control", f"data:,{NODE1}"]
            assert sources(uefi.ignition()) == ["data:,worker", f"data:,{NODE2}"]

        hosts = {row["name"]: row for row in server.ask("hosts")["hosts"]}
        assert {name: row["lease"] for name, row in hosts.items()} == {"node1": "bound", "node2": "bound"}
        assert hosts["node1"] == {
            "name": "node1",
            "mac": NODE1,
            "addresses": ["10.75.0.11"],
            "network": "cloud",
            "profile": "node",
            "metadata": {"role": "control"},
            "lease": "bound",
            "source": f"{server.configuration}:{host_line('node1')}:3",
        }
        leases = [(row["address"], row["hardware"], row["host"]) for row in server.ask("leases")["leases"]]
        assert leases == [("10.75.0.11", NODE1, "node1"), ("10.75.0.12", NODE2, "node2")]

        (network,) = server.ask("info")["networks"]
        assert (network["name"], network["interface"], network["server"]) == ("cloud", "br0", "10.75.0.1")
        assert network["leased"] == 2
        assert server.ask("info")["problems"] == []

        table = [line.split() for line in server.bootctl("hosts").stdout.splitlines()]
        assert table[0][:2] == ["HOST", "MACHINE"]
        assert [row[:6] for row in table[1:]] == [
            ["node1", NODE1, "10.75.0.11", "cloud", "node", "bound"],
            ["node2", NODE2, "10.75.0.12", "cloud", "node", "bound"],
        ]
        table = [line.split() for line in server.bootctl("leases").stdout.splitlines()]
        assert [row[:3] for row in table[1:]] == [["10.75.0.11", NODE1, "node1"], ["10.75.0.12", NODE2, "node2"]]


def host_line(name: str) -> int:
    """Return the line of the lab's configuration where a host is."""
    lines = (CONFIGURATION / "bootd.yaml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"  {name}:"))


def test_machine_that_nothing_matches_gets_404_and_the_log_says_why(namespace: Lab, media: Media) -> None:
    with Server(namespace, media=media) as server:
        with Machine(namespace, media, "bios", mac=STRANGER) as machine:
            machine.wait_for("Could not boot image: No such file or directory", timeout=90)
            line = server.wait_for_log("no document for this machine")
        assert f"machine={STRANGER}" in line
        assert f"no host has the MAC {STRANGER} or the UUID {machine.uuid}" in line
        assert "document=ipxe" in line
        (lease,) = server.ask("leases")["leases"]
        assert lease["hardware"] == STRANGER
        assert "host" not in lease
        assert steps(server, STRANGER)[-1] == ("http", "refused")


def test_second_boot_of_a_machine_is_told_apart_from_the_first(namespace: Lab, media: Media) -> None:
    with Server(namespace, media=media) as server:
        for boot in (1, 2):
            with Machine(namespace, media, "bios", mac=NODE1):
                server.wait_until(
                    lambda boot=boot: [
                        row
                        for row in server.ask("trail", NODE1)["events"]
                        if (row["boot"], row["stage"], row["event"]) == (boot, "tftp", "sent")
                    ],
                    f"its boot {boot} has its loader",
                    timeout=60,
                )
        (lease,) = server.ask("leases")["leases"]
        assert (lease["address"], lease["state"]) == ("10.75.0.11", "bound")
