"""Reading notices, and choosing what comes by mail."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import update

from crm.core.database import session
from crm.core.noticing import kinds_for
from crm.core.visibility import visible_notices
from crm.notices import queries
from kernel import clock
from kernel.errors import RuleError
from models import Notice, NoticeChoice, User
from models.enums import NoticeKind

MOST_DAYS = 30


def mark_read(notice: Notice) -> None:
    notice.read_at = notice.read_at or clock.now()


def mark_told(viewer: User, endpoint: str, arguments: dict[str, str]) -> None:
    """Whoever opened the page of a matter has read what was told of it."""
    unread = queries.notices_query(viewer=viewer, is_unread=True).where(Notice.endpoint == endpoint)
    for notice in session.scalars(unread):
        if notice.arguments == arguments:
            mark_read(notice)


def mark_all_read(viewer: User) -> None:
    session.execute(
        update(Notice)
        .where(visible_notices(viewer), Notice.read_at.is_(None))
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def choose(user: User, wanted: Collection[NoticeKind], *, days_ahead: int | None) -> None:
    """Which kinds come by mail, and how long before its day a to-do is reminded of; None: as set for all.

    Raises:
        RuleError: a number of days that can't be.
    """
    if days_ahead is not None and not 0 <= days_ahead <= MOST_DAYS:
        words = _("Between %(low)s and %(high)s.", low=0, high=MOST_DAYS)
        raise RuleError(words, fields={"days_ahead": words})
    user.reminded_days_ahead = days_ahead
    refuse_mail(user, [kind for kind in kinds_for(user) if kind not in wanted])
    for choice in queries.find_choices(user.id, list(wanted)):
        session.delete(choice)


def refuse_mail(user: User, kinds: Collection[NoticeKind]) -> None:
    """No mail of these kinds any more; in the system they still stand."""
    known = {choice.kind for choice in queries.find_choices(user.id, list(kinds))}
    session.add_all(NoticeChoice(user_id=user.id, kind=kind) for kind in kinds if kind not in known)
