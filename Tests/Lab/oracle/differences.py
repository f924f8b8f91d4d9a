"""Compares what two servers said."""

from dataclasses import dataclass

from lab import dhcp

from .conversation import Talk
from .matrix import Case
from .states import Message

MESSAGES = {
    dhcp.DISCOVER: "DISCOVER",
    dhcp.REQUEST: "REQUEST",
    dhcp.DECLINE: "DECLINE",
    dhcp.RELEASE: "RELEASE",
    dhcp.INFORM: "INFORM",
}
SILENCE = {"kind": "silence"}


@dataclass(frozen=True)
class Difference:
    """What is not the same in two answers. `all_ours`, `all_theirs` are the whole answers, None is silence."""

    case: Case
    step: int
    message: Message
    field: str
    ours: str | None
    theirs: str | None
    all_ours: dict[str, str]
    all_theirs: dict[str, str]

    def __str__(self) -> str:
        who = "the stranger's" if self.message.stranger else "its"
        return (
            f"{self.case}: to {who} {MESSAGES[self.message.kind]} (step {self.step}) {self.field} is {self.ours!r}, "
            f"dhcpd's {self.theirs!r}"
        )


def compare(case: Case, ours: Talk, theirs: Talk) -> list[Difference]:
    """Return the differences between two conversations of a case."""
    differences: list[Difference] = []
    for step, ((message, our_answer), (_, their_answer)) in enumerate(zip(ours.steps, theirs.steps, strict=True)):
        left, right = our_answer or SILENCE, their_answer or SILENCE
        # Answers of different kinds have nothing to compare.
        fields = ["kind"] if left["kind"] != right["kind"] else sorted({*left, *right})
        pairs = [(field, left.get(field), right.get(field)) for field in fields]
        pairs.append(("order", _order(left, right), _order(right, left)))
        differences += [Difference(case, step, message, *pair, left, right) for pair in pairs if pair[1] != pair[2]]
    return differences


def _order(answer: dict[str, str], other: dict[str, str]) -> str:
    """Return the codes of the options that both answers have, in the order of the first."""
    return " ".join(field.removeprefix("option ") for field in answer if field.startswith("option ") and field in other)
