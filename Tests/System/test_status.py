"""What bootd's services say of themselves in `systemctl status`, and how a reload by any way ends."""

import errno
from collections.abc import Callable
from contextlib import suppress

import pytest
from lab.namespace import Namespace
from system.discover import seconds_to_offer
from system.server import CONFIGURATION, MAC, Server, lease, wait_for
from system.units import adjustable_disk, drop_in, status

BROKEN = CONFIGURATION.replace("range", "rnge")
PROBLEM = '/etc/bootd/bootd.yaml:4:5: unknown key "rnge" in network cloud; did you mean "range"?'
LOADED, REFUSED = "18440e9c51f647679e326382d2a96148", "d7d23042f9bb4935a4daac51bebd4e38"
CANNOT_RUN = "bb8c4f21602e4370bf4c43280a9298cb"


def says(server: Server, expected: str, service: str = "bootd.service") -> None:
    wait_for(lambda: status(server, service) == expected, f"{service} says: {expected}\nit says: {status(server, service)}")


def by_bootctl(server: Server) -> int:
    return server.run("bootctl", "reload", check=False).returncode


def by_systemctl(server: Server) -> int:
    return server.run("systemctl", "reload", "bootd.service", check=False).returncode


def by_signal(server: Server) -> None:
    server.run("kill", "-HUP", server.main_pid("bootd.service"))


def test_supervisor_counts(server: Server, client: Namespace) -> None:
    server.run("bootctl", "info")
    says(server, "1 network, 0 hosts, 0 leases; configuration 1")
    lease(client)
    says(server, "1 network, 0 hosts, 1 lease; configuration 1")
    says(server, "serving 0.0.0.0:67 0.0.0.0:4011, configuration 1", "bootd-dhcp.service")


def test_without_a_network_nobody_is_answered_and_that_is_said(server: Server, client: Namespace) -> None:
    server.configure("")
    with pytest.raises(TimeoutError):
        seconds_to_offer(client, MAC, timeout=3)
    client.ip("address add 10.75.9.9/16 dev eth0")
    client.ip("address add fd00::2/64 dev eth0 nodad")
    server.run("ip", "address", "add", "fd00::1/64", "dev", "lan0", "nodad")
    for host in ("10.75.0.1", "[fd00::1]"):
        fetch = client.run("curl", "--silent", "--output", "-", "--max-time", "5", f"http://{host}:8080/", check=False)
        assert "matchbox" not in fetch.stdout
        assert client.run("curl", "--silent", "--max-time", "2", f"tftp://{host}/ipxe.efi", check=False).returncode == 28
    assert "No network is configured, so nobody is answered." in server.run("bootctl", "info").stdout
    says(server, "no network is configured, nobody is answered; configuration 1")
    says(
        server,
        "no network is configured, nobody is answered; listening on 0.0.0.0:67 0.0.0.0:4011",
        "bootd-dhcp.service",
    )


@pytest.mark.parametrize(("reload", "done", "failed"), [(by_bootctl, 0, 1), (by_systemctl, 0, 1), (by_signal, None, None)])
def test_reload_tells_its_result(
    server: Server, client: Namespace, reload: Callable[[Server], int | None], done: int | None, failed: int | None
) -> None:
    lease(client)
    server.configure(CONFIGURATION.replace("12h", "6h"))
    assert reload(server) == done
    says(server, "1 network, 0 hosts, 1 lease; configuration 2")
    says(server, "serving 0.0.0.0:67 0.0.0.0:4011, configuration 2", "bootd-dhcp.service")
    assert [entry["BOOTD_GENERATION"] for entry in server.journal(f"MESSAGE_ID={LOADED}")] == ["1", "2"]
    server.configure(BROKEN)
    assert reload(server) == failed
    says(server, f"1 network, 0 hosts, 1 lease; configuration 2 goes on, for the one on disk is refused: {PROBLEM}")
    assert [entry["BOOTD_REASON"] for entry in server.journal(f"MESSAGE_ID={REFUSED}")] == [PROBLEM]
    assert lease(client)["lease"] == str(6 * 60 * 60)
    server.configure(CONFIGURATION)
    assert reload(server) == done
    says(server, "1 network, 0 hosts, 1 lease; configuration 3")


