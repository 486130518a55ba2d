"""Who stands in for whom for a time, openly. A deputy does the principal's to-dos, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NoReturn

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.noticing import notify
from crm.users import queries, rules
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Deputy, User
from models.enums import NoticeKind, Role


@dataclass(frozen=True, slots=True)
class DeputyFields:
    """What people write of a deputy."""

    principal_id: int | None
    deputy_id: int | None
    from_on: date | None
    until_on: date | None
    reason: str


def name_deputy(written: DeputyFields, *, by: User) -> Deputy:
    """Let one stand in for another; both are told.

    Raises:
        RuleError: who can't be named, or days that can't be.
    """
    principal = _chosen(queries.list_principals(by), written.principal_id, "principal_id")
    deputy = _chosen(queries.list_possible_deputies(by), written.deputy_id, "deputy_id")
    _check_people(principal, deputy)
    first, last = _days(written)
    if not written.reason.strip():
        _refuse("reason", _("Say why."))
    row = Deputy(
        principal_id=principal.id,
        deputy_id=deputy.id,
        from_on=first,
        until_on=last,
        reason=written.reason.strip(),
        created_at=clock.now(),
        created_by_id=by.id,
    )
    session.add(row)
    session.flush()
    notify(
        [principal.id, deputy.id],
        NoticeKind.DEPUTY_NAMED,
        "users.deputies",
        {},
        who=principal.display_name,
        deputy=deputy.display_name,
        start=first.isoformat(),
        until=last.isoformat(),
    )
    return row


def _check_people(principal: User, deputy: User) -> None:
    if principal.id == deputy.id:
        _refuse("deputy_id", _("Choose somebody else."))
    if not rules.can_stand_in(
        deputy.role, deputy.park_id, for_role=principal.role, of_park=principal.park_id
    ):
        _refuse("deputy_id", _("A colleague of the same park, or the office, can stand in."))


def _days(written: DeputyFields) -> tuple[date, date]:
    first, last = written.from_on, written.until_on
    if first is None or last is None:
        _refuse("until_on", _("Say from when until when."))
    longest = timedelta(days=rules.LONGEST_STANDING_IN)
    if not max(first, clock.today()) <= last <= first + longest:
        _refuse("until_on", _("From the first day on, not past, and a year at most."))
    return first, last


def _chosen(people: Sequence[User], user_id: int | None, name: str) -> User:
    found = next((user for user in people if user.id == user_id), None)
    if found is None:
        _refuse(name, _("You can't name this person."))
    return found


def _refuse(name: str, words: str) -> NoReturn:
    raise RuleError(words, fields={name: words})


def may_end(row: Deputy, by: User) -> bool:
    if row.ended_at is not None or row.until_on < clock.today():
        return False
    if by.id in (row.principal_id, row.deputy_id) or by.role is Role.COORDINATOR:
        return True
    return by.role is Role.PARK_LEAD and by.park_id == row.principal.park_id


def end_deputy(row: Deputy, *, by: User) -> None:
    """It is over from now on.

    Raises:
        NotAllowedError: neither of the two, nor who leads.
    """
    if not may_end(row, by):
        raise NotAllowedError(_("One of the two, the park's lead or the office ends this."))
    row.ended_at = clock.now()
