"""A person whom we know as a contact asks that nothing of them be kept."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import inspect

from crm.contacts import queries
from crm.core.database import session
from crm.core.erasing import empty, forget
from crm.core.permissions import Permission, may
from crm.core.records import hold
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Base, Contact, DelegationMember, User

NOBODY = "—"
"""Stands where a name has to stand."""


def erase_contact(contact: Contact, *, reason: str, by: User | None) -> dict[str, int]:
    """Empty all that says who it was, in every record that was merged with this one; answers how many rows.

    What was talked about stays on the timelines: it is about the firm. The record stays, put away, so that
    what hangs on it still has its place.

    Raises:
        NotAllowedError: not of the office.
        RuleError: no reason, or it was erased already.
    """
    if by is not None and not may(by, Permission.ERASE_CONTACTS):
        raise NotAllowedError(_("The provincial office erases what is kept of a person."))
    if not reason.strip():
        words = _("Say on what grounds, without naming the person.")
        raise RuleError(words, fields={"reason": words})
    hold(contact)
    if contact.erased_at is not None:
        raise RuleError(_("Nothing that says who it was is left."))
    session.flush()
    counts = {}
    for model, ids in queries.list_ids_about(queries.find_kept(contact)).items():
        empty(model, ids, **_marks(model, reason.strip()))
        forget(model, ids)
        counts[str(inspect(model).local_table.name)] = len(ids)  # type: ignore[attr-defined]
    session.expire_all()
    return {name: number for name, number in counts.items() if number}


def _marks(model: type[Base], reason: str) -> dict[str, object]:
    now = clock.now()
    if model is Contact:
        return {"name": NOBODY, "erased_at": now, "archived_at": now, "archived_reason": reason}
    return {"name": NOBODY} if model is DelegationMember else {}
