"""To-dos: next steps of engagements, what people wrote down themselves, deputies, and what they were told."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import func, select

from crm.core.database import session
from kernel import clock
from models import Deputy, Engagement, Notice, Todo, User
from models.engagements import engagement_firms
from models.enums import NoticeKind, Repeat, TodoSource, TodoState
from seed.demo import fiction
from seed.demo.people import Staff
from seed.demo.rows import Rows, let_numbers_go_on, working_moment

OWN = (
    ("整理本周拜访记录", Repeat.WEEKLY, 1),
    ("更新园区台企走访表", Repeat.MONTHLY, 6),
    ("核对到资凭证原件", Repeat.NEVER, -3),
    ("准备恳谈会名单", Repeat.NEVER, 0),
    ("与报关行确认清关时间", Repeat.NEVER, 2),
    ("汇总季度用地需求", Repeat.QUARTERLY, 20),
    ("回复企业关于厂房租金的询问", Repeat.NEVER, -1),
    ("补录上月电话联系", Repeat.NEVER, None),
)
"""What is to be done, how often, and due in how many days."""
CLOSED = 60
"""Days after which most next steps are done."""


def make(random: Random, staff: Staff) -> None:
    """To-dos of all engagements that led to a next step, and some of everybody's own."""
    todos = Rows(Todo)
    _follow_engagements(random, todos)
    for person in (*staff.everyone, *staff.coordinators):
        _write_own(random, todos, person)
    todos.write()
    let_numbers_go_on(todos)
    _name_deputies(staff)
    _pass_on(staff)


def _follow_engagements(random: Random, todos: Rows) -> None:
    first_firm = (
        select(func.min(engagement_firms.c.firm_id))
        .where(engagement_firms.c.engagement_id == Engagement.id)
        .scalar_subquery()
    )
    steps = session.execute(
        select(Engagement, first_firm)
        .where(Engagement.next_step.is_not(None), Engagement.next_owner_id.is_not(None))
        .order_by(Engagement.id)
    )
    for engagement, firm in steps.all():
        due, owner = engagement.next_due_on, engagement.next_owner_id
        is_done = due is not None and due < clock.today() - timedelta(days=CLOSED)
        _add(
            todos,
            owner,
            title=engagement.next_step,
            due_on=due,
            source=TodoSource.ENGAGEMENT,
            source_id=engagement.id,
            source_owner_id=owner,
            park_id=engagement.park_id,
            firm_id=firm,
            project_id=engagement.project_id,
            created_at=engagement.created_at,
            closed_at=working_moment(random, due) if is_done and due is not None else None,
        )
        if todos.is_full:
            todos.write()


def _write_own(random: Random, todos: Rows, person: int) -> None:
    today = clock.today()
    park = session.scalar(select(User.park_id).where(User.id == person))
    for title, repeat, days in random.sample(OWN, 4):
        due = None if days is None else today + timedelta(days=days)
        _add(
            todos,
            person,
            title=f"【{fiction.MARK}】{title}",
            due_on=due,
            repeat=repeat,
            repeat_from=due if repeat is not Repeat.NEVER else None,
            snoozed_until=today + timedelta(days=1) if days == 0 and random.random() < 0.5 else None,
            park_id=park,
            created_at=working_moment(random, today - timedelta(days=random.randrange(3, 20))),
        )


def _add(todos: Rows, person: int | None, **values: object) -> None:
    """One with everything that a to-do has; ``closed_at`` says that it is done."""
    closed_at, due = values.pop("closed_at", None), values["due_on"]
    row: dict[str, object] = {
        "note": None,
        "state": TodoState.DONE if closed_at else TodoState.OPEN,
        "listed_on": due or date(9999, 12, 31),
        "snoozed_until": None,
        "repeat": Repeat.NEVER,
        "repeat_from": None,
        "skips_days_off": False,
        "follows_id": None,
        "source": TodoSource.OWN,
        "source_id": None,
        "source_owner_id": None,
        "owner_id": person,
        "given_by_id": None,
        "firm_id": None,
        "project_id": None,
        "created_by_id": person,
        "closed_at": closed_at,
        "closed_by_id": person if closed_at else None,
        "closed_note": None,
        "reminded_on": None,
        "lock_version": 1,
    }
    todos.add(**{**row, **values})


def _name_deputies(staff: Staff) -> None:
    """In every other park the lead stands in for the officer, this week."""
    today = clock.today()
    for officer, lead in list(staff.by_park.values())[::2]:
        session.add(
            Deputy(
                principal_id=officer,
                deputy_id=lead,
                from_on=today - timedelta(days=2),
                until_on=today + timedelta(days=5),
                reason=f"【{fiction.MARK}】出差",
                created_at=clock.now(),
                created_by_id=officer,
            )
        )


def _pass_on(staff: Staff) -> None:
    """In the other parks the lead passed something to the officer, who was told."""
    for officer, lead in list(staff.by_park.values())[1::2]:
        person, chief = session.get_one(User, officer), session.get_one(User, lead)
        todo = session.scalars(
            select(Todo)
            .where(Todo.owner_id == lead, Todo.source == TodoSource.OWN, Todo.state == TodoState.OPEN)
            .order_by(Todo.id)
        ).first()
        if todo is None:
            continue
        todo.owner_id, todo.given_by_id = officer, lead
        session.flush()
        session.add(
            Notice(
                user_id=officer,
                kind=NoticeKind.TODO_GIVEN,
                endpoint="todos.detail",
                arguments={"todo_id": todo.id},
                words={"who": chief.display_name, "title": todo.title},
                role=person.role,
                park_id=person.park_id,
                created_at=clock.now(),
            )
        )
