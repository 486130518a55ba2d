"""The session of a browser: a token in its signed cookie, everything else in the database.

A program brings an access token instead, in the head of each request; it opens the API and nothing else.
"""

from __future__ import annotations

from contextlib import suppress

from flask import g, request
from flask import session as cookie
from sqlalchemy import Update, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm.core import database
from crm.core.transactions import transaction
from crm.users import queries, rules, signing
from crm.users.rules import EndReason
from kernel import clock
from models import AccessToken, SignIn, User

COOKIE_KEY = "token"
OPEN_TO_PROGRAMS = "/api/"
PATIENCE_MS = 250


def load_signed_in_user() -> User | None:
    """The person whose token the browser carries, in one statement; None when the session is over.

    It is read on a connection of its own, before the request's transaction begins: so nobody waits for a
    writer, and the last sight can be written whatever becomes of the request.
    """
    if is_by_token():
        return _load_bearer()
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


def is_by_token() -> bool:
    """Whether a program asks, with a token of its own: no cookie counts then."""
    sent = request.authorization
    return request.path.startswith(OPEN_TO_PROGRAMS) and sent is not None and sent.type == "bearer"


def _load_bearer() -> User | None:
    """The person in whose name the program acts, in one statement; None where the token doesn't hold."""
    sent = request.authorization
    if sent is None or not sent.token:
        return None
    reading = database.is_reading.set(True)
    try:
        with Session(database.get_engine(), expire_on_commit=False) as own:
            found = queries.find_access_token(own, signing.token_hash(sent.token))
    finally:
        database.is_reading.reset(reading)
    now = clock.real_now()
    if found is None or found.expires_at <= now or not found.user.is_active:
        return None
    if rules.is_use_stale(found.used_at, now):
        _execute(update(AccessToken).where(AccessToken.id == found.id).values(used_at=now))
    return database.session.merge(found.user, load=False)


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
    """Note the last sight, or the end."""
    now = clock.real_now()
    values = {"ended_at": now, "end_reason": over.value} if over else {"seen_at": now}
    _execute(update(SignIn).where(SignIn.id == sign_in.id, SignIn.ended_at.is_(None)).values(**values))


def _execute(statement: Update) -> None:
    """A long import holds SQLite's one writer's turn: then the next request will do it, rather than let this
    one wait."""
    reading = database.is_reading.set(False)
    try:
        with suppress(OperationalError), database.impatient(PATIENCE_MS) as own, own.begin():
            own.execute(statement)
    finally:
        database.is_reading.reset(reading)
