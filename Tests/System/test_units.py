"""What systemd, and an administrator who knows it, see of an installed bootd."""

import pytest
from system.server import SERVICES, SOCKETS, Server

UNITS = "/usr/lib/systemd/system"


def test_verify_finds_nothing_to_say(installed: Server) -> None:
    units = [f"{UNITS}/{unit}" for unit in ["bootd.target", *SOCKETS, *SERVICES]]
    done = installed.run("systemd-analyze", "verify", "--recursive-errors=no", *units)
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize(
    ("service", "limit"),
    [("bootd.service", 6), ("bootd-http.service", 5), ("bootd-tftp.service", 13), ("bootd-dhcp.service", 19)],
)
def test_exposure_in_tenths_is_at_most(installed: Server, service: str, limit: int) -> None:
    installed.run("systemd-analyze", "security", "--offline=true", f"--threshold={limit}", f"{UNITS}/{service}")


@pytest.mark.parametrize("unit", ["bootd.target", *SOCKETS])
def test_is_active_after_the_start_of_the_target(installed: Server, unit: str) -> None:
    assert installed.show(unit, "ActiveState", "LoadState") == ["active", "loaded"]


def test_no_unit_has_failed(installed: Server) -> None:
    assert installed.run("systemctl", "list-units", "--state=failed", "--no-legend", "bootd*").stdout == ""


@pytest.mark.parametrize(
    ("unit", "service", "name", "listens"),
    [
        ("bootd.socket", "bootd.service", "control", "/run/bootd/control.socket (Stream)"),
        ("bootd-worker.socket", "bootd.service", "worker", "/run/bootd/worker.socket (Stream)"),
        ("bootd-dhcp.socket", "bootd-dhcp.service", "dhcp", "0.0.0.0:67 (Datagram)"),
        ("bootd-pxe.socket", "bootd-dhcp.service", "pxe", "0.0.0.0:4011 (Datagram)"),
        ("bootd-tftp.socket", "bootd-tftp.service", "tftp", "[::]:69 (Datagram)"),
        ("bootd-http.socket", "bootd-http.service", "http", "[::]:8080 (Stream)"),
    ],
)
def test_socket(installed: Server, unit: str, service: str, name: str, listens: str) -> None:
    assert installed.show(unit, "Triggers", "FileDescriptorName", "Listen") == [service, name, listens]


@pytest.mark.parametrize("unit", ["bootd-dhcp.socket", "bootd-pxe.socket", "bootd-tftp.socket"])
def test_datagram_socket_tells_the_interface_from_the_first_packet_on(installed: Server, unit: str) -> None:
    assert installed.show(unit, "PassPacketInfo", "ReceiveBuffer") == ["yes", str(8 << 20)]


@pytest.mark.parametrize("unit", SOCKETS)
def test_nothing_takes_a_socket_down(installed: Server, unit: str) -> None:
    assert installed.show(unit, "TriggerLimitIntervalUSec") == ["0"]


@pytest.mark.parametrize("unit", SERVICES)
def test_nothing_keeps_a_service_from_being_started_again(installed: Server, unit: str) -> None:
    assert installed.show(unit, "StartLimitIntervalUSec", "RestartUSec") == ["0", "100ms"]


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("/run/bootd", "755 root:root"),
        ("/run/bootd/control.socket", "660 root:bootd"),
        ("/run/bootd/worker.socket", "660 root:bootd-worker"),
        ("/etc/bootd", "750 root:bootd"),
        ("/var/lib/bootd", "755 root:root"),
        ("/var/lib/bootd/groups", "750 root:bootd"),
        ("/var/lib/bootd/profiles", "750 root:bootd"),
        ("/var/lib/bootd/ignition", "750 root:bootd"),
        ("/var/lib/bootd/cloud", "750 root:bootd"),
        ("/var/lib/bootd/generic", "750 root:bootd"),
        ("/var/lib/bootd/tftp", "755 root:root"),
        ("/var/lib/bootd/assets", "755 root:root"),
    ],
)
def test_mode_and_owner(installed: Server, path: str, mode: str) -> None:
    assert installed.run("stat", "--format=%a %U:%G", path).stdout.strip() == mode


@pytest.mark.parametrize("user", ["bootd-dhcp", "bootd-tftp", "bootd-http"])
def test_worker_may_open_the_worker_socket_and_no_other(installed: Server, user: str) -> None:
    groups = installed.run("id", "--name", "--groups", user).stdout.split()
    assert sorted(groups) == sorted([user, "bootd-worker"])


def test_supervisor_is_in_no_group_but_its_own(installed: Server) -> None:
    assert installed.run("id", "--name", "--groups", "bootd").stdout.split() == ["bootd"]


def test_supervisor_knows_which_boot_it_is(installed: Server) -> None:
    installed.run("bootctl", "info")
    boot = installed.run("cat", "/proc/sys/kernel/random/boot_id").stdout.strip().replace("-", "")
    environment = installed.run("cat", f"/proc/{installed.main_pid('bootd.service')}/environ").stdout.split("\0")
    assert f"BOOTD_BOOT={boot}" in environment
