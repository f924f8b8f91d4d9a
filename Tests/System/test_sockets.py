"""Sockets that an administrator moves or binds by ordinary drop-ins, and interfaces that come and go."""

from collections.abc import Iterator

import pytest
from lab import tftp
from lab.namespace import Lab, Namespace
from system.discover import seconds_to_offer
from system.server import ADDRESS, CONFIGURATION, MAC, Server, lease, wait_for
from system.units import drop_in, status

OTHER_ADDRESS = "10.76.0.1"
OTHER_NETWORK = "  lab: {subnet: 10.76.0.0/16, range: 10.76.0.2 - 10.76.0.99}\n"

HTTP_ON_PORT_80 = """\
[Socket]
ListenStream=
ListenStream=10.75.0.1:80
BindToDevice=lan0
"""
DHCP_ON_ONE_INTERFACE = """\
[Socket]
BindToDevice=lan0
"""
TFTP_ON_ONE_ADDRESS = """\
[Socket]
ListenDatagram=
ListenDatagram=10.75.0.1:69
"""
CONTROL_ELSEWHERE = """\
[Socket]
ListenStream=
ListenStream=/run/bootd-control.socket
"""
RELOAD_BY_IT = """\
[Service]
Environment=BOOTD_SOCKET=/run/bootd-control.socket
"""


@pytest.fixture
def prepared(network: Lab) -> Iterator[Server]:
    """A system on two bridges, with bootd installed, not yet enabled; `lan1` is on the second one."""
    with Server() as server:
        server.connect(network)
        server.configure(CONFIGURATION + OTHER_NETWORK)
        server.path("/var/lib/bootd/tftp/file").write_text("content", "ascii")
        yield server


@pytest.fixture
def stranger(prepared: Server) -> Iterator[Namespace]:
    """A computer on the second bridge."""
    with Lab(address=None) as other:
        other.ip(f"link add server type veth peer name lan1 netns {prepared.leader}")
        other.ip("link set server master br0 up")
        prepared.run("ip", "address", "add", f"{OTHER_ADDRESS}/16", "dev", "lan1")
        prepared.run("ip", "link", "set", "lan1", "up")
        yield other.client("52:54:00:00:00:02")


def status_of(client: Namespace, url: str) -> str:
    """Return the HTTP status of a GET; 000 if nobody listens."""
    write = ["--output", "/dev/null", "--write-out", "%{http_code}"]
    return client.run("curl", "--silent", "--max-time", "10", *write, url, check=False).stdout


def test_http_on_another_port_by_one_interface(prepared: Server, client: Namespace, stranger: Namespace) -> None:
    prepared.enable()
    lease(client)
    assert status_of(client, f"http://{ADDRESS}:8080/") == "200"
    drop_in(prepared, "bootd-http.socket", HTTP_ON_PORT_80)
    prepared.run("systemctl", "restart", "bootd-http.socket")
    assert status_of(client, f"http://{ADDRESS}/") == "200"
    assert status_of(client, f"http://{ADDRESS}:8080/") == "000"
    stranger.ip("address add 10.76.0.50/16 dev eth0")
    stranger.ip(f"route add {ADDRESS} via {OTHER_ADDRESS}")
    assert status_of(stranger, f"http://{ADDRESS}/") == "000"
    assert "bootd-http listens on 10.75.0.1:80, but URLs carry port 8080" in prepared.run("bootctl", "info").stdout
    assert prepared.journal("MESSAGE_ID=5e7e27706ce3429c90d53dc11d7576c2")
    prepared.configure(CONFIGURATION + OTHER_NETWORK + "http: {port: 80}\n")
    prepared.run("bootctl", "reload")
    assert "Problems" not in prepared.run("bootctl", "info").stdout
    assert client.run("curl", "--silent", "--fail", f"http://{ADDRESS}/boot.ipxe").stdout.startswith("#!ipxe")


def test_masked_socket_takes_its_worker_along(prepared: Server, client: Namespace) -> None:
    prepared.enable()
    lease(client)
    assert tftp.read(client, "file") == b"content"
    prepared.run("systemctl", "mask", "--now", "bootd-tftp.socket")
    assert "bootd-tftp.service" not in prepared.running()
    assert client.run("curl", "--silent", "--max-time", "3", f"tftp://{ADDRESS}/file", check=False).returncode != 0
    prepared.run("systemctl", "unmask", "bootd-tftp.socket")
    prepared.run("systemctl", "start", "bootd-tftp.socket")
    assert tftp.read(client, "file") == b"content"


