"""To-dos, limited by the viewer."""

from __future__ import annotations

from sqlalchemy import select

from crm.core.database import session
from models import Todo
from models.enums import TodoSource


def find_of_source(source: TodoSource, source_id: int) -> Todo | None:
    """The one to-do of a record's duty, whatever has become of it."""
    return session.scalars(
        select(Todo).where(Todo.source == source, Todo.source_id == source_id)
    ).one_or_none()
