"""Notices, limited to whom they were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from crm.core.database import at_most, session
from crm.core.permissions import PARK_ROLES
from crm.core.visibility import visible_notices
from crm.notices.rules import MAILED_WITHIN
from kernel import clock
from kernel.errors import NotFoundError
from models import Notice, NoticeChoice, User
from models.enums import NoticeKind

SHOWN = 100


def notices_query(*, viewer: User, is_unread: bool) -> Select[Notice]:
    """What the viewer was told, without an order."""
    query = select(Notice).where(visible_notices(viewer))
    return query.where(Notice.read_at.is_(None)) if is_unread else query


def list_last(query: Select[Notice]) -> Sequence[Notice]:
    """The last ones, as many as an outsider reads on one page."""
    return session.scalars(query.order_by(Notice.id.desc()).limit(at_most(SHOWN))).all()


def get_notice(notice_id: int, *, viewer: User) -> Notice:
    """One of the viewer's notices.

    Raises:
        NotFoundError: no such notice, or not the viewer's.
    """
    query = select(Notice).where(Notice.id == notice_id, visible_notices(viewer))
    notice = session.scalars(query).one_or_none()
    if notice is None:
        raise NotFoundError(_("There is no such notice, or none that you may see."))
    return notice


def list_refused(user: User) -> set[NoticeKind]:
    """The kinds that the person doesn't want by mail."""
    return set(session.scalars(select(NoticeChoice.kind).where(NoticeChoice.user_id == user.id)))


def find_choices(user_id: int, kinds: Sequence[NoticeKind]) -> Sequence[NoticeChoice]:
    return session.scalars(
        select(NoticeChoice).where(NoticeChoice.user_id == user_id, NoticeChoice.kind.in_(kinds))
    ).all()


def list_to_mail(own: Session, now: datetime) -> list[tuple[User, list[Notice]]]:
    """People with their notices that are to be mailed now: unread and wanted, and no mail yet today."""
    earlier = aliased(Notice)
    has_mail = exists().where(
        earlier.user_id == Notice.user_id,
        earlier.mailed_at >= clock.start_of_day(clock.business_date(now)),
    )
    is_refused = exists().where(NoticeChoice.user_id == Notice.user_id, NoticeChoice.kind == Notice.kind)
    rows = own.execute(
        select(User, Notice)
        .join(Notice.user)
        .where(
            Notice.mailed_at.is_(None),
            Notice.read_at.is_(None),
            Notice.created_at >= now - MAILED_WITHIN,
            User.email.is_not(None),
            User.email != "",
            User.is_enabled,
            User.archived_at.is_(None),
            _is_told_to_who_they_are(),
            ~has_mail,
            ~is_refused,
        )
        .order_by(User.id, Notice.id)
    )
    found: dict[User, list[Notice]] = {}
    for user, notice in rows:
        found.setdefault(user, []).append(notice)
    return list(found.items())


def _is_told_to_who_they_are() -> ColumnElement[bool]:
    """:func:`crm.core.visibility.visible_notices` for whichever reader."""
    limited = and_(User.role.in_(PARK_ROLES), Notice.park_id == User.park_id)
    free = and_(User.role.not_in(PARK_ROLES), Notice.park_id.is_(None))
    return and_(Notice.role == User.role, or_(limited, free))
