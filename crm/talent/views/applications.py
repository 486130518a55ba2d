"""Applications in their list and one by one, as the park examines them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission, may
from crm.core.visibility import may_read_talent
from crm.core.workdays import DaysOff, list_days_off
from crm.projects import queries as projects
from crm.talent import exports, shown
from crm.talent.forms.applications import ApplicationFilterForm
from crm.talent.labels import STEP_LOOKS
from crm.talent.queries import applications as queries
from crm.talent.queries.applications import ApplicationFilters
from crm.talent.rules import steps as rules
from crm.talent.rules.steps import CLOCKED, TO_DECIDE, Part
from crm.talent.service import deciding, examining, keyholders
from crm.talent.service.steps import parts_of
from crm.talent.views.blueprint import bp
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.guards import may as may_use
from crm.web.guards import signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, page_of
from kernel import clock
from models import ApplicationStep, TalentApplication, User
from models.enums import ApplicationState, Colour, Side

SORTS = {
    "due": Sort(TalentApplication.due_on),
    "submitted": Sort(TalentApplication.submitted_at, descending=True),
    "ref": Sort(TalentApplication.ref),
}

MOST_COUNTED = 366


@dataclass(frozen=True, slots=True)
class Clock:
    """How long the one at turn still has."""

    due_on: date
    days_left: int
    """Working days; below zero: past its day."""
    colour: Colour | None


@bp.get("/applications")
@may_use(Permission.VIEW_TALENTS)
def applications() -> ResponseReturnValue:
    user, today = signed_in_user(), clock.today()
    form = ApplicationFilterForm.from_address(choices=projects.list_choices(viewer=user))
    filters = filters_of(form)
    page = page_of(
        queries.applications_query(filters, viewer=user, today=today),
        sorts=SORTS,
        default="due",
        id_column=TalentApplication.id,
    )
    every = replace(filters, state=None, is_all=True)
    counts = queries.count_by_state(every, viewer=user, today=today)
    return render_template(
        "talent/applications.html",
        page=page,
        form=form,
        chips=active_filters(form),
        counts=[(state, counts[state]) for state in ApplicationState if counts.get(state)],
        clocks=clocks_of(page.rows),
        name_of=lambda talent: shown.name_of(talent, user),
    )


@bp.get("/applications/export.csv")
@may_use(Permission.EXPORT)
def export_applications() -> ResponseReturnValue:
    """All that the filters let through; names masked for who may not read them."""
    user, today = signed_in_user(), clock.today()
    form = ApplicationFilterForm.from_address(choices=projects.list_choices(viewer=user))
    rows = queries.iterate_applications(filters_of(form), viewer=user, today=today)
    name = f"talent-applications-{today.isoformat()}.csv"
    lines = (exports.application_row(each, user) for each in rows)
    return send_export(exports.APPLICATION_HEAD, lines, name, entity="talent_applications")


@bp.get("/applications/<int:application_id>")
@may_use(Permission.VIEW_TALENTS)
def application(application_id: int) -> ResponseReturnValue:
    """What was answered, what the rule table makes of it, what was decided, paid and given."""
    user = signed_in_user()
    row = queries.get_application(application_id, viewer=user)
    is_clear = may_read_talent(user, row.talent)
    standing = deciding.standing_decision(row)
    return render_template(
        "talent/application.html",
        application=row,
        is_clear=is_clear,
        name=shown.name_of(row.talent, user),
        answers=shown.answers_of(row) if is_clear else [],
        computed=examining.compute(row) if is_clear else None,
        standing=standing,
        actions=rules.open_actions(row.state, parts_of(row, user)) if not row.is_archived else [],
        barred=_barred(row, user),
        clock=clocks_of([row]).get(row.id),
        lines=_lines(queries.list_steps(row.id), is_clear=is_clear),
        awards=shown.awards_of(standing, row),
        may_pay=may(user, Permission.RECORD_BENEFITS) and is_clear,
        **shown.words_for(row.rule_version),
    )


def _barred(row: TalentApplication, user: User) -> str | None:
    """Why the key that is wanted now isn't the viewer's, who would hold it by their role."""
    if row.state in TO_DECIDE:
        return keyholders.refusal(row, Part.DECIDER, user)
    return keyholders.refusal(row, Part.CONFIRMER, user) if row.state is ApplicationState.EXAMINED else None


def filters_of(form: ApplicationFilterForm) -> ApplicationFilters:
    read = form.readable()
    return ApplicationFilters(
        query=read["q"] or "",
        state=read["state"],
        is_all=bool(read["all"]),
        is_overdue=bool(read["overdue"]),
        kind=read["kind"],
        level=read["level"],
        park_id=read["park"],
        owner_id=read["owner"],
    )


def clocks_of(rows: Sequence[TalentApplication]) -> dict[int, Clock]:
    """By application, where somebody's time runs: the days off are read once for all."""
    today = clock.today()
    due = {row.id: row.due_on for row in rows if row.due_on is not None and row.state in CLOCKED}
    if not due:
        return {}
    days = list_days_off(min(today, *due.values()), max(today, *due.values()))
    states = {row.id: row.state for row in rows}
    return {number: _clock(states[number], due_on, days) for number, due_on in due.items()}


def _clock(state: ApplicationState, due_on: date, days: DaysOff) -> Clock:
    today = clock.today()
    late = _working_days(due_on, today, days)
    left = -late if late else _working_days(today, due_on, days)
    return Clock(due_on, left, rules.light(state, due_on, left))


def _working_days(first: date, last: date, days: DaysOff) -> int:
    """After ``first``, up to and with ``last``; counted for a year at most."""
    number = min(max((last - first).days, 0), MOST_COUNTED)
    return sum(days.is_working(first + timedelta(days=each + 1), Side.MAINLAND) for each in range(number))


def _lines(found: Sequence[ApplicationStep], *, is_clear: bool) -> list[dict[str, Any]]:
    """The history for the timeline; who may not read the person's data sees the steps alone."""
    lines = []
    for step in found:
        words = [step.public_note, step.note] if is_clear else []
        look = STEP_LOOKS[step.action]
        lines.append(
            {
                "at": step.recorded_at,
                "icon": look.icon,
                "tone": look.tone,
                "title": label(step.action),
                "text": " ／ ".join(filter(None, words)),
                "who": _who(step, is_clear=is_clear),
                "tags": [label(step.to_state)],
            }
        )
    return lines


def _who(step: ApplicationStep, *, is_clear: bool) -> str:
    person: User | None = step.recorded_by
    if person is None:
        return ""
    return person.display_name if is_clear else label(person.role)
