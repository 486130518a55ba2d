"""Versions of the rule: read, compared, drafted, enacted, retired."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.rewards.forms.rewards import StepForm
from crm.rewards.forms.rules import RetireForm, ReviewForm, RuleForm, review_choices
from crm.rewards.labels import FAULTS
from crm.rewards.queries import reckoning, rules_of
from crm.rewards.rules import drafts
from crm.rewards.rules.reckoning import rule_at
from crm.rewards.service import drafting
from crm.rewards.views.blueprint import bp
from crm.web.choices import to_id
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import RewardRule, User
from models.enums import RewardRuleState


@bp.get("/rules")
@may(Permission.VIEW_REWARDS)
def rules() -> ResponseReturnValue:
    """Every version; ``a`` and ``b`` in the address stand side by side."""
    versions = rules_of.list_rules()
    by_id = {rule.id: rule for rule in versions}
    chosen = [by_id.get(to_id(request.args.get(name)) or 0) for name in ("a", "b")]
    return render_template(
        "rewards/rules.html",
        versions=versions,
        current=rule_at(versions, clock.today()),
        compared=[rule for rule in chosen if rule is not None],
    )


@bp.get("/rules/<int:rule_id>")
@may(Permission.VIEW_REWARDS)
def rule(rule_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), rules_of.get_rule(rule_id)
    form = ReviewForm(data={"review_id": row.review_id, "lock_version": row.lock_version}, formdata=None)
    form.review_id.choices = review_choices(rules_of.list_passed_reviews(user))
    may_edit = is_granted(user, Permission.EDIT_REWARD_RULES)
    return render_template(
        "rewards/rule.html",
        rule=row,
        form=form,
        may_edit=may_edit,
        fault=_stands_against(row, user) if may_edit and row.state is RewardRuleState.DRAFT else None,
        is_current=rule_at(rules_of.list_rules(), clock.today()) is row,
    )


@bp.route("/rules/new", methods=["GET", "POST"])
@may(Permission.EDIT_REWARD_RULES)
def new_rule() -> ResponseReturnValue:
    """``model`` in the address is a version from whose terms the draft begins."""
    user = signed_in_user()
    model = to_id(request.args.get("model"))
    form = RuleForm(data=_offered(rules_of.get_rule(model)) if model else None)
    form.offer(rules_of.list_passed_reviews(user))
    if form.validate_on_submit():
        with form.saving():
            row = drafting.draft_rule(form.written(), by=user)
        if not form.has_failed:
            flash(_("Drafted. Somebody else enacts it, after the review."), "success")
            return redirect(url_for(".rule", rule_id=row.id))
    return form_page("rewards/rule_form.html", form, rule=None)


@bp.route("/rules/<int:rule_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_REWARD_RULES)
def edit_rule(rule_id: int) -> ResponseReturnValue:
    """A draft, before it is enacted."""
    user, row = signed_in_user(), rules_of.get_rule(rule_id)
    form = RuleForm(data={**_offered(row), **_own_words(row)})
    form.offer(rules_of.list_passed_reviews(user))
    if form.validate_on_submit():
        with form.saving():
            drafting.edit_draft(row, form.written(), by=user, seen=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved. Somebody else enacts it, after the review."), "success")
            return redirect(url_for(".rule", rule_id=rule_id))
        row = rules_of.get_rule(rule_id)
    return form_page("rewards/rule_form.html", form, rule=row)


@bp.post("/rules/<int:rule_id>/review")
@may(Permission.EDIT_REWARD_RULES)
def name_review(rule_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), rules_of.get_rule(rule_id)
    form = ReviewForm()
    form.review_id.choices = review_choices(rules_of.list_passed_reviews(user))
    if form.validate_on_submit():
        with form.saving():
            drafting.name_review(row, form.review_id.data, by=user, seen=form.lock_version.data)
    return _back(rule_id, form, _("Saved."))


@bp.post("/rules/<int:rule_id>/enact")
@may(Permission.EDIT_REWARD_RULES)
def enact(rule_id: int) -> ResponseReturnValue:
    row, form = rules_of.get_rule(rule_id), StepForm()
    if form.validate_on_submit():
        with form.saving():
            drafting.enact_rule(row, by=signed_in_user(), seen=form.lock_version.data)
    return _back(rule_id, form, _("Enacted."))


@bp.route("/rules/<int:rule_id>/retire", methods=["GET", "POST"])
@may(Permission.EDIT_REWARD_RULES)
def retire(rule_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), rules_of.get_rule(rule_id)
    form = RetireForm(data={"day": clock.today(), "lock_version": row.lock_version})
    if form.validate_on_submit() and form.day.data:
        with form.saving():
            drafting.retire_rule(row, form.day.data, by=user, seen=form.lock_version.data)
        if not form.has_failed:
            flash(_("Retired."), "success")
            return redirect(url_for(".rule", rule_id=rule_id))
        row = rules_of.get_rule(rule_id)
    return form_page("rewards/retire.html", form, rule=row)


@bp.route("/rules/<int:rule_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_REWARD_RULES)
def archive_rule(rule_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), rules_of.get_rule(rule_id)
    return reason_page(
        "rewards/rule_reason.html",
        lambda reason: drafting.archive_draft(row, reason=reason, by=user),
        done=_("The draft is put away."),
        back=url_for(".rules"),
        rule=row,
    )


def _stands_against(row: RewardRule, user: User) -> str:
    """Why this person can't enact the draft (yet)."""
    others = [each for each in rules_of.list_rules() if each.id != row.id]
    counted = reckoning.is_counted_since(row.in_force_from)
    fault = drafts.can_enact(row, others, by_id=user.id, counted_since=counted)
    return str(FAULTS[fault]) if fault else ""


def _offered(model: RewardRule) -> dict[str, Any]:
    bands = {f"from_{at}": band.from_cents for at, band in enumerate(model.bands)}
    bands |= {f"share_{at}": band.share for at, band in enumerate(model.bands)}
    return {
        "name": model.name,
        "basis": model.basis,
        "period_start": model.period_start,
        "period_months": model.period_months,
        "threshold": model.threshold_cents,
        "cap": model.cap_minor,
        "cap_currency": model.cap_currency,
        **bands,
    }


def _own_words(draft: RewardRule) -> dict[str, Any]:
    """What another version doesn't take over from this one."""
    return {
        "in_force_from": draft.in_force_from,
        "review_id": draft.review_id,
        "lock_version": draft.lock_version,
    }


def _back(rule_id: int, form: Any, done: str) -> ResponseReturnValue:
    if form.refusal:
        flash(form.refusal, "danger")
    elif not form.has_failed:
        flash(done, "success")
    return redirect(url_for(".rule", rule_id=rule_id))
