"""Fixtures of the lab: the boot media, made once, and a private network for each test. They need root."""

from collections.abc import Iterator

import pytest
from lab import dhcp
from lab import media as boot_media
from lab.media import Media
from lab.namespace import Lab

# Addresses are given from the other end of the range.
RELAY = "10.75.255.254"


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
