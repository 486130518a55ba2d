"""When a matter is protected and until when, what a filing becomes, who may ask: pure decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kernel.money import FULL_SHARE
from models.enums import ClaimState, Matter, RequestKind

WARNED_AHEAD = (30, 7)
"""Days before its end on which a park is told that a protection runs out."""


class Fault(StrEnum):
    """What is wrong with a claim, or a step on it, as written."""

    NO_SUBJECT = "no_subject"
    NO_WORDS = "no_words"
    NOT_POSITIVE = "not_positive"
    TALK_AHEAD = "talk_ahead"
    NO_PROOF = "no_proof"
    DAY_AHEAD = "day_ahead"
    BEFORE_FILING = "before_filing"
    NOT_PROTECTED = "not_protected"
    NO_REASONS = "no_reasons"
    NO_SHARE = "no_share"
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class Protection:
    """What anybody is told of a claim: whose, on which matter of which group, until when. Nothing else."""

    claim_id: int
    park_id: int
    park: str
    group: str
    subject: str
    subject_key: str
    until: date


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step, and the day on which it was recorded."""

    happened_on: date
    recorded_on: date


def protected_until(
    filed_on: date, steps: Iterable[Step], *, days: int, granted_until: date | None = None
) -> date:
    """The last day of protection: so many days from the filing or the last step that counts.

    A step counts if it was recorded while the protection still stood: what has run out is renewed by the
    office, and not by a note in hindsight. A ruling may have given more.
    """
    until = filed_on + timedelta(days=days)
    until = max(until, granted_until) if granted_until else until
    for step in sorted(steps, key=lambda each: each.recorded_on):
        if step.recorded_on <= until and filed_on <= step.happened_on <= step.recorded_on:
            until = max(until, step.happened_on + timedelta(days=days))
    return until


def is_progress(*, is_holder: bool, is_two_way: bool, happened_on: date, filed_on: date) -> bool:
    """Whether an engagement of a park is a step on its claim: they answered, on or after the filing."""
    return is_holder and is_two_way and happened_on >= filed_on


def same_words(subject_key: str, protections: Iterable[Protection]) -> list[Protection]:
    """The protections whose subject is written in the same words, in whichever script."""
    return [each for each in protections if each.subject_key == subject_key]


def needs_answer(subject_key: str | None, protections: Sequence[Protection], answer: Matter | None) -> bool:
    """Whether the person has yet to say which matter it is: the same words say it themselves."""
    known = subject_key is not None and bool(same_words(subject_key, protections))
    return bool(protections) and answer is None and not known


def filed_as(
    subject_key: str,
    protections: Sequence[Protection],
    answer: Matter | None,
    *,
    usd_cents: int,
    threshold_cents: int,
) -> ClaimState:
    """What a filing becomes. The same words are the same matter, whatever is said of them."""
    is_same = bool(same_words(subject_key, protections)) or answer is Matter.SAME
    if protections and is_same:
        return ClaimState.NEEDS_RULING
    return ClaimState.PROTECTED if usd_cents >= threshold_cents else ClaimState.BELOW_THRESHOLD


def concerned(
    subject_key: str | None, protections: Sequence[Protection], answer: Matter | None
) -> Sequence[Protection]:
    """The protections on which a request is opened: those in the same words, else all that were shown."""
    alike = same_words(subject_key, protections) if subject_key is not None else []
    return alike or (protections if answer is not None else ())


def request_kind(subject_key: str | None, protection: Protection, answer: Matter | None) -> RequestKind:
    is_same = answer is Matter.SAME or subject_key == protection.subject_key
    return RequestKind.SAME_MATTER if is_same else RequestKind.OTHER_MATTER


OF_HOLDER = frozenset({RequestKind.RENEWAL})
OF_RIVALS = frozenset({RequestKind.SHARING, RequestKind.TRANSFER, RequestKind.DISPUTE})
ENDED = frozenset({ClaimState.EXPIRED, ClaimState.RULED_OUT, ClaimState.RELEASED, ClaimState.TRANSFERRED})


def may_ask(kind: RequestKind, *, is_holder: bool, state: ClaimState) -> bool:
    """The holder asks for more time, to share or to pass it on; others for a part, all, or against it."""
    if kind is RequestKind.RENEWAL:
        return is_holder and state in (ClaimState.PROTECTED, ClaimState.EXPIRED)
    if kind is RequestKind.DISPUTE:
        return not is_holder and state is ClaimState.PROTECTED
    return kind in OF_RIVALS and state is ClaimState.PROTECTED


def can_take_back(kind: RequestKind) -> bool:
    """What people asked in words; what a saved record asked for stays with the record."""
    return kind in OF_HOLDER | OF_RIVALS


def can_release(state: ClaimState) -> bool:
    return state not in ENDED


def is_full(shares: Collection[int]) -> bool:
    """Whether shares, in hundredths of a percent, are each more than nought and sum to 100 %."""
    return bool(shares) and all(share > 0 for share in shares) and sum(shares) == FULL_SHARE


def warning_due(until: date, *, today: date, warned: int | None) -> int | None:
    """The lead time of which the park has yet to be told: due and unsent, however long nobody looked."""
    left = (until - today).days
    due = [days for days in WARNED_AHEAD if 0 <= left <= days and (warned is None or warned > days)]
    return min(due, default=None)
