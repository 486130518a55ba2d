"""On the way from a computed amount to a paid one, or to one asked back: who may take which step, and where
that leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from models.enums import RewardPaymentKind, RewardState, RewardStep

if TYPE_CHECKING:
    from models import Reward, RewardApproval, RewardPayment

S, T = RewardState, RewardStep

FROM: dict[RewardStep, frozenset[RewardState]] = {
    T.PROPOSED: frozenset({S.COMPUTED}),
    T.FIRST_KEY: frozenset({S.PROPOSED}),
    T.SECOND_KEY: frozenset({S.FIRST_KEY}),
    T.RETURNED: frozenset({S.PROPOSED, S.FIRST_KEY}),
    T.REFUSED: frozenset({S.PROPOSED, S.FIRST_KEY}),
    T.CLAWBACK_PROPOSED: frozenset({S.CLAWBACK_DUE}),
    T.CLAWBACK_CONFIRMED: frozenset({S.CLAWBACK_PROPOSED}),
    T.CLAWBACK_RETURNED: frozenset({S.CLAWBACK_PROPOSED}),
}
"""In which states each step can be taken."""

AFTER: dict[RewardStep, RewardState] = {
    T.PROPOSED: S.PROPOSED,
    T.FIRST_KEY: S.FIRST_KEY,
    T.SECOND_KEY: S.APPROVED,
    T.RETURNED: S.COMPUTED,
    T.REFUSED: S.REFUSED,
    T.CLAWBACK_PROPOSED: S.CLAWBACK_PROPOSED,
    T.CLAWBACK_CONFIRMED: S.CLAWBACK_ORDERED,
    T.CLAWBACK_RETURNED: S.CLAWBACK_DUE,
}

BEGINNING = frozenset({T.PROPOSED, T.CLAWBACK_PROPOSED})
"""Taken by the lead of the project's park or the office; all others by the office."""
CLAWING_BACK = frozenset({T.CLAWBACK_PROPOSED, T.CLAWBACK_CONFIRMED, T.CLAWBACK_RETURNED})
REASONED = frozenset({T.RETURNED, T.REFUSED, T.CLAWBACK_PROPOSED, T.CLAWBACK_RETURNED})
KEYS = frozenset({T.FIRST_KEY, T.SECOND_KEY, T.CLAWBACK_CONFIRMED})
REVIEWED = frozenset({T.PROPOSED, T.FIRST_KEY, T.SECOND_KEY})
"""What lets money out; to refuse it or ask it back needs no review."""


class Refusal(StrEnum):
    """Why a step can't be taken; the words for it stand in labels."""

    WRONG_STATE = "wrong_state"
    NOTHING_EARNED = "nothing_earned"
    OWN_STEP = "own_step"
    OWN_CLAWBACK = "own_clawback"
    NO_REASON = "no_reason"
    NO_REVIEW = "no_review"
    NO_EVIDENCE = "no_evidence"
    NO_NUMBER = "no_number"
    IN_FUTURE = "in_future"
    NOT_POSITIVE = "not_positive"
    TOO_MUCH = "too_much"
    REVERSED_ALREADY = "reversed_already"
    IS_REVERSAL = "is_reversal"


DENYING = frozenset({Refusal.OWN_STEP, Refusal.OWN_CLAWBACK, Refusal.NO_REVIEW})
"""Attempts past the second key or the review: they go into the log."""


def round_of(approvals: Sequence[RewardApproval]) -> list[RewardApproval]:
    """The steps since the last proposal, it included: two keys belong to one amount."""
    at = max((at for at, each in enumerate(approvals) if each.step in BEGINNING), default=len(approvals))
    return list(approvals[at:])


def can_step(
    reward: Reward, step: RewardStep, *, by_id: int, reason: str | None, is_reviewed: bool
) -> Refusal | None:
    """What stands against a step. Proposer, first and second key are three people; of a claw-back, two."""
    if reward.state not in FROM[step]:
        return Refusal.WRONG_STATE
    if step is T.PROPOSED and reward.result_fen <= reward.paid_fen:
        return Refusal.NOTHING_EARNED
    if step in REASONED and not (reason or "").strip():
        return Refusal.NO_REASON
    if step in KEYS and by_id in {each.recorded_by_id for each in round_of(reward.approvals)}:
        return Refusal.OWN_CLAWBACK if step in CLAWING_BACK else Refusal.OWN_STEP
    return Refusal.NO_REVIEW if step in REVIEWED and not is_reviewed else None


def amount_of(reward: Reward, step: RewardStep) -> int:
    """Of which amount a step speaks, in fen."""
    return reward.owed_back_fen if step in CLAWING_BACK else reward.result_fen


def state_computed(state: RewardState, *, before_fen: int, result_fen: int, paid_fen: int) -> RewardState:
    """Where a reward stands after it was computed anew.

    The same amount leaves it where it is: what people said of it holds. Another one begins anew, unless more
    is paid by now than is earned (that is to come back, by two keys) or just as much (then it is paid).
    """
    if result_fen == before_fen:
        return state
    if paid_fen > result_fen:
        return S.CLAWBACK_DUE
    return S.PAID if 0 < paid_fen == result_fen else S.COMPUTED


def state_paid(*, result_fen: int, approved_fen: int, paid_fen: int) -> RewardState:
    """Where an approved reward stands by what went out and came back."""
    if paid_fen > result_fen:
        return S.CLAWBACK_DUE
    if paid_fen >= approved_fen:
        return S.PAID if paid_fen else S.COMPUTED
    return S.PART_PAID if paid_fen > 0 else S.APPROVED


def state_clawed(state: RewardState, *, owed_fen: int, asked_fen: int) -> RewardState:
    """Where a reward stands of which more is paid than earned: what was said of another amount holds no more.

    ``asked_fen`` is of the last step; of what is ordered some may have come back.
    """
    holds = {S.CLAWBACK_PROPOSED: owed_fen == asked_fen, S.CLAWBACK_ORDERED: owed_fen <= asked_fen}
    return state if holds.get(state, False) else S.CLAWBACK_DUE


PAYING: dict[RewardPaymentKind, frozenset[RewardState]] = {
    RewardPaymentKind.PAYMENT: frozenset({S.APPROVED, S.PART_PAID}),
    RewardPaymentKind.PAID_BACK: frozenset({S.CLAWBACK_ORDERED}),
}


def most_of(reward: Reward, kind: RewardPaymentKind) -> int:
    """The most that may go out, or come back, in fen."""
    return reward.open_fen if kind is RewardPaymentKind.PAYMENT else reward.owed_back_fen


def is_reversed(payment: RewardPayment, payments: Iterable[RewardPayment]) -> bool:
    return any(each.reverses_id == payment.id for each in payments)


def can_reverse(payment: RewardPayment, payments: Iterable[RewardPayment]) -> Refusal | None:
    """A wrong row is undone once; a reversing row not at all."""
    if payment.kind is RewardPaymentKind.REVERSAL:
        return Refusal.IS_REVERSAL
    return Refusal.REVERSED_ALREADY if is_reversed(payment, payments) else None
