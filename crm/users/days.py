"""Days on which a side works, or doesn't, other than the published calendars say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.records import refuse_stale
from crm.users import queries
from kernel.errors import RuleError
from models import SpecialDay
from models.enums import Side


@dataclass(frozen=True, slots=True)
class DayFields:
    side: Side
    day: date
    is_working: bool
    name: str


def write_day(
    written: DayFields, row: SpecialDay | None = None, *, lock_version: int | None = None
) -> SpecialDay:
    """Enter a day, or change one.

    Raises:
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: that side has this day already, or it has no name.
    """
    if row is not None:
        refuse_stale(row, lock_version, _("Somebody else changed this day in the meantime."))
    found = queries.find_day(written.side, written.day)
    if found is not None and found is not row:
        words = _("This day was entered already: change it in the list.")
        raise RuleError(words, fields={"day": words})
    if not written.name.strip():
        words = _("Say what the day is called.")
        raise RuleError(words, fields={"name": words})
    if row is None:
        row = SpecialDay()
        session.add(row)
    row.side, row.day, row.is_working = written.side, written.day, written.is_working
    row.name = written.name.strip()
    session.flush()
    return row
