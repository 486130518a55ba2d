"""Plans, the indicators with their targets, reported values and the second person's word."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.visibility import own_park_id
from crm.indicators import labels as _labels  # noqa: F401 - names the kinds
from crm.indicators import queries, service
from crm.indicators.breakdown import breakdown, earlier_targets
from crm.indicators.forms import PlanForm, TargetForm, ValueDecisionForm, ValueForm
from crm.indicators.reached import Asked, is_over, reached_of
from crm.web.as_of import requested_as_of, requested_known_at
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from crm.web.places import park_asked
from kernel import clock
from kernel.errors import RuleError
from models import Indicator, Park, Plan, User
from models.enums import Decision

bp = Blueprint("indicators", __name__, url_prefix="/targets")


@bp.get("/")
@may(Permission.VIEW_TARGETS)
def index() -> ResponseReturnValue:
    """The plan's indicators with baseline, target and what is reached: as of a day, as known at a moment."""
    user, asked = signed_in_user(), _asked()
    return render_template(
        "indicators/index.html",
        asked=asked,
        plan=asked.plan,
        plans=queries.list_plans(),
        rows=reached_of(asked, queries.list_indicators(asked.plan), viewer=user),
        waiting=queries.count_open_values(asked.plan, viewer=user),
        is_closed=asked.as_of >= asked.plan.ends_on,
    )


@bp.get("/<int:number>")
@may(Permission.VIEW_TARGETS)
def detail(number: int) -> ResponseReturnValue:
    """One indicator: its targets by year and park with their sums checked, and what was reported."""
    user, asked = signed_in_user(), _asked()
    indicator = queries.get_indicator(asked.plan, number)
    parks = _core_parks()
    values = queries.values_known(asked.plan, asked.known_at, viewer=user, indicator_id=indicator.id)
    return render_template(
        "indicators/detail.html",
        asked=asked,
        plan=asked.plan,
        indicator=indicator,
        breakdown=breakdown(asked, indicator, parks),
        parks=parks,
        versions=earlier_targets(asked.plan, indicator, asked.known_at),
        values=[each for each in reversed(values) if is_over(each, asked.as_of)],
        later=sum(not is_over(each, asked.as_of) for each in values),
    )


@bp.route("/<int:number>/targets/new", methods=["GET", "POST"])
@may(Permission.EDIT_TARGETS)
def new_target(number: int) -> ResponseReturnValue:
    plan = _plan()
    indicator = queries.get_indicator(plan, number)
    form = TargetForm()
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    form.year.choices = [("", _("Whole plan")), *((str(year), str(year)) for year in years)]
    form.park.choices = [("", _("Whole zone")), *((park.code, local_name(park)) for park in _core_parks())]
    if form.validate_on_submit():
        with form.saving():
            service.set_target(
                indicator,
                year=int(form.year.data) if form.year.data else None,
                park=_park(form.park.data),
                value=form.value.data,
                note=form.note.data or "",
                by=signed_in_user(),
            )
        if not form.has_failed:
            flash(_("Saved. The earlier target stays readable."), "success")
            return redirect(url_for(".detail", number=number, plan=plan.key))
    return form_page("indicators/target.html", form, plan=plan, indicator=indicator)


@bp.route("/<int:number>/values/new", methods=["GET", "POST"])
@may(Permission.REPORT_INDICATORS)
def new_value(number: int) -> ResponseReturnValue:
    user = signed_in_user()
    plan = _plan()
    indicator = queries.get_indicator(plan, number)
    form = ValueForm()
    own = own_park_id(user)
    whole = [("", _("Whole zone"))] if own is None else []
    parks = [park for park in list_parks() if own in (None, park.id)]
    form.park.choices = whole + [(park.code, local_name(park)) for park in parks]
    if form.validate_on_submit():
        with form.saving():
            _report(indicator, form, user)
        if not form.has_failed:
            flash(_("Saved. It counts once a second person has verified it."), "success")
            return redirect(url_for(".detail", number=number, plan=plan.key))
    return form_page("indicators/value.html", form, plan=plan, indicator=indicator)


def _report(indicator: Indicator, form: ValueForm, user: User) -> None:
    if len(form.files.data) > 1:
        raise RuleError(_("One file proves one value: put several into one."), fields={"files": ""})
    upload = form.files.data[0] if form.files.data else None
    service.report_value(
        indicator,
        park=_park(form.park.data),
        period=form.period.data or "",
        value=form.value.data,
        evidence_note=(form.evidence_note.data or "").strip() or None,
        evidence=(upload.filename, upload.read()) if upload else None,
        by=user,
    )


@bp.get("/values")
@may(Permission.VIEW_TARGETS)
def values() -> ResponseReturnValue:
    """What was reported and waits for a second person's word."""
    plan = _plan()
    found = queries.values_known(plan, requested_known_at(), viewer=signed_in_user())
    waiting = [each for each in found if each.decision is None]
    return render_template("indicators/values.html", plan=plan, values=waiting, plans=queries.list_plans())


@bp.route("/values/<int:value_id>/decide", methods=["GET", "POST"])
@may(Permission.VERIFY_INDICATORS)
def decide(value_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    value = queries.get_value(value_id, viewer=user)
    form = ValueDecisionForm(seen=len(value.decisions))
    if form.validate_on_submit():
        with form.saving():
            decision = Decision(form.decision.data)
            service.decide_value(value, decision, by=user, note=form.note.data or "", seen=form.seen_number)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".values", plan=value.indicator.plan.key))
        if form.has_conflict:
            # The page that follows says what was decided: now it is seen.
            form.seen.data = str(len(value.decisions))
    return form_page("indicators/decide.html", form, value=value, indicator=value.indicator)


@bp.route("/plans/new", methods=["GET", "POST"])
@may(Permission.EDIT_PLANS)
def new_plan() -> ResponseReturnValue:
    form = PlanForm()
    if form.validate_on_submit():
        with form.saving():
            _open_plan(form)
        if not form.has_failed:
            flash(_("The plan is open. Its indicators carry over, without targets."), "success")
            return redirect(url_for(".index", plan=form.key.data))
    return form_page("indicators/plan.html", form)


def _open_plan(form: PlanForm) -> None:
    first, last = form.starts_on.data, form.ends_on.data
    if first is None or last is None:
        raise RuleError(_("A plan needs a first and a last day."))
    service.add_plan(
        key=form.key.data or "",
        names=(form.name_hans.data or "", form.name_hant.data or "", form.name_en.data or ""),
        starts_on=first,
        ends_on=last,
    )


def _asked() -> Asked:
    """What the address asks for; park staff are answered for their own park."""
    user, every_park = signed_in_user(), list_parks()
    park_asked(request.args.get("park", ""), every_park, viewer=user)
    own = own_park_id(user)
    park = next((park for park in every_park if park.id == own), None)
    return Asked(_plan(), min(requested_as_of(), clock.today()), requested_known_at(), park)


def _plan() -> Plan:
    return queries.get_plan_for(request.args.get("plan"), requested_as_of())


def _core_parks() -> list[Park]:
    return [park for park in list_parks() if park.is_core]


def _park(code: str | None) -> Park | None:
    return next((park for park in list_parks() if park.code == code), None)
