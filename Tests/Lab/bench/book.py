"""`contrib/bench book`: what a large lease book costs bootd; `contrib/bench rack`: a rack that powers on."""

import argparse
import statistics
import time

from lab.namespace import Lab

from .buffers import default_receive_buffer
from .load import Load
from .peers import CLIENT, PEERS, SERVER, Bootd, Peer
from .rates import Figures, Round


def book(options: argparse.Namespace) -> None:
    """Rates and start with an empty book, and with many leases in it."""
    empty, full = Figures(), Figures()
    starts: list[float] = []
    with default_receive_buffer(options.buffer), Lab(f"{SERVER}/8") as lab, lab.client(address=f"{CLIENT}/8") as client:
        load = Load(client)
        for _ in range(options.rounds):
            for figures, leases in ((empty, 0), (full, options.leases)):
                with Bootd(lab) as peer:
                    fill(load, leases)
                    if leases:
                        starts.append(seconds_to_answer(peer, load))
                    Round(peer, load, options, figures).measure()
    before, after = (statistics.median(figures.new) for figures in (empty, full))
    print(f"loss-free exchanges/s: {before:.0f} with an empty book, {after:.0f} with {options.leases} leases: {after / before:.2f}")
    print(f"start with {options.leases} leases, until a machine has its lease: median {statistics.median(starts):.2f} s of {starts}")


def fill(load: Load, leases: int) -> None:
    """Have so many new machines served, slowly enough that none is missed."""
    done = 0
    while done < leases:
        run = load.run(4000, min((leases - done) / 4000, 5))
        done += run.exchanges - run.lost


def seconds_to_answer(peer: Bootd, load: Load) -> float:
    """Kill and start it, and return how long it takes from the start until a machine has a lease."""
    peer.server.stop()
    start = time.monotonic()
    peer.server.start()
    load.run(1, 1)
    elapsed = time.monotonic() - start
    peer.restart()
    return elapsed


def rack(options: argparse.Namespace) -> None:
    """Many machines that come at once, each asking again until it is served."""
    times: dict[str, list[float]] = {name: [] for name in options.servers}
    with default_receive_buffer(options.buffer), Lab(f"{SERVER}/8") as lab, lab.client(address=f"{CLIENT}/8") as client:
        load = Load(client)
        for number in range(1, options.rounds + 1):
            for name, values in times.items():
                peer: Peer
                with PEERS[name](lab) as peer:
                    values.append(load.avalanche(options.clients))
                print(f"round {number}: {name:9} {values[-1]:.2f} s", flush=True)
    for name, values in times.items():
        print(f"{name:9} {options.clients} machines served: median {statistics.median(values):.2f} s of {values}")
