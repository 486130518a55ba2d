"""Addresses that a person gives a calendar program: secret, listed, ended at any time."""

from __future__ import annotations

import secrets
from contextlib import suppress

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from crm.core.database import impatient, is_reading, session
from crm.core.permissions import Permission, may
from crm.delegations.queries import feeds
from crm.users.signing import token_hash
from kernel import clock
from kernel.errors import NotFoundError, RuleError
from models import CalendarFeed, User

MOST = 10
USED_EVERY_S = 3600
PATIENCE_MS = 250


def make_feed(name: str, *, by: User) -> tuple[CalendarFeed, str]:
    """A new address; its secret is told this once and kept nowhere.

    Raises:
        RuleError: without a name, or there are enough.
    """
    if not name.strip():
        words = _("Say which program or device it is for.")
        raise RuleError(words, fields={"name": words})
    if sum(feed.ended_at is None for feed in feeds.list_feeds(by)) >= MOST:
        raise RuleError(_("There are %(most)s already. End one first.", most=MOST))
    secret = secrets.token_urlsafe(32)
    row = CalendarFeed(
        user_id=by.id, name=name.strip(), token_hash=token_hash(secret), created_at=clock.real_now()
    )
    session.add(row)
    session.flush()
    return row, secret


def end_feed(feed: CalendarFeed) -> None:
    """From now on its address leads nowhere."""
    if feed.ended_at is None:
        feed.ended_at = clock.real_now()


def reader_of(secret: str) -> User:
    """Whose calendar a secret opens.

    It is found by its hash: how long that takes says nothing about the secret.

    Raises:
        NotFoundError: it opens nothing, or nothing any more.
    """
    feed = feeds.find_feed(token_hash(secret))
    if feed is None or not may(feed.user, Permission.VIEW_DELEGATIONS):
        raise NotFoundError(_("There is no such calendar."))
    now = clock.real_now()
    if feed.used_at is None or (now - feed.used_at).total_seconds() >= USED_EVERY_S:
        _note_use(feed)
    return feed.user


def _note_use(feed: CalendarFeed) -> None:
    """On a connection of its own: asking for a calendar is reading, and waits for no writer."""
    here = update(CalendarFeed).where(CalendarFeed.id == feed.id)
    reading = is_reading.set(False)
    try:
        with suppress(OperationalError), impatient(PATIENCE_MS) as own, own.begin():
            own.execute(here.values(used_at=clock.real_now()))
    finally:
        is_reading.reset(reading)
