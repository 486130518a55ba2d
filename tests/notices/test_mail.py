from __future__ import annotations

import email
import re
import socket
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from crm.core import jobs
from crm.core.database import session
from crm.core.mailing import Site
from crm.core.noticing import notify
from crm.core.transactions import transaction
from crm.notices.mailing import refuse_url
from models import Job, Notice, NoticeChoice, User
from models.enums import JobState, NoticeKind, Role
from tests.factories.users import make_user

MORNING = "2024-06-11T01:00:00Z"


class Server:
    """A mail server that keeps what it gets, or answers with ``refusal``."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusal: str | None = None

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        if self.refusal:
            return self.refusal
        self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def server(app: Flask, clock_at) -> Iterator[Server]:
    found = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    app.config.update(
        SMTP_URL=f"smtp://127.0.0.1:{port}",
        MAIL_FROM="crm@example.test",
        BASE_URL="https://crm.example.test/x",
    )
    clock_at(MORNING)
    yield found
    controller.stop()
    app.config.update(SMTP_URL="", MAIL_FROM="", BASE_URL="")


def make_reader(**values: object) -> User:
    values = {"email": "wang@example.test", "locale": "zh_Hans_CN", **values}
    return make_user(role=Role.OFFICER, park="YY", **values)


def tell(user: User | int, kind: NoticeKind = NoticeKind.TODO_GIVEN, title: str = "送规划图") -> None:
    notify(
        [user if isinstance(user, int) else user.id],
        kind,
        "home.index",
        {},
        who="李四",
        title=title,
        due="2024-06-11",
    )
    session.commit()


def run_mail() -> Job:
    with transaction():
        row_id = jobs.enqueue("mail_notices", {}).id
    while jobs.run_next():
        pass
    row = session.get_one(Job, row_id)
    assert row.state is JobState.DONE, row.error
    return row


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_one_digest_in_the_readers_language_with_links_that_work(server, client) -> None:
    reader = make_reader()
    tell(reader)
    tell(reader, NoticeKind.MENTIONED, "鴻海 <b>")
    assert run_mail().result == {"sent": 1, "failed": 0}

    mail = server.mails[0]
    assert (mail["To"], mail["From"]) == ("wang@example.test", "crm@example.test")
    text = plain(mail)
    assert "李四" in text
    assert "送规划图" in text
    assert "鴻海 <b>" in text
    assert "https://crm.example.test/x/" in text
    html = mail.get_body(("html",))
    assert html is not None
    assert "鴻海 &lt;b&gt;" in html.get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_notice_is_mailed_once_and_a_person_gets_one_mail_a_day(server, clock_at) -> None:
    reader = make_reader().id
    tell(reader)
    run_mail()
    tell(reader)
    run_mail()
    assert len(server.mails) == 1

    clock_at("2024-06-12T01:00:00Z")
    run_mail()
    run_mail()
    assert len(server.mails) == 2
    assert all(session.scalars(select(Notice.mailed_at)))


def test_what_is_refused_for_now_is_tried_again_and_what_is_refused_for_good_is_not(server) -> None:
    reader = make_reader()
    tell(reader)
    server.refusal = "451 later"
    assert run_mail().result == {"sent": 0, "failed": 1}
    server.refusal = None
    assert run_mail().result == {"sent": 1, "failed": 0}

    other = make_reader(email="gone@example.test")
    tell(other)
    server.refusal = "554 never"
    run_mail()
    server.refusal = None
    assert run_mail().result == {"sent": 0, "failed": 0}
    assert len(server.mails) == 1


def test_a_server_that_is_away_loses_nothing(server, app) -> None:
    tell(make_reader())
    there = app.config["SMTP_URL"]
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    assert run_mail().result == {"sent": 0, "failed": 1}
    app.config["SMTP_URL"] = there
    assert run_mail().result == {"sent": 1, "failed": 0}


def test_nothing_is_mailed_at_night_on_a_day_off_or_without_a_server(server, app, clock_at) -> None:
    tell(make_reader())
    for moment in ("2024-06-11T14:00:00Z", "2024-06-15T01:00:00Z"):
        clock_at(moment)
        assert run_mail().result == {}
    clock_at(MORNING)
    app.config["SMTP_URL"] = ""
    assert run_mail().result == {}
    assert server.mails == []


def test_only_who_wants_it_and_is_still_there_gets_mail(server, parks) -> None:
    read, moved, gone = (make_reader(email=f"{name}@example.test") for name in ("read", "moved", "gone"))
    refusing = make_reader(email="refusing@example.test")
    make_reader(email=None)
    for user in (read, moved, gone, refusing):
        tell(user)
    for notice in session.scalars(select(Notice).where(Notice.user_id == read.id)):
        notice.read_at = notice.created_at
    moved.park_id = parks["XT"].id
    gone.is_enabled = False
    session.add(NoticeChoice(user_id=refusing.id, kind=NoticeKind.TODO_GIVEN))
    session.commit()
    run_mail()
    assert server.mails == []


def test_one_click_of_the_mail_program_stops_it(server, app, client) -> None:
    reader = make_reader().id
    tell(reader)
    tell(reader, NoticeKind.MENTIONED)
    run_mail()
    address = server.mails[0]["List-Unsubscribe"].strip("<>").removeprefix("https://crm.example.test/x")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert "No more mail" in client.get(address, headers={"Accept-Language": "en"}).text
        assert session.scalars(select(NoticeChoice)).all() == []
        reply = client.post(address, data={"List-Unsubscribe": "One-Click"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert reply.status_code == 200
    kinds = set(session.scalars(select(NoticeChoice.kind).where(NoticeChoice.user_id == reader)))
    assert kinds == {NoticeKind.TODO_GIVEN, NoticeKind.MENTIONED}
    assert client.post(address[:-3] + "abc").status_code == 404


def test_the_link_of_one_kind_stops_that_kind(server, app, client) -> None:
    reader = make_reader()
    site = Site.of(app)
    assert site is not None
    address = refuse_url(reader.id, [NoticeKind.MENTIONED], site)
    assert address is not None
    for _twice in range(2):
        client.post(address.removeprefix("https://crm.example.test/x"))
    assert session.scalars(select(NoticeChoice.kind)).all() == [NoticeKind.MENTIONED]


def test_a_password_never_goes_over_an_open_line(server, app) -> None:
    tell(make_reader())
    app.config["SMTP_URL"] = re.sub("//", "//me:secret@", app.config["SMTP_URL"])
    assert run_mail().result == {"sent": 0, "failed": 1}
    assert server.mails == []
