"""Every route × method × role × relation to the record, from one matrix; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from crm.core.database import session
from crm.web import denials
from models import AuditRecord, Base, User
from models.enums import AuditAction, Role
from tests.architecture import permission_matrix
from tests.architecture.permission_matrix import RECORDS, Row
from tests.architecture.permission_records import make_zone
from tests.factories.users import make_user, new_user, start_session

PARK, OTHER_PARK = "YY", "XT"
HOME = {Role.OFFICER: PARK, Role.PARK_LEAD: PARK}
ELSEWHERE = {"own": 404, "own-write": 403, "any": None, "attached": 404}
LOG = ("audit_records", "audit_details")
UNGUARDED = {"static"}
"""Flask's own route for built files."""

Contents = dict[str, list[str]]


@cache
def rows() -> list[Row]:
    return permission_matrix.read()


def by_name(row: Row) -> str:
    return row.name


SIGNED_ADDRESSES = frozenset({"notices.unsubscribe"})
"""What is sent there by a mail program (RFC 8058) is signed in the address instead."""


def writing_rows() -> list[Row]:
    return [row for row in rows() if row.method != "GET"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody before a route, and whether it is to open: 403 or 404 otherwise."""

    what: str
    client: FlaskClient
    user: User | None
    refusal: int | None


# --- The matrix itself --------------------------------------------------------------------------------------


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in UNGUARDED:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    written = [(row.endpoint, row.method) for row in rows()]

    assert sorted(set(routes(app)) - set(written)) == [], "no row in permission_matrix.csv"
    assert sorted(set(written) - set(routes(app))) == [], "no such route"
    assert len(written) == len(set(written))


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "guard")]

    assert set(silent) - UNGUARDED == set()


def test_a_route_that_is_open_to_all_is_so_in_the_matrix(app: Flask) -> None:
    opened = {name for name, view in app.view_functions.items() if getattr(view, "guard", "") is None}

    assert {row.endpoint for row in rows() if row.is_open} == opened


# --- Who gets in --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows(), ids=by_name)
def test_a_route_opens_for_whom_the_matrix_says(app: Flask, row: Row) -> None:
    make_zone()
    visitors = visitors_of(app, row)
    address = address_of(app, row)

    before = contents()
    for visitor in visitors:
        if visitor.refusal:
            refuses(visitor, row, address)
            assert contents() == before, f"{visitor.what} was refused, and yet something changed"
    for visitor in visitors:
        if not visitor.refusal:
            opens(visitor, row, address_of(app, row, visitor.user))


def visitors_of(app: Flask, row: Row) -> list[Visitor]:
    """One of each role; park staff also from another park and of no park; one whose role was taken away."""
    is_own = row.is_open or is_own_account(app, row)
    unfit = 404 if row.record == "attached" else 403
    nobody = 401 if row.is_for_programs else 302
    visitors = [Visitor("nobody", app.test_client(), None, None if row.is_open else nobody)]
    for role in Role:
        refusal = None if role in row.roles else unfit
        visitors.append(somebody(app, role, HOME.get(role), refusal))
        if role in HOME:
            visitors.append(somebody(app, role, OTHER_PARK, refusal or ELSEWHERE[row.record]))
            visitors.append(
                somebody(app, role, None, unfit if row.record == "attached" else None if is_own else 403)
            )
    if not is_own:
        visitors.append(former(app, row))
    session.commit()
    return visitors


def former(app: Flask, row: Row) -> Visitor:
    """Signed in while the role allowed it; since then it was taken away."""
    role = min(row.roles)
    visitor = somebody(app, role, HOME.get(role), 403)
    session.commit()
    user = visitor.user
    assert user is not None
    user.role = next(role for role in (Role.APPLICANT, Role.AUDITOR, Role.EMPLOYER) if role not in row.roles)
    user.park_id = None
    return Visitor(f"former {role}", visitor.client, user, 403)


def somebody(app: Flask, role: Role, park: str | None, refusal: int | None) -> Visitor:
    """A person with a session of their own, to be committed together with others."""
    user = new_user(role=role, park=park)
    client = app.test_client()
    start_session(client, user)
    return Visitor(f"{role} of {park}", client, user, refusal)


def is_own_account(app: Flask, row: Row) -> bool:
    return getattr(app.view_functions[row.endpoint], "guard", "") == "use_own_account"


def address_of(app: Flask, row: Row, visitor: User | None = None) -> str:
    """The route's address, with a new record of the park for each argument that names one."""
    rule = next(rule for rule in app.url_map.iter_rules(row.endpoint) if row.method in (rule.methods or ()))
    values = dict(row.address)
    for argument in missing_arguments(rule, values):
        make = RECORDS.get(f"{row.endpoint}:{argument}") or RECORDS[argument]
        values[argument] = str(make(PARK, visitor))
    with app.test_request_context():
        return url_for(row.endpoint, **values)


def missing_arguments(rule: Rule, values: dict[str, str]) -> list[str]:
    return sorted(argument for argument in rule.arguments if argument not in values)


def refuses(visitor: Visitor, row: Row, address: str) -> None:
    refusals = count_refusals()
    # Of nobody only the first in a minute is noted.
    denials.install(cast(Flask, visitor.client.application))

    reply = visitor.client.open(address, method=row.method)

    assert reply.status_code == visitor.refusal, f"{visitor.what}: {reply.status_code}"
    if visitor.user is None and not row.is_for_programs:
        assert reply.location.startswith("/sign-in"), visitor.what
    assert count_refusals() == refusals + 1, f"{visitor.what}: the refusal is not in the log"


def opens(visitor: Visitor, row: Row, address: str) -> None:
    """A form that is sent empty may be found wanting, but not forbidden."""
    reply = visitor.client.open(address, method=row.method)
    session.rollback()

    fine = (200, 302, 503) if row.method == "GET" else (200, 302, 303, 409, 422)
    assert reply.status_code in fine, f"{visitor.what}: {reply.status_code} for {address}"
    assert not leads_to_sign_in(reply) or row.is_open, visitor.what


def leads_to_sign_in(reply: TestResponse) -> bool:
    return reply.status_code == 302 and (reply.location or "").startswith("/sign-in")


# --- Writing from elsewhere ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", [row for row in writing_rows() if row.endpoint not in SIGNED_ADDRESSES], ids=by_name
)
def test_nothing_is_written_without_the_pages_token(
    app: Flask, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    make_zone()
    role = min(row.roles)
    visitor = somebody(app, role, HOME.get(role), None)
    session.commit()
    address = address_of(app, row)
    before, refusals = contents(), count_refusals()

    for data in ({}, {"csrf_token": "made-up"}):
        assert visitor.client.open(address, method=row.method, data=data).status_code == 400

    assert contents() == before
    assert count_refusals() == refusals + 2


# --- What the database holds --------------------------------------------------------------------------------


def contents() -> Contents:
    """Every row of every table but the log, as the database gives it."""
    session.rollback()
    connection = session.connection()
    held = {
        name: sorted(repr(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))
        for name in Base.metadata.tables
        if name not in LOG
    }
    session.rollback()
    return held


def count_refusals() -> int:
    query = select(func.count(AuditRecord.sequence)).where(AuditRecord.action == AuditAction.REFUSED)
    number = session.scalar(query) or 0
    session.rollback()
    return number


def test_a_change_by_a_refusal_would_be_seen() -> None:
    user = make_user()
    before = contents()

    session.get_one(User, user.id).display_name = "somebody else"
    session.commit()

    assert contents() != before
