from __future__ import annotations

from sqlalchemy import select

from crm.core.database import session
from crm.core.noticing import TO_ADVISERS, notify
from models import Notice, NoticeChoice, User
from models.enums import NoticeKind, Role
from tests.factories.todos import make_todo


def tell(user: User, title: str = "ring the owner") -> Notice:
    todo = make_todo(user, title=title)
    notify(
        [user.id], NoticeKind.TODO_DUE, "todos.detail", {"todo_id": todo.id}, title=title, due="2024-06-10"
    )
    session.commit()
    return session.scalars(select(Notice).order_by(Notice.id.desc())).first()  # type: ignore[return-value]


def test_the_bell_counts_and_opening_reads(officer) -> None:
    notice = tell(officer.user)
    page = officer.get("/notices").text
    assert "Due on 2024-06-10: ring the owner" in page
    assert "1 unread" in page

    reply = officer.post(f"/notices/{notice.id}/open")
    assert reply.location == f"/todos/{notice.arguments['todo_id']}"
    assert "ring the owner" not in officer.get("/notices").text
    assert "ring the owner" in officer.get("/notices/all").text


def test_all_are_read_at_once_and_only_ones_own(officer, client_for) -> None:
    other = client_for(Role.OFFICER)
    for number in range(3):
        tell(officer.user, f"number {number}")
    notice = tell(other.user)
    officer.post("/notices/read")
    session.expire_all()
    unread = session.scalars(select(Notice).where(Notice.read_at.is_(None))).all()
    assert [each.user_id for each in unread] == [other.user.id]
    assert officer.post(f"/notices/{notice.id}/open").status_code == 404


def test_a_notice_does_not_follow_to_another_office(officer, parks) -> None:
    notice = tell(officer.user)
    officer.user.park_id = parks["XT"].id
    session.commit()
    assert "ring the owner" not in officer.get("/notices/all").text
    assert officer.post(f"/notices/{notice.id}/open").status_code == 404


def test_what_comes_by_mail_is_chosen(officer) -> None:
    page = officer.get("/notices/choices").text
    assert "sends no mail yet" in page
    offered = set(NoticeKind) - TO_ADVISERS
    assert page.count("checked") == len(offered), "what advisers alone are told of isn't offered"

    form = {"kinds": ["todo_due", "mentioned"], "days_ahead": "3"}
    assert officer.post("/notices/choices", data=form).status_code == 302
    refused = set(session.scalars(select(NoticeChoice.kind)))
    assert refused == offered - {NoticeKind.TODO_DUE, NoticeKind.MENTIONED}
    assert session.get_one(User, officer.user.id, populate_existing=True).reminded_days_ahead == 3

    officer.post("/notices/choices", data={"kinds": [kind.value for kind in offered], "days_ahead": ""})
    assert session.scalars(select(NoticeChoice)).all() == []
    assert officer.post("/notices/choices", data={"kinds": [], "days_ahead": "31"}).status_code == 422


def test_the_list_takes_few_statements(officer, statements) -> None:
    for number in range(12):
        tell(officer.user, f"number {number}")
    with statements() as seen:
        page = officer.get("/notices?limit=5").text
    assert len(seen) <= 6, "\n".join(seen)
    assert ">12</span>" in page
