"""Who may act on an account, what a password needs, and when a sign-in or a lock ends."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from models.enums import Role

if TYPE_CHECKING:
    from models import User

PARK_NEEDED = frozenset({Role.OFFICER, Role.PARK_LEAD})
PARK_POSSIBLE = PARK_NEEDED | {Role.EMPLOYER}

MAX_PASSWORD_LENGTH = 256
"""Longer ones would only keep the machine busy."""
MIN_WITHOUT_NAME = 8
WRITE_SEEN_EVERY = timedelta(minutes=1)
MAX_TOKEN_DAYS = 365
MAX_TOKENS = 20
LONGEST_STANDING_IN = 366
"""Days for which one names a deputy at most."""

_ACCOUNT_NAME = re.compile(r"[A-Za-z0-9\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff._@-]{1,63}")


class PasswordFault(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_SIMPLE = "too_simple"
    IS_NAME = "is_name"
    UNCHANGED = "unchanged"


class EndReason(StrEnum):
    """Why a sign-in is over."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    IDLE = "idle"
    TOO_OLD = "too_old"
    RENEWED = "renewed"
    DISABLED = "disabled"
    ROLE = "role"
    ENDED = "ended"


class UserState(StrEnum):
    """What a list of accounts can be narrowed to."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    WAITING = "waiting"
    """Made, and never yet let in."""
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PasswordRules:
    min_length: int
    min_classes: int
    max_age_days: int
    """0: a password never grows too old."""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class LockRules:
    failures: int
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong passwords in a row under one name."""

    count: int
    last_at: datetime
    locked_until: datetime | None = None


def normal_name(typed: str) -> str:
    """A name as it is kept: one form of each character, nothing around it."""
    return unicodedata.normalize("NFKC", typed).strip()


def is_account_name(name: str) -> bool:
    """Two to 64 letters (Latin or Chinese), digits, dots, dashes, underscores or at-signs."""
    return _ACCOUNT_NAME.fullmatch(name) is not None


def is_park_fitting(role: Role, *, has_park: bool) -> bool:
    """Park staff belong to a park, employers may, nobody else does."""
    return role in PARK_POSSIBLE if has_park else role not in PARK_NEEDED


def can_stand_in(role: Role, park_id: int | None, *, for_role: Role, of_park: int | None) -> bool:
    """Park staff stand in within their park, leaders for leaders, the office for everybody who works here."""
    if role in PARK_NEEDED:
        return for_role in PARK_NEEDED and park_id is not None and park_id == of_park
    if role is Role.LEADER:
        return for_role is Role.LEADER
    return role is Role.COORDINATOR and for_role in PARK_NEEDED | {Role.COORDINATOR, Role.LEADER}


def may_act_on(user: User, *, by: User | None) -> bool:
    """Nobody administers their own account; None is the system, at the machine itself."""
    return by is None or by.id != user.id


def character_classes(password: str) -> int:
    """How many there are of small letters, capitals, digits, and anything else."""
    tests = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum() or not char.isascii())
    return sum(any(test(char) for char in password) for test in tests)


def password_faults(password: str, *, name: str, rules: PasswordRules) -> list[PasswordFault]:
    """What is wrong with a new password; nothing when it will do."""
    faults = []
    if len(password) < rules.min_length:
        faults.append(PasswordFault.TOO_SHORT)
    if len(password) > MAX_PASSWORD_LENGTH:
        faults.append(PasswordFault.TOO_LONG)
    if character_classes(password) < rules.min_classes:
        faults.append(PasswordFault.TOO_SIMPLE)
    if _is_little_but_name(password, name):
        faults.append(PasswordFault.IS_NAME)
    return faults


def _is_little_but_name(password: str, name: str) -> bool:
    """The account's name adds nothing to a password: what remains without it must be long enough."""
    folded, own = password.casefold(), name.casefold()
    return own in folded and len(folded.replace(own, "")) < MIN_WITHOUT_NAME


def is_password_old(changed_at: datetime, now: datetime, rules: PasswordRules) -> bool:
    return rules.max_age_days > 0 and now - changed_at > timedelta(days=rules.max_age_days)


def session_end(
    started_at: datetime, seen_at: datetime, now: datetime, limits: SessionLimits
) -> EndReason | None:
    """Why a sign-in is over by now, or None while it holds."""
    if now - started_at > limits.absolute:
        return EndReason.TOO_OLD
    if now - seen_at > limits.idle:
        return EndReason.IDLE
    return None


def is_seen_stale(seen_at: datetime, now: datetime, limits: SessionLimits) -> bool:
    """Whether the last sight is to be written again: rarely, but well within the idle limit."""
    return now - seen_at >= min(WRITE_SEEN_EVERY, limits.idle / 3)


def is_use_stale(used_at: datetime | None, now: datetime) -> bool:
    """Whether the last use of a token is to be written again."""
    return used_at is None or now - used_at >= WRITE_SEEN_EVERY


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    return locked_until is not None and now < locked_until


def after_failure(before: Failures | None, now: datetime, rules: LockRules) -> Failures:
    """The count with one more failure. It starts anew after a lock, or when the last one is long ago."""
    count = 1
    if before is not None and before.locked_until is None and now - before.last_at <= rules.lasts:
        count = before.count + 1
    locked_until = now + rules.lasts if count >= rules.failures else None
    return Failures(count, now, locked_until)


def is_safe_next(address: str) -> bool:
    """Whether an address to go on to stays in this house."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or "\\" in address:
        return False
    if any(unicodedata.category(char).startswith("C") for char in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc
