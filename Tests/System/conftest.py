"""Fixtures of the system tests. They need root, and the packages of packages.txt and of ../Lab/packages.txt."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "Lab")]

from lab.namespace import Lab, Namespace  # noqa: E402
from system.server import MAC, Server  # noqa: E402


@pytest.fixture
def network() -> Iterator[Lab]:
    """A bridge on which nobody has an address yet."""
    with Lab(address=None) as lab:
        yield lab


@pytest.fixture
def client(network: Lab) -> Namespace:
    """A computer on the bridge, with MAC on its `eth0`, and no address."""
    return network.client(MAC)


@pytest.fixture
def server(network: Lab) -> Iterator[Server]:
    """A fresh system on the bridge, with bootd installed and `bootd.target` enabled and started."""
    with Server() as server:
        server.connect(network)
        server.enable()
        yield server


@pytest.fixture(scope="module")
def installed() -> Iterator[Server]:
    """A system with bootd installed and started, on no network, for tests that only look."""
    with Server() as server:
        server.enable()
        yield server
