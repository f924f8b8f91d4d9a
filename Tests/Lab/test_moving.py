"""The day on which bootd takes the place of another DHCP server, as the README tells it."""

from pathlib import Path

from lab.clients import Udhcpc
from lab.namespace import Lab
from lab.server import ADDRESS, Server

# First what the old server did not give, then what it did.
CONFIGURATION = """\
networks:
  cloud:
    subnet: 10.75.0.0/16
    range: [10.75.1.1 - 10.75.1.99, 10.75.0.2 - 10.75.0.99]
    authoritative: yes
"""


def dnsmasq(folder: Path) -> list[object]:
    """Return the command of the old server."""
    leases = ["--dhcp-range=10.75.0.2,10.75.0.99,255.255.0.0,10m", f"--dhcp-leasefile={folder / 'leases'}"]
    return ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--port=0", "--interface=br0", *leases]


def test_machines_keep_the_addresses_of_the_old_server_and_newcomers_get_others(namespace: Lab, tmp_path: Path) -> None:
    old = namespace.popen(*dnsmasq(tmp_path))
    try:
        machine = Udhcpc(namespace.client("52:54:00:00:00:21"))
        address = machine.wait_for("bound")["address"]
    finally:
        old.terminate()
        old.wait(20)
    assert address.startswith("10.75.0.")
    with machine, Server(namespace, CONFIGURATION):
        machine.renew()
        renewed = machine.wait_for("renew")
        assert (renewed["address"], renewed["server"], renewed["lease"]) == (address, ADDRESS, "43200")
        with Udhcpc(namespace.client("52:54:00:00:00:22")) as newcomer:
            assert newcomer.wait_for("bound")["address"].startswith("10.75.1.")
