"""The list of accounts as a file: exactly the rows that the filters let through, and no secrets."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest

from crm.core.database import session
from kernel import clock
from models import AuditRecord, SignInAttempt, User
from models.enums import AuditAction, Role
from tests.factories.passwords import known_hash
from tests.factories.users import make_user


@pytest.fixture
def three() -> None:
    own = {"display_name": "=李伟", "email": "li@a.cn", "password_hash": known_hash()}
    make_user(name="li", role=Role.OFFICER, park="YY", **own)
    make_user(name="wang", role=Role.OFFICER, park="XT", is_enabled=False)
    key, now = f"user:{make_user(name='zhao', role=Role.LEADER).id}", clock.real_now()
    until = now + timedelta(hours=1)
    session.add(SignInAttempt(name_key=key, failures=9, last_failed_at=now, locked_until=until))
    session.commit()


def exported(client, address: str = "") -> list[list[str]]:
    reply = client.get(f"/users/export.csv{address}")
    assert reply.status_code == 200
    return list(csv.reader(StringIO(reply.text.removeprefix("\ufeff"))))


def names(client, address: str) -> set[str]:
    return {row[0] for row in exported(client, address)[1:]}


def test_the_export_is_exactly_what_the_filters_let_through(security_administrator, three) -> None:
    viewer = security_administrator
    own = viewer.user.name

    assert names(viewer, "") == {"li", "wang", "zhao", own}
    assert names(viewer, "?role=officer") == {"li", "wang"}
    assert names(viewer, "?role=officer&state=disabled") == {"wang"}
    assert names(viewer, "?state=locked") == {"zhao"}
    assert names(viewer, "?q=LI@A") == {"li"}


def test_a_row_says_what_the_list_shows(auditor, three) -> None:
    head, *rows = exported(auditor)
    by_name = {row[0]: row[1:-1] for row in rows}

    assert head == ["Account", "Person", "E-mail", "Role", "Park", "State", "Made"]
    assert by_name["li"] == ["'=李伟", "li@a.cn", "Investment officer", "Park YY", "Enabled"]
    assert by_name["wang"][-1] == "Disabled"
    assert by_name["zhao"][-1] == "Enabled; Locked"


def test_nothing_that_lets_anybody_in_leaves_the_house(system_administrator, three) -> None:
    text = system_administrator.get("/users/export.csv").text
    (kept,) = {user.password_hash for user in session.query(User)} - {"-"}

    assert "li@a.cn" in text
    assert kept not in text
    assert "$" not in text


def test_the_export_is_in_the_log_with_its_filters(auditor, three) -> None:
    exported(auditor, "?role=officer")

    session.rollback()
    record = session.query(AuditRecord).filter_by(action=AuditAction.EXPORTED, entity="users").one()
    assert record.detail.content == {"filters": [None, "role=officer"]}


def test_the_list_leads_to_its_export_and_who_sees_no_list_gets_none(auditor, coordinator) -> None:
    assert "/users/export.csv?role=officer" in auditor.get("/users?role=officer").text
    assert coordinator.get("/users/export.csv").status_code == 403
