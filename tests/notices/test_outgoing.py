"""The outbox hands mail over to one mailbox each, and one bad mail holds up no other."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core import jobs
from crm.core.database import session
from crm.notices.outgoing import jobs as outgoing
from crm.notices.outgoing.service import put_mail
from models import OutgoingMail


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EmailMessage]]:
    taken: list[EmailMessage] = []
    monkeypatch.setattr(outgoing, "send", lambda mail, _site: taken.append(mail))
    app.config.update(SMTP_URL="smtp://127.0.0.1:9", MAIL_FROM="crm@example.test", BASE_URL="https://x.test")
    yield taken
    app.config.update(SMTP_URL="", MAIL_FROM="", BASE_URL="")


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("victim@example.org,x@example.net", "Code"),
        ("wang(1)@example.org", "Code"),
        ("x<victim@example.org>", "Code"),
        ("wang@example.org\nBcc: victim@example.org", "Code"),
        ("wang@example.org", "Code\nBcc: victim@example.org"),
        ("", "Code"),
    ],
)
def test_what_is_not_one_mailbox_is_given_up_and_the_next_mail_goes_out(
    sent: list[EmailMessage], to: str, subject: str
) -> None:
    put_mail(to, subject=subject, body="1")
    put_mail("li@example.org", subject="Code", body="2")
    session.commit()

    while jobs.run_next():
        pass

    assert [mail["To"] for mail in sent] == ["li@example.org"]
    bad = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first()
    assert bad is not None
    assert bad.given_up_at is not None
