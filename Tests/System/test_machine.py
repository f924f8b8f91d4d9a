"""A whole machine boots through an installed bootd, under systemd and its sandboxes, and the journal tells its story."""

import json
import shutil
from pathlib import Path

import pytest
from lab import media as boot_media
from lab.machine import Machine
from lab.media import Media
from lab.namespace import Lab
from system.server import MAC, SERVICES, Server

CONFIGURATION = Path(__file__).parent.parent / "Lab/configuration"


@pytest.fixture(scope="session")
def media() -> Media:
    """What machines boot: loaders, ROM, kernel, initial RAM disk."""
    return boot_media.make()


@pytest.fixture
def lab_server(server: Server, media: Media) -> Server:
    """The server with the lab's configuration and with what its machines boot, where an administrator puts it."""
    for folder, target in ((media.tftp, "tftp"), (media.assets, "assets")):
        for file in folder.iterdir():
            path = server.path(f"/var/lib/bootd/{target}/{file.name}")
            shutil.copyfile(file, path)
            path.chmod(0o644)
    ignition = CONFIGURATION / "ignition/node.ign"
    shutil.copyfile(ignition, server.path("/var/lib/bootd/ignition/node.ign"))
    server.path("/var/lib/bootd/ignition/node.ign").chmod(0o644)
    server.configure((CONFIGURATION / "bootd.yaml").read_text("utf-8"))
    return server


@pytest.mark.parametrize("firmware", ["bios", "uefi"])
def test_machine_boots_through_the_installed_server(
    lab_server: Server, network: Lab, media: Media, firmware: str
) -> None:
    assert lab_server.running() == set()
    with Machine(network, media, firmware, mac=MAC) as machine:
        files = json.loads(machine.ignition())["storage"]["files"]
        assert [file["contents"]["source"] for file in files] == ["data:,control", f"data:,{MAC}"]
    assert lab_server.running() == set(SERVICES)

    story = lab_server.journal(f"BOOTD_MACHINE={MAC}")
    assert [(entry["BOOTD_STAGE"], entry["MESSAGE"].partition(":")[0]) for entry in story] == [
        ("dhcp", "lease given"),
        ("tftp", "file sent"),
        ("http", "document made"),
        ("http", "document made"),
        ("http", "file sent"),
        ("http", "file sent"),
        ("http", "document made"),
    ]
    assert {entry["BOOTD_HOST"] for entry in story} == {"node1"}
    assert all(f"{MAC}, node1" in entry["MESSAGE"] for entry in story)
    assert lab_server.journal("--priority=warning", "--unit=bootd*") == []
