from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from crm.core import jobs
from crm.core.database import session
from crm.core.transactions import transaction
from models import Notice, User
from models.enums import JobState, Role, TodoSource, TodoState
from tests.factories.engagements import make_engagement
from tests.factories.todos import make_todo
from tests.factories.users import make_user


def run_reminders() -> int:
    """How many notices there are afterwards."""
    with transaction():
        row = jobs.enqueue("remind_todos", {})
    while jobs.run_next():
        pass
    session.expire_all()
    assert session.get_one(type(row), row.id).state is JobState.DONE
    return session.scalar(select(func.count(Notice.id))) or 0


@pytest.fixture
def owner() -> User:
    return make_user(role=Role.OFFICER, park="YY")


def test_every_stage_is_reminded_of_once_however_late_it_is_noticed(owner, clock_at) -> None:
    # Thursday the 6th; the 8th to the 10th are off.
    make_todo(owner, due_on=date(2024, 6, 13))
    told = []
    for day in (
        "06-06",
        "06-07",
        "06-11",
        "06-12",
        "06-13",
        "06-14",
        "06-17",
        "06-20",
        "06-21",
        "06-24",
        "06-28",
    ):
        clock_at(f"2024-{day}T01:00:00Z")
        told.append(run_reminders())
    #  ahead on the 12th, on its day, overdue on the 14th, and weekly from then on
    assert told == [0, 0, 0, 1, 2, 3, 3, 3, 4, 4, 5]


def test_days_off_are_quiet_and_what_falls_due_on_them_is_told_before(owner, clock_at) -> None:
    make_todo(owner, due_on=date(2024, 6, 10))
    clock_at("2024-06-06T01:00:00Z")
    assert run_reminders() == 0
    clock_at("2024-06-07T01:00:00Z")
    assert run_reminders() == 1
    clock_at("2024-06-10T01:00:00Z")
    assert run_reminders() == 1
    clock_at("2024-06-11T01:00:00Z")
    assert run_reminders() == 2


def test_people_have_their_own_lead_time_and_the_snoozed_and_closed_keep_quiet(owner, clock_at) -> None:
    clock_at("2024-06-11T01:00:00Z")
    early = make_user(role=Role.OFFICER, park="YY", reminded_days_ahead=5)
    make_todo(owner, due_on=date(2024, 6, 14))
    make_todo(early, due_on=date(2024, 6, 14))
    make_todo(early, due_on=date(2024, 6, 12), snoozed_until=date(2024, 6, 13))
    make_todo(early, due_on=date(2024, 6, 12), state=TodoState.DONE)
    make_todo(make_user(is_enabled=False), due_on=date(2024, 6, 11))
    assert run_reminders() == 1
    assert session.scalars(select(Notice.user_id)).all() == [early.id]

    clock_at("2024-06-13T01:00:00Z")
    assert run_reminders() == 3


def test_of_what_is_confidential_a_notice_says_the_number_alone(owner) -> None:
    engagement = make_engagement(is_confidential=True)
    source = {"source": TodoSource.ENGAGEMENT, "source_id": engagement.id}
    make_todo(owner, title="SECRET-STEP", **source)

    assert run_reminders() == 1
    assert session.scalars(select(Notice)).one().words["title"] == engagement.ref
