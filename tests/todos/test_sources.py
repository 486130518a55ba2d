from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from crm.core.database import session
from crm.engagements import service as engagements
from crm.todos import handling, queries, service
from models import Todo, User
from models.enums import Role, TodoSource, TodoState
from tests.factories.engagements import make_engagement
from tests.factories.users import make_user

DUE = date(2024, 3, 1)


def make_step(author: User, **values: object):  # type: ignore[no-untyped-def]
    engagement = make_engagement(
        created_by_id=author.id, next_step="send the plans", next_due_on=DUE, **values
    )
    save(engagement)
    return engagement


def save(engagement, **changes: object) -> None:  # type: ignore[no-untyped-def]
    engagements.edit_engagement(engagement, replace(engagements.fields_of(engagement), **changes), by=None)
    session.commit()


def todo_of(engagement) -> Todo:  # type: ignore[no-untyped-def]
    todo = queries.find_of_source(TodoSource.ENGAGEMENT, engagement.id)
    assert todo is not None
    return todo


@pytest.fixture
def author() -> User:
    return make_user(role=Role.OFFICER, park="YY")


def test_a_next_step_is_a_todo_of_its_author_or_of_whom_it_names(author) -> None:
    engagement = make_step(author)
    todo = todo_of(engagement)
    assert (todo.title, todo.due_on, todo.listed_on, todo.owner_id) == ("send the plans", DUE, DUE, author.id)
    assert (todo.park_id, todo.firm_id) == (engagement.park_id, engagement.firms[0].id)

    other = make_user(role=Role.OFFICER, park="YY")
    save(engagement, next_owner_id=other.id, next_due_on=None)

    assert (todo.owner_id, todo.due_on, todo.listed_on) == (other.id, None, date(9999, 12, 31))
    assert session.scalar(select(func.count(Todo.id))) == 1


def test_a_step_that_was_closed_comes_back_only_as_another_step(author) -> None:
    engagement = make_step(author)
    handling.finish_todo(todo_of(engagement), by=author)
    save(engagement, outcome="they liked it")
    assert todo_of(engagement).state is TodoState.DONE
    assert engagement.next_step == "send the plans"

    save(engagement, next_step="call again")
    assert (todo_of(engagement).state, todo_of(engagement).closed_at) == (TodoState.OPEN, None)


def test_a_step_passed_on_stays_there_until_the_record_names_somebody_else(author) -> None:
    engagement = make_step(author)
    colleague = make_user(role=Role.OFFICER, park="YY")
    todo = todo_of(engagement)
    todo.owner_id, todo.given_by_id = colleague.id, author.id
    session.commit()

    save(engagement, outcome="agreed")
    assert (todo.owner_id, todo.given_by_id) == (colleague.id, author.id)

    third = make_user(role=Role.OFFICER, park="YY")
    save(engagement, next_owner_id=third.id)
    assert (todo.owner_id, todo.given_by_id) == (third.id, None)


def test_putting_the_engagement_away_drops_its_todo_and_bringing_it_back_brings_it(author) -> None:
    engagement = make_step(author)
    engagements.archive_engagement(engagement, reason="logged twice", by=None)
    assert todo_of(engagement).state is TodoState.DROPPED
    engagements.restore_engagement(engagement, by=None)
    assert todo_of(engagement).state is TodoState.OPEN

    save(engagement, next_step=None, next_due_on=None)
    assert todo_of(engagement).state is TodoState.DROPPED


def test_what_a_person_dropped_does_not_come_back_every_morning_and_what_the_record_closed_does(
    author,
) -> None:
    def ask() -> Todo:
        asked = {"title": "overdue", "owner_id": author.id, "due_on": DUE, "park_id": author.park_id}
        return service.put_todo(TodoSource.PROCEDURE, 1, **asked)

    handling.abandon_todo(ask(), reason="asked elsewhere", by=author)
    assert (ask().state, ask().closed_note) == (TodoState.DROPPED, "asked elsewhere")

    service.settle_todo(TodoSource.PROCEDURE, 1)
    assert ask().state is TodoState.OPEN
