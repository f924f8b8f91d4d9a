"""`contrib/bench dhcp`: how many exchanges a second each server answers without loss, how fast, and at what cost."""

import argparse
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from lab.namespace import Lab

from .buffers import default_receive_buffer
from .counters import buffer_errors, cpu_seconds, quantile, resident, sync_delays
from .load import Load, Run
from .peers import CLIENT, PEERS, SERVER, Peer


@dataclass
class Figures:
    """What was measured of one server, a value for each round."""

    new: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    offer_median: list[float] = field(default_factory=list)
    offer_p99: list[float] = field(default_factory=list)
    ack_median: list[float] = field(default_factory=list)
    ack_p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    syncs: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


TITLES = {
    "new": "loss-free exchanges/s, new machines",
    "known": "loss-free exchanges/s, machines that have a lease",
    "offer_median": "OFFER, median ms",
    "offer_p99": "OFFER, p99 ms",
    "ack_median": "ACK, median ms",
    "ack_p99": "ACK, p99 ms",
    "cpu": "CPU seconds per 10,000 exchanges",
    "syncs": "waits for the disk per 1,000 exchanges",
    "memory": "resident memory, MiB",
}


# Below the first step, for servers that sync each lease, or write all of them anew.
SLOW = [10, 20, 50, 100, 200, 300, 500, 700]


class Round:
    """One server, measured once."""

    def __init__(self, peer: Peer, load: Load, options: argparse.Namespace, figures: Figures) -> None:
        self._peer = peer
        self._load = load
        self._options = options
        self._figures = figures

    def measure(self) -> None:
        figures, options = self._figures, self._options
        self._at_fixed_rate()
        figures.new.append(self._highest(lambda rate: self._load.run(rate, options.seconds)))
        known = self._load.new_base()
        clients = min(options.known, options.first * 2)
        self._load.run(options.first, clients / options.first, clients=clients, base=known)
        figures.known.append(
            self._highest(lambda rate: self._load.run(rate, options.seconds, clients=clients, base=known))
        )
        figures.memory.append(sum(resident(process) for process in self._peer.processes))

    def _highest(self, run: Callable[[int], Run]) -> int:
        """Search the rates for the highest without loss; a loss counts if a second try has one too."""
        step = self._options.step
        rates = [0, *(rate for rate in SLOW if rate < step), *range(step, self._options.last + 1, step)]
        low, high = 0, len(rates)
        while high - low > 1:
            middle = (low + high) // 2
            if any(run(rates[middle]).lost == 0 for _ in range(2)):
                low = middle
            else:
                high = middle
        return rates[low]

    def _at_fixed_rate(self) -> None:
        """Measure delays and costs at a rate that not everybody holds: of who loses there they say nothing."""
        figures, peer, rate = self._figures, self._peer, self._options.rate
        self._load.run(1000, 1)  # caches, and memory
        run = self._load.run(rate, self._options.seconds, delays=True)
        if run.lost > run.exchanges // 20:
            return
        figures.offer_median.append(statistics.median(run.offers))
        figures.offer_p99.append(quantile(run.offers, 0.99))
        figures.ack_median.append(statistics.median(run.acks))
        figures.ack_p99.append(quantile(run.acks, 0.99))
        cpu, syncs = cpu_seconds(peer.processes), peer.syncs.count
        run = self._load.run(rate, self._options.seconds)
        done = max(run.exchanges - run.lost, 1)
        figures.cpu.append((cpu_seconds(peer.processes) - cpu) * 10_000 / done)
        figures.syncs.append((peer.syncs.count - syncs) * 1000 / done)


def report(all_figures: dict[str, Figures], delays: list[float]) -> None:
    names = list(all_figures)
    print(f"\n{'':52}" + "".join(f"{name:>11}" for name in names) + ("  bootd/kea" if {"bootd", "kea"} <= set(names) else ""))
    for key, title in TITLES.items():
        medians = {}
        for name, figures in all_figures.items():
            values = getattr(figures, key)
            medians[name] = statistics.median(values) if values else None
        cells = "".join(f"{'-' if value is None else format(value, '.6g' if value >= 100 else '.2f'):>11}" for value in medians.values())
        ours, theirs = medians.get("bootd"), medians.get("kea")
        ratio = f"{ours / theirs:11.2f}" if ours is not None and theirs else ""
        print(f"{title:52}{cells}{ratio}")
    print(f"bare fdatasync in this run: median {statistics.median(delays):.2f} ms, p99 {quantile(delays, 0.99):.2f} ms")
    for name, figures in all_figures.items():
        print(f"{name}, by round: new {figures.new}, known {figures.known}")


def run(options: argparse.Namespace) -> None:
    all_figures = {name: Figures() for name in options.servers}
    delays: list[float] = []
    with default_receive_buffer(options.buffer), Lab(f"{SERVER}/8") as lab, lab.client(address=f"{CLIENT}/8") as client:
        load = Load(client)
        for number in range(1, options.rounds + 1):
            for name, figures in all_figures.items():
                before = buffer_errors(lab), buffer_errors(client)
                with PEERS[name](lab) as peer:
                    Round(peer, load, options, figures).measure()
                errors = buffer_errors(lab) - before[0], buffer_errors(client) - before[1]
                delays += sync_delays()
                print(
                    f"round {number}: {name:9} new {figures.new[-1]:6}  known {figures.known[-1]:6}"
                    f"  (receive buffers overflowed: server {errors[0]}, perfdhcp {errors[1]})",
                    flush=True,
                )
    report(all_figures, delays)
