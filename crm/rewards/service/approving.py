"""Two keys on a computed amount or on one asked back, and the payments that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.permissions import Permission, check_own_park, may
from crm.core.records import refuse_stale
from crm.rewards.labels import REFUSALS
from crm.rewards.queries import reckoning as queries
from crm.rewards.rules import drafts, steps
from crm.rewards.rules.steps import Refusal
from crm.rewards.service import duties
from kernel import clock
from kernel.errors import DeniedError, NotAllowedError, RuleError
from models import Attachment, Reward, RewardApproval, RewardPayment, User
from models.enums import NoticeKind, RewardPaymentKind, RewardState, RewardStep

SETTLED_BY_PAYING = frozenset(
    {
        RewardState.APPROVED,
        RewardState.PART_PAID,
        RewardState.PAID,
        RewardState.CLAWBACK_DUE,
        RewardState.CLAWBACK_PROPOSED,
        RewardState.CLAWBACK_ORDERED,
    }
)
"""States that say how much is paid; in the others an amount still waits for its keys."""

TOLD: Mapping[RewardStep, NoticeKind] = {
    RewardStep.SECOND_KEY: NoticeKind.OWN_REWARD_RELEASED,
    RewardStep.CLAWBACK_CONFIRMED: NoticeKind.OWN_REWARD_BACK,
}
"""Of which steps the adviser hears."""


@dataclass(frozen=True, slots=True)
class PaymentFields:
    """A payment, or money that came back, as written; the amount is positive."""

    number: str
    paid_on: date
    amount_fen: int
    note: str | None = None


def take_step(
    reward: Reward, step: RewardStep, *, by: User, reason: str | None = None, seen: int | None = None
) -> RewardApproval:
    """Propose a computed amount, turn the first or the second key, return or refuse it; or propose, confirm
    or return that what was paid beyond it is asked back.

    Raises:
        NotAllowedError: not this person's to do.
        ConflictError: it was computed anew or somebody else took a step meanwhile.
        RuleError: the step doesn't fit, is one's own second key, lacks a reason, or the review is missing.
    """
    _check_right(reward, step, by)
    fresh = queries.get_locked(reward)
    refuse_stale(fresh, seen, _stale())
    last = queries.find_last_calculation(fresh)
    if last is None:
        raise _refusal(Refusal.NOTHING_EARNED)
    is_reviewed = last.rule is not None and drafts.passes(last.rule.review)
    refusal = steps.can_step(fresh, step, by_id=by.id, reason=reason, is_reviewed=is_reviewed)
    if refusal is not None:
        raise _refusal(refusal)
    before = duties.duty_now(fresh)
    row = RewardApproval(
        sequence=len(fresh.approvals) + 1,
        calculation_id=last.id,
        step=step,
        amount_fen=steps.amount_of(fresh, step),
        note=(reason or "").strip() or None,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    fresh.approvals.append(row)
    fresh.state = steps.AFTER[step]
    if step is RewardStep.SECOND_KEY:
        fresh.approved_fen = fresh.result_fen
        fresh.state = _state_paid(fresh)
    session.flush()
    duties.follow(fresh, before)
    if step in TOLD:
        duties.tell_adviser(fresh, TOLD[step])
    return row


def record_payment(
    reward: Reward,
    kind: RewardPaymentKind,
    written: PaymentFields,
    *,
    evidence: Attachment | None,
    by: User,
    seen: int | None = None,
) -> RewardPayment:
    """What went out of an approved reward, or came back of one paid too high; at most what is open.

    Raises:
        NotAllowedError: not the office.
        ConflictError: it changed meanwhile.
        RuleError: the state doesn't fit, too much, a day ahead, or no document.
    """
    _check_office(by)
    fresh = queries.get_locked(reward)
    refuse_stale(fresh, seen, _stale())
    if fresh.state not in steps.PAYING[kind]:
        raise _refusal(Refusal.WRONG_STATE)
    if found := _payment_faults(fresh, kind, written, evidence):
        raise _refusal(*found)
    sign = 1 if kind is RewardPaymentKind.PAYMENT else -1
    return _add(fresh, kind, written, sign * written.amount_fen, evidence=evidence, by=by)


def reverse_payment(
    payment: RewardPayment, *, reason: str, by: User, seen: int | None = None
) -> RewardPayment:
    """Undo a wrong row by one with the opposite sign.

    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    _check_office(by)
    fresh = queries.get_locked(payment.reward)
    refuse_stale(fresh, seen, _stale())
    if not reason.strip():
        raise _refusal(Refusal.NO_REASON, "reason")
    if refusal := steps.can_reverse(payment, fresh.payments):
        raise _refusal(refusal)
    written = PaymentFields(payment.number, clock.today(), payment.amount_fen, reason.strip())
    kind = RewardPaymentKind.REVERSAL
    return _add(fresh, kind, written, -payment.amount_fen, evidence=None, by=by, reverses=payment)


