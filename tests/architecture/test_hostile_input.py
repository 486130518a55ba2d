"""Whatever an address or a form is sent, it answers: nothing that people can write ends in a broken page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse
from wtforms import SelectField, SelectMultipleField, StringField

from crm.core.database import session
from crm.web.fields import AmountField, DateField, FilesField, LookupField, MomentField
from crm.web.forms import BaseForm
from tests.architecture.permission_matrix import Row
from tests.architecture.permission_records import make_zone
from tests.architecture.test_pages import FIRST, Visitors, rows
from tests.architecture.test_permissions import HOME, address_of, by_name, somebody

HUGE, OVER, LONG = "9" * 23, str(2**31), "9" * 5000
NUL = "a\0b"
DAYS = ("0001-01-01", "9999-12-31", "1900-01-01", "2199-12-31")
MOMENTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
KEYS = (
    '["x",1e999]',
    "[1e999,1]",
    f'["x",{HUGE}]',
    f"[{HUGE},1]",
    f"[1,{OVER}]",
    f'["2024-01-01",{HUGE}]',
    '["\\ud800",1]',
    '["a\\u0000b",1]',
    '["0001-01-01T00:00:00+23:59",1]',
    "[" * 50_000,
)
ADDRESS_VALUES = (HUGE, OVER, LONG, *DAYS[:2], *MOMENTS)
FORM_VALUES = (HUGE, OVER)
ODD_ENOUGH = 503
"""The answer of a page that waits for the worker or the database."""


class Noted(ImmutableMultiDict[str, str]):
    """What was sent, with the names that somebody looked for."""

    looked_for: set[str] = set()

    def get(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        self.looked_for.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        self.looked_for.add(key)
        return super().getlist(key, *args, **kwargs)

    def __contains__(self, key: Any) -> bool:
        self.looked_for.add(key)
        return super().__contains__(key)


@pytest.fixture(autouse=True)
def told_faults(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault becomes a page as it does for people, instead of ending the test."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.fixture
def visitors(app: Flask) -> Visitors:
    make_zone()
    session.commit()
    return Visitors(app)


def is_answered(reply: TestResponse) -> bool:
    return reply.status_code < 500 or reply.status_code == ODD_ENOUGH


@contextmanager
def noting(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names of arguments that a request looks for."""
    with monkeypatch.context() as patch:
        patch.setattr(Request, "parameter_storage_class", Noted)
        Noted.looked_for.clear()
        yield Noted.looked_for


def broken(client: FlaskClient, method: str, address: str, values: dict[str, Any]) -> str | None:
    if method == "GET":
        reply = client.get(f"{address}{'&' if '?' in address else '?'}{urlencode(values)}", buffered=True)
    else:
        reply = client.post(address, data=values, buffered=True)
    return None if is_answered(reply) else f"{method} {address} {str(values)[:200]}: {reply.status_code}"


