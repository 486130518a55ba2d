"""Telling owners what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.core.database import session
from crm.core.noticing import notify
from crm.todos import queries
from models import Todo
from models.enums import NoticeKind, TodoState


def remind(todo_ids: Sequence[int], today: date) -> None:
    """Tell each owner once; the day is kept with the to-do, in the same transaction as the notice."""
    for todo_id in todo_ids:
        todo = session.get(Todo, todo_id)
        if todo is None or todo.state is not TodoState.OPEN or todo.due_on is None:
            continue
        todo.reminded_on = today
        notify(
            [todo.owner_id],
            NoticeKind.TODO_DUE,
            "todos.detail",
            {"todo_id": todo.id},
            park_id=todo.park_id,
            title=queries.title_outside(todo),
            due=todo.due_on.isoformat(),
        )
