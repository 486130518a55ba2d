"""What a person agreed to: each given and taken back in rows that stay."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.permissions import Permission, is_own_park, may
from crm.talent.queries import people
from kernel.errors import NotAllowedError, RuleError
from models import Talent, TalentConsent, User
from models.enums import TalentPurpose


def holds(talent_id: int, purpose: TalentPurpose) -> bool:
    """Whether the person agrees to the purpose now."""
    last = people.find_consent(talent_id, purpose)
    return last is not None and not last.is_withdrawal


def give_consent(
    talent: Talent, purpose: TalentPurpose, *, text: str, text_version: str, by: User, note: str = ""
) -> TalentConsent:
    """Write down that the person agreed, to the very words that were shown.

    Raises:
        NotAllowedError: neither the person nor staff of the park.
        RuleError: without the words.
    """
    _check(talent, by)
    if not text.strip() or not text_version.strip():
        raise RuleError(_("A consent names the words that were shown."))
    return _add(talent, purpose, text, text_version, is_withdrawal=False, note=note)


def withdraw_consent(talent: Talent, purpose: TalentPurpose, *, by: User, note: str = "") -> TalentConsent:
    """
    Raises:
        NotAllowedError: neither the person nor staff of the park.
        RuleError: there is none that holds.
    """
    _check(talent, by)
    last = people.find_consent(talent.id, purpose)
    if last is None or last.is_withdrawal:
        raise RuleError(_("There is no such consent that holds."))
    row = _add(talent, purpose, last.text, last.text_version, is_withdrawal=True, note=note)
    if purpose is TalentPurpose.POOL:
        # Nobody stays in the pool without it.
        talent.is_in_pool = False
        session.flush()
    return row


def _add(
    talent: Talent, purpose: TalentPurpose, text: str, text_version: str, *, is_withdrawal: bool, note: str
) -> TalentConsent:
    row = TalentConsent(
        talent_id=talent.id,
        purpose=purpose,
        text=text.strip(),
        text_version=text_version.strip(),
        is_withdrawal=is_withdrawal,
        note=note.strip() or None,
    )
    session.add(row)
    session.flush()
    return row


def _check(talent: Talent, by: User) -> None:
    is_self = talent.user_id is not None and talent.user_id == by.id
    is_staff = may(by, Permission.EDIT_TALENTS) and is_own_park(by, talent.park_id)
    if not is_self and not is_staff:
        raise NotAllowedError(_("This is another person's consent."))
