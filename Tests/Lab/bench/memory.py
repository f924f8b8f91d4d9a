"""`contrib/bench memory`: what the processes need, idle and with leases."""

import argparse
import time

from lab.namespace import Lab
from lab.server import Server

from .counters import resident
from .load import Load
from .peers import BOOTD, CLIENT, SERVER, Kea

PROGRAMS = ["bootd", "bootd-dhcp", "bootd-tftp", "bootd-http"]


def run(_: argparse.Namespace) -> None:
    with Lab(f"{SERVER}/8") as lab, lab.client(address=f"{CLIENT}/8") as client:
        load = Load(client)
        with Server(lab, BOOTD) as server:
            idle = {name: resident(server.pid(name)) for name in PROGRAMS}
            lost = load.run(2000, 5).lost
            time.sleep(1)
            loaded = {name: resident(server.pid(name)) for name in PROGRAMS}
            leases = len(server.ask("leases")["leases"])
        with Kea(lab) as kea:
            idle["kea-dhcp4"] = resident(kea.processes[0])
            load.run(2000, 5)
            loaded["kea-dhcp4"] = resident(kea.processes[0])
    print(f"resident memory in MiB: idle, after {leases} leases (lost packets: {lost})")
    for name, before in idle.items():
        print(f"{name:11} {before:6.1f} {loaded[name]:6.1f}")
