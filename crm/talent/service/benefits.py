"""What is paid and given on awards, and the budgets that it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core import storage
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, check_own_park, may
from crm.talent.queries import applications
from crm.talent.queries import benefits as queries
from crm.talent.rules.benefits import open_minor
from crm.talent.service.deciding import standing_decision
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from kernel.money import group_minor
from models import Attachment, BenefitAward, BenefitDelivery, BenefitPayment, TalentBudget, User


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PaymentFields:
    paid_on: date
    amount_minor: int
    voucher: str
    note: str = ""
    file: File | None = None


@dataclass(frozen=True, slots=True)
class DeliveryFields:
    from_on: date
    text: str
    until_on: date | None = None
    file: File | None = None


def record_payment(award: BenefitAward, written: PaymentFields, *, by: User) -> BenefitPayment:
    """Write down what was paid on an award that stands.

    Raises:
        NotAllowedError: another park's, or not one who records payments.
        RuleError: the award was replaced, the sum is more than is open, or the voucher stands already.
    """
    _check(award, by)
    applications.hold_application(award.application)
    _check_stands(award)
    amounts = queries.list_amounts(award.application_id, award.kind)
    faults = _payment_faults(award, written, open_minor(award.amount_minor, amounts))
    if faults:
        raise RuleError(_("The payment can't be as written."), fields=faults)
    return _pay(award, written, by)


def _payment_faults(award: BenefitAward, written: PaymentFields, left: int) -> dict[str, str]:
    faults = {}
    if written.amount_minor <= 0:
        faults["amount_minor"] = str(_("Write an amount above zero."))
    elif written.amount_minor > left:
        words = _("More than is still open: CNY %(amount)s.", amount=group_minor(max(left, 0)))
        faults["amount_minor"] = str(words)
    if written.paid_on > clock.today():
        faults["paid_on"] = str(_("This day is still to come."))
    if not written.voucher.strip():
        faults["voucher"] = str(_("Write the number of the payer's paper."))
    elif queries.is_voucher_taken(award.park_id, written.voucher.strip()):
        faults["voucher"] = str(_("A payment with this number stands already."))
    return faults


def reverse_payment(payment: BenefitPayment, *, reason: str, by: User) -> BenefitPayment:
    """Take a payment back by a row of its own, of today.

    Raises:
        NotAllowedError: another park's, or not one who records payments.
        RuleError: no reason, it is a reversal itself, or reversed already.
    """
    _check(payment.award, by)
    applications.hold_application(payment.award.application)
    if not reason.strip():
        message = _("Say why it is reversed.")
        raise RuleError(message, fields={"reason": message})
    if payment.reverses_id is not None or queries.is_reversed(payment.id):
        raise RuleError(_("It is reversed already."))
    row = BenefitPayment(
        ref=_payment_ref(),
        award_id=payment.award_id,
        park_id=payment.park_id,
        paid_on=clock.today(),
        amount_minor=-payment.amount_minor,
        note=reason.strip(),
        reverses_id=payment.id,
    )
    session.add(row)
    session.flush()
    return row


def record_delivery(award: BenefitAward, written: DeliveryFields, *, by: User) -> BenefitDelivery:
    """Write down what was really given: a school place, a flat, from when to when.

    Raises:
        NotAllowedError: another park's, or not one who records benefits.
        RuleError: the award was replaced, or what is written can't be.
    """
    _check(award, by)
    _check_stands(award)
    faults = {}
    if not written.text.strip():
        faults["text"] = str(_("Say what was given."))
    if written.until_on is not None and written.until_on < written.from_on:
        faults["until_on"] = str(_("It ends before it begins."))
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)
    row = BenefitDelivery(
        award_id=award.id,
        from_on=written.from_on,
        until_on=written.until_on,
        text=written.text.strip(),
        attachment=_keep(written.file, "delivery", by),
    )
    session.add(row)
    session.flush()
    return row


def set_budget(year: int, park_id: int, amount_minor: int, *, note: str = "", by: User) -> TalentBudget:
    """Set aside CNY for a year and a park; what was set before stays readable.

    Raises:
        NotAllowedError: not the office.
        RuleError: a year or an amount that can't be.
    """
    if not may(by, Permission.EDIT_TALENT_RULES):
        raise NotAllowedError(_("The provincial office sets budgets."))
    if not 2000 <= year <= 2100 or amount_minor < 0:
        raise RuleError(_("Name a year, and an amount that is not below zero."))
    row = TalentBudget(year=year, park_id=park_id, amount_minor=amount_minor, note=note.strip() or None)
    session.add(row)
    session.flush()
    return row


def _pay(award: BenefitAward, written: PaymentFields, by: User) -> BenefitPayment:
    row = BenefitPayment(
        ref=_payment_ref(),
        award_id=award.id,
        park_id=award.park_id,
        paid_on=written.paid_on,
        amount_minor=written.amount_minor,
        voucher=written.voucher.strip(),
        note=written.note.strip() or None,
        attachment=_keep(written.file, "payment", by),
    )
    session.add(row)
    session.flush()
    return row


def _check(award: BenefitAward, by: User) -> None:
    if not may(by, Permission.RECORD_BENEFITS):
        raise NotAllowedError(_("The park's lead and the provincial office record what is paid and given."))
    check_own_park(award.park_id, by)


def _check_stands(award: BenefitAward) -> None:
    standing = standing_decision(award.application)
    if standing is None or standing.id != award.decision_id:
        raise RuleError(_("A later decision has taken the place of this award."))


def _keep(file: File | None, kind: str, by: User) -> Attachment | None:
    if file is None:
        return None
    return storage.attach(file.content, storage.nameless(kind, file.name), by_id=by.id)


def _payment_ref() -> str:
    return free_ref("benefit_payment", "TP-{:06d}", queries.is_ref_taken)
