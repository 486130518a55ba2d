"""Emptying what rows say of a person: in the rows, in what the log keeps apart, and in the search index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, delete, inspect, text, update

from crm.core.database import is_sqlite, session
from models import AuditPersonal, Base, Personal, SearchDocument
from models.search import MASKED

INDEX = f"{SearchDocument.__tablename__}_fts"


def empty(model: type[Base], ids: Sequence[int], **further: Any) -> None:
    """Empty the personal columns of these rows, and set ``further`` ones.

    By a statement of its own: what the session flushes would write the former values into the log.
    """
    if not issubclass(model, Personal) or not ids:
        return
    values: dict[str, Any] = {}
    for name in model.personal:
        column = inspect(model).columns[name]
        if column.nullable:
            values[name] = None
        else:
            values[name] = {} if isinstance(column.type, JSON) else ""
    statement = update(model).where(inspect(model).columns["id"].in_(ids)).values(**(values | further))
    session.execute(statement.execution_options(synchronize_session=False))


def forget(model: type[Base], ids: Sequence[int]) -> None:
    """What the log and the search box kept of these rows."""
    if not ids:
        return
    table = str(inspect(model).local_table.name)  # type: ignore[attr-defined]
    mine = AuditPersonal.entity == table, AuditPersonal.entity_id.in_([str(each) for each in ids])
    session.execute(delete(AuditPersonal).where(*mine).execution_options(synchronize_session=False))
    found = SearchDocument.kind.in_((table, table + MASKED)), SearchDocument.record_id.in_(ids)
    session.execute(delete(SearchDocument).where(*found).execution_options(synchronize_session=False))
    if is_sqlite():
        # Its index marks words as gone and keeps them, until its parts are merged.
        session.execute(text(f"INSERT INTO {INDEX}({INDEX}) VALUES ('optimize')"))  # noqa: S608
