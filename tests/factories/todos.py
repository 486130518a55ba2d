from __future__ import annotations

from typing import Any

from crm.core.database import session
from kernel import clock
from models import Deputy, Todo, User


def make_todo(owner: User, **values: Any) -> Todo:
    """Something of the person's own, due today."""
    values = {"title": "ring the owner", "due_on": clock.today(), "park_id": owner.park_id, **values}
    todo = Todo(owner_id=owner.id, created_at=clock.now(), created_by_id=owner.id, **values)
    session.add(todo)
    session.commit()
    return todo


def make_deputy(principal: User, deputy: User, **values: Any) -> Deputy:
    """Standing in for today."""
    today = clock.today()
    values = {"from_on": today, "until_on": today, "reason": "on leave", **values}
    row = Deputy(principal_id=principal.id, deputy_id=deputy.id, created_at=clock.now(), **values)
    session.add(row)
    session.commit()
    return row
