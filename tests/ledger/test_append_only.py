"""The database itself keeps what was written."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm.core.database import get_engine, is_sqlite, session
from tests.factories.ledger import add_rates, make_entry
from tests.factories.users import make_user

TABLES = (
    "ledger_entries",
    "ledger_shares",
    "ledger_decisions",
    "ledger_evidence",
    "exchange_rates",
    "attachments",
)
COLUMN = {"ledger_shares": "share", "exchange_rates": "month", "attachments": "size"}


def rows(table: str) -> list[object]:
    found = [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY id"))]
    session.rollback()
    return found


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["update", "delete", "replace", "truncate"])
def test_no_statement_changes_what_is_written(table: str, verb: str) -> None:
    add_rates()
    make_entry(verified_by=make_user())
    column = COLUMN.get(table, "id")
    statement = {
        "update": f"UPDATE {table} SET {column} = {column}",
        "delete": f"DELETE FROM {table}",
        "replace": f"REPLACE INTO {table} SELECT * FROM {table}",
        "truncate": f"TRUNCATE {table} CASCADE",
    }[verb]
    if (verb == "replace" and not is_sqlite()) or (verb == "truncate" and is_sqlite()):
        return
    before = rows(table)
    assert before

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))
    session.rollback()

    assert rows(table) == before


@pytest.mark.parametrize("table", TABLES)
def test_no_replace_from_outside_changes_what_is_written(table: str) -> None:
    """A connection that knows nothing of ours sets no pragma."""
    if not is_sqlite():
        return
    add_rates()
    make_entry(verified_by=make_user())
    before = rows(table)
    session.remove()

    with sqlite3.connect(str(get_engine().url.database)) as stranger:
        for statement in ("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                stranger.execute(f"{statement} INTO {table} SELECT * FROM {table}")

    assert rows(table) == before
