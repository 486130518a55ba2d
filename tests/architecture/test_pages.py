"""Every page there is, in three languages: valid, named, labelled, and within its budget of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from crm.core.database import session
from models import User
from models.enums import Role
from tests.architecture import permission_matrix
from tests.architecture import permission_records as records
from tests.architecture.html_faults import faults
from tests.architecture.permission_matrix import Row
from tests.architecture.test_permissions import HOME, PARK, Visitor, address_of, somebody

pytestmark = pytest.mark.look

BUDGET = 25
"""No page may send more statements; lists and details have tighter ones in their own tests."""

LANGUAGES = ("en", "zh_Hans_CN", "zh_Hant_TW")
FIRST = (Role.COORDINATOR, Role.PARK_LEAD, Role.LEADER)
TIMES = 3
"""Of each record: with one alone, a query per row would not show."""


def rows(method: str) -> list[Row]:
    """The style page has tests of its own."""
    return [
        row
        for row in permission_matrix.read()
        if row.method == method and not row.endpoint.startswith("styleguide.")
    ]


class Visitors:
    """For each route somebody who may see it, with a browser that stays signed in."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._known: dict[Role, Visitor] = {}

    def of(self, row: Row) -> Visitor:
        # What is posted may end the session, or change the person.
        if row.method == "POST":
            self._known.pop(role_for(row), None)
        return self.known(row)

    def known(self, row: Row) -> Visitor:
        role = role_for(row)
        if role not in self._known:
            self._known[role] = somebody(self._app, role, HOME.get(role), None)
            session.commit()
        return self._known[role]


def role_for(row: Row) -> Role:
    return next((role for role in FIRST if role in row.roles), min(row.roles))


@pytest.fixture
def zone(app: Flask) -> Visitors:
    """A zone with several records of each kind."""
    records.make_zone()
    owner = Visitors(app).of(rows("GET")[0]).user
    for make in set(permission_matrix.RECORDS.values()):
        for _ in range(TIMES):
            make(PARK, owner)
    session.commit()
    return Visitors(app)


def replies(app: Flask, zone: Visitors, method: str, language: str) -> Iterator[tuple[str, TestResponse]]:
    """Every route's answer to somebody who may use it."""
    for row in rows(method):
        visitor = zone.of(row)
        assert visitor.user is not None
        user = session.get_one(User, visitor.user.id)
        user.locale = language
        session.commit()
        address = address_of(app, row, user)
        session.commit()
        session.remove()
        yield row.name, visitor.client.open(address, method=method, buffered=True)


def is_page(reply: TestResponse) -> bool:
    return reply.mimetype == "text/html" and reply.status_code not in (302, 303)


def wrong_in(reply: TestResponse, language: str) -> list[str]:
    found = faults(reply.text)
    if "<html" in reply.text and f'lang="{language.replace("_", "-")}"' not in reply.text:
        found.append(f"isn't in {language}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_valid_named_and_labelled(app: Flask, zone: Visitors, language: str) -> None:
    seen = 0
    wrong: dict[str, list[str]] = {}
    for name, reply in replies(app, zone, "GET", language):
        assert reply.status_code in (200, 302, 503), f"{name}: {reply.status_code}"
        if is_page(reply):
            seen += 1
            if found := wrong_in(reply, language):
                wrong[name] = sorted(set(found))

    assert wrong == {}
    assert seen > 50


@pytest.mark.slow
def test_every_form_that_comes_back_refused_is_valid_too(app: Flask, zone: Visitors) -> None:
    wrong: dict[str, list[str]] = {}
    refused = 0
    for name, reply in replies(app, zone, "POST", "en"):
        if is_page(reply):
            refused += reply.status_code == 422
            if found := wrong_in(reply, "en"):
                wrong[name] = sorted(set(found))

    assert wrong == {}
    assert refused > 10


@pytest.mark.slow
def test_no_page_sends_more_statements_than_its_budget(
    app: Flask, zone: Visitors, statements: Callable[[], object]
) -> None:
    sent: dict[str, int] = {}
    for row in rows("GET"):
        visitor = zone.of(row)
        assert visitor.user is not None
        address = address_of(app, row, session.get_one(User, visitor.user.id))
        session.commit()
        visitor.client.open(address, buffered=True)  # what is worked out once for all is worked out
        with statements() as seen:  # type: ignore[attr-defined]
            visitor.client.open(address, buffered=True)
        sent[row.name] = len(seen)
        session.remove()

    assert {name: number for name, number in sent.items() if number > BUDGET} == {}
    assert max(sent.values()) > 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/ledger/queue", 403)])
def test_a_refusal_is_a_valid_page_too(app: Flask, language: str, path: str, status: int) -> None:
    visitor = somebody(app, Role.ADVISER, None, None)
    assert visitor.user is not None
    visitor.user.locale = language
    session.commit()

    reply = visitor.client.get(path)

    assert reply.status_code == status
    assert wrong_in(reply, language) == []


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p><div></p>", "no valid HTML"),
        ("<i id=a></i><i id=a></i>", "is there 2 times"),
        ("<input name=amount>", "has no label"),
        ("<label for=other>Amount</label><input id=amount name=amount>", "has no label"),
        ("<select name=park></select>", "has no label"),
        ("<a href=''>there</a>", "goes to “”"),
        ("<a href='/firms/None'>there</a>", "goes to “/firms/None”"),
        ("<button><svg></svg></button>", "says nothing"),
        ("<img src='/a.png'>", "has no alt"),
    ],
)
def test_a_fault_of_a_piece_is_found(html: str, fault: str) -> None:
    assert any(fault in found for found in faults(html)), faults(html)


PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head>
<body><main>{body}</main></body></html>"""


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("title", "body", "fault"),
    [
        (" ", "<h1>Firms</h1>", "title"),
        ("Firms", "<h2>Firms</h2>", "h1"),
        ("Firms", "<h1>Firms</h1><h1>Firms</h1>", "h1"),
        ("Firms", "<h1>Firms</h1><h3>Names</h3>", "skips a level"),
        ("Firms", "<h1>Firms</h1><p aria-describedby=gone>a</p>", "points to “gone”"),
        ("Firms", "<h1></h1>", "empty h1"),
        ("Firms", "<h1>Firms</h1></main><main>", "main"),
    ],
)
def test_a_fault_of_a_page_is_found(title: str, body: str, fault: str) -> None:
    found = faults(PAGE.format(title=title, body=body))

    assert any(fault in words for words in found), found


@pytest.mark.no_database
def test_a_page_in_order_has_no_fault() -> None:
    body = '<h1>Firms</h1><label>Name <input name="name"></label><a href="/firms">All</a>'

    assert faults(PAGE.format(title="Firms", body=body)) == []
