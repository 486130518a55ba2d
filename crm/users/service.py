"""Changes to accounts by the posts of administration. Nobody acts on their own account here."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from crm.core import auditing, records
from crm.core.database import session
from crm.users import passwords, queries, rules
from crm.users.rules import EndReason, PasswordFault
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import AccessToken, Park, SignIn, User
from models.enums import AuditAction, Role


@dataclass(frozen=True, slots=True)
class NewUser:
    """What an account is made of; ``park`` for park staff, and for employers where they have one."""

    name: str
    display_name: str
    role: Role
    park: Park | None = None
    email: str | None = None
    locale: str | None = None


def create_account(new: NewUser) -> User:
    """Make an account that can do nothing yet: role and park are a wish until it is enabled by another post.

    Raises:
        RuleError: the name is taken or unfit, or the role and the park don't fit together.
    """
    return _add(new, password_hash=passwords.UNUSABLE, is_enabled=False)


def install_account(new: NewUser, password: str, *, must_change: bool, is_demo: bool = False) -> User:
    """Make an account that can be used at once. Only the system itself does so: the command, the demo zone.

    Raises:
        RuleError: as :func:`create_account`, or the password won't do.
    """
    refuse_weak(password, name=new.name)
    return _add(
        new,
        password_hash=passwords.hash_password(password),
        is_enabled=True,
        must_change_password=must_change,
        is_demo=is_demo,
    )


def _add(new: NewUser, *, password_hash: str, is_enabled: bool, **marks: bool) -> User:
    name = rules.normal_name(new.name)
    if not rules.is_account_name(name):
        words = _("A name has 2 to 64 letters, digits, dots, dashes or underscores, and no spaces.")
        raise RuleError(words, fields={"name": words})
    if queries.find_user_by_name(name) is not None:
        words = _("There is already an account named %(name)s.", name=name)
        raise RuleError(words, fields={"name": words})
    refuse_unfit_park(new.role, new.park)
    user = User(
        name=name,
        display_name=new.display_name.strip() or name,
        email=new.email or None,
        role=new.role,
        park=new.park,
        password_hash=password_hash,
        password_changed_at=clock.real_now(),
        is_enabled=is_enabled,
        locale=new.locale,
        created_at=clock.now(),
        **marks,
    )
    session.add(user)
    session.flush()
    return user


def edit_user(
    user: User, *, display_name: str, email: str | None, lock_version: int | None, by: User
) -> None:
    """Change how a person is called and reached.

    Raises:
        NotAllowedError: the own account (it has a page of its own).
        ConflictError: somebody changed the account since ``lock_version``.
    """
    refuse_own(user, by=by)
    refuse_stale(user, lock_version)
    user.display_name, user.email = display_name.strip(), email or None


def grant_role(user: User, *, role: Role, park: Park | None, lock_version: int | None, by: User) -> None:
    """Give another role or park. What the person has open under the old one ends.

    Raises:
        NotAllowedError: the own account.
        ConflictError: somebody changed the account since ``lock_version``.
        RuleError: the role and the park don't fit together.
    """
    refuse_own(user, by=by)
    refuse_stale(user, lock_version)
    refuse_unfit_park(role, park)
    if (user.role, user.park_id) != (role, park.id if park else None):
        user.role, user.park = role, park
        end_access(user, EndReason.ROLE)


def enable_user(user: User, *, by: User) -> str | None:
    """Let the person in, with the role and park that the account shows.

    Returns the one-time password that an account without one is given, to be handed over.

    Raises:
        NotAllowedError: the own account.
    """
    refuse_own(user, by=by)
    refuse_unfit_park(user.role, user.park)
    user.is_enabled = True
    return reset_password(user, by=by) if user.password_hash == passwords.UNUSABLE else None


def disable_user(user: User, *, by: User) -> None:
    """Shut the person out at once.

    Raises:
        NotAllowedError: the own account.
    """
    refuse_own(user, by=by)
    user.is_enabled = False
    end_access(user, EndReason.DISABLED)


def unlock_user(user: User, *, by: User) -> None:
    """Forget the wrong passwords.

    Raises:
        NotAllowedError: the own account.
    """
    refuse_own(user, by=by)
    forget_failures(user, is_unlocking=True)


def reset_password(user: User, *, by: User) -> str:
    """Give a new one-time password, which the person must change at the first sign-in.

    Raises:
        NotAllowedError: the own account.
        RuleError: an account that has none.
    """
    refuse_own(user, by=by)
    refuse_by_code(user)
    password = passwords.make_password()
    set_password(user, password, must_change=True)
    forget_failures(user)
    return password


def end_sessions(user: User, *, by: User) -> int:
    """End all that the person has open, tokens too; answers how many sessions there were.

    Raises:
        NotAllowedError: the own account (its page ends them one by one).
    """
    refuse_own(user, by=by)
    end_tokens(user, EndReason.ENDED)
    return end_sign_ins(user, EndReason.ENDED)


# --- What both the posts and the persons themselves rest on -------------------------------------------------


def set_password(user: User, password: str, *, must_change: bool = False) -> None:
    """Everything that was open under the old password ends, tokens too."""
    user.password_hash = passwords.hash_password(password)
    user.password_changed_at = clock.real_now()
    user.must_change_password = must_change
    end_access(user, EndReason.RENEWED)


def refuse_weak(password: str, *, name: str) -> None:
    """
    Raises:
        RuleError: the password breaks a rule in force; the words name each one.
    """
    in_force = queries.password_rules()
    faults = rules.password_faults(password, name=rules.normal_name(name), rules=in_force)
    if faults:
        words = " ".join(_fault_words(fault, in_force) for fault in faults)
        raise RuleError(words, fields={"new": words, "password": words})


def refuse_by_code(user: User) -> None:
    """
    Raises:
        RuleError: the account has no password.
    """
    if user.password_hash == passwords.BY_CODE:
        raise RuleError(_("This account has no password: a code sent by mail opens it."))


def refuse_unfit_park(role: Role, park: Park | None) -> None:
    """
    Raises:
        RuleError: park staff without a park, or a park for somebody who belongs to none.
    """
    if rules.is_park_fitting(role, has_park=park is not None):
        return
    words = _("This role belongs to no park.") if park else _("This role needs a park.")
    raise RuleError(words, fields={"park": words})


def refuse_stale(user: User, lock_version: int | None) -> None:
    """
    Raises:
        ConflictError: somebody changed the account since ``lock_version``.
    """
    words = _("Somebody else changed this account in the meantime. Look at it again.")
    records.refuse_stale(user, lock_version, words)


def end_access(user: User, reason: EndReason) -> None:
    """Nobody comes in any more on what was opened before: neither by a browser nor by a program."""
    end_sign_ins(user, reason)
    end_tokens(user, reason)


def end_tokens(user: User, reason: EndReason) -> None:
    for token in queries.list_open_tokens(user):
        end_token(token, reason)


def end_token(token: AccessToken, reason: EndReason) -> None:
    token.ended_at, token.end_reason = clock.real_now(), reason.value


def end_sign_ins(user: User, reason: EndReason) -> int:
    open_ones = queries.list_open_sign_ins(user)
    for sign_in in open_ones:
        end_sign_in(sign_in, reason)
    if open_ones:
        log(AuditAction.SIGNED_OUT, user, sessions=len(open_ones), reason=reason.value)
    return len(open_ones)


def end_sign_in(sign_in: SignIn, reason: EndReason) -> None:
    sign_in.ended_at, sign_in.end_reason = clock.real_now(), reason.value


def forget_failures(user: User, *, is_unlocking: bool = False) -> None:
    attempt = queries.find_attempt(queries.account_key(user))
    if attempt is None:
        return
    session.delete(attempt)
    if is_unlocking:
        log(AuditAction.CHANGED, user, unlocked=True)


def log(action: AuditAction, user: User, **values: object) -> None:
    """Record, in the transaction at hand, what changes no row that is logged by itself."""
    content = {name: [None, value] for name, value in values.items()}
    auditing.append(session(), [auditing.Change(action, "users", str(user.id), content)])


def refuse_own(user: User, *, by: User) -> None:
    if not rules.may_act_on(user, by=by):
        raise NotAllowedError(_("Nobody administers their own account: another person must do this."))


def _fault_words(fault: PasswordFault, in_force: rules.PasswordRules) -> str:
    words = {
        PasswordFault.TOO_SHORT: _("At least %(number)s characters.", number=in_force.min_length),
        PasswordFault.TOO_LONG: _("At most %(number)s characters.", number=rules.MAX_PASSWORD_LENGTH),
        PasswordFault.TOO_SIMPLE: _(
            "At least %(number)s kinds of: small letters, capitals, digits, other characters.",
            number=in_force.min_classes,
        ),
        PasswordFault.IS_NAME: _("It must not be little more than the name of the account."),
        PasswordFault.UNCHANGED: _("It must differ from the present one."),
    }
    return str(words[fault])
