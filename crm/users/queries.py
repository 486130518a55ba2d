"""Accounts, sign-ins, and failures to sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from crm.core.database import session
from crm.core.permissions import PARK_ROLES, READERS, Permission, may
from crm.core.preferences import PREFERENCES, get_preference
from crm.core.visibility import own_park_id, principal_ids
from crm.users.rules import LockRules, PasswordRules, SessionLimits, UserState
from kernel import clock
from kernel.errors import NotFoundError
from models import AccessToken, Deputy, Setting, SignIn, SignInAttempt, SpecialDay, User
from models.enums import Role, Side


@dataclass(frozen=True, slots=True)
class UserFilter:
    text: str = ""
    role: Role | None = None
    park_id: int | None = None
    state: UserState | None = None


def list_users(filters: UserFilter, *, now: datetime) -> Select[User]:
    """The accounts that fit, with their parks; the page orders and cuts them."""
    query = select(User).options(joinedload(User.park))
    if filters.text:
        text = filters.text
        query = query.where(
            or_(
                User.name.icontains(text, autoescape=True),
                User.display_name.icontains(text, autoescape=True),
                User.email.icontains(text, autoescape=True),
            )
        )
    if filters.role is not None:
        query = query.where(User.role == filters.role)
    if filters.park_id is not None:
        query = query.where(User.park_id == filters.park_id)
    if filters.state is not None:
        query = query.where(_in_state(filters.state, now))
    return query


def _in_state(state: UserState, now: datetime) -> ColumnElement[bool]:
    active = User.is_enabled & User.archived_at.is_(None)
    locked = exists().where(SignInAttempt.name_key == _key_column(), SignInAttempt.locked_until > now)
    waiting = ~active & ~exists().where(SignIn.user_id == User.id)
    conditions = {
        UserState.ENABLED: active,
        UserState.DISABLED: ~active,
        UserState.WAITING: waiting,
        UserState.LOCKED: locked,
    }
    return conditions[state]


def get_user(user_id: int, *, viewer: User | None) -> User:
    """An account with its park.

    Raises:
        NotFoundError: none that the viewer may know of.
    """
    if viewer is None or may(viewer, Permission.VIEW_USERS):
        user = session.scalars(
            select(User).options(joinedload(User.park)).where(User.id == user_id)
        ).one_or_none()
        if user is not None:
            return user
    raise NotFoundError(_("There is no such account, or none that you may see."))


def find_user_by_name(name: str) -> User | None:
    """By the name as kept; capitals make no difference."""
    return session.scalars(select(User).where(func.lower(User.name) == name.lower())).first()


def list_demo_users() -> Sequence[User]:
    return session.scalars(
        select(User).options(joinedload(User.park)).where(User.is_demo).order_by(User.id)
    ).all()


def list_all_users() -> Sequence[User]:
    return session.scalars(select(User).options(joinedload(User.park)).order_by(User.name)).all()


def count_in_state(state: UserState, *, now: datetime) -> int:
    return session.scalar(select(func.count(User.id)).where(_in_state(state, now))) or 0


# --- Sign-ins ---------------------------------------------------------------------------------------------


def find_sign_in(own: Session, token_hash: str) -> tuple[SignIn, SessionLimits] | None:
    """A sign-in that was not ended, with its user, the user's park and the limits in force: one statement."""
    query = (
        select(SignIn, _preference("session.idle_minutes"), _preference("session.absolute_hours"))
        .join(SignIn.user)
        .outerjoin(User.park)
        .options(contains_eager(SignIn.user).contains_eager(User.park))
        .where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None))
    )
    row = own.execute(query).one_or_none()
    if row is None:
        return None
    idle = _number(row[1], "session.idle_minutes")
    absolute = _number(row[2], "session.absolute_hours")
    return row[0], SessionLimits(timedelta(minutes=idle), timedelta(hours=absolute))


def _preference(key: str) -> ColumnElement[str | None]:
    return select(Setting.value).where(Setting.key == key).scalar_subquery()


def _number(text: str | None, key: str) -> int:
    return PREFERENCES[key].default if text is None else int(text)


def list_open_sign_ins(user: User) -> Sequence[SignIn]:
    """Those not ended, newest first; some of them may have run out since."""
    return session.scalars(
        select(SignIn)
        .where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
        .order_by(SignIn.started_at.desc())
    ).all()


def find_open_sign_in(token_hash: str) -> SignIn | None:
    return session.scalars(
        select(SignIn)
        .options(joinedload(SignIn.user))
        .where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None))
    ).one_or_none()


def find_own_sign_in(user: User, sign_in_id: int) -> SignIn | None:
    return session.scalars(
        select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    ).one_or_none()


def last_seen(user: User) -> datetime | None:
    return session.scalar(select(func.max(SignIn.seen_at)).where(SignIn.user_id == user.id))


# --- Access tokens ----------------------------------------------------------------------------------------


def find_access_token(own: Session, token_hash: str) -> AccessToken | None:
    """A token that was not ended, with its user and the user's park: one statement."""
    query = (
        select(AccessToken)
        .join(AccessToken.user)
        .outerjoin(User.park)
        .options(contains_eager(AccessToken.user).contains_eager(User.park))
        .where(AccessToken.token_hash == token_hash, AccessToken.ended_at.is_(None))
    )
    return own.execute(query).scalar_one_or_none()


