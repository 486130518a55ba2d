"""Moving the schema forward and back.

Alembic is imported where it is used: it takes a good part of a second, and most commands don't need it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from crm.core.database import get_engine

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(revision: str = "head") -> None:
    _run("upgrade", revision)


def downgrade(revision: str) -> None:
    _run("downgrade", revision)


def current_revision() -> str | None:
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with get_engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def head_revision() -> str | None:
    """The newest revision of the code that runs.

    Raises:
        alembic.util.CommandError: the migrations branch.
    """
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory.from_config(_config()).get_current_head()


def _run(step: str, revision: str) -> None:
    """On one connection and in one transaction; a rebuild of a table must not trip foreign keys."""
    from alembic import command  # noqa: PLC0415

    with get_engine().connect() as connection:
        _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                getattr(command, step)(_config(connection), revision)
        finally:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite takes this pragma only outside a transaction."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        if raw is not None:
            raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _config(connection: Connection | None = None) -> AlembicConfig:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