def _add(
    reward: Reward,
    kind: RewardPaymentKind,
    written: PaymentFields,
    signed_fen: int,
    *,
    evidence: Attachment | None,
    by: User,
    reverses: RewardPayment | None = None,
) -> RewardPayment:
    row = RewardPayment(
        reward_id=reward.id,
        sequence=len(reward.payments) + 1,
        kind=kind,
        number=written.number.strip(),
        paid_on=written.paid_on,
        amount_fen=signed_fen,
        attachment=evidence,
        reverses_id=reverses.id if reverses else None,
        note=written.note,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    before = duties.duty_now(reward)
    session.add(row)
    reward.paid_fen += signed_fen
    if reward.state in SETTLED_BY_PAYING:
        reward.state = _state_paid(reward)
    session.flush()
    duties.follow(reward, before)
    if kind is RewardPaymentKind.PAYMENT:
        duties.tell_adviser(reward, NoticeKind.OWN_REWARD_PAID)
    return row


def _state_paid(reward: Reward) -> RewardState:
    state = steps.state_paid(
        result_fen=reward.result_fen, approved_fen=reward.approved_fen, paid_fen=reward.paid_fen
    )
    if state is not RewardState.CLAWBACK_DUE or not reward.approvals:
        return state
    asked_fen = reward.approvals[-1].amount_fen
    return steps.state_clawed(reward.state, owed_fen=reward.owed_back_fen, asked_fen=asked_fen)


def _payment_faults(
    reward: Reward, kind: RewardPaymentKind, written: PaymentFields, evidence: Attachment | None
) -> tuple[Refusal, str] | None:
    against = {
        (Refusal.NO_NUMBER, "number"): not written.number.strip(),
        (Refusal.IN_FUTURE, "paid_on"): written.paid_on > clock.today(),
        (Refusal.NOT_POSITIVE, "amount"): written.amount_fen <= 0,
        (Refusal.TOO_MUCH, "amount"): written.amount_fen > steps.most_of(reward, kind),
        (Refusal.NO_EVIDENCE, "evidence"): evidence is None,
    }
    return next((fault for fault, stands in against.items() if stands), None)


def _check_right(reward: Reward, step: RewardStep, by: User) -> None:
    if step not in steps.BEGINNING:
        _check_office(by)
        return
    # What was paid for an introduction that lost its project is asked back by the office.
    is_bound = reward.project is not None or step is RewardStep.CLAWBACK_PROPOSED
    if not may(by, Permission.PROPOSE_REWARDS) or not is_bound:
        raise NotAllowedError(_("Rewards are proposed by the lead of the project's park or by the office."))
    check_own_park(reward.project.park_id if reward.project else None, by)


def _check_office(by: User) -> None:
    if not may(by, Permission.APPROVE_REWARDS):
        raise NotAllowedError(_("Only the provincial office approves and pays rewards."))


def _stale() -> str:
    return str(_("This reward was computed anew or changed by somebody else. Look at it again."))


def _refusal(refusal: Refusal, field: str = "") -> RuleError:
    words = str(REFUSALS[refusal])
    kind = DeniedError if refusal in steps.DENYING else RuleError
    return kind(words, fields={field: words} if field else {})
