"""Moving the schema forward and back.

Alembic is imported where it is used: it takes a good part of a second, and most commands don't need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import Connection, inspect, select, table

from crm.core.database import get_engine
from crm.core.search_index import SEARCHED_TABLES
from kernel.errors import RuleError

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

REVISION_TABLE = "alembic_version"
FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(revision: str = "head") -> None:
    """
    Raises:
        RuleError: there is no such revision, or no way there.
    """
    _run("upgrade", revision)


def downgrade(revision: str) -> None:
    """
    Raises:
        RuleError: there is no such revision, or a step on the way would lose data; nothing is changed then.
    """
    _run("downgrade", revision)


def refuse_loss(connection: Connection, tables: Sequence[str] | None = None) -> None:
    """For a migration's way back: refuse it while one of ``tables`` holds a row.

    None means every table there is.
    """
    names = inspect(connection).get_table_names() if tables is None else tables
    derived = tuple(f"{name}_fts" for name in SEARCHED_TABLES)
    for name in sorted(set(names) - {REVISION_TABLE}):
        if (
            not name.startswith(derived)
            and connection.execute(select(1).select_from(table(name)).limit(1)).first()
        ):
            raise RuleError(
                _("Going back would lose data (%(name)s, at least). Restore a backup instead.", name=name)
            )


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
    from alembic.util import CommandError  # noqa: PLC0415

    with get_engine().connect() as connection:
        _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                getattr(command, step)(_config(connection), revision)
        except CommandError as error:
            raise RuleError(_("The database can't be moved there: %(reason)s.", reason=error)) from error
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
