"""Alembic's environment: the connection comes from crm.core.database, the target from the models."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, MetaData

import models
from crm.core.search_index import SEARCHED_TABLES, VECTOR

_INDEX_TABLES = tuple(f"{name}_fts" for name in SEARCHED_TABLES)
_INDEXES = {f"ix_{name}_search" for name in SEARCHED_TABLES}


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the word index: it is no model."""
    if kind == "table":
        return not (name or "").startswith(_INDEX_TABLES)
    return not ((kind == "index" and name in _INDEXES) or (kind == "column" and name == VECTOR))


def run(connection: Connection, target: MetaData) -> None:
    context.configure(
        connection=connection,
        target_metadata=target,
        render_as_batch=True,
        include_name=include_name,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"], models.Base.metadata)
