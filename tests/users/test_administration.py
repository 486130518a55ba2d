from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from crm.users import passwords
from kernel import clock
from models import AuditRecord, SignInAttempt, User
from models.enums import AuditAction, Role
from tests.factories.passwords import known_hash
from tests.factories.users import make_user, sign_in
from tests.factories.zone import get_park

BUTTONS = ("enable", "disable", "unlock", "reset-password", "end-sessions")


@pytest.fixture
def person() -> User:
    return make_user(name="li.wei", role=Role.OFFICER, park="YY", password_hash=known_hash())


def fresh(user: User) -> User:
    return session.get_one(User, user.id, populate_existing=True)


def new_account(**values: str) -> dict[str, str]:
    park = str(get_park("XT").id)
    return {"name": "wang", "display_name": "王芳", "role": "officer", "park": park, "email": ""} | values


def test_the_system_administrator_makes_accounts_that_can_do_nothing_yet(system_administrator) -> None:
    reply = system_administrator.post("/users/new", data=new_account())

    user = session.scalars(select(User).where(User.name == "wang")).one()
    assert reply.location == f"/users/{user.id}"
    assert not user.is_enabled
    assert user.role is Role.OFFICER
    assert not passwords.verify_password("!", user.password_hash)


def test_extra_fields_of_a_new_account_are_nothing(system_administrator) -> None:
    system_administrator.post(
        "/users/new",
        data=new_account(
            is_enabled="1", password_hash="x", is_demo="1", id="999", lock_version="7", park_id="1"
        ),
    )

    user = session.scalars(select(User).where(User.name == "wang")).one()
    assert not user.is_enabled
    assert not user.is_demo
    assert user.password_hash == passwords.UNUSABLE
    assert user.park.code == "XT"


@pytest.mark.parametrize(
    "values",
    [{"name": "a b"}, {"name": ""}, {"name": "LI.WEI"}, {"display_name": ""}, {"park": ""}, {"role": "root"},
     {"role": "coordinator"}, {"email": "nowhere"}, {"park": "999"}],
)  # fmt: skip
def test_what_will_not_do_comes_back_as_typed(system_administrator, person, values: dict[str, str]) -> None:
    reply = system_administrator.post("/users/new", data=new_account(**values))

    assert reply.status_code == 422
    assert "王芳" in reply.text or values.get("display_name") == ""
    assert session.scalars(select(User).where(User.name == "wang")).all() == []


def test_the_security_administrator_lets_in_with_a_one_time_password(
    system_administrator, security_administrator, app: Flask
) -> None:
    system_administrator.post("/users/new", data=new_account())
    user = session.scalars(select(User).where(User.name == "wang")).one()

    page = security_administrator.post(f"/users/{user.id}/enable")

    password = re.search(r'<code class="one-time-password">([^<]+)</code>', page.text)[1]
    newcomer = app.test_client()
    assert newcomer.post("/sign-in", data={"name": "wang", "password": password}).location == "/"
    assert newcomer.get("/").location == "/account/password"
    assert password not in security_administrator.get(f"/users/{user.id}").text


def test_another_role_ends_the_sessions_under_the_former_one(
    app: Flask, security_administrator, person
) -> None:
    theirs = app.test_client()
    sign_in(theirs, person)

    security_administrator.post(
        f"/users/{person.id}/role",
        data={"role": "coordinator", "park": "", "lock_version": person.lock_version},
    )

    assert (fresh(person).role, person.park_id) == (Role.COORDINATOR, None)
    assert theirs.get("/account").location.startswith("/sign-in")


def test_a_grant_that_changes_nothing_ends_nothing(app: Flask, security_administrator, person) -> None:
    theirs = app.test_client()
    sign_in(theirs, person)

    security_administrator.post(
        f"/users/{person.id}/role",
        data={"role": "officer", "park": person.park_id, "lock_version": person.lock_version},
    )

    assert theirs.get("/account").status_code == 200


def test_a_role_changed_in_between_is_a_conflict(security_administrator, person) -> None:
    reply = security_administrator.post(
        f"/users/{person.id}/role", data={"role": "auditor", "park": "", "lock_version": 99}
    )

    assert reply.status_code == 422
    assert fresh(person).role is Role.OFFICER


def test_disabling_shuts_out_in_mid_session(app: Flask, security_administrator, person) -> None:
    theirs = app.test_client()
    sign_in(theirs, person)
    assert theirs.get("/account").status_code == 200

    security_administrator.post(f"/users/{person.id}/disable")

    for _ in range(3):
        assert theirs.get("/account").location.startswith("/sign-in")
    assert not fresh(person).is_enabled


def test_rights_taken_away_behind_the_pages_back_hold_at_once(app: Flask, person) -> None:
    """As by a command or another worker: the role is read with every request."""
    theirs = app.test_client()
    person.role, person.park_id = Role.SYSTEM_ADMINISTRATOR, None
    session.commit()
    sign_in(theirs, person)
    assert theirs.get("/users").status_code == 200

    person.role = Role.APPLICANT
    session.commit()

    assert theirs.get("/users").status_code == 403
    assert theirs.post("/users/new", data=new_account()).status_code == 403
    assert session.scalars(select(User).where(User.name == "wang")).all() == []


