"""Fifty times a process is killed while a network lives: no lease is lost, and no address is held twice."""

import time
from pathlib import Path

from lab.chance import seeded
from lab.disk import Disk
from lab.namespace import Lab
from lab.server import Server
from lab.traffic import CONFIGURATION, Traffic

RELAY = "10.75.255.253"
KILLS = ["bootd"] * 20 + ["bootd-dhcp"] * 22 + ["bootd-tftp", "bootd-http"] * 4


def test_fifty_kills_lose_no_lease_and_give_no_address_twice(namespace: Lab, tmp_path: Path) -> None:
    chance = seeded()
    disk = Disk(tmp_path)

    def leases() -> list[dict]:
        return server.ask("leases")["leases"]

    relay = namespace.client(address=f"{RELAY}/16")
    with Server(namespace, CONFIGURATION, environment=disk.environment) as server:
        with Traffic(relay, RELAY, chance) as traffic:
            for victim in chance.sample(KILLS, len(KILLS)):
                # Now and then a commit is under way at nearly every moment.
                disk.delay = chance.choice([0, 0.02])
                traffic.wait_for(30)
                time.sleep(chance.uniform(0, 0.2))
                supervisor = server.pid("bootd")
                server.kill(victim)
                if victim == "bootd":
                    server.start()
                traffic.record.assert_kept(leases)
                assert (server.pid("bootd") == supervisor) == (victim != "bootd")
            traffic.wait_for(30)
        server.kill("bootd")
        server.start()
        traffic.record.assert_kept(leases)
