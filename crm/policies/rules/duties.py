"""What is to be done next about a claim or a promise, and by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from crm.policies.rules.promises import Standing
from models.enums import PolicyClaimState

S = PolicyClaimState

CLEAR_WITHIN = timedelta(days=30)
"""After the last payment."""

AddDays = Callable[[date, int], date]
"""So many working days after a day."""


class ClaimDuty(StrEnum):
    FILE = "file"
    SUPPLEMENT = "supplement"
    ASK = "ask"
    """What has become of it."""
    COLLECT = "collect"


class PromiseDuty(StrEnum):
    PAY = "pay"
    KEEP = "keep"
    """What isn't money."""
    CLEAR = "clear"


def duty_of_claim(state: PolicyClaimState) -> ClaimDuty | None:
    """Nothing is to be done about one that is over."""
    return {
        S.PREPARED: ClaimDuty.FILE,
        S.SUPPLEMENT: ClaimDuty.SUPPLEMENT,
        S.FILED: ClaimDuty.ASK,
        S.ACCEPTED: ClaimDuty.ASK,
        S.GRANTED: ClaimDuty.COLLECT,
    }.get(state)


def claim_duty_due(
    duty: ClaimDuty,
    *,
    due_on: date | None,
    filed_on: date | None,
    decided_on: date | None,
    answer_days: int,
    pay_days: int,
    add_days: AddDays,
) -> date | None:
    """Its own last day while something has to be handed in; then the usual time of an answer or a payment."""
    if duty in (ClaimDuty.FILE, ClaimDuty.SUPPLEMENT):
        return due_on
    since, days = (filed_on, answer_days) if duty is ClaimDuty.ASK else (decided_on, pay_days)
    return None if since is None else add_days(since, days)


def duty_of_promise(standing: Standing, *, is_bound: bool) -> PromiseDuty | None:
    """Nothing before it binds, nor once it was cleared up or called off."""
    if not is_bound or standing.is_cleared or standing.is_cancelled:
        return None
    if standing.amount is None:
        return PromiseDuty.KEEP
    return PromiseDuty.CLEAR if standing.paid >= standing.amount else PromiseDuty.PAY


def promise_duty_due(duty: PromiseDuty, *, due_on: date | None, last_paid_on: date | None) -> date | None:
    if duty is not PromiseDuty.CLEAR:
        return due_on
    return None if last_paid_on is None else last_paid_on + CLEAR_WITHIN