def test_problems_of_a_refused_reload_are_where_systemctl_points(server: Server) -> None:
    server.run("bootctl", "info")
    server.configure(BROKEN)
    said = server.run("systemctl", "reload", "bootd.service", check=False).stderr
    assert "systemctl status bootd.service" in said
    assert "journalctl -xeu bootd.service" in said
    assert PROBLEM in server.run("systemctl", "status", "--full", "bootd.service", check=False).stdout
    assert PROBLEM in server.run("journalctl", "-u", "bootd.service").stdout


def test_configuration_that_cannot_be_started_with_is_said_once(server: Server) -> None:
    server.configure(BROKEN)
    refused = server.run("bootctl", "info", check=False)
    assert refused.returncode == 3
    assert "journalctl -u bootd.service" in refused.stderr
    wait_for(lambda: server.show("bootd.service", "ActiveState") == ["failed"], "the end of the supervisor")
    says(server, f"not started: {PROBLEM}")
    assert [entry["BOOTD_REASON"] for entry in server.journal(f"MESSAGE_ID={CANNOT_RUN}")] == [PROBLEM]
    assert f"bootd cannot start: {PROBLEM}" in server.run("journalctl", "-u", "bootd.service").stdout
    server.configure(CONFIGURATION)
    server.run("bootctl", "info")


def test_state_that_systemd_cannot_prepare_is_no_reason_to_try_for_ever(server: Server) -> None:
    server.run("mkdir", "--parents", "/var/lib/bootd/state")
    server.run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", "/var/lib/bootd/state")
    assert server.run("bootctl", "info", check=False).returncode == 3
    wait_for(lambda: server.show("bootd.service", "ActiveState") == ["failed"], "the end of the supervisor")
    assert int(server.show("bootd.service", "NRestarts")[0]) == 0
    server.run("umount", "/var/lib/bootd/state")
    server.run("bootctl", "info")


def test_worker_without_a_supervisor_says_that_clients_wait(server: Server, client: Namespace) -> None:
    lease(client)
    server.configure(BROKEN)
    server.run("systemctl", "stop", "bootd.service")
    wait_for(
        lambda: status(server, "bootd-dhcp.service").startswith("clients wait, for the supervisor cannot be reached: "),
        "the worker says that it is alone",
    )
    server.configure(CONFIGURATION)
    seconds_to_offer(client, MAC)
    says(server, "serving 0.0.0.0:67 0.0.0.0:4011, configuration 1", "bootd-dhcp.service")


def test_supervisor_that_cannot_run_is_not_started_for_each_packet(server: Server, client: Namespace) -> None:
    lease(client)
    server.configure(BROKEN)
    server.run("systemctl", "stop", "bootd.service")
    for _ in range(100):
        with suppress(TimeoutError):
            seconds_to_offer(client, MAC, timeout=0.1)
    # Each of three connections of the DHCP worker begins with a few attempts in a row; then they are seconds apart.
    assert 2 < len(server.journal(f"MESSAGE_ID={CANNOT_RUN}")) < 35
    server.configure(CONFIGURATION)
    lease(client, retries=10)


def test_disk_that_cannot_be_written_is_the_first_thing_said(server: Server, client: Namespace) -> None:
    disk = adjustable_disk(server)
    server.run("bootctl", "info")
    disk.error = errno.EIO
    with pytest.raises(AssertionError, match="no lease"):
        lease(client, retries=1)
    wait_for(
        lambda: status(server, "bootd.service").startswith("no lease is given, for none can be written: "),
        "the supervisor complains of its disk",
    )
    disk.error = 0
    # It sees for itself that the disk is well again.
    says(server, "1 network, 0 hosts, 0 leases; configuration 1")
    lease(client)
    says(server, "1 network, 0 hosts, 1 lease; configuration 1")


def test_level_that_is_none_is_said(server: Server) -> None:
    drop_in(server, "bootd.service", "[Service]\nEnvironment=BOOTD_LOG=verbose\n")
    server.run("bootctl", "info")
    (entry,) = server.journal("--unit=bootd.service", "BOOTD_VALUE=verbose")
    assert entry["MESSAGE"] == "BOOTD_LOG names no level, info is used"
    assert entry["PRIORITY"] == "4"
