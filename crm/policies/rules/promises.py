"""Where a promise stands, what it may rest on, and which payments count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.enums import PaymentVerdict, PromiseKind, PromiseState

DUE_SOON = timedelta(days=30)
NO_DAY = "9999-12-31"
"""Sorts behind every day."""

NOT_INCENTIVES = frozenset({PromiseKind.INFRASTRUCTURE, PromiseKind.SERVICE})
"""What is done for everybody alike. Whatever has an amount is an incentive all the same."""
TERMS = (
    "firm_id",
    "park_id",
    "kind",
    "text",
    "amount_minor",
    "condition",
    "due_on",
    "fair_review_id",
    "pledged_currency",
    "pledged_investment_minor",
    "pledged_output_minor",
    "pledged_tax_minor",
    "pledged_jobs",
    "pledged_by",
)
"""What stands once a promise binds: what is promised, on what, by when, and what the firm pledges."""
GROUNDS = ("article_id", "legal_basis", "legality_review_id", "decision_number")
"""May be named later where they are blank; what is named stands too."""
ENDED = frozenset({PromiseState.PAID, PromiseState.CLEARED, PromiseState.CANCELLED})


class Show(StrEnum):
    """Which promises a list shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    DUE = "due"
    ENDED = "ended"
    CLEARED = "cleared"
    GIVEN = "given"
    """All but those called off."""
    ALL = "all"


class Fault(StrEnum):
    """What stands against a promise or a payment."""

    NO_REVIEW = "no_review"
    REVIEW_LATER = "review_later"
    UNREVIEWED = "unreviewed"
    NOT_POSITIVE = "not_positive"
    NO_BASIS = "no_basis"
    DAY_AHEAD = "day_ahead"
    TOO_MUCH = "too_much"
    NO_PROOF = "no_proof"
    ENDED = "ended"
    NOT_BOUND = "not_bound"
    PAID_ALREADY = "paid_already"
    SAME_PERSON = "same_person"
    DECIDED = "decided"
    NOT_COUNTED = "not_counted"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the state of a promise follows from; ``paid`` in fen, confirmed payments only."""

    amount: int | None
    paid: int
    due_on: date | None
    is_cleared: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as the sum sees it: reversals are negative."""

    amount: int
    verdict: PaymentVerdict | None


def state_of(standing: Standing, today: date) -> PromiseState:
    if standing.is_cancelled:
        return PromiseState.CANCELLED
    if standing.is_cleared:
        return PromiseState.CLEARED
    if standing.amount is not None and standing.paid >= standing.amount:
        return PromiseState.PAID
    if standing.due_on is not None and standing.due_on < today:
        return PromiseState.OVERDUE
    if standing.paid > 0:
        return PromiseState.PART_PAID
    is_near = standing.due_on is not None and standing.due_on <= today + DUE_SOON
    return PromiseState.DUE if is_near else PromiseState.OPEN


def paid_sum(payments: Iterable[Paid]) -> int:
    """What was paid: confirmed payments, reversals taken off."""
    return sum(each.amount for each in payments if each.verdict is PaymentVerdict.CONFIRMED)


def still_owed(standing: Standing) -> int:
    """What is yet to be paid; nothing once it was cleared up or called off."""
    if standing.amount is None or standing.is_cleared or standing.is_cancelled:
        return 0
    return max(standing.amount - standing.paid, 0)


def is_incentive(kind: PromiseKind, amount: int | None) -> bool:
    """Whether it favours one firm, so that competition has to be looked at first."""
    return amount is not None or kind not in NOT_INCENTIVES


def rewritten(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """What of a binding promise was written anew, and stands."""
    other = [name for name in TERMS if before[name] != after[name]]
    other += [name for name in GROUNDS if before[name] is not None and before[name] != after[name]]
    return other


def faults_against_binding(
    kind: PromiseKind, amount: int | None, bound_on: date, *, has_basis: bool, reviewed_on: date | None
) -> list[Fault]:
    """What is missing before it binds. ``reviewed_on``: of the passed review for fair competition; it comes
    before the promise, not after it."""
    against = {
        Fault.NO_BASIS: not has_basis,
        Fault.NO_REVIEW: reviewed_on is None and is_incentive(kind, amount),
        Fault.REVIEW_LATER: reviewed_on is not None and reviewed_on > bound_on,
    }
    return [fault for fault, stands in against.items() if stands]


def faults_against_paying(
    standing: Standing,
    amount: int,
    paid_on: date,
    *,
    pending: int,
    is_bound: bool,
    is_reviewed: bool,
    has_proof: bool,
    today: date,
) -> list[Fault]:
    """What stands against recording a payment; ``pending`` is what waits for its second key. Money favours
    one firm whatever the promise was called: ``is_reviewed`` says that a passed review stands."""
    against = {
        Fault.ENDED: standing.is_cleared or standing.is_cancelled,
        Fault.NOT_BOUND: not is_bound,
        Fault.UNREVIEWED: is_bound and not is_reviewed,
        Fault.NOT_POSITIVE: amount <= 0,
        Fault.DAY_AHEAD: paid_on > today,
        Fault.NO_PROOF: not has_proof,
        Fault.TOO_MUCH: standing.amount is not None and standing.paid + pending + amount > standing.amount,
    }
    return [fault for fault, stands in against.items() if stands]


def sort_key(day: date | None) -> str:
    return day.isoformat() if day else NO_DAY
