"""How bootd's processes live under a real systemd: crashed, stopped, idle; and that service goes on."""

import subprocess
import time

import pytest
from lab import dhcp, tftp
from lab.namespace import Lab, Namespace
from system.crash import crash
from system.discover import seconds_to_offer
from system.server import ADDRESS, CONFIGURATION, MAC, SERVICES, SOCKETS, Server, lease, wait_for
from system.units import adjustable_disk, status

ASSET = f"http://{ADDRESS}:8080/assets/large"
RELAY = "10.75.200.1"
# What DESIGN.md allows, and a moment for systemctl itself.
STOP_SECONDS = 5.5


def sockets_are_active(server: Server) -> bool:
    return all(server.show(unit, "ActiveState", "Result") == ["active", "success"] for unit in SOCKETS)


def serve_everything(client: Namespace) -> None:
    seconds_to_offer(client, MAC)
    assert tftp.read(client, "file") == b"content"
    client.run("curl", "--silent", "--fail", "--max-time", "20", f"http://{ADDRESS}:8080/")


def start_everything(server: Server, client: Namespace) -> None:
    server.path("/var/lib/bootd/tftp/file").write_text("content", "ascii")
    lease(client)
    serve_everything(client)
    assert server.running() == set(SERVICES)


def seconds_to_stop(server: Server) -> float:
    start = time.monotonic()
    server.run("systemctl", "stop", "bootd.target", *SERVICES)
    return time.monotonic() - start


# Crashes


def test_thirty_crashes_in_ten_seconds_do_not_take_dhcp_down(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    # On a busy machine systemd may need a moment more for thirty starts: then nothing was proven yet.
    assert any(crash(server, "bootd-dhcp.service", 30) < 10 for _ in range(4)), "never thirty in ten seconds"
    seconds_to_offer(client, MAC)
    assert sockets_are_active(server)


@pytest.mark.parametrize("service", ["bootd.service", "bootd-tftp.service", "bootd-http.service"])
def test_crashes_take_nothing_down(server: Server, client: Namespace, service: str) -> None:
    start_everything(server, client)
    crash(server, service, 12)
    # Who asked just when it died asks again.
    lease(client)
    serve_everything(client)
    assert sockets_are_active(server)


# Stops


def test_stops_on_its_own_and_says_so(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    assert seconds_to_stop(server) < STOP_SECONDS
    for service in SERVICES:
        assert server.show(service, "Result", "ActiveState", "StatusText") == ["success", "inactive", "stopped"]


def test_tftp_transfer_that_can_finish_in_time_finishes(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    server.path("/var/lib/bootd/tftp/slow").write_bytes(bytes(20 * tftp.BLOCK))
    with tftp.Transfer(client, b"slow") as transfer:
        transfer.block()
        stop = subprocess.Popen(server.command("systemctl", "stop", "bootd.target", *SERVICES))
        while not transfer.is_complete:
            time.sleep(0.1)
            transfer.block()
    assert stop.wait(10) == 0
    assert server.show("bootd-tftp.service", "Result") == ["success"]


def test_tftp_transfer_that_cannot_finish_is_told(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    server.path("/var/lib/bootd/tftp/slow").write_bytes(bytes(1000 * tftp.BLOCK))
    with tftp.Transfer(client, b"slow") as transfer:
        transfer.block()
        start = time.monotonic()
        stop = subprocess.Popen(server.command("systemctl", "stop", "bootd-tftp.service"))
        wait_for(lambda: status(server, "bootd-tftp.service") == "finishing what was promised", "its word that it stops")
        with pytest.raises(tftp.Refused, match="The server stops"):
            while True:
                time.sleep(0.1)
                transfer.block()
        assert stop.wait(10) == 0
        assert time.monotonic() - start < STOP_SECONDS
    entries = server.journal("BOOTD_NAME=slow", "BOOTD_OUTCOME=refused")
    assert [entry["BOOTD_REASON"] for entry in entries] == ["The server stops"]


def download(client: Namespace, rate: str) -> subprocess.Popen:
    """Begin to fetch the large asset, at a bounded rate."""
    curl = client.popen(
        "curl", "--silent", "--show-error", "--limit-rate", rate, "--output", "/dev/null", ASSET, stderr=subprocess.PIPE
    )
    time.sleep(0.5)
    return curl


def test_http_download_that_can_finish_in_time_finishes(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    server.path("/var/lib/bootd/assets/large").write_bytes(bytes(32 << 20))
    curl = download(client, "16M")
    assert seconds_to_stop(server) < STOP_SECONDS
    assert curl.wait(20) == 0


def test_http_download_that_cannot_finish_is_cut_off_and_said(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    server.path("/var/lib/bootd/assets/large").write_bytes(bytes(96 << 20))
    curl = download(client, "8M")
    start = time.monotonic()
    server.run("systemctl", "stop", "bootd-http.service")
    assert time.monotonic() - start < STOP_SECONDS
    assert curl.wait(30) == 18, "curl knows that it has not got everything"
    entries = server.journal("BOOTD_STAGE=http", "BOOTD_OUTCOME=refused")
    assert [entry["BOOTD_REASON"] for entry in entries] == ["the server stops"]


def test_request_whose_ack_waits_for_the_disk_is_acknowledged(server: Server, network: Lab) -> None:
    disk = adjustable_disk(server)
    with dhcp.Client(network.client(address=f"{RELAY}/16"), RELAY) as relay:
        machine = dhcp.mac(1)
        offer = relay.discover(machine)
        disk.delay = 2
        request = relay.send_request(machine, offer)
        time.sleep(0.5)
        assert seconds_to_stop(server) < STOP_SECONDS
        acknowledgement = relay.wait(request, 0.1)
    assert acknowledgement is not None
    assert (acknowledgement.kind, acknowledgement.address) == (dhcp.ACK, offer.address)
    server.run("systemctl", "start", "bootd.target")
    assert offer.address in server.run("bootctl", "leases").stdout


def test_members_of_the_group_are_answered_after_a_stop_of_the_supervisor(server: Server) -> None:
    server.run("useradd", "--groups", "bootd", "admin")
    server.run("bootctl", "info")
    server.run("systemctl", "stop", "bootd.service")
    assert server.running() == set()
    assert server.run("bootctl", "info", user="admin").stdout.startswith("bootd ")
    assert server.running() == {"bootd.service"}


# Idleness


def test_idle_workers_leave_and_the_next_packet_starts_them_again(server: Server, client: Namespace) -> None:
    server.configure(CONFIGURATION + "workers: {idle: 1s}\n")
    start_everything(server, client)
    wait_for(lambda: server.running() == {"bootd.service"}, "the end of all workers, and of nobody else")
    for service in sorted(set(SERVICES) - {"bootd.service"}):
        assert server.show(service, "Result", "ActiveState") == ["success", "inactive"]
        assert status(server, service) == "idle: the socket starts it again when there is work"
    serve_everything(client)
