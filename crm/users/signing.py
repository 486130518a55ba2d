"""Signing in and out, and what people change on their own account."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from crm.core import auditing
from crm.core.actors import Actor, acting, current_actor
from crm.core.database import session
from crm.users import passwords, queries, rules, service
from crm.users.rules import EndReason, Failures
from kernel import clock
from kernel.errors import DeniedError, NotFoundError, RuleError
from models import AccessToken, SignIn, SignInAttempt, User
from models.enums import AuditAction

FORGET_AFTER = timedelta(days=2)
MARK_OF_TOKENS = "xt_"
"""How a token begins, so that one left in a text is recognised."""


class Refusal(StrEnum):
    """Why a sign-in failed: for the auditor, never for the person who tries."""

    UNKNOWN = "unknown name"
    LOCKED = "locked"
    WRONG = "wrong password"
    DISABLED = "disabled"
    DEMO = "demo account in production"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to sign in under a name; whether there is such an account makes no difference outside."""

    user: User | None
    is_locked: bool


def begin_attempt(typed: str) -> Attempt:
    """Count a try before its password is looked at, so that guesses at the same time can't outrun the lock.

    A success takes the count back (:func:`start_session`).
    """
    name = rules.normal_name(typed)
    user = queries.find_user_by_name(name)
    key = queries.account_key(user) if user else _unknown_key(name)
    now = clock.real_now()
    row = queries.find_attempt(key)
    if row is not None and rules.is_locked(row.locked_until, now):
        return Attempt(user, is_locked=True)
    before = Failures(row.failures, row.last_failed_at, row.locked_until) if row else None
    after = rules.after_failure(before, now, queries.lock_rules())
    if row is None:
        row = SignInAttempt(name_key=key)
        session.add(row)
    row.failures, row.last_failed_at, row.locked_until = after.count, after.last_at, after.locked_until
    for stale in queries.list_stale_attempts(now - FORGET_AFTER):
        if stale is not row:
            session.delete(stale)
    return Attempt(user, is_locked=False)


def refusal_of(attempt: Attempt, password: str, *, is_production: bool) -> Refusal | None:
    """Look at the password, and then at all else: every answer takes the time of one hash."""
    user = attempt.user
    is_right = passwords.verify_password(password, user.password_hash if user else None)
    if attempt.is_locked:
        return Refusal.LOCKED
    if user is None:
        return Refusal.UNKNOWN
    if not is_right:
        return Refusal.WRONG
    if not user.is_active:
        return Refusal.DISABLED
    return Refusal.DEMO if user.is_demo and is_production else None


def note_refusal(attempt: Attempt, refusal: Refusal, address: str) -> None:
    """Into the log. A name that nobody has may be a password typed into the wrong box: it is not kept."""
    user = attempt.user
    auditing.note(
        AuditAction.SIGN_IN_FAILED,
        entity="users",
        entity_id=str(user.id) if user else "",
        name=user.name if user else "",
        reason=refusal.value,
        address=address,
    )


def start_session(user: User, address: str) -> str:
    """Open a session: answers its token, of which only the hash is kept."""
    now = clock.real_now()
    token = secrets.token_urlsafe(32)
    if user.password_hash != passwords.BY_CODE and rules.is_password_old(
        user.password_changed_at, now, queries.password_rules()
    ):
        user.must_change_password = True
    session.add(SignIn(user_id=user.id, token_hash=token_hash(token), started_at=now, seen_at=now))
    service.forget_failures(user)
    origin = current_actor()
    with acting(Actor(user.id, user.name, origin.origin, origin.request_id)):
        service.log(AuditAction.SIGNED_IN, user, address=address)
    return token


def end_session(token: str, reason: EndReason) -> None:
    """Close the session of a token, if it is open."""
    sign_in = queries.find_open_sign_in(token_hash(token))
    if sign_in is not None:
        service.end_sign_in(sign_in, reason)
        service.log(AuditAction.SIGNED_OUT, sign_in.user, reason=reason.value)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- The own account ----------------------------------------------------------------------------------------


def change_own_password(user: User, *, present: str, new: str, attempt: Attempt) -> None:
    """Take a new password; whatever was open under the old one ends.

    Raises:
        DeniedError: the present one is wrong, which counts towards the lock and goes into the log.
        RuleError: the new one won't do.
    """
    service.refuse_by_code(user)
    if attempt.is_locked or not passwords.verify_password(present, user.password_hash):
        words = _("This is not the present password, or too many were tried.")
        raise DeniedError(words, fields={"present": words})
    if new == present:
        words = _("It must differ from the present one.")
        raise RuleError(words, fields={"new": words})
    service.refuse_weak(new, name=user.name)
    service.set_password(user, new)
    service.forget_failures(user)


def edit_own_account(
    user: User, *, display_name: str, email: str | None, locale: str | None, lock_version: int | None
) -> None:
    """
    Raises:
        ConflictError: somebody changed the account since ``lock_version``.
    """
    service.refuse_stale(user, lock_version)
    user.display_name, user.email, user.locale = display_name.strip(), email or None, locale or None


def choose_language(user: User, locale: str) -> None:
    user.locale = locale


def end_own_session(user: User, sign_in_id: int) -> None:
    """
    Raises:
        NotFoundError: not one of the person's open sessions.
    """
    sign_in = queries.find_own_sign_in(user, sign_in_id)
    if sign_in is None:
        raise NotFoundError(_("There is no such session of yours, or it has ended."))
    service.end_sign_in(sign_in, EndReason.ENDED)
    service.log(AuditAction.SIGNED_OUT, user, reason=EndReason.ENDED.value)


def make_access_token(user: User, *, name: str, expires_on: date) -> str:
    """Make a token for a program: answers it, and keeps only its hash. It holds to the end of the day.

    Raises:
        RuleError: the day is over or too far off, or the person has too many.
    """
    today = clock.business_date(clock.real_now())
    if not today <= expires_on <= today + timedelta(days=rules.MAX_TOKEN_DAYS):
        words = _("From today to at most %(days)s days ahead.", days=rules.MAX_TOKEN_DAYS)
        raise RuleError(words, fields={"expires_on": words})
    if len(queries.list_open_tokens(user)) >= rules.MAX_TOKENS:
        raise RuleError(_("At most %(number)s at a time: revoke one first.", number=rules.MAX_TOKENS))
    token = MARK_OF_TOKENS + secrets.token_urlsafe(32)
    session.add(
        AccessToken(
            user_id=user.id,
            name=name.strip(),
            token_hash=token_hash(token),
            created_at=clock.real_now(),
            expires_at=clock.end_of_day(expires_on),
        )
    )
    return token


def revoke_own_token(user: User, token_id: int) -> None:
    """
    Raises:
        NotFoundError: not one of the person's open tokens.
    """
    token = queries.find_own_token(user, token_id)
    if token is None:
        raise NotFoundError(_("There is no such token of yours, or it has ended."))
    service.end_token(token, EndReason.ENDED)


def _unknown_key(name: str) -> str:
    return "name:" + hashlib.sha256(name.casefold().encode()).hexdigest()
