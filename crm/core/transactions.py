"""One commit per request, command or job, at the way in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import Table, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crm.core import auditing
from crm.core.database import session
from kernel.errors import ConflictError
from models import Base
from models.enums import AuditAction


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what happens inside, or nothing of it.

    Raises:
        ConflictError: somebody else changed the same record, or took the same number, in between.
    """
    current = session()
    try:
        yield current
        current.commit()
    except StaleDataError as error:
        current.rollback()
        raise ConflictError(
            _("Somebody else changed this in the meantime. Reload to see both versions.")
        ) from error
    except IntegrityError as error:
        current.rollback()
        raise ConflictError(
            _("Somebody else recorded the same at this moment. Reload and try again.")
        ) from error
    except BaseException:
        current.rollback()
        raise


def insert_in_bulk(model: type[Base], rows: list[dict[str, Any]]) -> None:
    """The one way past the session's flush: many rows at once, logged as one record with their hash."""
    if not rows:
        return
    current = session()
    # The table itself, not the model: the unit of work would look at every row by itself.
    current.execute(insert(cast(Table, model.__table__)), rows)
    change = auditing.Change(
        AuditAction.BULK,
        model.__tablename__,
        "",
        {"rows": [None, len(rows)], "hash": [None, auditing.rows_hash(rows)]},
    )
    current.info.setdefault("changes", []).append(change)
