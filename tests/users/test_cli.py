from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.core.database import session
from crm.users import passwords
from models import AuditRecord, User
from models.enums import Role
from tests.factories.passwords import known_hash
from tests.factories.users import make_user


def run(app: Flask, *words: str, typed: str | None = None):
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def count_users() -> int:
    return session.scalar(select(func.count(User.id)))


def test_an_account_made_with_a_password_signs_in_at_once(app: Flask, client) -> None:
    words = ("users", "create", "root", "--role", "system_administrator", "--password-stdin")
    result = run(app, *words, typed="Right-horse-7\n")

    assert result.exit_code == 0
    assert "Right-horse-7" not in result.output
    client.post("/sign-in", data={"name": "root", "password": "Right-horse-7"})
    assert client.get("/users").status_code == 200


def test_a_password_that_is_not_given_is_made_and_must_be_changed(app: Flask) -> None:
    result = run(app, "users", "create", "li", "--role", "officer", "--park", "YY", "--display-name", "李伟")

    password = re.search(r": (\S{16})$", result.output, re.MULTILINE)[1]
    user = session.scalars(select(User)).one()
    assert passwords.verify_password(password, user.password_hash)
    assert user.must_change_password
    assert (user.park.code, user.display_name) == ("YY", "李伟")


def test_what_is_piped_in_unasked_is_not_read_and_that_is_said(app: Flask) -> None:
    result = run(app, "users", "create", "li", "--role", "leader", typed="Right-horse-7\n")

    assert result.exit_code == 0
    assert "--password-stdin" in result.stderr
    assert "--password-stdin" not in result.stdout
    assert not passwords.verify_password("Right-horse-7", session.scalars(select(User)).one().password_hash)


def test_a_password_that_is_handed_in_as_asked_needs_no_remark(app: Flask) -> None:
    words = ("users", "create", "li", "--role", "leader", "--password-stdin")

    assert run(app, *words, typed="Right-horse-7\n").stderr == ""


@pytest.mark.parametrize(
    "words",
    [
        ("li", "--role", "officer"),
        ("li", "--role", "officer", "--park", "NOWHERE"),
        ("li", "--role", "coordinator", "--park", "YY"),
        ("li", "--role", "king"),
        ("l i", "--role", "leader"),
        ("TAKEN", "--role", "leader"),
    ],
)
def test_what_will_not_do_fails_with_one_line_and_changes_nothing(app: Flask, words: tuple[str, ...]) -> None:
    make_user(name="taken")

    result = run(app, "users", "create", *words, "--password-stdin", typed="Right-horse-7\n")

    assert result.exit_code != 0
    assert result.output.count("Error:") == 1
    assert "Traceback" not in result.output
    assert count_users() == 1


@pytest.mark.parametrize("typed", ["", "\n", "short\n", "lilililililililili\n"])
def test_a_weak_password_is_refused(app: Flask, typed: str) -> None:
    result = run(app, "users", "create", "li", "--role", "leader", "--password-stdin", typed=typed)

    assert result.exit_code == 1
    assert count_users() == 0


def test_what_a_command_makes_is_in_the_log_as_the_systems(app: Flask) -> None:
    run(app, "users", "create", "li", "--role", "leader")

    record = session.scalars(select(AuditRecord)).one()
    assert (record.actor_name, record.entity) == ("system", "users")
    assert "users create" in record.origin


def test_accounts_are_listed(app: Flask) -> None:
    make_user(name="li", role=Role.OFFICER, park="XT", display_name="李伟")
    make_user(name="wang", is_enabled=False, display_name="王芳")

    lines = run(app, "users", "list").output.splitlines()

    assert lines == ["li\tofficer\tXT\tenabled\t李伟", "wang\tcoordinator\t-\tdisabled\t王芳"]


def test_without_a_demo_zone_there_are_no_demo_accounts(app: Flask) -> None:
    make_user(name="li")

    result = run(app, "demo", "accounts")

    assert (result.exit_code, result.output) == (0, "")


def test_demo_accounts_are_printed_with_the_password_that_lets_them_in(app: Flask, client) -> None:
    password = passwords.demo_password(app.config["SECRET_KEY"])
    make_user(name="demo.officer", role=Role.OFFICER, park="YY", is_demo=True,
              password_hash=passwords.hash_password(password))  # fmt: skip
    make_user(name="demo.own", is_demo=True, password_hash=known_hash())
    make_user(name="demo.applicant", role=Role.APPLICANT, is_demo=True, email="one@example.org",
              password_hash=known_hash())  # fmt: skip

    output = run(app, "demo", "accounts").output

    shown = re.search(r"Password of all: (\S+)", output)[1]
    assert client.post("/sign-in", data={"name": "demo.officer", "password": shown}).location == "/"
    assert re.search(r"demo\.officer +Investment officer, Park YY$", output, re.MULTILINE)
    assert re.search(r"demo\.own +.*\(has a password of its own\)$", output, re.MULTILINE)
    assert re.search(r"demo\.applicant +.*code mailed to one@example\.org\)$", output, re.MULTILINE)


def test_another_installation_has_another_demo_password() -> None:
    assert passwords.demo_password("one") != passwords.demo_password("two")
