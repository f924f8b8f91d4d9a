"""One boot as it is told: the steps of bootd and of the booted system in one order, and how long each stage took."""

import re
from collections.abc import Callable

from .trail import Step

# What the booted system says, and how we tell it.
_SYSTEM = {
    r"kernel up": "the kernel runs, the first process has begun",
    r"address (\S+)": r"it has the address \1",
    r"no address": "it got no address",
    r"ignition end": "it has its Ignition",
    r"ignition failed: (.*)": r"it has no Ignition: \1",
}

# Each stage ends with the last step of this kind, but the firmware's own with the first: firmware may ask repeatedly.
_STAGES: list[tuple[str, Callable[[Step], bool]]] = [
    ("firmware", lambda step: step.event == "offer" and "iPXE" not in step.text),
    ("address", lambda step: step.event == "ack" and "iPXE" not in step.text),
    ("loader", lambda step: step.stage == "tftp" and step.event == "sent"),
    ("iPXE", lambda step: step.event == "ack" and "iPXE" in step.text),
    ("scripts", lambda step: step.event == "ipxe"),
    ("kernel and initrd", lambda step: step.stage == "http" and step.event == "sent"),
    ("Linux", lambda step: step.stage == "linux" and "kernel" in step.text),
    ("Ignition", lambda step: step.stage == "linux" and step.text == "it has its Ignition"),
]


class Boot:
    """The steps so far. Times are in seconds since 1970."""

    def __init__(self, power_on: float) -> None:
        self.power_on = power_on
        self.steps: list[Step] = []

    @property
    def is_over(self) -> bool:
        """Whether the booted system has its Ignition."""
        return any(step.text == "it has its Ignition" for step in self.steps)

    def take(self, trail: list[Step], console: list[tuple[float, str]], until: float) -> list[Step]:
        """Take in the steps before `until` that the trail has or the console shows, and return the new ones."""
        steps = trail + [step for when, line in console if (step := _step(self.power_on + when, line))]
        new = [step for step in steps if step.time <= until and step not in self.steps]
        new.sort(key=lambda step: step.time)
        self.steps += new
        return new

    def stages(self) -> dict[str, float]:
        """Return how long each stage took, in seconds. Raises AssertionError if one is missing."""
        took: dict[str, float] = {}
        before = self.power_on
        for name, ends in _STAGES:
            ending = [step.time for step in self.steps if ends(step)]
            assert ending, f"no step on the trail ends the stage '{name}'"
            end = ending[0] if name == "firmware" else ending[-1]
            took[name] = end - before
            before = end
        return took


def _step(time: float, line: str) -> Step | None:
    """Return the step that a line of the console tells, if it is one of the booted system's."""
    said = line.removeprefix("bootd-lab: ")
    for pattern, text in _SYSTEM.items():
        if said != line and (match := re.fullmatch(pattern, said)):
            return Step(time, "linux", "said", match.expand(text))
    return None
