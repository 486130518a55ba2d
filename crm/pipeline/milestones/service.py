"""Changes to milestone plans. The planned day is the baseline: it is written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from crm.core.actors import current_actor
from crm.core.database import session
from crm.core.permissions import Permission, check_own_park, may
from crm.core.records import hold, put_away, refuse_put_away, refuse_stale
from crm.pipeline.milestones import queries, rules
from crm.todos.service import drop_todo, put_todo, settle_todo
from crm.web.labels import label
from crm.web.languages import in_house
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Milestone, MilestoneForecast, Project, User
from models.enums import MilestoneKind, TodoSource

HEAVIEST = 1000


@dataclass(frozen=True, slots=True)
class MilestoneFields:
    """What people write on a milestone after it stands in the plan."""

    name: str
    kind: MilestoneKind = MilestoneKind.OTHER
    weight: int = 1
    owner_id: int | None = None
    actual_on: date | None = None
    note: str | None = None


def add_milestone(
    project: Project, written: MilestoneFields, *, planned_on: date, by: User | None
) -> Milestone:
    """
    Raises:
        NotAllowedError: another park's project.
        RuleError: it was put away, or something written can't be.
    """
    _check(project, by)
    _check_fields(written)
    milestone = Milestone(
        project=project,
        name=written.name.strip(),
        kind=written.kind,
        planned_on=planned_on,
        weight=written.weight,
        owner_id=written.owner_id,
        actual_on=written.actual_on,
        note=written.note,
        created_at=clock.now(),
        created_by_id=current_actor().user_id,
    )
    session.add(milestone)
    session.flush()
    _follow(milestone)
    return milestone


def add_default_plan(project: Project, start: date, *, by: User | None) -> list[Milestone]:
    """The usual milestones from the project's stage on.

    Raises:
        NotAllowedError, RuleError: as above; or there is a plan already.
    """
    _check(project, by)
    hold(project)
    if queries.list_milestones(project.id):
        raise RuleError(_("There is a plan already. Add to it, or put its milestones away first."))
    plan = []
    for each, day in rules.default_plan(project.stage, start):
        name = in_house(LazyString(label, each.kind))
        written = MilestoneFields(name, each.kind, each.weight, project.responsible_id)
        plan.append(add_milestone(project, written, planned_on=day, by=by))
    return plan


def edit_milestone(
    milestone: Milestone, written: MilestoneFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """Change all but the planned day; with its actual day it is reached.

    Raises:
        NotAllowedError, RuleError: as above.
        ConflictError: somebody changed it since ``lock_version``.
    """
    _check_milestone(milestone, by, lock_version)
    _check_fields(written)
    milestone.name, milestone.kind = written.name.strip(), written.kind
    milestone.weight, milestone.owner_id = written.weight, written.owner_id
    milestone.actual_on, milestone.note = written.actual_on, written.note
    session.flush()
    _follow(milestone)


def forecast_milestone(
    milestone: Milestone, day: date, *, reason: str, by: User | None, lock_version: int | None = None
) -> MilestoneForecast:
    """Say when it is expected now, and why; earlier forecasts stay.

    Raises:
        NotAllowedError, ConflictError: as above.
        RuleError: it was reached, nothing differs, or no reason.
    """
    _check_milestone(milestone, by, lock_version)
    if milestone.actual_on is not None:
        raise RuleError(_("It was reached: there is nothing to expect any more."))
    if day == milestone.expected_on:
        words = _("That is the day already expected.")
        raise RuleError(words, fields={"forecast_on": words})
    if not reason.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reason": words})
    forecast = MilestoneForecast(before_on=milestone.expected_on, forecast_on=day, reason=reason.strip())
    milestone.forecasts.append(forecast)
    milestone.forecast_on = day
    session.flush()
    _follow(milestone)
    return forecast


def archive_milestone(milestone: Milestone, *, reason: str, by: User | None) -> None:
    """Take it out of the plan.

    Raises:
        NotAllowedError, RuleError: as above.
    """
    _check_milestone(milestone, by, None)
    put_away(milestone, reason)
    session.flush()
    drop_todo(TodoSource.MILESTONE, milestone.id, note=reason)


def _check(project: Project, by: User | None) -> None:
    if by is not None and not may(by, Permission.EDIT_PROJECTS):
        raise NotAllowedError(_("You may not change the plans of projects."))
    check_own_park(project.park_id, by)
    refuse_put_away(project, project.name)


def _check_milestone(milestone: Milestone, by: User | None, lock_version: int | None) -> None:
    _check(milestone.project, by)
    refuse_stale(milestone, lock_version, _("Somebody else changed this milestone in the meantime."))
    refuse_put_away(milestone, milestone.name)


def _check_fields(written: MilestoneFields) -> None:
    faults: dict[str, str] = {}
    if not written.name.strip():
        faults["name"] = _("A milestone needs a name.")
    if not 0 <= written.weight <= HEAVIEST:
        faults["weight"] = _("Between %(low)s and %(high)s.", low=0, high=HEAVIEST)
    if written.actual_on is not None and written.actual_on > clock.today():
        faults["actual_on"] = _("This day lies ahead.")
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)


def _follow(milestone: Milestone) -> None:
    """Whoever owes it has it among their to-dos, until it is reached."""
    project = milestone.project
    owner_id = milestone.owner_id or project.responsible_id
    if milestone.actual_on is not None:
        settle_todo(TodoSource.MILESTONE, milestone.id)
    elif owner_id is None:
        drop_todo(TodoSource.MILESTONE, milestone.id)
    else:
        put_todo(
            TodoSource.MILESTONE,
            milestone.id,
            title=f"{project.name}: {milestone.name}",
            owner_id=owner_id,
            due_on=milestone.expected_on,
            park_id=project.park_id,
            firm_id=project.firm_id,
            project_id=project.id,
        )
