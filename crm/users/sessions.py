"""The session of a browser: a token in its signed cookie, everything else in the database."""

from __future__ import annotations

from contextlib import suppress

from flask import g
from flask import session as cookie
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm.core import database
from crm.core.transactions import transaction
from crm.users import queries, rules, signing
from crm.users.rules import EndReason
from kernel import clock
from models import SignIn, User

COOKIE_KEY = "token"
PATIENCE_MS = 250


def load_signed_in_user() -> User | None:
    """The person whose token the browser carries, in one statement; None when the session is over.

    It is read on a connection of its own, before the request's transaction begins: so nobody waits for a
    writer, and the last sight can be written whatever becomes of the request.
    """
    token = cookie.get(COOKIE_KEY)
    if not isinstance(token, str):
        return None
    reading = database.is_reading.set(True)
    try:
        with Session(database.get_engine(), expire_on_commit=False) as own:
            found = queries.find_sign_in(own, signing.token_hash(token))
    finally:
        database.is_reading.reset(reading)
    if found is None:
        return None
    sign_in, limits = found
    now = clock.real_now()
    over = rules.session_end(sign_in.started_at, sign_in.seen_at, now, limits)
    if over is not None or rules.is_seen_stale(sign_in.seen_at, now, limits):
        _write(sign_in, over)
    if over is not None or not sign_in.user.is_active:
        return None
    g.sign_in_id = sign_in.id
    return database.session.merge(sign_in.user, load=False)


def present_sign_in_id() -> int | None:
    """Which of the person's sessions this request is of."""
    number: int | None = g.get("sign_in_id")
    return number


def begin_session(user: User, address: str) -> None:
    """Start anew: another token, another cookie, and what this browser had open before is over."""
    former = cookie.get(COOKIE_KEY)
    with transaction():
        if isinstance(former, str):
            signing.end_session(former, EndReason.REPLACED)
        token = signing.start_session(user, address)
    cookie.clear()
    cookie[COOKIE_KEY] = token


def leave_session() -> None:
    token = cookie.get(COOKIE_KEY)
    if isinstance(token, str):
        with transaction():
            signing.end_session(token, EndReason.SIGNED_OUT)
    cookie.clear()


def _write(sign_in: SignIn, over: EndReason | None) -> None:
    """Note the last sight, or the end. A long import holds SQLite's one writer's turn: then the next request
    will do it, rather than let this page wait."""
    now = clock.real_now()
    values = {"ended_at": now, "end_reason": over.value} if over else {"seen_at": now}
    reading = database.is_reading.set(False)
    try:
        with suppress(OperationalError), database.impatient(PATIENCE_MS) as own, own.begin():
            own.execute(
                update(SignIn).where(SignIn.id == sign_in.id, SignIn.ended_at.is_(None)).values(**values)
            )
    finally:
        database.is_reading.reset(reading)
