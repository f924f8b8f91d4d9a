"""bootd beside ISC dhcpd: each client, known or not, local or relayed, in each state, with an equal configuration.

What differs stands in a table with its reason. A difference without a reason is a fault; a reason that no difference
needs is one too.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from oracle.conversation import both, hold
from oracle.differences import SILENCE, Difference, compare
from oracle.matrix import BY_PORT, UNKNOWN, Case, all_cases
from oracle.states import NOWHERE, STATES

# So many differences of a state are shown.
SHOWN = 20


@dataclass(frozen=True)
class Reason:
    """Why we differ in some fields, and when."""

    text: str
    fields: set[str]
    when: Callable[[Difference], bool]

    def covers(self, difference: Difference) -> bool:
        return difference.field in self.fields and self.when(difference)


def _without(order: str, *codes: str) -> list[str]:
    return [code for code in order.split() if code not in codes]


def _is_overloaded(difference: Difference) -> bool:
    return "option 52" in difference.all_ours or "option 52" in difference.all_theirs


def _kinds(ours: str, theirs: str) -> Callable[[Difference], bool]:
    return lambda difference: (difference.ours, difference.theirs) == (ours, theirs)


def _all(*conditions: Callable[[Difference], bool]) -> Callable[[Difference], bool]:
    return lambda difference: all(condition(difference) for condition in conditions)


def _in_states(*states: str) -> Callable[[Difference], bool]:
    return lambda difference: difference.case.state in states


def _is_shy(difference: Difference) -> bool:
    return not difference.case.network.is_authoritative


def _is_local(difference: Difference) -> bool:
    return difference.case.place.relay is None


def _is_by_port(difference: Difference) -> bool:
    return difference.case.known == BY_PORT


def _is_nak(difference: Difference) -> bool:
    return difference.all_ours["kind"] == "NAK"


SILENT = SILENCE["kind"]
REASONS = {
    # Who is answered
    "informs": Reason(
        "RFC 2131 section 4.3.5 lets everybody ask for parameters; dhcpd tells them only where it is authoritative.",
        {"kind"},
        _all(_kinds("ACK", SILENT), _in_states("INFORM", "INFORM, broadcast or relayed"), _is_shy),
    ),
    "declines": Reason(
        "A machine may not decline what another has; from dhcpd anybody takes any lease away like that.",
        {"kind"},
        _all(_kinds("ACK", SILENT), _in_states("DECLINE of another's lease")),
    ),
    "another server": Reason(
        "Who names another server has not chosen us (RFC 2131 section 4.3.2); dhcpd looks at it in failover only.",
        {"kind"},
        _all(_kinds(SILENT, "ACK"), _in_states("SELECTING another server")),
    ),
    "wrong network": Reason(
        "An address of another network is wrong, authoritative or not (RFC 2131 section 4.3.2); "
        "dhcpd says so only where it is authoritative.",
        {"kind"},
        _all(
            _kinds("NAK", SILENT),
            _is_shy,
            _in_states(
                "INIT-REBOOT, wrong network",
                "INIT-REBOOT, another network of ours",
                "REBINDING, wrong network",
                "REBINDING, another network of ours",
            ),
        ),
    ),
    "moved": Reason(
        "Whom we hear on our own link without a relay is there; dhcpd takes a machine to be where its address (ciaddr) "
        "is, and lets it keep one that it cannot use here, or says nothing if it has no such network.",
        {"kind"},
        _all(
            lambda d: d.ours == "NAK",
            _is_local,
            _in_states("REBINDING, wrong network", "REBINDING, another network of ours"),
        ),
    ),
    "not in a range": Reason(
        "A machine with an address that is a host's, or nobody's where we are authoritative, gets another soonest when "
        "it is refused; dhcpd says nothing of addresses that are in no range.",
        {"kind"},
        _all(
            _kinds("NAK", SILENT),
            lambda d: d.case.known == UNKNOWN,
            _in_states("INIT-REBOOT, another host's address", "INIT-REBOOT, its host's address"),
        ),
    ),
    "unknown address": Reason(
        "Where we are not authoritative another server may have given an address that we know nothing of: we are "
        "silent (RFC 2131 section 4.3.2). dhcpd gives it to strangers, and refuses it to hosts.",
        {"kind"},
        _all(
            lambda d: d.ours == SILENT,
            _is_shy,
            _in_states("INIT-REBOOT, unknown address", "RENEWING, unknown address"),
        ),
    ),
    "renewal past the relay": Reason(
        "Who renews past its relay, so that nobody tells its port, is the host whose address it holds; dhcpd is silent "
        "until it asks through the relay.",
        {"kind"},
        _all(_kinds("ACK", SILENT), _in_states("RENEWING"), _is_by_port),
    ),
    "two on a port": Reason(
        "While one machine on a port has the address of its host another gets it not; dhcpd gives it to both.",
        {"kind", "yiaddr"},
        _all(
            _is_by_port,
            _in_states(
                "INIT, wants what another has",
                "SELECTING what another has",
                "INIT-REBOOT, another's lease",
                "REBINDING, another's lease",
                "RELEASE of another's lease",
            ),
            lambda d: d.all_theirs.get("yiaddr") == "its host's address",
            lambda d: d.all_ours["kind"] == "NAK" or d.ours == "an address of the range",
        ),
    ),
    # Where answers go
    "has an address": Reason(
        "A client that has an address is answered there, whatever its broadcast flag says (RFC 2131 section 4.1).",
        {"to", "frame to"},
        lambda d: d.case.place.broadcast and d.message.client != NOWHERE and d.all_theirs["to"] == "everybody, port 68",
    ),
    "relayed INFORM": Reason(
        "What a relay passed on goes back to it (RFC 2131 section 4.1); dhcpd sends the answer to an INFORM past it.",
        {"to", "frame to"},
        lambda d: d.case.state == "INFORM, broadcast or relayed" and not _is_local(d),
    ),
    # Fields
    "flags of a NAK": Reason(
        "The flags of a NAK are the client's, unless a relay is to broadcast it (RFC 2131 table 3 and section 4.3.2).",
        {"flags"},
        _is_nak,
    ),
    "declined address": Reason(
        "A host's address that is in use is set aside for ten minutes; dhcpd offers it again at once.",
        {"yiaddr", "to"},
        lambda d: d.case.state == "DECLINE, then DISCOVER" and d.case.known != UNKNOWN and d.step == 3,
    ),
    # Options
    "text of a NAK": Reason("Each says it in its own words.", {"option 56"}, _is_nak),
    "identifier of the machine": Reason(
        "Booting machines have their identifier back (RFC 4578 section 2.3); dhcpd sends none that is not configured.",
        {"option 97"},
        lambda d: d.theirs is None,
    ),
    "times": Reason(
        "Some clients have no times to renew of their own (HP JetDirect); dhcpd sends none that are not configured.",
        {"option 58", "option 59"},
        lambda d: d.theirs is None,
    ),
    "closing NUL": Reason(
        "ROMs take options 66 and 67 for C strings, and read on where no NUL ends them.",
        {"option 66", "option 67"},
        lambda d: d.theirs is not None and d.ours == d.theirs[:-1] + "\\x00'",
    ),
    "identifier of an INFORM": Reason(
        "RFC 6842 has every answer carry the client's identifier; dhcpd leaves it out of that to an INFORM.",
        {"option 61"},
        lambda d: d.theirs is None and d.case.state.startswith("INFORM"),
    ),
    "host of an INFORM": Reason(
        "A host's parameters are its own in an INFORM too; dhcpd looks for no host there.",
        {"option 12"},
        lambda d: d.theirs is None and d.case.known != UNKNOWN and d.case.state.startswith("INFORM"),
    ),
    "link as a name server": Reason(
        "dhcpd answers an INFORM with the relay's sub-option 82.5 as option 5, where name servers stand.",
        {"option 5"},
        _all(lambda d: d.ours is None, _in_states("INFORM, broadcast or relayed"), lambda d: not _is_local(d)),
    ),
    "overload of an INFORM": Reason(
        "What does not fit goes into the field `file` in an answer to an INFORM too; there dhcpd leaves it out.",
        {"file", "option 15", "option 52", "option 226"},
        lambda d: d.theirs in (None, "") and "option 52" in d.all_ours and d.case.state.startswith("INFORM"),
    ),
    "size": Reason(
        "A relay's option comes within the client's size (57); dhcpd adds it on top.",
        {"size"},
        lambda d: d.theirs is not None and d.theirs.startswith("too long") and bool(d.case.agent),
    ),
    # Order of options
    "order in two fields": Reason(
        "What stands in the field `file` is read after all else, and each puts other options there.",
        {"order"},
        _is_overloaded,
    ),
    "order of nobody": Reason(
        "A client without a list asks for no order.",
        {"order"},
        lambda d: d.case.kind.name == "no list" and not _is_overloaded(d),
    ),
    "order of what was not asked for": Reason(
        "The subnet mask stands before all that was asked for, and so before the routers (RFC 2132 section 3.3); what "
        "the client says of itself comes back behind it.",
        {"order"},
        lambda d: _without(d.ours, "1", "61", "118") == _without(d.theirs, "1", "61", "118"),
    ),
}


@dataclass(frozen=True)
class Comparison:
    """All cases, what the answers to them differ in, and how many of these differences each reason covers."""

    cases: list[Case]
    unexplained: dict[str, list[Difference]]
    uses: dict[str, int]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    cases = all_cases(STATES)
    unexplained: dict[str, list[Difference]] = {state: [] for state in STATES}
    uses = dict.fromkeys(REASONS, 0)
    with both(cases) as (ours, theirs):
        for state in STATES:
            those = [case for case in cases if case.state == state]
            for case, our_talk, their_talk in zip(those, hold(those, ours), hold(those, theirs), strict=True):
                for difference in compare(case, our_talk, their_talk):
                    reasons = [name for name, reason in REASONS.items() if reason.covers(difference)]
                    for name in reasons:
                        uses[name] += 1
                    if not reasons:
                        unexplained[state].append(difference)
    return Comparison(cases, unexplained, uses)


@pytest.mark.parametrize("state", STATES)
def test_answers_are_those_of_dhcpd_or_differ_for_a_reason(comparison: Comparison, state: str) -> None:
    differences = comparison.unexplained[state]
    count = sum(case.state == state for case in comparison.cases)
    shown = "\n".join(map(str, differences[:SHOWN]))
    assert not differences, f"{len(differences)} differences without a reason in {count} conversations:\n{shown}"


@pytest.mark.parametrize("name", REASONS)
def test_each_reason_is_needed(comparison: Comparison, name: str) -> None:
    assert comparison.uses[name], f"nothing differs like this any more: {REASONS[name].text}"
