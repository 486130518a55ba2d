"""A to-do as a row of a file."""

from __future__ import annotations

from crm.core.visibility import may_see_project
from kernel import clock
from models import Todo, User

HEAD = (
    "title",
    "state",
    "due_on",
    "snoozed_until",
    "repeat",
    "source",
    "owner",
    "given_by",
    "park",
    "firm_ref",
    "project_ref",
    "note",
    "closed_at",
    "closed_by",
    "closed_note",
)


def row_of(todo: Todo, viewer: User) -> list[object]:
    """The to-do in the order of :data:`HEAD`; a project that the viewer may not see is left out."""
    project = todo.project if todo.project and may_see_project(viewer, todo.project) else None
    return [
        todo.title,
        todo.state.value,
        todo.due_on,
        todo.snoozed_until,
        todo.repeat.value,
        todo.source.value,
        todo.owner.name,
        todo.given_by.name if todo.given_by else None,
        todo.park.code if todo.park else None,
        todo.firm.ref if todo.firm else None,
        project.ref if project else None,
        todo.note,
        clock.format_moment(todo.closed_at) if todo.closed_at else None,
        todo.closed_by.name if todo.closed_by else None,
        todo.closed_note,
    ]
