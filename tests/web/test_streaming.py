"""Exports as a server sends them: the body is read after the view has answered."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from crm.core.database import get_engine, session
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm
from tests.factories.ledger import add_rates, make_entry, make_plan
from tests.factories.users import make_user

EXPORTS = [
    ("coordinator", "/firms/export.csv"),
    ("coordinator", "/projects/export.csv"),
    ("coordinator", "/engagements/export.csv"),
    ("coordinator", "/ledger/export.csv"),
    ("coordinator", "/ledger/rows.csv"),
    ("auditor", "/audit/export.csv"),
]


@pytest.fixture
def zone() -> None:
    make_plan()
    add_rates()
    make_establishment(firm=make_firm())
    make_entry(verified_by=make_user())
    make_engagement()


@pytest.mark.parametrize(("who", "address"), EXPORTS)
def test_an_export_is_whole_when_it_is_read_after_the_request(
    request, app: Flask, zone, who: str, address: str
) -> None:
    client = request.getfixturevalue(who)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    environ = EnvironBuilder(address, headers={"Cookie": f"{cookie.key}={cookie.value}"}).get_environ()
    session.remove()

    parts, status, _headers = run_wsgi_app(app.wsgi_app, environ)
    lines = b"".join(parts).decode().splitlines()

    assert status == "200 OK"
    assert len(lines) >= 2
    assert get_engine().pool.checkedout() == 0  # type: ignore[attr-defined]
