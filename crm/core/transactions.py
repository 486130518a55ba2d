"""One commit per request, command or job, at the way in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crm.core.database import session
from kernel.errors import ConflictError


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
