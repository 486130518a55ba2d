"""What holds for every record that people edit: it is put away with a reason, and changed as it was seen."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import inspect

from crm.core.database import session
from kernel import clock
from kernel.errors import ConflictError, RuleError
from models import Firm
from models.base import Archivable, Base, Editable


def put_away(record: Archivable, reason: str) -> None:
    """
    Raises:
        RuleError: no reason, or it is put away already.
    """
    reason = reason.strip()
    if not reason:
        words = _("Say why it is put away.")
        raise RuleError(words, fields={"reason": words})
    if record.is_archived:
        raise RuleError(_("It is already put away."))
    record.archived_at, record.archived_reason = clock.now(), reason


def bring_back(record: Archivable) -> None:
    record.archived_at, record.archived_reason = None, None


def refuse_put_away(record: Archivable, name: str) -> None:
    """Nothing of what was put away is changed, and nothing is added to it, until it is back.

    Raises:
        RuleError: it is put away.
    """
    if record.is_archived:
        raise RuleError(_("%(name)s was put away. Bring it back first.", name=name))


def refuse_firm_away(firm_id: int) -> None:
    """The same for what stands under a firm; what stands under one merged into another is the other's.

    Raises:
        RuleError: the firm is put away.
    """
    firm = session.get(Firm, firm_id)
    if firm is not None and firm.merged_into_id is not None:
        firm = session.get(Firm, firm.merged_into_id)
    if firm is not None:
        refuse_put_away(firm, firm.name)


def hold(record: Base) -> None:
    """The record as it is now, held until the commit: what is sent twice at one moment comes one by one.

    (SQLite has one writer anyway.)
    """
    session.flush()
    # Its own columns alone: PostgreSQL locks nothing that an outer join brings along.
    columns = [attribute.key for attribute in inspect(type(record)).column_attrs]
    session.refresh(record, columns, with_for_update=True)


def refuse_stale(record: Editable, seen: int | None, words: str) -> None:
    """Raises ConflictError where the record is past the version that was seen; None: nobody looked."""
    if seen is not None and seen != record.lock_version:
        raise ConflictError(words)
