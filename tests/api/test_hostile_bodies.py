"""Whatever a program sends, it is answered, and never with a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from crm.api.operations import operation_of
from crm.api.routes import ROUTES, Route
from crm.core.database import session
from models.enums import Role
from tests.architecture.permission_matrix import Row
from tests.architecture.permission_records import make_zone
from tests.architecture.test_permissions import address_of

NUMBERS: tuple[Any, ...] = (0, -1, 2**31, 2**63, 10**40, 1.5)
TEXTS = ("", " ", "a\0b", "x" * 5000, "9" * 5000, "=1+1", "\u202e")
TIMES = ("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
HOSTILE = (None, True, *NUMBERS, *TEXTS, *TIMES, [], [[]], [0], [2**63], {}, {"a": 1})
NO_JSON = (b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 50_000, b'{"name": "\\ud800"}', b"1e999", b" ")
BODIES = (*NO_JSON, b"[]", b"null", b'"x"', b'{"a":1,"a":2}')
KINDS = ("application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded")
WRITES = [route for route in ROUTES if route.is_write]
JSON_WRITES = [route for route in WRITES if operation_of(route).upload is None]


@pytest.fixture(autouse=True)
def told_faults(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


def by_name(route: Route) -> str:
    return route.name


def address(app: Flask, route: Route, asks) -> str:
    roles = frozenset({Role.COORDINATOR})
    row = Row(f"api.{route.name}", route.method, roles, is_open=False, record="any", address={})
    return address_of(app, row, session.merge(asks.user))


def bodies(fields: dict[str, Any], usual: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in fields:
        for value in HOSTILE:
            yield usual | {name: value}


USUAL: dict[str, dict[str, Any]] = {
    "create_firm": {"name_en": "Example"},
    "change_firm": {"lock_version": 1},
    "create_project": {"name": "x", "firm_id": 1, "park": "YY"},
    "change_project": {"lock_version": 1},
    "move_project": {"to": "talks", "on": "2024-05-01", "lock_version": 1},
    "log_engagement": {
        "kind": "visit",
        "happened_at": "2024-05-01T10:30:00Z",
        "park": "YY",
        "firm_ids": [1],
        "summary": "x",
    },
    "record_entry": {
        "project_id": 1,
        "kind": "contracted",
        "amount": "1.00",
        "currency": "USD",
        "effective_on": "2024-05-01",
        "nature": "new",
        "origin": "direct",
    },
    "decide_entry": {"decision": "verified", "seen": 0},
    "withdraw_entry": {},
}


@pytest.mark.parametrize("route", JSON_WRITES, ids=by_name)
def test_a_field_may_hold_anything(app: Flask, program, route: Route) -> None:
    make_zone()
    asks = program()
    place = address(app, route, asks)
    body = operation_of(route).body
    assert body is not None

    found = {}
    for sent in bodies(body.model_fields, USUAL[route.name]):
        reply = asks.ask(route.method, place, json=sent)
        session.rollback()
        if reply.status_code >= 500 or not {"error", "data"} & set(reply.json):
            found[str(sent)[:200]] = reply.status_code

    assert found == {}


@pytest.mark.parametrize("route", WRITES, ids=by_name)
@pytest.mark.parametrize("kind", KINDS)
def test_a_body_may_be_anything(app: Flask, program, route: Route, kind: str) -> None:
    make_zone()
    asks = program()
    place = address(app, route, asks)

    for sent in BODIES:
        reply = asks.ask(route.method, place, data=sent, headers={"Content-Type": kind})

        assert reply.status_code in (400, 404, 413, 415, 422), f"{sent[:40]!r}: {reply.status_code}"
        assert reply.json["error"]["message"]


def test_of_countless_faults_the_first_hundred_are_said(program) -> None:
    reply = program().post("/firms", {f"field_{number}": 1 for number in range(5000)})

    assert reply.status_code == 422
    assert len(reply.json["error"]["fields"]) == 100


def test_a_body_that_no_shape_asks_for_is_not_read(program) -> None:
    reply = program().post("/firms", {"name_en": "x" * 2**20})

    assert (reply.status_code, reply.json["error"]["code"]) == (413, "too_large")
