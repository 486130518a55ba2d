"""Every route × method × role × relation to the record, from one matrix; a refusal changes nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import FromClause, func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from crm.core.database import session
from crm.web import denials
from models import AuditRecord, Base, User
from models.enums import AuditAction, Role
from tests.architecture import permission_matrix
from tests.architecture.permission_matrix import RECORDS, Row
from tests.architecture.permission_records import make_zone
from tests.architecture.permission_records.base import Maker
from tests.factories.users import make_user, new_user, start_session

pytestmark = pytest.mark.look
"""Hostile input opens every route on both databases; what queries hide, the features' tests say on both."""

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


def by_part() -> dict[str, list[Row]]:
    """The rows of each blueprint: its routes are tried on one zone, with the same people before the door."""
    parts: dict[str, list[Row]] = {}
    for row in rows():
        parts.setdefault(row.endpoint.split(".")[0], []).append(row)
    return parts


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody before a route, and whether it is to open: 403 or 404 otherwise."""

    what: str
    client: FlaskClient
    user_id: int | None
    refusal: int | None

    @property
    def user(self) -> User | None:
        """As the session of this moment holds them: each request ends one."""
        return session.get_one(User, self.user_id) if self.user_id else None


class Crowd:
    """One of each role; park staff also from another park and of no park; those whose role was taken away."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._known: dict[str, Visitor] = {}

    def before(self, row: Row) -> list[Visitor]:
        """Who comes to a route; anew where they post (that may end a session) or a record is theirs."""
        is_own = row.is_open or is_own_account(self._app, row)
        unfit = 404 if row.record == "attached" else 403
        nobody = 401 if row.is_for_programs else 302
        found = [Visitor("nobody", self._app.test_client(), None, None if row.is_open else nobody)]
        for role in Role:
            refusal = None if role in row.roles else unfit
            found.append(self._one(row, role, HOME.get(role), refusal))
            if role in HOME:
                homeless = unfit if row.record == "attached" else None if is_own else 403
                found.append(self._one(row, role, OTHER_PARK, refusal or ELSEWHERE[row.record]))
                found.append(self._one(row, role, None, homeless))
        return found if is_own else [*found, self._former(row)]

    def _one(self, row: Row, role: Role, park: str | None, refusal: int | None) -> Visitor:
        if refusal is None and (row.method != "GET" or is_made_for_a_visitor(self._app, row)):
            return somebody(self._app, role, park, None)
        what = f"{role} of {park}"
        if what not in self._known:
            self._known[what] = somebody(self._app, role, park, None)
        return replace(self._known[what], refusal=refusal)

    def _former(self, row: Row) -> Visitor:
        """Signed in while the role allowed it; since then it was taken away."""
        role = min(row.roles)
        now = next(role for role in (Role.APPLICANT, Role.AUDITOR, Role.EMPLOYER) if role not in row.roles)
        what = f"former {role}, now {now}"
        if what not in self._known:
            visitor = somebody(self._app, role, HOME.get(role), 403)
            session.commit()
            user = session.get_one(User, visitor.user_id)
            user.role, user.park_id = now, None
            self._known[what] = replace(visitor, what=what)
        return self._known[what]


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


@pytest.mark.parametrize("part", by_part())
def test_a_route_opens_for_whom_the_matrix_says(app: Flask, part: str) -> None:
    make_zone()
    crowd = Crowd(app)
    doors = [(row, address_of(app, row), crowd.before(row)) for row in by_part()[part]]
    session.commit()

    before = contents()
    for row, address, visitors in doors:
        for visitor in visitors:
            if visitor.refusal:
                refuses(visitor, row, address)
    assert contents() == before, "somebody was refused, and yet something changed"
    for row, address, visitors in doors:
        is_shared = row.method == "GET" and not is_made_for_a_visitor(app, row)
        for visitor in visitors:
            if not visitor.refusal:
                opens(visitor, row, address if is_shared else address_of(app, row, visitor.user))


def somebody(app: Flask, role: Role, park: str | None, refusal: int | None) -> Visitor:
    """A person with a session of their own."""
    user = new_user(role=role, park=park)
    client = app.test_client()
    start_session(client, user)
    session.commit()  # makers of records may roll back
    return Visitor(f"{role} of {park}", client, user.id, refusal)


