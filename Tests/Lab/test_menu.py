"""Machines whose firmware shows our menu (PXE 2.1): OVMF, and the ROM of a BIOS machine."""

import shutil
import socket

import pytest
from lab import dhcp
from lab.machine import Machine
from lab.media import Media
from lab.namespace import Lab
from lab.server import PROFILES, Server
from test_boot import lease_addresses

NODE1 = "52:54:00:00:00:01"
# Without the menu the machine would find nothing to load.
MENU = (
    """
boot:
  loaders: {x86-bios: none, x64-uefi: none}
  menu:
    prompt: Press F8 to choose
    timeout: 0s
    entries:
      - {text: Install, loader: {x86-bios: menu.kpxe, x64-uefi: menu.efi}}
      - {text: Rescue of the other team, type: 0x9001, servers: [10.75.0.9]}
      - {text: The disk, local: yes}
hosts:
  node1: {mac: 52:54:00:00:00:01, profile: node, metadata: {role: control}}
"""
    + PROFILES
)
LEASING = MENU + "networks: {cloud: {subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254}}\n"
BESIDE = MENU + "networks: {cloud: {subnet: 10.75.0.0/16, mode: proxy}}\n"

LOADERS = {"bios": "menu.kpxe", "uefi": "menu.efi"}
INSTALL, THEIRS = 0x8000, 0x9001


def boot(namespace: Lab, media: Media, server: Server, firmware: str) -> str:
    """Boot a machine until it has its Ignition, and return its trail."""
    shutil.copy(media.tftp / "ipxe.efi", server.tftp / "menu.efi")
    shutil.copy(media.tftp / "undionly.kpxe", server.tftp / "menu.kpxe")
    with Machine(namespace, media, firmware, mac=NODE1) as machine:
        assert "data:,control" in machine.ignition()
    return server.bootctl("trail", "node1").stdout


@pytest.mark.parametrize("firmware", ["bios", "uefi"])
def test_firmware_takes_the_first_entry_of_the_menu(namespace: Lab, media: Media, firmware: str) -> None:
    with Server(namespace, LEASING, media) as server:
        told = boot(namespace, media, server, firmware)
        assert "is offered 10.75.0.2, and shows its menu" in told
        assert f"chose Install, to load {LOADERS[firmware]} by TFTP" in told
        assert f"{LOADERS[firmware]} sent" in told


def test_firmware_takes_the_menu_of_a_proxy(namespace: Lab, media: Media) -> None:
    lease_addresses(namespace.client(address="10.75.0.9/16"))
    with Server(namespace, BESIDE, media) as server:
        told = boot(namespace, media, server, "uefi")
        assert "is answered beside the other server, and shows its menu" in told
        assert "chose Install, to load menu.efi by TFTP" in told


def test_who_asks_for_another_entry_is_not_answered(namespace: Lab) -> None:
    firmware = {60: b"PXEClient:Arch:00007:UNDI:003000", 93: b"\0\7"}

    def chosen(kind: int) -> dict[int, bytes]:
        return firmware | {43: bytes([71, 4]) + kind.to_bytes(2) + b"\0\0\xff"}

    with (
        Server(namespace, LEASING, environment={"BOOTD_LOG": "debug"}) as server,
        dhcp.Client(namespace.client(address="10.75.3.1/16"), "10.75.3.1", port=4011, relay=False, to=4011) as machine,
    ):
        for kind in (THEIRS, 0, INSTALL):
            machine.send(dhcp.REQUEST, dhcp.mac(1), chosen(kind), client="10.75.3.1")
        menu, file = dhcp.read(machine.receive_octets()), machine.receive_octets()
        assert menu.options[43].startswith(bytes([6, 1, 7, 8, 14]) + INSTALL.to_bytes(2) + b"\1" + socket.inet_aton(dhcp.SERVER))
        assert file[108:236].rstrip(b"\0") == b"menu.efi"
        assert dhcp.read(file).options[43] == bytes([71, 4]) + INSTALL.to_bytes(2) + b"\0\0\xff"
        assert "it asks for type 36865 of a menu, which is none of ours" in server.wait_for_log("none of ours")