def list_open_tokens(user: User) -> Sequence[AccessToken]:
    """Those not ended, newest first; some of them may have expired since."""
    return session.scalars(
        select(AccessToken)
        .where(AccessToken.user_id == user.id, AccessToken.ended_at.is_(None))
        .order_by(AccessToken.created_at.desc(), AccessToken.id.desc())
    ).all()


def find_own_token(user: User, token_id: int) -> AccessToken | None:
    return session.scalars(
        select(AccessToken).where(
            AccessToken.id == token_id, AccessToken.user_id == user.id, AccessToken.ended_at.is_(None)
        )
    ).one_or_none()


# --- Failures ---------------------------------------------------------------------------------------------


def find_attempt(key: str) -> SignInAttempt | None:
    """The failures under a name, held until the commit so that guesses at the same time all count."""
    return session.scalars(
        select(SignInAttempt)
        .where(SignInAttempt.name_key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def find_lock(user: User, now: datetime) -> datetime | None:
    """Until when the account is locked, or None."""
    query = select(SignInAttempt.locked_until).where(
        SignInAttempt.name_key == account_key(user), SignInAttempt.locked_until > now
    )
    return session.scalars(query).one_or_none()


def list_locked(users: Sequence[User], now: datetime) -> set[int]:
    """Ids of those among ``users`` that are locked now."""
    keys = {account_key(user): user.id for user in users}
    query = select(SignInAttempt.name_key).where(
        SignInAttempt.name_key.in_(keys), SignInAttempt.locked_until > now
    )
    return {keys[key] for key in session.scalars(query)}


def list_all_locked(now: datetime) -> set[int]:
    """Ids of all accounts that are locked now."""
    query = select(SignInAttempt.name_key).where(SignInAttempt.locked_until > now)
    keys = (key.removeprefix("user:") for key in session.scalars(query) if key.startswith("user:"))
    return {int(number) for number in keys if number.isdecimal()}


def list_stale_attempts(before: datetime, limit: int = 100) -> Sequence[SignInAttempt]:
    """Old failures that no longer hold anything."""
    return session.scalars(
        select(SignInAttempt)
        .where(
            SignInAttempt.last_failed_at < before,
            or_(SignInAttempt.locked_until.is_(None), SignInAttempt.locked_until < before),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def account_key(user: User) -> str:
    return f"user:{user.id}"


def _key_column() -> ColumnElement[str]:
    return "user:" + cast(User.id, String)


# --- Settings ---------------------------------------------------------------------------------------------


def list_preferences(*, is_security: bool) -> dict[str, int]:
    """The values in force of one kind of settings, in two statements at most."""
    set_values = {row.key: row.value for row in session.scalars(select(Setting))}
    return {
        key: int(set_values[key]) if key in set_values else preference.default
        for key, preference in PREFERENCES.items()
        if preference.is_security is is_security
    }


def password_rules() -> PasswordRules:
    return PasswordRules(
        min_length=get_preference("password.min_length"),
        min_classes=get_preference("password.min_classes"),
        max_age_days=get_preference("password.max_age_days"),
    )


def lock_rules() -> LockRules:
    return LockRules(
        failures=get_preference("lockout.failures"),
        lasts=timedelta(minutes=get_preference("lockout.minutes")),
    )


def session_limits() -> SessionLimits:
    return SessionLimits(
        idle=timedelta(minutes=get_preference("session.idle_minutes")),
        absolute=timedelta(hours=get_preference("session.absolute_hours")),
    )


# --- Deputies ---------------------------------------------------------------------------------------------


def principals_of(user: User, on: date) -> list[User]:
    """The people for whom the user stands in on that day."""
    found = session.scalars(select(User).where(User.id.in_(principal_ids(user, on))).order_by(User.id))
    return list(found)


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


def list_possible_deputies(by: User) -> Sequence[User]:
    """Who may be named by this person for one or the other."""
    query = select(User).where(User.is_enabled, User.archived_at.is_(None), User.role.in_(READERS))
    park_id = own_park_id(by)
    if park_id is not None:
        query = query.where(or_(User.park_id == park_id, User.role == Role.COORDINATOR))
    return session.scalars(query.order_by(User.display_name, User.id)).all()


def list_deputies_today(user: User) -> Sequence[Deputy]:
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


# --- Days off ---------------------------------------------------------------------------------------------


def days_query(side: Side | None = None) -> Select[SpecialDay]:
    """All that were entered, without an order."""
    query = select(SpecialDay)
    return query if side is None else query.where(SpecialDay.side == side)


def get_day(special_day_id: int) -> SpecialDay:
    """
    Raises:
        NotFoundError: no such day.
    """
    row = session.get(SpecialDay, special_day_id)
    if row is None:
        raise NotFoundError(_("There is no such day."))
    return row


def find_day(side: Side, day: date) -> SpecialDay | None:
    return session.scalars(select(SpecialDay).where(SpecialDay.side == side, SpecialDay.day == day)).first()
