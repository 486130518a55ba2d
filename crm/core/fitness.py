"""Is a database fit for production? One that holds a made-up zone, or a replayed history, is not.

A first write under ``CRM_CLOCK`` marks the database for good. In production each new connection looks for the
mark and for accounts of a made-up zone, so that no way in (pages, commands, worker) works on such a database,
whenever it got there.
"""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy import Engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Counter

REPLAYED = "replayed"
"""The counter that marks a database written under a fixed clock."""

_HAS_TABLES = {
    "sqlite": "SELECT count(*) = 2 FROM sqlite_master WHERE type = 'table' AND name IN ('counters', 'users')",
    "postgresql": "SELECT to_regclass('counters') IS NOT NULL AND to_regclass('users') IS NOT NULL",
}
_UNFIT = (
    (f"SELECT 1 FROM counters WHERE name = '{REPLAYED}'", "was written under CRM_CLOCK"),  # noqa: S608
    ("SELECT 1 FROM users WHERE is_demo LIMIT 1", "holds a made-up zone with its demo accounts"),
)


class UnfitDatabaseError(click.ClickException):
    """The database must not be used in production."""


def mark_replayed(session: Session) -> None:
    """Mark the database as written under a fixed clock, in the transaction at hand."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Counter).values(name=REPLAYED, value=1)
    session.connection().execute(statement.on_conflict_do_nothing(index_elements=[Counter.name]))


def guard(engine: Engine) -> None:
    """Refuse every connection to an unfit database."""
    dialect = engine.dialect.name

    def look(connection: Any, _record: Any) -> None:
        refusal = find_refusal(connection, dialect)
        connection.rollback()
        if refusal is not None:
            raise UnfitDatabaseError(refusal)

    event.listen(engine, "connect", look)


def find_refusal(connection: Any, dialect: str) -> str | None:
    """Why the database behind a driver's own connection is refused; None where it is fit, or still empty."""
    cursor = connection.cursor()
    try:
        if not cursor.execute(_HAS_TABLES[dialect]).fetchone()[0]:
            return None
        reason = next((reason for query, reason in _UNFIT if cursor.execute(query).fetchone()), None)
    finally:
        cursor.close()
    return reason and f"This database {reason}: it is refused in production. Use another one."
