from __future__ import annotations

from sqlalchemy import select

from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.core.noticing import headline, notify
from models import Notice, User
from models.enums import NoticeKind, Role
from tests.factories.users import make_user


def tell(*users: int | None) -> None:
    notify(users, NoticeKind.TODO_DUE, "home.index", {}, title="x", due="2024-06-10")
    session.commit()


def test_each_is_told_once_but_not_who_does_it_nor_who_has_left() -> None:
    reader, doer = make_user(role=Role.OFFICER, park="YY"), make_user()
    gone = make_user(is_enabled=False)
    with acting(Actor(doer.id, doer.name, "test")):
        tell(reader.id, reader.id, doer.id, gone.id, None)

    notice = session.scalars(select(Notice)).one()
    assert (notice.user_id, notice.role, notice.park_id) == (reader.id, Role.OFFICER, reader.park_id)


def test_who_went_to_another_park_or_works_here_no_more_hears_nothing(parks) -> None:
    stayed, moved = make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.OFFICER, park="XT")
    outside, office = make_user(role=Role.ADVISER), make_user(role=Role.COORDINATOR)
    people = [stayed.id, moved.id, outside.id, office.id]
    notify(people, NoticeKind.TODO_DUE, "home.index", {}, park_id=parks["YY"].id, title="x", due="2024-06-10")
    session.commit()

    assert set(session.scalars(select(Notice.user_id))) == {stayed.id, office.id}


def test_the_head_of_a_page_counts_what_was_told_in_the_role_of_today(parks, statements) -> None:
    reader = make_user(role=Role.OFFICER, park="YY")
    tell(reader.id)
    tell(reader.id)
    number = reader.id
    with statements() as seen:
        again = session.get_one(User, number)
        before = len(seen)
        assert headline(again) == (True, 2)
    assert len(seen) == before + 1
    reader = again

    reader.park_id = parks["XT"].id
    session.commit()
    assert headline(reader) == (True, 0)
