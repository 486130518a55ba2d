"""A computed amount is proposed, released by two keys, returned or refused; one overpaid is asked back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from crm.core.permissions import Permission, check_own_park
from crm.rewards.forms.rewards import ReasonedStepForm, StepForm
from crm.rewards.queries import records as queries
from crm.rewards.service import approving
from crm.rewards.views.blueprint import bp
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from models import Reward
from models.enums import RewardStep

DONE = {
    RewardStep.PROPOSED: _l("Proposed. Two people of the office release it."),
    RewardStep.FIRST_KEY: _l("The first key is turned."),
    RewardStep.SECOND_KEY: _l("Both keys are turned: it can be paid."),
    RewardStep.RETURNED: _l("Returned. It can be proposed again."),
    RewardStep.REFUSED: _l("Refused."),
    RewardStep.CLAWBACK_PROPOSED: _l("Proposed. Another person of the office confirms it."),
    RewardStep.CLAWBACK_CONFIRMED: _l("Confirmed: the money is asked back."),
    RewardStep.CLAWBACK_RETURNED: _l("Returned. It can be proposed again."),
}


@bp.post("/<int:reward_id>/propose")
@may(Permission.PROPOSE_REWARDS)
def propose(reward_id: int) -> ResponseReturnValue:
    return _take(_own(reward_id), RewardStep.PROPOSED)


@bp.post("/<int:reward_id>/first-key")
@may(Permission.APPROVE_REWARDS)
def first_key(reward_id: int) -> ResponseReturnValue:
    return _take(queries.get_reward(reward_id, viewer=signed_in_user()), RewardStep.FIRST_KEY)


@bp.post("/<int:reward_id>/second-key")
@may(Permission.APPROVE_REWARDS)
def second_key(reward_id: int) -> ResponseReturnValue:
    return _take(queries.get_reward(reward_id, viewer=signed_in_user()), RewardStep.SECOND_KEY)


@bp.route("/<int:reward_id>/return", methods=["GET", "POST"])
@may(Permission.APPROVE_REWARDS)
def send_back(reward_id: int) -> ResponseReturnValue:
    return _reasoned(reward_id, RewardStep.RETURNED)


@bp.route("/<int:reward_id>/refuse", methods=["GET", "POST"])
@may(Permission.APPROVE_REWARDS)
def refuse(reward_id: int) -> ResponseReturnValue:
    return _reasoned(reward_id, RewardStep.REFUSED)


@bp.route("/<int:reward_id>/claw-back", methods=["GET", "POST"])
@may(Permission.PROPOSE_REWARDS)
def claw_back(reward_id: int) -> ResponseReturnValue:
    """Propose it."""
    _own(reward_id)
    return _reasoned(reward_id, RewardStep.CLAWBACK_PROPOSED)


@bp.post("/<int:reward_id>/claw-back/confirm")
@may(Permission.APPROVE_REWARDS)
def confirm_claw_back(reward_id: int) -> ResponseReturnValue:
    return _take(queries.get_reward(reward_id, viewer=signed_in_user()), RewardStep.CLAWBACK_CONFIRMED)


@bp.route("/<int:reward_id>/claw-back/return", methods=["GET", "POST"])
@may(Permission.APPROVE_REWARDS)
def return_claw_back(reward_id: int) -> ResponseReturnValue:
    return _reasoned(reward_id, RewardStep.CLAWBACK_RETURNED)


def _own(reward_id: int) -> Reward:
    """For who proposes: of the own park, where one is limited to it."""
    user = signed_in_user()
    reward = queries.get_reward(reward_id, viewer=user)
    check_own_park(reward.project.park_id if reward.project else None, user)
    return reward


def _take(reward: Reward, step: RewardStep) -> ResponseReturnValue:
    """A button: what is refused is said on the reward's page."""
    reward_id, form = reward.id, StepForm()
    if form.validate_on_submit():
        with form.saving():
            approving.take_step(reward, step, by=signed_in_user(), seen=form.lock_version.data)
    if form.refusal:
        flash(form.refusal, "danger")
    elif not form.has_failed:
        flash(str(DONE[step]), "success")
    return redirect(url_for(".detail", reward_id=reward_id, _anchor="approvals"))


def _reasoned(reward_id: int, step: RewardStep) -> ResponseReturnValue:
    user = signed_in_user()
    reward = queries.get_reward(reward_id, viewer=user)
    form = ReasonedStepForm(data={"lock_version": reward.lock_version})
    if form.validate_on_submit():
        with form.saving():
            approving.take_step(reward, step, by=user, reason=form.reason.data, seen=form.lock_version.data)
        if not form.has_failed:
            flash(str(DONE[step]), "success")
            return redirect(url_for(".detail", reward_id=reward_id))
        reward = queries.get_reward(reward_id, viewer=user)
    return form_page("rewards/step.html", form, reward=reward, step=step)
