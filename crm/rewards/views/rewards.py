"""The list of rewards, and one reward with all that explains it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.visibility import own_park_id
from crm.rewards.forms.rewards import RewardFilterForm, StepForm
from crm.rewards.labels import REFUSALS
from crm.rewards.queries import records as queries
from crm.rewards.queries.reckoning import get_referral
from crm.rewards.queries.records import RewardFilters
from crm.rewards.rules import drafts, steps
from crm.rewards.service.computing import compute_reward
from crm.rewards.views.blueprint import BASE, EARNED, bp
from crm.web.choices import to_id
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from crm.web.labels import label, local_name
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.figures import Figure, RowFilter, Unit
from kernel.money import format_minor
from models import Reward, RewardCalculation, User
from models.enums import RewardCause, RewardStep

SORTS = {
    "computed": Sort(Reward.computed_on, descending=True),
    "earned": Sort(Reward.result_fen, descending=True),
    "state": Sort(Reward.state),
    "ref": Sort(Reward.ref),
}
HEAD = (
    "ref", "referral", "adviser", "project_ref", "project", "park", "state", "computed_on",
    "earned_cny", "approved_cny", "paid_cny", "owed_back_cny",
)  # fmt: skip


@bp.get("")
@may(Permission.VIEW_REWARDS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = _filter_form(user)
    page = page_of(
        queries.rewards_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="computed",
        id_column=Reward.id,
    )
    return render_template("rewards/index.html", page=page, form=form, chips=active_filters(form))


@bp.get("/export.csv")
@may(Permission.VIEW_REWARDS)
def export() -> ResponseReturnValue:
    user = signed_in_user()
    rows = queries.iterate_rewards(_filters(_filter_form(user)), viewer=user)
    name = f"rewards-{clock.today():%Y%m%d}.csv"
    return send_export(HEAD, _exported(rows), name, entity="rewards")


def _exported(rows: Iterator[Reward]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        project = row.project
        amounts = (row.result_fen, row.approved_fen, row.paid_fen, row.owed_back_fen)
        yield (
            row.ref,
            row.referral.ref,
            local_name(row.adviser),
            project.ref if project else "",
            project.name if project else "",
            local_name(project.park) if project else "",
            label(row.state),
            row.computed_on.isoformat(),
            *(format_minor(fen) for fen in amounts),
        )


def _filter_form(user: User) -> RewardFilterForm:
    own = own_park_id(user)
    return RewardFilterForm.from_address(
        parks=[park for park in list_parks() if own in (None, park.id)],
        advisers=queries.list_advisers(viewer=user),
        years=queries.list_years(viewer=user),
    )


def _filters(form: RewardFilterForm) -> RewardFilters:
    read = form.readable()
    return RewardFilters(
        read["q"] or "", read["state"], read["park"], read["adviser"], read["year"], bool(read["waits"])
    )


@bp.get("/<int:reward_id>")
@may(Permission.VIEW_REWARDS)
def detail(reward_id: int) -> ResponseReturnValue:
    """``calculation`` in the address shows an earlier one."""
    user = signed_in_user()
    reward = queries.get_reward(reward_id, viewer=user)
    calculations = queries.list_calculations(reward)
    shown = queries.get_calculation(reward, to_id(request.args.get("calculation")))
    return render_template(
        "rewards/detail.html",
        reward=reward,
        calculations=calculations,
        shown=shown,
        base=_figure(reward, shown, shown.base_cents, Unit.USD, BASE),
        earned=_figure(reward, shown, shown.result_fen, Unit.CNY, EARNED),
        can=_open_steps(reward, calculations[0], user),
        can_pay=_can_pay(reward, user),
        may_compute=_may_propose(reward, user),
        reversed_ids={payment.reverses_id for payment in reward.payments},
        form=StepForm(data={"lock_version": reward.lock_version}, formdata=None),
        refusals=REFUSALS,
    )


@bp.post("/<int:reward_id>/compute")
@may(Permission.PROPOSE_REWARDS)
def compute(reward_id: int) -> ResponseReturnValue:
    """Now, and not only by the day."""
    user = signed_in_user()
    reward = queries.get_reward(reward_id, viewer=user)
    form = StepForm()
    row = None
    with form.saving():
        row = compute_reward(get_referral(reward.referral_id), cause=RewardCause.ASKED, by=user)
    flash(_("Computed anew.") if row else _("Computed anew: nothing has changed."), "success")
    return redirect(url_for(".detail", reward_id=reward_id))


def _figure(reward: Reward, shown: RewardCalculation, value: int, unit: Unit, lens: str) -> Figure:
    """Its rows are those of this very calculation: they add up to it whatever was recorded since."""
    where = {"reward_id": str(reward.id), "calculation": str(shown.sequence), "_anchor": "arrivals"}
    return Figure(
        value=value,
        unit=unit,
        lens=lens,
        as_of=shown.as_of,
        known_at=shown.known_at,
        rows=RowFilter("rewards.detail", where),
        row_count=len(shown.arrivals),
    )


def _may_propose(reward: Reward, user: User) -> bool:
    park_id = reward.project.park_id if reward.project else None
    return is_granted(user, Permission.PROPOSE_REWARDS) and is_own_park(user, park_id)


def _open_steps(reward: Reward, last: RewardCalculation, user: User) -> dict[str, Any]:
    """The steps that this person could take, or why one can't be taken though it is the next."""
    is_reviewed = last.rule is not None and drafts.passes(last.rule.review)
    found: dict[str, Any] = {}
    for step in RewardStep:
        needed = _may_propose(reward, user) if step in steps.BEGINNING else _is_office(user)
        if needed and reward.state in steps.FROM[step]:
            found[step.value] = steps.can_step(
                reward, step, by_id=user.id, reason="-", is_reviewed=is_reviewed
            )
    return found


def _is_office(user: User) -> bool:
    return is_granted(user, Permission.APPROVE_REWARDS)


def _can_pay(reward: Reward, user: User) -> str | None:
    """Which kind of payment is open, for who records them."""
    if not _is_office(user):
        return None
    return next((kind.value for kind, states in steps.PAYING.items() if reward.state in states), None)
