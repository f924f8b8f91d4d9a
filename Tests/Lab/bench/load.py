"""perfdhcp, the load: exchanges of DISCOVER, OFFER, REQUEST and ACK at a given rate."""

import re
from dataclasses import dataclass, field

from lab.namespace import Namespace

from .peers import SERVER


@dataclass
class Run:
    """What came of a run; delays in milliseconds, when they were asked for."""

    exchanges: int
    lost: int
    offers: list[float] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)


class Load:
    """Clients in a namespace. Each run has clients of its own, unless they are known by then."""

    def __init__(self, client: Namespace) -> None:
        self._client = client
        self._next = 0x020000000000

    def run(self, rate: int, seconds: float, *, clients: int | None = None, base: int | None = None, delays: bool = False) -> Run:
        """Begin `rate` exchanges a second. `clients` at `base` take turns; by default every exchange has a new one."""
        exchanges = int(rate * seconds)
        if base is None:
            base = self.new_base()
        mac = ":".join(f"{base >> shift & 255:02x}" for shift in (40, 32, 24, 16, 8, 0))
        arguments = ["-r", rate, "-R", clients or exchanges, "-n", exchanges, "-b", f"mac={mac}", "-W", 1_000_000]
        said = self._perfdhcp(*arguments, *(["-x", "t"] if delays else []), timeout=60 + seconds)
        sent, received = (self._counts(said, name) for name in ("sent", "received"))
        lost = sum(sent) - sum(received) + max(0, exchanges - sent[1])
        return Run(exchanges, lost, self._delays(said, "DISCOVER-OFFER"), self._delays(said, "REQUEST-ACK"))

    def avalanche(self, clients: int) -> float:
        """Have so many machines come at once, each asking again until it is served; return the seconds until all are."""
        said = self._perfdhcp("-R", clients, "--scenario", "avalanche", timeout=300)
        found = re.search(rf"It took (\d+):(\d+):([\d.]+) to provision {clients} clients", said)
        assert found, f"perfdhcp said: {said}"
        return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])

    def new_base(self) -> int:
        """Return the first of a block of MAC addresses that nobody has had."""
        self._next += 1 << 24
        return self._next

    def _perfdhcp(self, *arguments: object, timeout: float) -> str:
        command = ["perfdhcp", "-4", "-l", "eth0", *arguments, SERVER]
        done = self._client.run(*command, check=False, timeout=timeout)
        for _ in range(3):
            # Its two threads may note the times of a packet in the wrong order, and then it gives up.
            if "timestamp must not be greater" not in done.stderr:
                break
            done = self._client.run(*command, check=False, timeout=timeout)
        assert "Statistics for: REQUEST-ACK" in done.stdout, f"perfdhcp said: {done.stdout}{done.stderr}"
        return done.stdout

    @staticmethod
    def _counts(said: str, name: str) -> list[int]:
        """Return how many DISCOVERs or OFFERs, and how many REQUESTs or ACKs there were."""
        return [int(number) for number in re.findall(rf"^{name} packets: (\d+)", said, re.MULTILINE)][:2]

    @staticmethod
    def _delays(said: str, kind: str) -> list[float]:
        """Return the delays of one kind of answer in milliseconds."""
        _, _, rest = said.partition(f"***Timestamps for packets: {kind}***\n")
        delays = []
        for line in rest.splitlines():
            if not line.startswith("sent / received: "):
                break
            times = [float(time) for time in re.findall(r"\d+\.\d+", line)]
            if len(times) == 2:
                delays.append((times[1] - times[0]) * 1000)
        return delays
