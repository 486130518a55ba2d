"""Payments on promises: recording, the second key, and reversing."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.policies.forms.promises import PaymentForm, VerdictForm
from crm.policies.queries import promises as queries
from crm.policies.rules.promises import still_owed
from crm.policies.service import payments as service
from crm.policies.service.promises import check_may_edit
from crm.policies.views.promises import bp, own
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import PromisePayment


@bp.route("/<int:promise_id>/pay", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def pay(promise_id: int) -> ResponseReturnValue:
    user, promise = signed_in_user(), own(promise_id)
    form = PaymentForm(data={"paid_on": clock.today()})
    if form.validate_on_submit():
        with form.saving():
            service.record_payment(
                promise,
                amount_minor=form.amount_minor.data or 0,
                paid_on=form.paid_on.data or clock.today(),
                file=form.uploaded(),
                by=user,
                document_number=form.document_number.data or None,
                note=form.note.data or None,
            )
        if not form.has_failed:
            flash(_("Recorded. It counts once a second person has confirmed it."), "success")
            return redirect(url_for(".detail", promise_id=promise_id))
    owed = still_owed(queries.standing_of(promise))
    return form_page("promises/pay.html", form, promise=promise, owed=owed)


@bp.route("/payments/<int:promise_payment_id>/decide", methods=["GET", "POST"])
@may(Permission.CONFIRM_PROMISE_PAYMENTS)
def decide(promise_payment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    payment = queries.get_payment(promise_payment_id, viewer=user)
    service.check_may_confirm(payment.promise.park_id, user)
    form = VerdictForm()
    if form.validate_on_submit():
        with form.saving():
            service.decide_payment(payment, form.verdict.data, note=form.note.data, by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", promise_id=payment.promise_id))
    return form_page("promises/decide.html", form, payment=payment, promise=payment.promise)


@bp.route("/payments/<int:promise_payment_id>/reverse", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def reverse(promise_payment_id: int) -> ResponseReturnValue:
    user, payment = signed_in_user(), _own(promise_payment_id)
    return reason_page(
        "promises/reverse.html",
        lambda reason: service.reverse_payment(payment, note=reason, by=user),
        done=_("Recorded. It counts once a second person has confirmed it."),
        back=url_for(".detail", promise_id=payment.promise_id),
        payment=payment,
        promise=payment.promise,
    )


def _own(promise_payment_id: int) -> PromisePayment:
    user = signed_in_user()
    payment = queries.get_payment(promise_payment_id, viewer=user)
    check_may_edit(payment.promise.park_id, user)
    return payment
