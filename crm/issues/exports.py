"""An issue as a row of a file."""

from __future__ import annotations

from datetime import date

from crm.core.visibility import may_see_project
from crm.issues import rules
from crm.web.labels import local_name
from kernel import clock
from models import Issue, Minutes, Procedure, User

HEAD = (
    "ref",
    "kind",
    "title",
    "state",
    "level",
    "park",
    "firm_ref",
    "project_ref",
    "need",
    "raised_at",
    "raised_by",
    "owner",
    "partners",
    "due_on",
    "days_overdue",
    "response_days",
    "answer_days",
    "answer",
)


def row_of(issue: Issue, viewer: User | None, today: date) -> list[object]:
    """The issue in the order of :data:`HEAD`. A project that the viewer may not see is left out."""
    project = issue.project
    return [
        issue.ref,
        issue.kind.value,
        issue.title,
        issue.state.value,
        issue.level.value,
        issue.park.code if issue.park else None,
        issue.firm.ref if issue.firm else None,
        project.ref if project and may_see_project(viewer, project) else None,
        issue.need_category.value if issue.need_category else None,
        clock.format_moment(issue.raised_at),
        issue.raised_by.name if issue.raised_by else None,
        issue.owner.name if issue.owner else None,
        issue.partners,
        issue.due_on,
        rules.days_overdue(issue.state, issue.due_on, today),
        issue.response_days,
        issue.answer_days,
        issue.answer,
    ]


MINUTES_HEAD = ("ref", "number", "title", "held_on", "park", "place", "chair", "decisions", "issued_at")


def minutes_row(minutes: Minutes) -> list[object]:
    """Minutes in the order of :data:`MINUTES_HEAD`."""
    return [
        minutes.ref,
        minutes.number,
        minutes.title,
        minutes.held_on,
        minutes.park.code if minutes.park else None,
        minutes.place,
        minutes.chair,
        sum(not each.is_archived for each in minutes.decisions),
        clock.format_moment(minutes.issued_at) if minutes.issued_at else None,
    ]


PROCEDURES_HEAD = (
    "project_ref",
    "project",
    "park",
    "approval",
    "department",
    "papers",
    "due_on",
    "responsible",
    "note",
)


def procedure_row(procedure: Procedure) -> list[object]:
    """An approval in the order of :data:`PROCEDURES_HEAD`."""
    project = procedure.project
    return [
        project.ref,
        project.name,
        project.park.code,
        local_name(procedure.kind) if procedure.kind else procedure.name,
        procedure.department,
        procedure.papers,
        procedure.due_on,
        procedure.responsible.name if procedure.responsible else None,
        procedure.note,
    ]
