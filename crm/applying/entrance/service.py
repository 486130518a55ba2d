"""A code is asked for, sent, and opens the account of its address. No answer tells whether there is one."""

from __future__ import annotations

import hmac
import secrets

from flask_babel import gettext as _

from crm.applying.entrance import queries, rules
from crm.core.database import session
from crm.notices.outgoing.service import put_mail
from crm.users import passwords
from kernel import clock
from kernel.errors import DeniedError
from models import Applicant, EmailCode, User
from models.enums import Role


def ask_code(email: str, *, secret_key: str) -> None:
    """Send a code to an address, whoever it belongs to; past the limit nothing is sent, or said."""
    now = clock.real_now()
    if queries.count_codes(email, now - rules.COUNTED_OVER) >= rules.MOST_CODES:
        return
    code = rules.make_code()
    expires_at = now + rules.HOLDS_FOR
    session.add(
        EmailCode(
            email=email,
            code_hash=rules.code_hash(code, email, secret_key=secret_key),
            created_at=now,
            expires_at=expires_at,
        )
    )
    put_mail(
        email,
        subject=_("Your code: %(code)s", code=code),
        body=_(
            "Your code for the talent application is %(code)s."
            " It holds for 10 minutes and can be used once.\n\n"
            "Nobody will ever ask you for it. If you did not ask for a code, you need do nothing.",
            code=code,
        ),
        useless_after=expires_at,
    )


def count_try(email: str) -> EmailCode | None:
    """Count a guess, in a transaction of its own: a refusal takes it back no more."""
    return queries.count_try(email, clock.real_now())


def use_code(
    found: EmailCode | None, email: str, typed: str, *, secret_key: str, is_production: bool
) -> User:
    """The account of an address whose owner knows the code; the first time it is made.

    Raises:
        DeniedError: a wrong code, one too old, used, or guessed at too often; a closed account.
    """
    sent = rules.code_hash(rules.normal_code(typed), email, secret_key=secret_key)
    kept = found.code_hash if found else rules.code_hash("", email, secret_key=secret_key)
    is_right = hmac.compare_digest(sent, kept) and found is not None
    if not is_right or found is None or not queries.take_code(found, clock.real_now()):
        words = _("This code is wrong or no longer holds. Look at the newest mail, or ask for another code.")
        raise DeniedError(words, fields={"code": words})
    applicant = queries.find_applicant(email) or _make_applicant(email)
    # A demo zone's accounts sign in nowhere else.
    if not applicant.user.is_active or (applicant.user.is_demo and is_production):
        raise DeniedError(_("This account is closed."))
    return applicant.user


def _make_applicant(email: str) -> Applicant:
    """The name of the account, which stands in the log for good, says nothing of the person."""
    user = User(
        name=f"applicant-{secrets.token_hex(6)}",
        display_name=email,
        email=email,
        role=Role.APPLICANT,
        password_hash=passwords.BY_CODE,
        password_changed_at=clock.real_now(),
        is_enabled=True,
        created_at=clock.now(),
    )
    applicant = Applicant(user=user, email=email, created_at=clock.now())
    session.add(applicant)
    session.flush()
    return applicant