# --- Addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("GET"), ids=by_name)
def test_an_address_answers_whatever_its_arguments_say(
    app: Flask, visitors: Visitors, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visitors.of(row)
    address = address_of(app, row, visitor.user)
    with noting(monkeypatch) as names:
        visitor.client.get(address, buffered=True)
    keys = {"after": KEYS, "before": KEYS[:1]} if "after" in names else {}

    found = [broken(visitor.client, "GET", address, {"anything": NUL})]
    found += [broken(visitor.client, "GET", address, {name: key}) for name in keys for key in keys[name]]
    for value in ADDRESS_VALUES:
        found += broken_by(visitor.client, address, sorted(names - {"after", "before"}), value)

    assert [each for each in found if each] == []


def broken_by(client: FlaskClient, address: str, names: list[str], value: str) -> list[str | None]:
    """All arguments at once; where the page does not come, one may hide the others: then each alone."""
    if not names:
        return []
    path, _, known = address.partition("?")
    values = dict(parse_qsl(known)) | dict.fromkeys(names, value)
    together = client.get(path, query_string=values, buffered=True)
    if together.status_code == 200:
        return []
    return [broken(client, "GET", address, {name: value}) for name in names]


def test_the_number_of_no_record_is_the_address_of_nothing(app: Flask, visitors: Visitors) -> None:
    tried = 0
    for row in [*rows("GET"), *rows("POST")]:
        for path in paths_to_nothing(app, row):
            # What is posted is refused as well: those who come stay who they are.
            reply = visitors.known(row).client.open(path, method=row.method)
            tried += 1

            # Where another method shares an address, the router says of one too large: not by this method.
            assert reply.status_code in (403, 404, 405), f"{row.name}: {path} is answered {reply.status_code}"
    assert tried > 500


def paths_to_nothing(app: Flask, row: Row) -> list[str]:
    rule = next(rule for rule in app.url_map.iter_rules(row.endpoint) if row.method in (rule.methods or ()))
    if not any(name.endswith("_id") or name == "sequence" for name in rule.arguments):
        return []
    missing = {name: "0" for name in rule.arguments if name not in row.address}
    path = app.url_map.bind("localhost").build(row.endpoint, {**row.address, **missing}, method=row.method)
    assert "/0" in path
    return [path.replace("/0", f"/{number}") for number in (HUGE, OVER)]


# --- Forms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("POST"), ids=by_name)
def test_a_form_answers_whatever_its_fields_say(
    app: Flask, visitors: Visitors, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = next((role for role in FIRST if role in row.roles), min(row.roles))
    visitor = somebody(app, role, HOME.get(role), None)
    session.commit()
    address = address_of(app, row, visitor.user)
    form = form_of(app, visitor.client, row, address, monkeypatch)
    found = [broken(visitor.client, "POST", address, {"name": NUL, "password": NUL})]
    written = {name: usual(field) for name, field in form.items()}
    for name, field in form.items():
        for value in hostile(field):
            found.append(broken(visitor.client, "POST", address, written | {name: value}))
            session.rollback()

    assert [each for each in found if each] == []


def form_of(
    app: Flask, client: FlaskClient, row: Row, address: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """The fields of the form that an address takes, filled as it is shown where it is shown."""
    made: list[BaseForm] = []
    original = BaseForm.__init__

    def note(form: BaseForm, *args: Any, **kwargs: Any) -> None:
        original(form, *args, **kwargs)
        made.append(form)

    with monkeypatch.context() as patch:
        patch.setattr(BaseForm, "__init__", note)
        methods = {"GET", "POST"} & set().union(
            *(rule.methods or () for rule in app.url_map.iter_rules(row.endpoint))
        )
        client.open(address, method=min(methods), buffered=True)
        client.post(address, data={}, buffered=True) if not made else None
    return {name: field for form in made[:1] for name, field in form._fields.items()}


def usual(field: Any) -> Any:
    """What could stand in a field, so that the others are looked at too."""
    if isinstance(field, FilesField):
        return []
    if isinstance(field, SelectField | SelectMultipleField) and not isinstance(field, LookupField):
        offered = [str(value) for value, *_rest in field.choices or () if value not in ("", None)]
        return offered[:1]
    shown = field._value() if hasattr(field, "_value") else ""
    if shown:
        return shown
    if isinstance(field, DateField):
        return "2024-06-30"
    if isinstance(field, AmountField):
        return "1.00"
    return "x" if isinstance(field, StringField) else "1"


def hostile(field: Any) -> tuple[str, ...]:
    if isinstance(field, FilesField):
        return ()
    if isinstance(field, DateField):
        return DAYS
    if isinstance(field, MomentField):
        return tuple(f"{day}T00:00" for day in DAYS)
    return FORM_VALUES


def test_a_text_that_cannot_be_kept_is_refused_with_words(app: Flask) -> None:
    make_zone()
    client = app.test_client()

    for reply in (
        client.get("/sign-in?next=a%00b"),
        client.post("/sign-in", data={"name": NUL, "password": "x"}),
        client.get("/sign-in%00"),
    ):
        assert reply.status_code == 422
        assert "不能保存的字符" in reply.text
