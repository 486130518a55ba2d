"""Who stands in for whom for a time, openly. A deputy does the principal's to-dos, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NoReturn

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased, joinedload

from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import PARK_ROLES, READERS
from crm.core.visibility import own_park_id
from crm.users import rules
from kernel import clock
from kernel.errors import NotAllowedError, NotFoundError, RuleError
from models import Deputy, User
from models.enums import NoticeKind, Role


def deputies_query(*, viewer: User, is_over: bool = False) -> Select[Deputy]:
    """Who stands in for whom, now or ahead, or earlier: park staff see their park's people, others all."""
    today = clock.today()
    over = or_(Deputy.until_on < today, Deputy.ended_at.is_not(None))
    return (
        select(Deputy)
        .where(_is_seen(viewer), over if is_over else ~over)
        .options(joinedload(Deputy.principal), joinedload(Deputy.deputy), joinedload(Deputy.created_by))
    )


def _is_seen(viewer: User) -> ColumnElement[bool]:
    park_id = own_park_id(viewer)
    own = or_(Deputy.principal_id == viewer.id, Deputy.deputy_id == viewer.id)
    # An alias: what stands beside it may name people too.
    person = aliased(User)
    people = select(person.id)
    if park_id is not None:
        people = people.where(person.park_id == park_id, person.role.in_(PARK_ROLES))
    return or_(own, Deputy.principal_id.in_(people))


def get_deputy(deputy_id: int, *, viewer: User) -> Deputy:
    """One of those that the viewer sees.

    Raises:
        NotFoundError: no such one.
    """
    query = select(Deputy).where(Deputy.id == deputy_id, _is_seen(viewer))
    row = session.scalars(
        query.options(joinedload(Deputy.principal), joinedload(Deputy.deputy))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such deputy, or none that you may see."))
    return row


def list_principals(by: User) -> Sequence[User]:
    """For whom one may name a deputy: oneself; a lead for the park's people, the office for all."""
    query = select(User).where(User.is_enabled, User.archived_at.is_(None))
    if by.role is Role.COORDINATOR:
        query = query.where(User.role.in_(READERS))
    elif by.role is Role.PARK_LEAD:
        query = query.where(User.role.in_(PARK_ROLES), User.park_id == by.park_id)
    else:
        query = query.where(User.id == by.id)
    return session.scalars(query.order_by(User.display_name, User.id)).all()


def list_possible(by: User) -> Sequence[User]:
    """Who may be named by this person for one or the other."""
    query = select(User).where(User.is_enabled, User.archived_at.is_(None), User.role.in_(READERS))
    park_id = own_park_id(by)
    if park_id is not None:
        query = query.where(or_(User.park_id == park_id, User.role == Role.COORDINATOR))
    return session.scalars(query.order_by(User.display_name, User.id)).all()


def list_today(user: User) -> Sequence[Deputy]:
    """Where the person is stood in for, or stands in, today."""
    today = clock.today()
    return session.scalars(
        select(Deputy)
        .where(
            or_(Deputy.principal_id == user.id, Deputy.deputy_id == user.id),
            Deputy.from_on <= today,
            Deputy.until_on >= today,
            Deputy.ended_at.is_(None),
        )
        .options(joinedload(Deputy.principal), joinedload(Deputy.deputy))
        .order_by(Deputy.until_on, Deputy.id)
    ).all()


def name_deputy(
    principal_id: int | None,
    deputy_id: int | None,
    *,
    from_on: date | None,
    until_on: date | None,
    reason: str,
    by: User,
) -> Deputy:
    """Let one stand in for another; both are told.

    Raises:
        RuleError: who can't be named, or days that can't be.
    """
    principal = _chosen(list_principals(by), principal_id, "principal_id")
    deputy = _chosen(list_possible(by), deputy_id, "deputy_id")
    if not rules.can_stand_in(
        deputy.role, deputy.park_id, for_role=principal.role, of_park=principal.park_id
    ):
        _refuse("deputy_id", _("A colleague of the same park, or the office, can stand in."))
    if principal.id == deputy.id:
        _refuse("deputy_id", _("Choose somebody else."))
    longest = timedelta(days=rules.LONGEST_STANDING_IN)
    if from_on is None or until_on is None:
        _refuse("until_on", _("Say from when until when."))
    if not max(from_on, clock.today()) <= until_on <= from_on + longest:
        _refuse("until_on", _("From the first day on, not past, and a year at most."))
    if not reason.strip():
        _refuse("reason", _("Say why."))
    row = Deputy(
        principal_id=principal.id,
        deputy_id=deputy.id,
        from_on=from_on,
        until_on=until_on,
        reason=reason.strip(),
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
        start=from_on.isoformat(),
        until=until_on.isoformat(),
    )
    return row


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
