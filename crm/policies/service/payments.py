"""Payments on promises: recorded by one person, confirmed by another, undone by a reversing row."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from crm.core import events, storage
from crm.core.database import session
from crm.core.permissions import Permission, is_own_park, may
from crm.core.records import refuse_put_away
from crm.policies.queries import promises as queries
from crm.policies.queries import reviews
from crm.policies.rules import promises as rules
from crm.policies.rules.promises import Fault
from crm.policies.service import telling
from crm.policies.service.promises import check_may_edit, refuse
from crm.policies.service.reviews import Upload
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Promise, PromisePayment, PromisePaymentDecision, User
from models.enums import PaymentVerdict, ReviewKind


def record_payment(
    promise: Promise,
    *,
    amount_minor: int,
    paid_on: date,
    file: Upload | None,
    by: User | None,
    document_number: str | None = None,
    note: str | None = None,
) -> PromisePayment:
    """Write down what was paid; it counts once a second person has confirmed it.

    Raises:
        NotAllowedError: another park's.
        RuleError: it doesn't bind, ended, would be more than promised, or lacks its proof or its review.
    """
    check_may_edit(promise.park_id, by)
    refuse_put_away(promise, promise.ref)
    queries.hold_promise(promise)
    review = reviews.find_review(promise.fair_review_id, ReviewKind.FAIR_COMPETITION, park_id=promise.park_id)
    refuse(
        rules.faults_against_paying(
            queries.standing_of(promise),
            amount_minor,
            paid_on,
            pending=sum(max(each.amount_minor, 0) for each in promise.payments if each.decision is None),
            is_bound=promise.bound_on is not None,
            is_reviewed=review is not None,
            has_proof=file is not None,
            today=clock.today(),
        )
    )
    payment = PromisePayment(
        promise=promise,
        amount_minor=amount_minor,
        paid_on=paid_on,
        document_number=document_number,
        note=note,
        attachment=storage.attach(*file, by_id=by.id if by else None) if file else None,
    )
    session.add(payment)
    session.flush()
    _told(payment)
    return payment


def reverse_payment(payment: PromisePayment, *, note: str, by: User | None) -> PromisePayment:
    """Undo a confirmed payment by a row of the opposite sign, which a second person confirms too.

    Raises:
        NotAllowedError: another park's.
        RuleError: it doesn't count, is reversed already, or no reason.
    """
    promise = payment.promise
    check_may_edit(promise.park_id, by)
    refuse_put_away(promise, promise.ref)
    if not note.strip():
        words = _("Say why it is reversed.")
        raise RuleError(words, fields={"reason": words})
    queries.hold_promise(promise)
    refuse(_against_reversing(payment))
    reversal = PromisePayment(
        promise=promise,
        amount_minor=-payment.amount_minor,
        paid_on=clock.today(),
        note=note.strip(),
        reverses=payment,
    )
    session.add(reversal)
    session.flush()
    _told(reversal)
    return reversal


def _told(payment: PromisePayment) -> None:
    telling.tell_waiting(payment)
    events.promise_changed.send(payment.promise)


def _against_reversing(payment: PromisePayment) -> list[Fault]:
    if payment.reverses_id is not None or _verdict(payment) is not PaymentVerdict.CONFIRMED:
        return [Fault.NOT_COUNTED]
    others = [each for each in payment.promise.payments if each.reverses_id == payment.id]
    is_reversed = any(_verdict(each) is not PaymentVerdict.RETURNED for each in others)
    return [Fault.REVERSED] if is_reversed else []


def decide_payment(
    payment: PromisePayment, verdict: PaymentVerdict, *, note: str | None, by: User | None
) -> PromisePaymentDecision:
    """The second key.

    Raises:
        NotAllowedError: another park's, or the role doesn't hold the second key.
        RuleError: decided on already, by the person who recorded it, or returned without a reason.
    """
    promise = payment.promise
    check_may_confirm(promise.park_id, by)
    refuse_put_away(promise, promise.ref)
    queries.hold_promise(promise)
    if payment.decision is not None:
        refuse([Fault.DECIDED])
    if by is not None and payment.recorded_by_id == by.id:
        refuse([Fault.SAME_PERSON])
    if verdict is PaymentVerdict.RETURNED and not (note or "").strip():
        words = _("Say why it is returned.")
        raise RuleError(words, fields={"note": words})
    decision = PromisePaymentDecision(payment=payment, verdict=verdict, note=(note or "").strip() or None)
    session.add(decision)
    session.flush()
    telling.tell_decided(decision, by)
    events.promise_changed.send(promise)
    return decision


def check_may_confirm(park_id: int, by: User | None) -> None:
    if by is not None and not (may(by, Permission.CONFIRM_PROMISE_PAYMENTS) and is_own_park(by, park_id)):
        raise NotAllowedError(
            _("The second key is held by who leads the park, and by the provincial office.")
        )


def may_decide(payment: PromisePayment, by: User) -> bool:
    """Whether the person holds the second key of a payment."""
    is_theirs = payment.recorded_by_id == by.id
    return payment.decision is None and not is_theirs and may(by, Permission.CONFIRM_PROMISE_PAYMENTS)


def may_reverse(payment: PromisePayment) -> bool:
    return not _against_reversing(payment)


def _verdict(payment: PromisePayment) -> PaymentVerdict | None:
    return payment.decision.verdict if payment.decision else None