def is_own_account(app: Flask, row: Row) -> bool:
    return getattr(app.view_functions[row.endpoint], "guard", "") == "use_own_account"


def address_of(app: Flask, row: Row, visitor: User | None = None) -> str:
    """The route's address, with a new record of the park for each argument that names one."""
    rule = next(rule for rule in app.url_map.iter_rules(row.endpoint) if row.method in (rule.methods or ()))
    values = dict(row.address)
    for argument in missing_arguments(rule, values):
        values[argument] = str(maker_of(row, argument)(PARK, visitor))
    with app.test_request_context():
        return url_for(row.endpoint, **values)


def is_made_for_a_visitor(app: Flask, row: Row) -> bool:
    """Whether a record must be the visitor's own: a maker for which it needn't says ``_visitor``."""
    rule = next(rule for rule in app.url_map.iter_rules(row.endpoint) if row.method in (rule.methods or ()))
    makers = [maker_of(row, argument) for argument in missing_arguments(rule, row.address)]
    return any("visitor" in inspect.signature(make).parameters for make in makers)


def maker_of(row: Row, argument: str) -> Maker:
    return RECORDS.get(f"{row.endpoint}:{argument}") or RECORDS[argument]


def missing_arguments(rule: Rule, values: dict[str, str]) -> list[str]:
    return sorted(argument for argument in rule.arguments if argument not in values)


def refuses(visitor: Visitor, row: Row, address: str) -> None:
    refusals = count_refusals()
    # Of nobody only the first in a minute is noted.
    denials.install(cast(Flask, visitor.client.application))

    # Without a page around it the answer comes faster; the page of a refusal has a test of its own.
    reply = visitor.client.open(address, method=row.method, headers={"Accept": "application/json"})

    assert reply.status_code == visitor.refusal, f"{row.name}, {visitor.what}: {reply.status_code}"
    if visitor.user_id is None and not row.is_for_programs:
        assert reply.location.startswith("/sign-in"), f"{row.name}, {visitor.what}"
    assert count_refusals() == refusals + 1, f"{row.name}, {visitor.what}: the refusal is not in the log"


def opens(visitor: Visitor, row: Row, address: str) -> None:
    """A form that is sent empty may be found wanting, but not forbidden."""
    reply = visitor.client.open(address, method=row.method)
    session.rollback()

    fine = (200, 302, 503) if row.method == "GET" else (200, 302, 303, 409, 422)
    assert reply.status_code in fine, f"{row.name}, {visitor.what}: {reply.status_code} for {address}"
    assert not leads_to_sign_in(reply) or row.is_open, f"{row.name}, {visitor.what}"


def leads_to_sign_in(reply: TestResponse) -> bool:
    return reply.status_code == 302 and (reply.location or "").startswith("/sign-in")


# --- Writing from elsewhere ---------------------------------------------------------------------------------


@pytest.mark.parametrize("part", by_part())
def test_nothing_is_written_without_the_pages_token(
    app: Flask, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    make_zone()
    writing = [row for row in by_part()[part] if row.method != "GET"]
    doors = [
        (row, address_of(app, row), somebody(app, min(row.roles), HOME.get(min(row.roles)), None))
        for row in writing
        if row.endpoint not in SIGNED_ADDRESSES
    ]
    session.commit()
    before, refusals = contents(), count_refusals()

    for row, address, visitor in doors:
        for data in ({}, {"csrf_token": "made-up"}):
            reply = visitor.client.open(address, method=row.method, data=data)
            assert reply.status_code == 400, row.name

    assert contents() == before
    assert count_refusals() == refusals + 2 * len(doors)


# --- What the database holds --------------------------------------------------------------------------------


def contents() -> Contents:
    """Every row of every table but the log, as the database gives it; not when somebody was last seen."""
    session.rollback()
    connection = session.connection()
    held = {
        name: sorted(
            repr(row) for row in connection.exec_driver_sql(f'SELECT {columns(table)} FROM "{name}"')
        )
        for name, table in Base.metadata.tables.items()
        if name not in LOG
    }
    session.rollback()
    return held


def columns(table: FromClause) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns if column.name != "seen_at")


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
