from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from crm.applying.entrance import rules
from crm.core.database import session
from kernel import clock
from models import Applicant, AuditDetail, AuditPersonal, EmailCode, OutgoingMail, User
from models.enums import Role
from tests.factories.users import make_user

ADDRESS = "wang@example.org"


def ask(client: FlaskClient, address: str = ADDRESS) -> str:
    """Ask for a code, and read it in the mail."""
    assert client.post("/apply/code", data={"email": address}).status_code == 200
    session.rollback()
    mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert mail is not None
    assert mail.to == rules.normal_email(address)
    found = re.search(r"\d{6}", mail.body)
    assert found is not None
    return found[0]


def enter(client: FlaskClient, code: str, address: str = ADDRESS):
    return client.post("/apply/enter", data={"email": address, "code": code})


def test_a_code_makes_an_account_once_and_opens_it_again(client, app: Flask) -> None:
    assert enter(client, ask(client)).headers["Location"] == "/apply/mine"
    assert client.get("/apply/mine").status_code == 200

    other = app.test_client()
    assert enter(other, ask(other, " WANG@Example.org "), " WANG@Example.org ").status_code == 302

    user = session.scalars(select(User).where(User.role == Role.APPLICANT)).one()
    assert user.email == ADDRESS
    assert ADDRESS not in user.name
    assert session.scalar(select(func.count(Applicant.id))) == 1


def test_the_answer_is_the_same_whether_or_not_an_address_is_known(client) -> None:
    enter(client, ask(client))
    make_user(role=Role.COORDINATOR, email="staff@example.org")

    def shown(address: str) -> str:
        fresh = client.application.test_client()
        page = fresh.post("/apply/code", data={"email": address}).get_data(as_text=True)
        return re.sub(r'csrf[^>]*"|[0-9a-f]{16,}', "", page.replace(address, ""))

    assert shown(ADDRESS) == shown("nobody@example.org") == shown("staff@example.org")


def test_a_code_holds_for_ten_minutes_once_and_for_five_guesses(client, monkeypatch) -> None:
    code = ask(client)
    wrong = "000000" if code != "000000" else "000001"
    for _guess in range(rules.MOST_TRIES):
        assert enter(client, wrong).status_code == 422
    assert enter(client, code).status_code == 422

    code = ask(client)
    late = clock.real_now() + rules.HOLDS_FOR + timedelta(seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr(clock, "real_now", lambda: late)
        assert enter(client, code).status_code == 422

    code = ask(client)
    assert enter(client, code).status_code == 302
    assert enter(client.application.test_client(), code).status_code == 422


def test_an_address_is_sent_only_so_many_codes_and_nothing_is_said_of_it(client) -> None:
    pages = [client.post("/apply/code", data={"email": ADDRESS}) for _time in range(rules.MOST_CODES + 2)]

    assert {page.status_code for page in pages} == {200}
    session.rollback()
    assert session.scalar(select(func.count(EmailCode.id))) == rules.MOST_CODES


def test_an_account_without_a_password_has_no_way_in_by_one(client, security_administrator, app) -> None:
    enter(client, ask(client))
    session.rollback()
    user = session.scalars(select(User).where(User.role == Role.APPLICANT)).one()
    other = app.test_client()

    for typed in ("code", "!", ""):
        assert other.post("/sign-in", data={"name": user.name, "password": typed}).status_code == 422
    assert (
        client.post(
            "/account/password", data={"present": "code", "new": "Long-enough-1", "again": "Long-enough-1"}
        ).status_code
        == 422
    )
    assert security_administrator.post(f"/users/{user.id}/reset-password").status_code == 422


def test_what_the_log_says_of_an_applicant_lies_apart_from_it(client) -> None:
    enter(client, ask(client))
    session.rollback()

    assert not [each for each in session.scalars(select(AuditDetail)) if ADDRESS in str(each.content)]
    assert [each for each in session.scalars(select(AuditPersonal)) if ADDRESS in str(each.content)]


def test_the_outbox_shows_mail_of_examples_alone(client) -> None:
    code = ask(client)
    client.post("/apply/code", data={"email": "somebody@real-firm.com"})

    page = client.get("/outbox/").get_data(as_text=True)

    assert code in page
    assert "real-firm" not in page


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("typed", "read"), [("123456", "123456"), ("123 456", "123456"), ("１２３４５６", "123456"), ("²-x", "2")]
)
def test_a_code_is_read_however_it_is_typed(typed: str, read: str) -> None:
    assert rules.normal_code(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "victim＠example.org，x@example.net",
        "victim（1）@example.org",
        "x＜victim＞@example.org",
        "x；victim@example.org",
        "＂x＂@example.org",
    ],
)
def test_wide_signs_make_no_second_address_of_one(client, typed: str) -> None:
    """Each would pass the limit of codes per address, or send mail to whom the visitor names beside it."""
    assert client.post("/apply/code", data={"email": typed}).status_code == 422
    assert client.post("/apply/enter", data={"email": typed, "code": "123456"}).status_code == 422
    session.rollback()
    assert session.scalars(select(OutgoingMail.to)).all() == []
