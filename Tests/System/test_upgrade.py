"""New binaries under load, and what an older bootd does with a newer one's database."""

import json
from collections.abc import Callable

import pytest
from lab.namespace import Lab
from system import build
from system.fleet import Fleet
from system.server import SERVICES, SOCKETS, Server, wait_for
from system.units import STATE, status

RELAY = "10.75.200.1"
CANNOT_RUN = "bb8c4f21602e4370bf4c43280a9298cb"


def upgrade(server: Server) -> None:
    """Install a newer package: it restarts what runs."""
    before = {service: server.main_pid(service) for service in ("bootd.service", "bootd-dhcp.service")}
    server.dpkg("--install", f"/package/{build.package('99').name}")
    wait_for(lambda: all(server.main_pid(service) not in (0, pid) for service, pid in before.items()), "new processes")


def restart_services(server: Server) -> None:
    server.run("systemctl", "restart", *SERVICES)


def restart_everything(server: Server) -> None:
    server.run("systemctl", "restart", "bootd.target")


def stop_and_start_everything(server: Server) -> None:
    server.run("systemctl", "stop", "bootd.target", *SOCKETS, *SERVICES)
    server.run("systemctl", "start", "bootd.target")


def leases(server: Server) -> dict[str, str]:
    """Return the address of each machine that has a lease."""
    rows = json.loads(server.run("bootctl", "--json", "leases").stdout)["leases"]
    held = [row for row in rows if row["state"] == "bound"]
    assert len({row["address"] for row in held}) == len(held)
    return {row["hardware"]: row["address"] for row in held}


@pytest.mark.parametrize("disturb", [upgrade, restart_services, restart_everything, stop_and_start_everything])
def test_no_lease_is_lost_and_every_client_is_served(server: Server, network: Lab, disturb: Callable[[Server], None]) -> None:
    build.package("99")
    with Fleet(network.client(address=f"{RELAY}/16"), RELAY) as fleet:
        fleet.wait_for(200, timeout=60)
        for _ in range(3):
            disturb(server)
            fleet.wait_for(100, timeout=60)
    assert fleet.unserved == []
    held = leases(server)
    assert {machine: held.get(machine) for machine in fleet.acknowledged} == fleet.acknowledged
    assert [unit for unit in SOCKETS if server.show(unit, "ActiveState") != ["active"]] == []


def test_database_of_a_newer_bootd_is_refused_by_name(server: Server, network: Lab) -> None:
    with Fleet(network.client(address=f"{RELAY}/16"), RELAY) as fleet:
        fleet.wait_for(8, timeout=60)
    server.run("systemctl", "stop", "bootd.target", *SERVICES)
    # As that one would have left it.
    newer = f"import sqlite3; sqlite3.connect('{STATE}/bootd.db').execute('PRAGMA user_version = 99')"
    server.run("python3", "-c", newer)
    server.run("systemctl", "start", "bootd.target")
    assert server.run("bootctl", "info", check=False).returncode == 3
    wait_for(lambda: server.show("bootd.service", "ActiveState") == ["failed"], "the end of the supervisor")
    assert server.show("bootd.service", "ExecMainStatus", "NRestarts") == ["1", "0"]
    reasons = [entry["BOOTD_REASON"] for entry in server.journal(f"MESSAGE_ID={CANNOT_RUN}")]
    assert len(reasons) == 1
    assert f"{STATE}/bootd.db was written by a newer bootd: its schema is 99" in reasons[0]
    assert "--recover" in reasons[0]
    assert status(server, "bootd.service") == f"not started: {reasons[0]}"
    older = newer.replace("99", "1")
    server.run("python3", "-c", older)
    assert set(fleet.acknowledged.items()) <= set(leases(server).items())