@pytest.mark.parametrize("is_bound", [False, True])
def test_dhcp_on_one_interface(prepared: Server, client: Namespace, stranger: Namespace, is_bound: bool) -> None:
    if is_bound:
        drop_in(prepared, "bootd-dhcp.socket", DHCP_ON_ONE_INTERFACE)
    prepared.enable()
    seconds_to_offer(client, MAC)
    if is_bound:
        with pytest.raises(TimeoutError):
            seconds_to_offer(stranger, "52:54:00:00:00:02", timeout=3)
    else:
        seconds_to_offer(stranger, "52:54:00:00:00:02")
    assert lease(client)["ip"].startswith("10.75.")


def test_tftp_on_one_address(prepared: Server, client: Namespace, stranger: Namespace) -> None:
    drop_in(prepared, "bootd-tftp.socket", TFTP_ON_ONE_ADDRESS)
    prepared.enable()
    lease(client)
    assert tftp.read(client, "file") == b"content"
    assert status(prepared, "bootd-tftp.service") == "serving 10.75.0.1:69, configuration 1"
    stranger.ip("address add 10.76.0.50/16 dev eth0")
    refused = stranger.run("curl", "--silent", "--max-time", "3", f"tftp://{OTHER_ADDRESS}/file", check=False)
    assert refused.returncode != 0


def test_address_that_a_socket_is_bound_to_may_appear_later(prepared: Server, client: Namespace) -> None:
    prepared.run("ip", "address", "flush", "dev", "lan0")
    drop_in(prepared, "bootd-tftp.socket", TFTP_ON_ONE_ADDRESS)
    prepared.enable()
    prepared.run("ip", "address", "add", f"{ADDRESS}/16", "dev", "lan0")
    lease(client)
    assert tftp.read(client, "file") == b"content"


def test_control_socket_elsewhere(prepared: Server) -> None:
    drop_in(prepared, "bootd.socket", CONTROL_ELSEWHERE)
    drop_in(prepared, "bootd.service", RELOAD_BY_IT)
    prepared.enable()
    assert prepared.run("bootctl", "--socket", "/run/bootd-control.socket", "info").stdout.startswith("bootd ")
    prepared.run("systemctl", "reload", "bootd.service")
    gone = prepared.run("bootctl", "info", check=False)
    assert gone.returncode == 3
    assert "/run/bootd/control.socket: No such file or directory" in gone.stderr
    elsewhere = prepared.run("bootctl", "--socket", "/run/nowhere.socket", "info", check=False)
    assert "systemctl" not in elsewhere.stderr


def test_interface_that_appears_later_is_served(network: Lab) -> None:
    with Server() as server:
        # No network at all: nothing of bootd waits for one.
        server.enable()
        assert "is served through relays only" not in server.run("bootctl", "info").stdout
        server.connect(network)
        client = network.client(MAC)
        assert lease(client)["ip"].startswith("10.75.")
        info = server.run("bootctl", "info").stdout
        assert "lan0" in info
        # And once more while everything runs.
        server.run("ip", "link", "delete", "lan0")
        wait_for(lambda: "is served through relays only" in server.run("bootctl", "info").stdout, "the loss is seen")
        server.connect(network)
        assert lease(client)["ip"].startswith("10.75.")


def test_nothing_waits_for_the_network(prepared: Server) -> None:
    prepared.enable()
    after = prepared.run("systemctl", "list-dependencies", "--all", "--plain", "--after", "bootd.target").stdout
    wants = prepared.run("systemctl", "list-dependencies", "--all", "--plain", "bootd.target").stdout
    assert "network-online.target" not in after + wants


def test_address_that_appears_later_is_served(server: Server, client: Namespace) -> None:
    server.run("ip", "address", "flush", "dev", "lan0")
    with pytest.raises(AssertionError, match="no lease"):
        lease(client, retries=1)
    server.run("ip", "address", "add", f"{ADDRESS}/16", "dev", "lan0")
    assert lease(client)["ip"].startswith("10.75.")
