"""What was paid and what came back, each with its document."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import storage
from crm.core.permissions import Permission
from crm.rewards.forms.rewards import PaymentForm, ReasonedStepForm
from crm.rewards.queries import records as queries
from crm.rewards.rules import steps
from crm.rewards.service import approving
from crm.rewards.views.blueprint import bp
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Attachment
from models.enums import RewardPaymentKind


@bp.route("/<int:reward_id>/pay", methods=["GET", "POST"])
@may(Permission.APPROVE_REWARDS)
def pay(reward_id: int) -> ResponseReturnValue:
    return _record(reward_id, RewardPaymentKind.PAYMENT)


@bp.route("/<int:reward_id>/paid-back", methods=["GET", "POST"])
@may(Permission.APPROVE_REWARDS)
def paid_back(reward_id: int) -> ResponseReturnValue:
    return _record(reward_id, RewardPaymentKind.PAID_BACK)


@bp.route("/payments/<int:payment_id>/reverse", methods=["GET", "POST"])
@may(Permission.APPROVE_REWARDS)
def reverse(payment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    payment = queries.get_payment(payment_id, viewer=user)
    reward_id = payment.reward_id
    form = ReasonedStepForm(data={"lock_version": payment.reward.lock_version})
    if form.validate_on_submit():
        with form.saving():
            approving.reverse_payment(
                payment, reason=form.reason.data or "", by=user, seen=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Reversed. What is right can be recorded anew."), "success")
            return redirect(url_for(".detail", reward_id=reward_id, _anchor="payments"))
        payment = queries.get_payment(payment_id, viewer=user)
    return form_page("rewards/reverse.html", form, payment=payment, reward=payment.reward)


def _record(reward_id: int, kind: RewardPaymentKind) -> ResponseReturnValue:
    user = signed_in_user()
    reward = queries.get_reward(reward_id, viewer=user)
    most = steps.most_of(reward, kind)
    form = PaymentForm(
        data={"amount": most or None, "paid_on": clock.today(), "lock_version": reward.lock_version}
    )
    if form.validate_on_submit():
        with form.saving():
            approving.record_payment(
                reward,
                kind,
                form.written(),
                evidence=_document(form),
                by=user,
                seen=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Recorded."), "success")
            return redirect(url_for(".detail", reward_id=reward_id, _anchor="payments"))
        reward = queries.get_reward(reward_id, viewer=user)
    return form_page("rewards/pay.html", form, reward=reward, kind=kind, most=steps.most_of(reward, kind))


def _document(form: PaymentForm) -> Attachment | None:
    upload = next(iter(form.evidence.data or ()), None)
    if upload is None:
        return None
    return storage.attach(upload.read(), upload.filename, by_id=signed_in_user().id)
