"""A promise is kept once the to-do that asks for it is done."""

from __future__ import annotations

from crm.core.events import todo_finished, todo_reopened
from crm.delegations.service import commitments
from models import Todo


@todo_finished.connect
@todo_reopened.connect
def follow_todo(todo: Todo) -> None:
    commitments.follow_todo(todo)
