"""Terms, what can be written, and how a referral passes from state to state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from models.enums import ReferralOutcome, ReferralState, RulingStep, TermState

LONGEST_NAME = 200
LONGEST_TEXT = 4000
MOST_FILES = 10

OPEN_STATES = frozenset({ReferralState.RECEIVED, ReferralState.EXAMINED, ReferralState.SECOND_LOOK})
RULED_STATES = frozenset({ReferralState.RECOGNISED, ReferralState.NOT_RECOGNISED})

_RULED: Mapping[ReferralOutcome, ReferralState] = {
    ReferralOutcome.RECOGNISED: ReferralState.RECOGNISED,
    ReferralOutcome.NOT_RECOGNISED: ReferralState.NOT_RECOGNISED,
}


class Fault(StrEnum):
    """What is wrong with something as written."""

    NO_NAME = "no_name"
    NO_PROPOSAL = "no_proposal"
    TOO_LONG = "too_long"
    DAY_AHEAD = "day_ahead"
    TOO_MANY_FILES = "too_many_files"
    NO_TEXT = "no_text"
    ENDS_BEFORE = "ends_before"
    OVERLAPS = "overlaps"


def term_state(from_on: date, until_on: date, ended_on: date | None, on: date) -> TermState:
    """On a day; ``ended_on`` is the last day of a term that was ended before its time."""
    if on < from_on:
        return TermState.AHEAD
    if ended_on is not None and on > ended_on:
        return TermState.ENDED
    return TermState.HELD if on <= until_on else TermState.OVER


def term_faults(from_on: date, until_on: date, others: Iterable[tuple[date, date]]) -> list[Fault]:
    """``others`` are first and last day of the adviser's other terms: no day belongs to two."""
    if until_on < from_on:
        return [Fault.ENDS_BEFORE]
    clash = any(first <= until_on and last >= from_on for first, last in others)
    return [Fault.OVERLAPS] if clash else []


def referral_faults(
    *, firm_name: str, proposal: str, introduced_on: date, today: date, files: int
) -> list[Fault]:
    """What can be seen in what was written alone: nothing that the zone knows is asked."""
    against = {
        Fault.NO_NAME: not firm_name.strip(),
        Fault.NO_PROPOSAL: not proposal.strip(),
        Fault.TOO_LONG: len(proposal) > LONGEST_TEXT or len(firm_name) > LONGEST_NAME,
        Fault.DAY_AHEAD: introduced_on > today,
        Fault.TOO_MANY_FILES: files > MOST_FILES,
    }
    return [fault for fault, stands in against.items() if stands]


def update_faults(*, text: str, happened_on: date, today: date) -> list[Fault]:
    against = {
        Fault.NO_TEXT: not text.strip(),
        Fault.TOO_LONG: len(text) > LONGEST_TEXT,
        Fault.DAY_AHEAD: happened_on > today,
    }
    return [fault for fault, stands in against.items() if stands]


def can_be_withdrawn(state: ReferralState) -> bool:
    """As long as its adviser is told that it was received, and nothing else."""
    return state in OPEN_STATES


def state_after(state: ReferralState, step: RulingStep, outcome: ReferralOutcome) -> ReferralState:
    """Where a ruling leads. What was ruled on stays as it is until a second person confirmed another ruling:
    its adviser would otherwise see that something is going on."""
    if step in (RulingStep.DECIDED, RulingStep.CONFIRMED):
        return _RULED[outcome]
    if state in RULED_STATES:
        return state
    return ReferralState.SECOND_LOOK if step is RulingStep.PROPOSED else ReferralState.EXAMINED


def betrayed(words: str, secrets: Iterable[str], *, typed: Iterable[str] = ()) -> list[str]:
    """Names and numbers of others that stand in what an adviser is to read; all of it folded alike.

    ``typed`` is what the adviser wrote: to repeat that tells nothing.
    """
    own = " ".join(typed)
    return [each for each in dict.fromkeys(secrets) if len(each) > 1 and each in words and each not in own]
