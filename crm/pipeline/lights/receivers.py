"""A project's light is worked out anew in the very transaction that touches one of its facts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from crm.core.database import session
from crm.pipeline.lights.service import refresh_lights
from models import Engagement, LightOverride, Milestone, Project, Todo

NAMED_AT_MOST = 5_000
"""Projects that are named to a database, which takes only so many: past that all are looked at."""
TOUCHED = "projects_whose_light_is_touched"


def collect(current: Session, _context: UOWTransaction) -> None:
    """Note whose facts a flush writes; a project of which only the sort keys changed is noted too."""
    touched: set[int] = current.info.setdefault(TOUCHED, set())
    for record in [*current.new, *current.dirty]:
        if isinstance(record, Project):
            touched.add(record.id)
        elif isinstance(record, Engagement | Milestone | LightOverride | Todo):
            touched.update(_projects_of(record))


def _projects_of(record: Any) -> set[int]:
    """The project that it belongs to, and that to which it did before."""
    history = inspect(record).attrs.project_id.history
    return {number for number in (record.project_id, *history.deleted) if number is not None}


def refresh_touched(current: Session) -> None:
    """Before the commit, and before the log is written: once for all the projects of the transaction."""
    if current.new or current.dirty:
        current.flush()
    touched: set[int] = current.info.pop(TOUCHED, set())
    if touched and current is session():
        refresh_lights(touched if len(touched) <= NAMED_AT_MOST else None)


def forget(current: Session, _previous: Any) -> None:
    current.info.pop(TOUCHED, None)


for _name, _listener in (
    ("after_flush", collect),
    ("before_commit", refresh_touched),
    ("after_soft_rollback", forget),
):
    if not event.contains(session, _name, _listener):
        event.listen(session, _name, _listener, insert=_name == "before_commit")
