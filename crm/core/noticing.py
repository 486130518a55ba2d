"""Telling people: a notice in the transaction at hand; reading and mailing them are a feature's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from crm.core.actors import current_actor
from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.preferences import PREFERENCES
from crm.core.visibility import own_park_id, visible_notices
from kernel import clock
from models import Notice, Setting, User
from models.enums import NoticeKind

CLASSIFIED = "notice.classified"
TO_ADVISERS = frozenset(
    {
        NoticeKind.OWN_REFERRAL_RULED,
        NoticeKind.OWN_UPDATE_CONFIRMED,
        NoticeKind.OWN_UPDATE_RETURNED,
        NoticeKind.OWN_REWARD_RELEASED,
        NoticeKind.OWN_REWARD_PAID,
        NoticeKind.OWN_REWARD_BACK,
    }
)
"""Their words hold nothing but the number of the adviser's own receipt."""
MOST_UNREAD = 100
"""More are not counted: the bell says 99+."""


def notify(
    user_ids: Iterable[int | None],
    kind: NoticeKind,
    endpoint: str,
    arguments: dict[str, Any],
    *,
    park_id: int | None = None,
    **words: str,
) -> None:
    """Tell each of the people once, but not who does it; whoever no longer works here is passed over.

    ``park_id`` says whose matter it is: who has gone over to another park hears no more of it.

    ``endpoint`` and ``arguments`` open what it is about, ``words`` fill the kind's sentence
    (``crm/notices/labels.py``). Name only what each of the people may see.
    """
    wanted = {number for number in user_ids if number is not None} - {current_actor().user_id}
    if not wanted:
        return
    for user in session.scalars(select(User).where(User.id.in_(wanted))):
        if _hears(user, kind, park_id):
            session.add(
                Notice(
                    user_id=user.id,
                    kind=kind,
                    endpoint=endpoint,
                    arguments=arguments,
                    words=words,
                    role=user.role,
                    park_id=own_park_id(user),
                    created_at=clock.now(),
                )
            )


def _hears(user: User, kind: NoticeKind, park_id: int | None) -> bool:
    is_near = park_id is None or own_park_id(user) in (None, park_id)
    return is_near and kind in kinds_for(user)


def kinds_for(user: User) -> list[NoticeKind]:
    """What somebody can be told of at all: the staff of its work, an adviser of the own matters."""
    if may(user, Permission.VIEW_TODOS):
        return [kind for kind in NoticeKind if kind not in TO_ADVISERS]
    return [kind for kind in NoticeKind if kind in TO_ADVISERS and may(user, Permission.USE_ADVISER_PORTAL)]


def headline(viewer: User) -> tuple[bool, int]:
    """What the head of every page says, in one statement: whether it warns of classified matter, and how
    many notices the viewer hasn't read."""
    unread = select(Notice.id).where(visible_notices(viewer), Notice.read_at.is_(None)).limit(MOST_UNREAD)
    number = select(func.count()).select_from(unread.subquery()).scalar_subquery()
    warns = select(Setting.value).where(Setting.key == CLASSIFIED).scalar_subquery()
    set_value, count = session.execute(select(warns, number)).one()
    return bool(PREFERENCES[CLASSIFIED].default if set_value is None else int(set_value)), count
