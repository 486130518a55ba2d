"""The engine: what a connection is asked before it is used again."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm.core import database
from crm.core.database import get_engine, is_sqlite, session


def cut_off() -> None:
    """Return the session's connection to the pool, and let the server forget it."""
    pid = session.scalar(text("SELECT pg_backend_pid()"))
    session.remove()
    with database.make_engine(get_engine().url.render_as_string(hide_password=False)).connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


@pytest.fixture
def _on_a_server(app) -> None:
    if is_sqlite():
        pytest.skip("an embedded database can't be cut off")


@pytest.mark.usefixtures("_on_a_server")
def test_a_connection_lost_at_rest_is_made_anew(monkeypatch) -> None:
    monkeypatch.setattr(database, "TRUSTED_S", 0.0)
    cut_off()

    assert session.scalar(text("SELECT 1")) == 1


@pytest.mark.usefixtures("_on_a_server")
def test_one_lost_within_moments_fails_once(monkeypatch) -> None:
    monkeypatch.setattr(database, "TRUSTED_S", 60.0)
    cut_off()

    with pytest.raises(DBAPIError):
        session.scalar(text("SELECT 1"))
    session.rollback()
    assert session.scalar(text("SELECT 1")) == 1
