from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from crm.core import auditing
from crm.core.database import get_engine, session
from crm.core.preferences import set_preference
from crm.core.transactions import transaction
from crm.users import passwords, signing
from crm.users.rules import EndReason
from kernel import clock
from kernel.errors import ConflictError
from models import AuditRecord, SignIn, SignInAttempt, User
from models.enums import AuditAction, Role
from tests.factories.passwords import PASSWORD, known_hash
from tests.factories.users import make_user


@pytest.fixture
def person() -> User:
    return make_user(name="li.wei", role=Role.COORDINATOR, password_hash=known_hash())


def try_in(client: FlaskClient, name: str, password: str, **more: str):
    return client.post("/sign-in", data={"name": name, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def actions() -> list[AuditAction]:
    return list(session.scalars(select(AuditRecord.action).order_by(AuditRecord.sequence)))


def test_the_right_password_lets_in_and_leads_on(client: FlaskClient, person: User) -> None:
    reply = try_in(client, "li.wei", PASSWORD, next="/account?tab=1")

    assert reply.location == "/account?tab=1"
    assert is_in(client)
    assert actions()[-1] is AuditAction.SIGNED_IN


def test_capitals_and_width_of_the_name_make_no_difference(client: FlaskClient, person: User) -> None:
    try_in(client, " ＬＩ.Wei ", PASSWORD)

    assert is_in(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere(client: FlaskClient, person: User, elsewhere: str) -> None:
    assert try_in(client, "li.wei", PASSWORD, next=elsewhere).location == "/"


def test_a_page_that_needs_a_sign_in_comes_after_it(client: FlaskClient, person: User) -> None:
    reply = client.get("/account?x=1")

    assert reply.location == "/sign-in?next=/account?x%3D1"


def test_only_the_hash_of_the_token_is_kept(client: FlaskClient, person: User) -> None:
    try_in(client, "li.wei", PASSWORD)

    with client.session_transaction() as cookie:
        token = cookie["token"]
    assert session.scalars(select(SignIn.token_hash)).one() != token
    assert len(token) >= 32


def answers(client: FlaskClient) -> dict[str, tuple[int, str]]:
    """The refusals of a wrong password, of an unknown name, of a disabled account, without their tokens."""
    make_user(name="gone", password_hash=known_hash(), is_enabled=False)
    tries = {"wrong": ("li.wei", "x"), "unknown": ("nobody", "x"), "disabled": ("gone", PASSWORD)}
    found = {}
    for case, (name, password) in tries.items():
        reply = try_in(client, name, password)
        found[case] = (reply.status_code, reply.text.split('role="alert"')[1].split("</div>")[0])
    return found


def test_a_refusal_does_not_say_why(client: FlaskClient, person: User) -> None:
    found = answers(client)

    assert found["wrong"][0] == 422
    assert len(set(found.values())) == 1


def test_an_unknown_name_costs_a_hash_like_a_known_one(
    client: FlaskClient, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    real = passwords._hashing.hashers[0].verify

    def count(password: str, hashed: str) -> bool:
        looked_at.append(hashed)
        return bool(real(password, hashed))

    monkeypatch.setattr(passwords._hashing.hashers[0], "verify", count)
    for name in ("li.wei", "nobody"):
        try_in(client, name, "wrong")

    assert len(looked_at) == 2
    assert all(hashed.startswith("$argon2id$") for hashed in looked_at)


@pytest.mark.parametrize("name", ["li.wei", "nobody"])
def test_wrong_passwords_lock_the_name_whether_or_not_it_exists(
    client: FlaskClient, person: User, name: str
) -> None:
    for _ in range(5):
        try_in(client, name, "wrong")

    attempt = session.scalars(select(SignInAttempt)).one()
    assert attempt.failures == 5
    assert attempt.locked_until is not None
    assert actions().count(AuditAction.SIGN_IN_FAILED) == 5


def test_a_locked_account_refuses_the_right_password_until_the_lock_ends(
    client: FlaskClient, person: User
) -> None:
    for _ in range(5):
        try_in(client, "LI.WEI", "wrong")

    assert try_in(client, "li.wei", PASSWORD).status_code == 422
    attempt = session.scalars(select(SignInAttempt)).one()
    attempt.locked_until = clock.real_now() - timedelta(seconds=1)
    session.commit()
    assert try_in(client, "li.wei", PASSWORD).status_code == 302


def test_a_success_forgets_the_failures(client: FlaskClient, person: User) -> None:
    for _ in range(4):
        try_in(client, "li.wei", "wrong")
    try_in(client, "li.wei", PASSWORD)

    assert session.scalars(select(SignInAttempt)).all() == []


def test_locks_keep_real_time_when_business_time_is_replayed(
    client: FlaskClient, person: User, clock_at
) -> None:
    clock_at("2023-01-01T00:00:00Z")
    for _ in range(5):
        try_in(client, "li.wei", "wrong")

    locked_until = session.scalars(select(SignInAttempt.locked_until)).one()
    assert locked_until > clock.real_now()


def test_a_name_that_nobody_has_is_not_kept(client: FlaskClient) -> None:
    try_in(client, "My-secret-9-typed-in-the-wrong-box", "x")

    written = [row.__dict__ for row in session.scalars(select(SignInAttempt))]
    record = session.scalars(select(AuditRecord)).one()
    assert "secret" not in str(written)
    assert "secret" not in str(record.detail.content)


def test_a_demo_account_is_shut_out_in_production(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(name="demo", password_hash=known_hash(), is_demo=True)
    monkeypatch.setitem(app.config, "CRM_ENV", "production")

    assert try_in(client, "demo", PASSWORD).status_code == 422


def test_the_session_rotates_at_sign_in(client: FlaskClient, person: User) -> None:
    try_in(client, "li.wei", PASSWORD)
    with client.session_transaction() as cookie:
        first = cookie["token"]
        cookie["planted"] = "x"
    try_in(client, "li.wei", PASSWORD)

    with client.session_transaction() as cookie:
        assert cookie["token"] != first
        assert "planted" not in cookie
    ended = session.scalars(select(SignIn).where(SignIn.ended_at.is_not(None))).one()
    assert ended.end_reason == EndReason.REPLACED


def test_signing_out_ends_the_session_in_the_database(app: Flask, client: FlaskClient, person: User) -> None:
    try_in(client, "li.wei", PASSWORD)
    with client.session_transaction() as cookie:
        stolen = cookie["token"]
    client.post("/sign-out")
    assert actions()[-1] is AuditAction.SIGNED_OUT

    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["token"] = stolen
    assert not is_in(client)
    assert not is_in(thief)


@pytest.mark.parametrize("column", ["seen_at", "started_at"])
def test_an_idle_and_an_old_session_end(client: FlaskClient, person: User, column: str) -> None:
    try_in(client, "li.wei", PASSWORD)
    row = session.scalars(select(SignIn)).one()
    setattr(row, column, clock.real_now() - timedelta(hours=13))
    session.commit()

    assert not is_in(client)
    session.refresh(row)
    assert row.end_reason == (EndReason.IDLE if column == "seen_at" else EndReason.TOO_OLD)


def test_the_limits_are_settings(client: FlaskClient, person: User) -> None:
    set_preference("session.idle_minutes", 5)
    session.commit()
    try_in(client, "li.wei", PASSWORD)
    session.scalars(select(SignIn)).one().seen_at = clock.real_now() - timedelta(minutes=6)
    session.commit()

    assert not is_in(client)


def test_the_last_sight_is_written_when_it_is_a_minute_old(client: FlaskClient, person: User) -> None:
    try_in(client, "li.wei", PASSWORD)
    row = session.scalars(select(SignIn)).one()
    fresh = row.seen_at
    assert is_in(client)
    session.refresh(row)
    assert row.seen_at == fresh

    row.seen_at = clock.real_now() - timedelta(minutes=2)
    session.commit()
    assert is_in(client)
    session.refresh(row)
    assert clock.real_now() - row.seen_at < timedelta(seconds=30)


def test_an_old_password_has_to_be_changed_first(client: FlaskClient, person: User) -> None:
    person.password_changed_at = clock.real_now() - timedelta(days=91)
    session.commit()
    try_in(client, "li.wei", PASSWORD)

    assert client.get("/").location == "/account/password"


def test_a_request_knows_its_user_in_one_statement(client: FlaskClient, person: User, statements) -> None:
    try_in(client, "li.wei", PASSWORD)
    set_preference("notice.classified", 0)
    session.commit()

    with statements() as seen:
        assert client.get("/account/password").status_code == 200

    assert len([text for text in seen if "sign_ins" in text or "users" in text]) == 1


def test_the_log_of_a_day_of_signing_in_and_out_is_whole(client: FlaskClient, person: User) -> None:
    try_in(client, "li.wei", "wrong")
    try_in(client, "li.wei", PASSWORD)
    client.post("/sign-out")

    assert auditing.find_break(session()) is None


def test_guesses_at_the_same_time_do_not_outrun_the_lock(app: Flask, person: User) -> None:
    def guess(_number: int) -> bool:
        """Whether the password would be looked at."""
        with app.app_context():
            try:
                with transaction():
                    return not signing.begin_attempt("li.wei").is_locked
            except ConflictError:
                return False

    with ThreadPoolExecutor(8) as guessers:
        looked_at = list(guessers.map(guess, range(24)))

    assert 1 <= sum(looked_at) <= 5


def test_a_page_does_not_wait_for_a_long_writer_to_note_the_last_sight(
    client: FlaskClient, person: User
) -> None:
    try_in(client, "li.wei", PASSWORD)
    session.scalars(select(SignIn)).one().seen_at = clock.real_now() - timedelta(minutes=2)
    session.commit()

    with get_engine().connect() as writer, writer.begin():
        writer.execute(SignInAttempt.__table__.insert().values(name_key="x", failures=1,
                                                               last_failed_at=clock.real_now()))  # fmt: skip
        before = clock.real_now()
        assert is_in(client)
        assert clock.real_now() - before < timedelta(seconds=5)


@pytest.mark.parametrize(("role", "first"), [(Role.LEADER, "/cockpit/"), (Role.COORDINATOR, "/")])
def test_a_leader_lands_on_the_cockpit(client: FlaskClient, role: Role, first: str) -> None:
    make_user(name="wang.lei", role=role, password_hash=known_hash())

    assert try_in(client, "wang.lei", PASSWORD).location == first
