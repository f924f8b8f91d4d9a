"""The README's backup, made while the server is busy, and put back on another machine: its own lines are what runs."""

import re
import shutil
from pathlib import Path

from lab.clients import Udhcpc
from lab.load import Load
from lab.namespace import Lab
from system.build import REPOSITORY
from system.server import ADDRESS, CONFIGURATION, MAC, Server

BACKUP = "/root/bootd-backup"
LOAD = "10.75.255.253"
GROUP = '{"id": "n1", "profile": "node", "selector": {"mac": "52:54:00:00:00:01"}}\n'
NODE = """\
profiles: {node: {kernel: /assets/vmlinuz, ignition: node.ign}}
hosts: {node2: {mac: 52:54:00:00:00:02, address: 10.75.0.11, profile: node}}
"""


def procedure(name: str) -> str:
    """Return the commands of the README's block of this name."""
    (commands,) = re.findall(rf"^```sh {name}\n(.*?)^```$", (REPOSITORY / "README.md").read_text("utf-8"), re.M | re.S)
    return commands


def run(server: Server, name: str) -> str:
    """Type the commands of a block, and return what they print. Raises AssertionError at the first that fails."""
    return server.run("bash", "-euxc", procedure(name)).stdout


def write(server: Server, path: str, text: str) -> None:
    """Write a file as root does, to be read by the group of its directory."""
    file = server.path(path)
    file.write_text(text, "utf-8")
    shutil.chown(file, 0, file.parent.stat().st_gid)
    file.chmod(0o640)


def files(server: Server) -> list[str]:
    """Return every file of bootd's directories with its mode and owner, but for the database's companions."""
    listed = server.run("find", "/etc/bootd", "/var/lib/bootd", "-printf", "%p %M %u:%g\\n").stdout.splitlines()
    return sorted(line for line in listed if not re.search(r"bootd\.db-(wal|shm) ", line))


def leases(server: Server) -> dict[str, str]:
    """Return which machine has each address, as the server tells."""
    rows = server.run("bootctl", "leases", "--csv").stdout.splitlines()[1:]
    return {machine: address for address, machine, _, _, _, state, *_ in (row.split(",") for row in rows) if state == "bound"}


def test_backup_of_a_busy_server_brings_another_machine_into_its_place(network: Lab, tmp_path: Path) -> None:
    client = network.client(MAC)
    with Udhcpc(client) as machine:
        with Server() as old:
            write(old, "/etc/bootd/bootd.yaml", CONFIGURATION)
            write(old, "/etc/bootd/conf.d/node.yaml", NODE)
            write(old, "/var/lib/bootd/ignition/node.ign", "{}\n")
            write(old, "/var/lib/bootd/groups/n1.json", GROUP)
            (old.path("/var/lib/bootd/assets") / "vmlinuz").write_text("kernel", "ascii")
            old.connect(network)
            old.enable()
            address = machine.wait_for("bound")["address"]
            with Load(network.client(address=f"{LOAD}/16"), LOAD) as load:
                load.wait_for(50)
                acknowledged = load.acknowledged | {MAC: address}
                run(old, "backup")
                load.wait_for(17)
            before = files(old)
            shutil.copytree(old.path(BACKUP), tmp_path / "backup")

        with Server() as new:
            new.connect(network)
            shutil.copytree(tmp_path / "backup", new.path(BACKUP))
            assert address in run(new, "restore")
            assert files(new) == before
            kept = leases(new)
            assert {lost: kept.get(lost) for lost in acknowledged if kept.get(lost) != acknowledged[lost]} == {}
            assert "node2" in new.run("bootctl", "hosts").stdout
            # The address is at another network card now.
            client.ip("neighbour flush dev eth0")
            machine.renew()
            renewed = machine.wait_for("renew")
            assert (renewed["address"], renewed["server"]) == (address, ADDRESS)
