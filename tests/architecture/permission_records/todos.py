"""To-dos and what people are told."""

from __future__ import annotations

from datetime import timedelta

from crm.core.database import session
from kernel import clock
from models import Deputy, Notice, NoticeChoice, SpecialDay, Todo, User
from models.enums import NoticeKind, Role, Side
from tests.architecture.permission_records.base import Maker
from tests.factories import next_number
from tests.factories.users import make_user
from tests.factories.zone import get_park


def todo(park: str, visitor: User | None) -> int:
    """One of the park's people, the visitor's own where one comes."""
    owner = visitor or make_user(role=Role.OFFICER, park=park)
    row = Todo(
        title="to do",
        owner_id=owner.id,
        park_id=get_park(park).id,
        due_on=clock.today(),
        created_at=clock.now(),
    )
    session.add(row)
    session.commit()
    return row.id


def notice(_park: str, visitor: User | None) -> int:
    reader = visitor or make_user()
    row = Notice(
        user_id=reader.id,
        kind=NoticeKind.TODO_DUE,
        endpoint="home.index",
        arguments={},
        words={"title": "to do"},
        role=reader.role,
        park_id=reader.park_id,
        created_at=clock.now(),
    )
    session.add(row)
    session.add(NoticeChoice(user_id=make_user().id, kind=NoticeKind.TODO_DUE))
    session.commit()
    return row.id


def deputy(park: str, visitor: User | None) -> int:
    """The visitor's own, or one between two of the park's people."""
    principal = visitor or make_user(role=Role.OFFICER, park=park)
    row = Deputy(
        principal_id=principal.id,
        deputy_id=make_user(role=Role.OFFICER, park=park).id,
        from_on=clock.today(),
        until_on=clock.today() + timedelta(days=7),
        reason="away",
        created_at=clock.now(),
    )
    session.add(row)
    session.commit()
    return row.id


def special_day(_park: str, _visitor: User | None) -> int:
    day = clock.today() + timedelta(days=next_number())
    row = SpecialDay(side=Side.MAINLAND, day=day, is_working=False, name="day off")
    session.add(row)
    session.commit()
    return row.id


RECORDS: dict[str, Maker] = {
    "todo_id": todo,
    "notice_id": notice,
    "deputy_id": deputy,
    "special_day_id": special_day,
}