def test_unlocking_forgets_the_wrong_passwords_and_is_in_the_log(
    security_administrator, client, person
) -> None:
    for _ in range(5):
        client.post("/sign-in", data={"name": "li.wei", "password": "x"})
    assert "Locked until" in security_administrator.get(f"/users/{person.id}").text

    security_administrator.post(f"/users/{person.id}/unlock")

    assert session.scalars(select(SignInAttempt)).all() == []
    record = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc())).first()
    assert (record.action, record.entity, record.entity_id) == (AuditAction.CHANGED, "users", str(person.id))
    assert record.detail.content == {"unlocked": [None, True]}


def test_a_reset_password_works_once_and_ends_what_was_open(
    app: Flask, security_administrator, person
) -> None:
    theirs = app.test_client()
    sign_in(theirs, person)

    page = security_administrator.post(f"/users/{person.id}/reset-password")

    password = re.search(r'<code class="one-time-password">([^<]+)</code>', page.text)[1]
    assert passwords.verify_password(password, fresh(person).password_hash)
    assert person.must_change_password
    assert theirs.get("/account").location.startswith("/sign-in")


def test_no_password_stands_in_the_log(security_administrator, person) -> None:
    page = security_administrator.post(f"/users/{person.id}/reset-password")
    password = re.search(r'<code class="one-time-password">([^<]+)</code>', page.text)[1]

    contents = str([record.detail.content for record in session.scalars(select(AuditRecord))])
    assert "password_hash" in contents
    assert password not in contents
    assert "$argon2" not in contents


def test_ending_the_sessions_of_a_person(app: Flask, security_administrator, person) -> None:
    theirs = app.test_client()
    sign_in(theirs, person)

    security_administrator.post(f"/users/{person.id}/end-sessions")

    assert theirs.get("/account").location.startswith("/sign-in")


@pytest.mark.parametrize("button", BUTTONS)
def test_nobody_presses_a_button_on_their_own_account(security_administrator, button: str) -> None:
    own = security_administrator.user
    before = (own.is_enabled, own.password_hash)

    assert security_administrator.post(f"/users/{own.id}/{button}").status_code == 403
    assert (fresh(own).is_enabled, own.password_hash) == before
    refusal = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc())).first()
    assert refusal.action is AuditAction.REFUSED


def test_nobody_grants_themselves_a_role_or_edits_their_own_account_here(
    security_administrator, system_administrator
) -> None:
    own = security_administrator.user
    data = {"role": "system_administrator", "park": "", "lock_version": own.lock_version}

    assert security_administrator.post(f"/users/{own.id}/role", data=data).status_code == 403
    assert fresh(own).role is Role.SECURITY_ADMINISTRATOR
    assert system_administrator.post(f"/users/{system_administrator.user.id}/edit").status_code == 403


def test_the_posts_do_not_do_each_others_work(
    system_administrator, security_administrator, auditor, person
) -> None:
    grants = [f"/users/{person.id}/{button}" for button in BUTTONS] + [f"/users/{person.id}/role"]
    for client, addresses in (
        (system_administrator, [*grants, "/settings/security", "/audit/verification"]),
        (
            security_administrator,
            ["/users/new", f"/users/{person.id}/edit", "/settings", "/audit/verification"],
        ),
        (auditor, [*grants, "/users/new", f"/users/{person.id}/edit", "/settings", "/settings/security"]),
    ):
        assert {address: client.post(address).status_code for address in addresses} == dict.fromkeys(
            addresses, 403
        )


def test_the_list_is_narrowed_and_says_how_many_there_are(auditor, person) -> None:
    for number in range(30):
        make_user(name=f"many{number}", role=Role.LEADER)
    make_user(name="closed", is_enabled=False)

    for address, number in (("/users", 33), ("/users?role=leader", 30)):
        page = auditor.get(address).text
        assert "25 of" in page
        assert f">{number}<" in page
    assert "li.wei" in (page := auditor.get(f"/users?park={person.park_id}").text)
    assert "closed" not in page
    assert "closed" in (page := auditor.get("/users?state=waiting").text)
    assert "li.wei" not in page
    assert "li.wei" in auditor.get("/users?q=LI.W").text
    assert "No account fits" in auditor.get("/users?q=%25").text


def test_locked_accounts_are_found(auditor, client, person) -> None:
    for _ in range(5):
        client.post("/sign-in", data={"name": "li.wei", "password": "x"})

    page = auditor.get("/users?state=locked").text
    assert "li.wei" in page
    assert auditor.user.name not in page.split("<tbody>")[1]


def test_every_page_of_the_list_is_reached_once(auditor) -> None:
    for number in range(7):
        make_user(name=f"many{number}", role=Role.LEADER)
    address, names = "/users?role=leader&limit=3", []
    while address:
        page = auditor.get(address).text
        names += re.findall(r">(many\d)<", page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""

    assert names == [f"many{number}" for number in range(7)]


def test_the_list_and_the_account_stay_within_their_statements(auditor, person, statements) -> None:
    for number in range(20):
        make_user(name=f"many{number}", role=Role.OFFICER, park="XT")

    with statements() as seen:
        assert auditor.get("/users").status_code == 200
    assert len(seen) <= 6

    with statements() as seen:
        assert auditor.get(f"/users/{person.id}").status_code == 200
    assert len(seen) <= 8


def test_business_time_does_not_hold_back_an_account(security_administrator, clock_at, person) -> None:
    clock_at("2023-01-01T00:00:00Z")

    security_administrator.post(f"/users/{person.id}/reset-password")

    assert fresh(person).password_changed_at.date() == clock.real_now().date()
