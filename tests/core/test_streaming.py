"""All rows of a query go by a batch at a time, whichever end comes first."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.core import streaming
from crm.core.database import session
from models import User
from tests.factories.users import make_user


@pytest.fixture
def seven(monkeypatch) -> list[int]:
    monkeypatch.setattr(streaming, "BATCH", 3)
    made = [make_user().id for _each in range(7)]
    session.rollback()
    return made


@pytest.mark.parametrize("newest_first", [False, True])
def test_every_row_comes_once_in_order_by_small_statements(seven, statements, newest_first: bool) -> None:
    with statements() as seen:
        found = [user.id for user in streaming.iterate(select(User), User.id, newest_first=newest_first)]

    assert found == (seven[::-1] if newest_first else seven)
    assert len(seen) == 4


@pytest.mark.parametrize("newest_first", [False, True])
def test_what_was_yielded_is_forgotten(seven, newest_first: bool) -> None:
    kept, held = [], 0
    for user in streaming.iterate(select(User), User.id, newest_first=newest_first):
        kept.append(user)
        held = max(held, len(session.identity_map))

    assert (len(kept), held) == (7, 3)


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_condition_and_an_order_of_the_query_are_the_querys_own(seven, newest_first: bool) -> None:
    query = select(User).where(User.id != seven[2]).order_by(User.name)

    found = [user.id for user in streaming.iterate(query, User.id, newest_first=newest_first)]

    assert sorted(found) == [*seven[:2], *seven[3:]]


def test_nothing_is_asked_before_the_first_is_taken(seven, statements) -> None:
    with statements() as seen:
        streaming.iterate(select(User), User.id)

    assert not seen
