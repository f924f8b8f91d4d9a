"""Fixtures of the lab: the boot media, made once, and a private network for each test. They need root."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import dhcp
from lab import media as boot_media
from lab.clients import Client, Dhclient, Start, Udhcpc
from lab.dhcpcd import Dhcpcd
from lab.media import Media
from lab.namespace import Lab, Namespace
from lab.networkd import Networkd

# Addresses are given from the other end of the range.
RELAY = "10.75.255.254"


@pytest.fixture(scope="session", autouse=True)
def machine_as_it_was() -> Iterator[None]:
    """Whatever the clients do, the machine that tests them keeps its names and its resolver."""
    files = [Path("/etc") / name for name in ("resolv.conf", "hosts", "hostname")]
    before = {file: file.read_bytes() for file in files if file.exists()}
    yield
    assert {file: file.read_bytes() for file in files if file.exists()} == before


@pytest.fixture(scope="session")
def media() -> Media:
    """What machines boot: loaders, ROM, kernel, initial RAM disk."""
    return boot_media.make()


@pytest.fixture
def namespace() -> Iterator[Lab]:
    """A private network, 10.75.0.0/16, with its bridge at 10.75.0.1; gone after the test with all that runs in it."""
    with Lab() as lab:
        yield lab


@pytest.fixture
def rack(namespace: Lab) -> Iterator[dhcp.Client]:
    """A relay on the bridge, at the end of the range, with any number of machines behind it."""
    with dhcp.Client(namespace.client(address=f"{RELAY}/16"), RELAY) as relay:
        yield relay


@pytest.fixture(params=["udhcpc", "dhclient", "dhcpcd", "networkd"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Start:
    """Start each of the DHCP clients in turn. With `conflicts` udhcpc and dhcpcd look who uses their address."""

    def start(namespace: Namespace, *, conflicts: bool = False) -> Client:
        if request.param == "udhcpc":
            return Udhcpc(namespace, *(["-a"] if conflicts else []))
        if request.param == "dhclient":
            return Dhclient(namespace, tmp_path)
        if request.param == "dhcpcd":
            return Dhcpcd(namespace, tmp_path, conflicts=conflicts)
        return Networkd(namespace, tmp_path)

    return start
