"""bootd's processes killed under a real systemd, where workers outlive their supervisor, while a network lives."""

import json
import time

from lab.chance import seeded
from lab.namespace import Lab
from lab.traffic import CONFIGURATION, Traffic
from system.crash import crash, process, wait_for_another
from system.server import Server

RELAY = "10.75.200.1"
KILLS = ["bootd.service"] * 10 + ["bootd-dhcp.service"] * 10


def test_kills_lose_no_lease_and_give_no_address_twice(server: Server, network: Lab) -> None:
    chance = seeded()

    def leases() -> list[dict]:
        return json.loads(server.run("bootctl", "--json", "leases").stdout)["leases"]

    server.configure(CONFIGURATION)
    server.run("systemctl", "reload-or-restart", "bootd.service")
    with Traffic(network.client(address=f"{RELAY}/16"), RELAY, chance) as traffic:
        for victim in chance.sample(KILLS, len(KILLS)):
            traffic.wait_for(30, timeout=60)
            time.sleep(chance.uniform(0, 0.2))
            pid = process(server, victim)
            crash(server, victim, 1)
            # Whoever asks at the very moment is hung up on.
            wait_for_another(server, victim, pid)
            traffic.record.assert_kept(leases)
        traffic.wait_for(30, timeout=60)
    traffic.record.assert_kept(leases)
