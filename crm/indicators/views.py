"""Plans, the indicators with their targets, reported values and the second person's word."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.indicators import labels as _labels  # noqa: F401 - names the kinds
from crm.indicators import queries, rules, service
from crm.indicators.forms import PlanForm, TargetForm, ValueDecisionForm, ValueForm
from crm.web.as_of import requested_as_of, requested_known_at
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import Indicator, Park, Plan
from models.enums import Decision

bp = Blueprint("indicators", __name__, url_prefix="/targets")


@bp.get("/")
@may(Permission.VIEW_TARGETS)
def index() -> ResponseReturnValue:
    """The plan's indicators with baseline, target and the latest verified value of each park."""
    plan = _plan()
    known_at = requested_known_at()
    indicators = queries.list_indicators(plan)
    values = queries.values_known(plan, known_at, viewer=signed_in_user())
    latest = {each.value.indicator_id: each for each in values if each.is_verified}
    return render_template(
        "indicators/index.html",
        plan=plan,
        plans=queries.list_plans(),
        indicators=indicators,
        finals=queries.final_targets(plan, indicators, known_at),
        latest=latest,
    )


@bp.get("/<int:number>")
@may(Permission.VIEW_TARGETS)
def detail(number: int) -> ResponseReturnValue:
    """One indicator: its targets by year and park with their sums checked, and what was reported."""
    plan = _plan()
    indicator = queries.get_indicator(plan, number)
    known_at = requested_known_at()
    return render_template(
        "indicators/detail.html",
        plan=plan,
        indicator=indicator,
        breakdown=_breakdown(plan, indicator, known_at),
        parks=_core_parks(),
        values=queries.values_known(plan, known_at, viewer=signed_in_user(), indicator_id=indicator.id),
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
        try:
            with transaction():
                service.set_target(
                    indicator,
                    year=int(form.year.data) if form.year.data else None,
                    park=_park(form.park.data),
                    value=form.value.data,
                    note=form.note.data or "",
                )
            flash(_("Saved. The earlier target stays readable."), "success")
            return redirect(url_for(".detail", number=number, plan=plan.key))
        except (RuleError, ConflictError) as error:
            form.refuse(error)
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
    parks = [park for park in queries.list_parks() if own in (None, park.id)]
    form.park.choices = whole + [(park.code, local_name(park)) for park in parks]
    if form.validate_on_submit():
        try:
            with transaction():
                service.report_value(
                    indicator,
                    park=_park(form.park.data),
                    period=form.period.data or "",
                    value=form.value.data,
                    evidence_note=form.evidence_note.data or None,
                    by=user,
                )
            flash(_("Saved. It counts once a second person has verified it."), "success")
            return redirect(url_for(".detail", number=number, plan=plan.key))
        except (RuleError, ConflictError, NotAllowedError) as error:
            form.refuse(error)
    return form_page("indicators/value.html", form, plan=plan, indicator=indicator)


@bp.get("/values")
@may(Permission.VIEW_TARGETS)
def values() -> ResponseReturnValue:
    """What was reported and waits for a second person's word."""
    plan = _plan()
    found = queries.values_known(plan, requested_known_at(), viewer=signed_in_user())
    waiting = [each for each in found if each.decision is None]
    return render_template("indicators/values.html", plan=plan, values=waiting, total=len(found))


@bp.route("/values/<int:value_id>/decide", methods=["GET", "POST"])
@may(Permission.VERIFY_INDICATORS)
def decide(value_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    value = queries.get_value(value_id, viewer=user)
    form = ValueDecisionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                decision = Decision(form.decision.data)
                service.decide_value(value, decision, by=user, note=form.note.data or "")
            flash(_("Saved."), "success")
            return redirect(url_for(".values", plan=value.indicator.plan.key))
        except (RuleError, ConflictError) as error:
            form.refuse(error)
    return form_page("indicators/decide.html", form, value=value, indicator=value.indicator)


@bp.route("/plans/new", methods=["GET", "POST"])
@may(Permission.EDIT_PLANS)
def new_plan() -> ResponseReturnValue:
    form = PlanForm()
    if form.validate_on_submit():
        try:
            first, last = form.starts_on.data, form.ends_on.data
            if first is None or last is None:
                raise RuleError(_("A plan needs a first and a last day."))
            with transaction():
                plan = service.add_plan(
                    key=form.key.data or "",
                    names=(form.name_hans.data or "", form.name_hant.data or "", form.name_en.data or ""),
                    starts_on=first,
                    ends_on=last,
                )
            flash(_("The plan is open. Its indicators carry over, without targets."), "success")
            return redirect(url_for(".index", plan=plan.key))
        except (RuleError, ConflictError) as error:
            form.refuse(error)
    return form_page("indicators/plan.html", form)


def _breakdown(plan: Plan, indicator: Indicator, known_at: datetime) -> list[dict[str, object]]:
    """A row per year and one for the whole plan: the zone's target, each park's, and whether they add up."""
    held = queries.targets_known(plan, known_at)

    def target(year: int | None, park: Park | None) -> Decimal | None:
        row = held.get((indicator.id, year, park.id if park else None))
        if row is None and year is None and park is None:
            return indicator.target
        return row.value if row else None

    rows: list[dict[str, object]] = []
    years = list(range(plan.starts_on.year, plan.ends_on.year + 1))
    for year in [*years, None]:
        whole = target(year, None)
        parts = [target(year, park) for park in _core_parks()]
        over_years = rules.check_sum(whole, [target(each, None) for each in years]) if year is None else None
        rows.append(
            {
                "year": year,
                "whole": whole,
                "parts": parts,
                "check": rules.check_sum(whole, parts),
                "over_years": over_years,
            }
        )
    return rows


def _plan() -> Plan:
    key = request.args.get("plan", "")
    return queries.get_plan(key) if key else queries.get_plan_at(requested_as_of())


def _core_parks() -> list[Park]:
    return [park for park in queries.list_parks() if park.is_core]


def _park(code: str | None) -> Park | None:
    return next((park for park in queries.list_parks() if park.code == code), None)
