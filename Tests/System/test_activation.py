"""bootd under a real systemd: every process starts when it is first needed, and whatever ends comes back."""

import os
import statistics
from collections.abc import Callable

import pytest
from lab.namespace import Lab, Namespace
from system.discover import seconds_to_offer
from system.server import ADDRESS, MAC, SERVICES, Server, lease, wait_for

DHCP_AND_SUPERVISOR = {"bootd.service", "bootd-dhcp.service"}


def fetch(client: Namespace, url: str) -> str:
    return client.run("curl", "--silent", "--show-error", "--fail", "--max-time", "20", url).stdout


def test_no_process_runs_before_it_is_needed(server: Server) -> None:
    assert server.running() == set()


def test_discover_starts_dhcp_and_supervisor_and_is_itself_answered(server: Server, client: Namespace) -> None:
    seconds_to_offer(client, MAC)
    assert server.running() == DHCP_AND_SUPERVISOR


def test_client_gets_its_lease(server: Server, client: Namespace) -> None:
    got = lease(client)
    assert got["ip"].startswith("10.75.")
    assert (got["mask"], got["router"], got["dns"], got["serverid"]) == ("16", ADDRESS, ADDRESS, ADDRESS)
    assert got["lease"] == str(12 * 60 * 60)
    assert got["ip"] in server.run("bootctl", "leases").stdout


def test_client_gets_a_file_by_tftp(server: Server, client: Namespace) -> None:
    content = os.urandom(100_000).hex()
    server.path("/var/lib/bootd/tftp/file").write_text(content, "ascii")
    lease(client)
    assert fetch(client, f"tftp://{ADDRESS}/file") == content
    assert "bootd-tftp.service" in server.running()


def test_client_is_answered_by_http(server: Server, client: Namespace) -> None:
    lease(client)
    assert fetch(client, f"http://{ADDRESS}:8080/") == "matchbox\n"
    assert "bootd-http.service" in server.running()


def test_client_gets_an_asset_by_http(server: Server, client: Namespace) -> None:
    content = os.urandom(100_000).hex()
    server.path("/var/lib/bootd/assets/file").write_text(content, "ascii")
    lease(client)
    assert fetch(client, f"http://{ADDRESS}:8080/assets/file") == content


def test_client_with_ipv6_alone_is_served(server: Server, client: Namespace) -> None:
    server.run("ip", "address", "add", "fd00::1/64", "dev", "lan0", "nodad")
    client.ip("address add fd00::2/64 dev eth0 nodad")
    server.path("/var/lib/bootd/tftp/file").write_text("content", "ascii")
    assert fetch(client, "tftp://[fd00::1]/file") == "content"
    assert fetch(client, "http://[fd00::1]:8080/") == "matchbox\n"


def start_everything(server: Server, client: Namespace) -> None:
    server.path("/var/lib/bootd/tftp/file").write_text("content", "ascii")
    lease(client)
    fetch(client, f"http://{ADDRESS}:8080/")
    fetch(client, f"tftp://{ADDRESS}/file")
    assert server.running() == set(SERVICES)


def test_only_dhcp_and_tftp_see_the_network(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    ours = server.run("readlink", "/proc/1/ns/net").stdout
    sees = {name for name in SERVICES if server.run("readlink", f"/proc/{server.main_pid(name)}/ns/net").stdout == ours}
    assert sees == {"bootd-dhcp.service", "bootd-tftp.service"}


def test_only_dhcp_has_a_capability(server: Server, client: Namespace) -> None:
    start_everything(server, client)
    for service in SERVICES:
        status = server.path(f"/proc/{server.main_pid(service)}/status").read_text("ascii")
        fields = dict(line.split(":\t", 1) for line in status.splitlines())
        raw = 1 << 13
        assert int(fields["CapEff"], 16) == (raw if service == "bootd-dhcp.service" else 0)
        assert int(fields["CapBnd"], 16) == int(fields["CapEff"], 16)
        assert (fields["NoNewPrivs"], fields["Seccomp"]) == ("1", "2")


def test_supervisor_starts_again_for_the_next_caller_after_a_stop(server: Server, client: Namespace) -> None:
    lease(client)
    server.run("systemctl", "stop", "bootd-dhcp.service", "bootd.service")
    assert server.running() == set()
    server.run("bootctl", "info")
    assert server.running() == {"bootd.service"}


def kill_supervisor(server: Server) -> None:
    before = server.main_pid("bootd.service")
    server.run("kill", "-KILL", before)
    wait_for(lambda: server.main_pid("bootd.service") not in (0, before), "a supervisor after the one that was killed")


def restart_everything(server: Server) -> None:
    server.run("systemctl", "restart", "bootd.target")


@pytest.mark.parametrize("disturb", [kill_supervisor, restart_everything])
def test_lease_is_kept_and_renewed_after(
    server: Server, network: Lab, client: Namespace, disturb: Callable[[Server], None]
) -> None:
    first = lease(client)["ip"]
    disturb(server)
    assert first in server.run("bootctl", "leases").stdout
    assert lease(client)["ip"] == first
    assert lease(network.client("52:54:00:00:00:02"))["ip"] != first


def test_lease_is_kept_over_a_reboot(server: Server, network: Lab, client: Namespace) -> None:
    first = lease(client)["ip"]
    server.reboot()
    server.connect(network)
    assert server.running() == set()
    assert first in server.run("bootctl", "leases").stdout
    assert lease(client)["ip"] == first


def test_control_socket_is_for_root_and_the_group_bootd(server: Server) -> None:
    server.run("useradd", "--groups", "bootd", "admin")
    server.run("bootctl", "info")
    server.run("bootctl", "info", user="admin")
    refused = server.run("bootctl", "info", user="nobody", check=False)
    assert refused.returncode == 3
    assert refused.stderr.splitlines() == [
        "bootctl: cannot connect to /run/bootd/control.socket: Permission denied: you are not in group bootd",
        "Ask as root (sudo bootctl ...), or let root add you (usermod -aG bootd NAME) and log in again.",
    ]


def test_cold_start_is_measured(
    server: Server, client: Namespace, record_testsuite_property: Callable[[str, object], None]
) -> None:
    # Of a machine that was here before: no check whether somebody has its address comes before the offer.
    lease(client)
    seconds = []
    for _ in range(7):
        server.run("systemctl", "stop", "bootd-dhcp.service", "bootd.service")
        seconds.append(seconds_to_offer(client, MAC))
    record_testsuite_property("cold_start_ms", round(statistics.median(seconds) * 1000, 1))
