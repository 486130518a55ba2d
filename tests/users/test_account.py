from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from crm.users import passwords
from crm.users.rules import EndReason
from models import AuditDetail, AuditRecord, SignIn, SignInAttempt, User
from models.enums import AuditAction, Role
from tests.factories.passwords import PASSWORD, known_hash
from tests.factories.users import make_user, sign_in

NEW = "Another-cow-8"


@pytest.fixture
def person(client_for):
    """A browser of somebody who knows their password."""
    client = client_for(Role.OFFICER)
    client.user.password_hash = known_hash()
    session.commit()
    return client


def change(client, present: str = PASSWORD, new: str = NEW, again: str | None = None):
    again = new if again is None else again
    return client.post("/account/password", data={"present": present, "new": new, "again": again})


def test_a_new_password_is_taken_and_the_session_goes_on_under_a_new_token(person) -> None:
    with person.session_transaction() as cookie:
        before = cookie["token"]

    assert change(person).status_code == 302

    user = session.get_one(User, person.user.id, populate_existing=True)
    assert passwords.verify_password(NEW, user.password_hash)
    with person.session_transaction() as cookie:
        assert cookie["token"] != before
    assert person.get("/account").status_code == 200


def test_a_new_password_ends_the_other_sessions(app: Flask, person) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, person.user)

    change(person)

    assert elsewhere.get("/account").location.startswith("/sign-in")
    reasons = set(session.scalars(select(SignIn.end_reason).where(SignIn.ended_at.is_not(None))))
    assert reasons == {EndReason.RENEWED}


@pytest.mark.parametrize(
    ("present", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, NEW, "something-Else-9"),
        (PASSWORD, "short-A1", "short-A1"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, "", ""),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(person, present: str, new: str, again: str) -> None:
    reply = change(person, present, new, again)

    assert reply.status_code == 422
    user = session.get_one(User, person.user.id, populate_existing=True)
    assert user.password_hash == known_hash()
    assert PASSWORD not in reply.text


def test_a_wrong_present_password_is_logged_once_and_without_it(person) -> None:
    change(person, "guessed-Wrong-7")

    session.rollback()
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == AuditAction.REFUSED)).one()
    said = str(session.get_one(AuditDetail, record.sequence).content)
    assert (record.actor_id, record.entity) == (person.user.id, "users.password")
    assert "guessed-Wrong-7" not in said
    assert NEW not in said


def test_guessing_the_present_password_locks(person) -> None:
    for _ in range(5):
        change(person, "wrong")

    assert change(person).status_code == 422
    assert session.scalars(select(SignInAttempt.locked_until)).one() is not None


def test_who_must_change_the_password_can_do_nothing_else_first(person) -> None:
    person.user.must_change_password = True
    session.commit()

    assert person.get("/").location == "/account/password"
    assert person.get("/account").location == "/account/password"
    assert person.post("/account", data={"display_name": "x"}).location == "/account/password"
    change(person)
    assert person.get("/account").status_code == 200


def test_name_mail_and_language_are_ones_own(person) -> None:
    person.post(
        "/account",
        data={
            "display_name": " 李伟 ",
            "email": "li@office.example",
            "locale": "zh_Hant_TW",
            "lock_version": person.user.lock_version,
        },
    )

    user = session.get_one(User, person.user.id, populate_existing=True)
    assert (user.display_name, user.email, user.locale) == ("李伟", "li@office.example", "zh_Hant_TW")


def test_what_is_not_on_the_page_is_not_taken(person) -> None:
    before = (person.user.name, person.user.role, person.user.park_id, person.user.is_demo)

    person.post(
        "/account",
        data={
            "display_name": "x", "locale": "en", "lock_version": person.user.lock_version,
            "name": "root", "role": "coordinator", "park": "", "park_id": "",
            "is_enabled": "", "is_demo": "1", "must_change_password": "1",
        },
    )  # fmt: skip

    user = session.get_one(User, person.user.id, populate_existing=True)
    assert user.display_name == "x"
    assert (user.name, user.role, user.park_id, user.is_demo) == before
    assert user.is_enabled
    assert not user.must_change_password


def test_a_change_made_in_between_is_a_conflict(person) -> None:
    seen = person.user.lock_version
    person.user.email = "new@office.example"
    session.commit()

    reply = person.post("/account", data={"display_name": "x", "locale": "en", "lock_version": seen})

    assert reply.status_code == 422
    assert session.get_one(User, person.user.id, populate_existing=True).email == "new@office.example"


def test_a_session_left_open_elsewhere_can_be_ended(app: Flask, person) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, person.user)
    other = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()

    person.post(f"/account/sessions/{other.id}/end")

    assert elsewhere.get("/account").location.startswith("/sign-in")
    assert person.get("/account").status_code == 200


def test_nobody_ends_the_sessions_of_others_here(app: Flask, person) -> None:
    stranger = make_user()
    elsewhere = app.test_client()
    sign_in(elsewhere, stranger)
    theirs = session.scalars(select(SignIn).where(SignIn.user_id == stranger.id)).one()

    assert person.post(f"/account/sessions/{theirs.id}/end").status_code == 404
    assert elsewhere.get("/account").status_code == 200


def test_the_language_is_remembered_with_the_person(app: Flask, person) -> None:
    person.post("/language", data={"language": "zh_Hant_TW", "next": "/account"})

    assert session.get_one(User, person.user.id, populate_existing=True).locale == "zh_Hant_TW"
    assert 'lang="zh-Hant-TW"' in person.get("/account").text


def test_the_language_is_remembered_with_the_browser_of_nobody(client) -> None:
    reply = client.post("/language", data={"language": "en", "next": "/sign-in"})

    assert reply.location == "/sign-in"
    assert 'lang="en"' in client.get("/sign-in").text


def test_a_language_that_is_none_is_passed_over(client) -> None:
    reply = client.post("/language", data={"language": "../../etc", "next": "//evil.example"})

    assert reply.location == "/"
    assert "Set-Cookie" not in reply.headers
