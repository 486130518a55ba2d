"""Who of ours knows whom, and who led us to whom."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from flask_babel import gettext as _

from crm.contacts import queries
from crm.core.database import session
from crm.core.permissions import is_office, is_own_park
from crm.core.records import put_away, refuse_firm_away, refuse_put_away, refuse_stale
from crm.firms.rules import clean_text
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Acquaintance, Association, Contact, Introduction, User
from models.enums import Role

MAX_TEXT = 500
STRENGTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class AcquaintanceFields:
    """What people write of who knows whom; an engagement or a note shows it."""

    user_id: int
    strength: int
    since_on: date | None = None
    engagement_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class IntroductionFields:
    """What people write of an introduction: by a person or an association, to a firm or a person."""

    introduced_on: date
    introducer_id: int | None = None
    association_id: int | None = None
    firm_id: int | None = None
    contact_id: int | None = None
    to_user_id: int | None = None
    engagement_id: int | None = None
    note: str | None = None


def add_acquaintance(contact: Contact, written: AcquaintanceFields, *, by: User | None) -> Acquaintance:
    """Record that one of ours knows a person.

    Raises:
        NotAllowedError: in the name of a colleague, without leading them.
        NotFoundError: no such colleague, or an engagement that ``by`` may not see.
        RuleError: nothing shows it, or it is recorded already.
    """
    refuse_put_away(contact, contact.name)
    _check_may_speak_for(queries.get_colleague(written.user_id), by)
    written = _checked(contact.id, written, None, by)
    acquaintance = Acquaintance(
        contact_id=contact.id, created_at=clock.now(), created_by_id=by.id if by else None
    )
    _write(acquaintance, written, AcquaintanceFields)
    session.add(acquaintance)
    session.flush()
    return acquaintance


def change_acquaintance(
    acquaintance: Acquaintance,
    written: AcquaintanceFields,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> Acquaintance:
    """Write it anew.

    Raises:
        NotAllowedError: it is a colleague's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: as :func:`add_acquaintance`.
    """
    check_may_change_acquaintance(acquaintance, by)
    refuse_put_away(acquaintance, acquaintance.contact.name)
    refuse_stale(acquaintance, lock_version, _("Somebody else changed this in the meantime."))
    written = replace(written, user_id=acquaintance.user_id)
    _write(acquaintance, _checked(acquaintance.contact_id, written, acquaintance, by), AcquaintanceFields)
    session.flush()
    session.expire(acquaintance, ["engagement"])
    return acquaintance


def archive_acquaintance(acquaintance: Acquaintance, *, reason: str, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: it is a colleague's.
        RuleError: no reason, or already put away.
    """
    check_may_change_acquaintance(acquaintance, by)
    put_away(acquaintance, reason)


def may_change_acquaintance(acquaintance: Acquaintance, by: User | None) -> bool:
    return _may_speak_for(acquaintance.user, by)


def check_may_change_acquaintance(acquaintance: Acquaintance, by: User | None) -> None:
    """Raises NotAllowedError for who neither is the one that knows, nor leads."""
    _check_may_speak_for(acquaintance.user, by)


def _may_speak_for(user: User, by: User | None) -> bool:
    """Oneself, the lead of one's park, and the office."""
    if by is None or is_office(by) or by.id == user.id:
        return True
    return by.role is Role.PARK_LEAD and user.park_id is not None and is_own_park(by, user.park_id)


def _check_may_speak_for(user: User, by: User | None) -> None:
    if not _may_speak_for(user, by):
        raise NotAllowedError(_("Everybody says for themselves whom they know; leads for their park."))


def _checked(
    contact_id: int, written: AcquaintanceFields, own: Acquaintance | None, by: User | None
) -> AcquaintanceFields:
    cleaned = replace(written, note=clean_text(written.note))
    faults: dict[str, str] = {}
    if cleaned.strength not in STRENGTHS:
        faults["strength"] = _("From 1 to 3.")
    if cleaned.since_on is not None and cleaned.since_on > clock.today():
        faults["since_on"] = _("This day lies ahead.")
    if cleaned.engagement_id is None and cleaned.note is None:
        faults["note"] = _("Say what shows it: an engagement or a note.")
    if len(cleaned.note or "") > MAX_TEXT:
        faults["note"] = _("At most %(limit)s characters.", limit=MAX_TEXT)
    if queries.is_acquainted(cleaned.user_id, contact_id, but=own.id if own else None):
        faults["user_id"] = _("That these two know each other is recorded already.")
    if faults:
        raise RuleError(" ".join(faults.values()), fields=faults)
    if own is None or own.engagement_id != cleaned.engagement_id:
        queries.engagement_of(cleaned.engagement_id, viewer=by)
    return cleaned


def add_introduction(written: IntroductionFields, *, by: User | None) -> Introduction:
    """Record that a person or an association led us to a firm or a person.

    Raises:
        NotFoundError: something named isn't there, or ``by`` may not see it.
        RuleError: it isn't clear who or whom, or a day ahead.
    """
    written = _checked_introduction(written)
    _check_named(written, by)
    introduction = Introduction(created_at=clock.now(), created_by_id=by.id if by else None)
    _write(introduction, written, IntroductionFields)
    session.add(introduction)
    session.flush()
    return introduction


def archive_introduction(introduction: Introduction, *, reason: str, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: somebody else recorded it.
        RuleError: no reason, or already put away.
    """
    check_may_change_introduction(introduction, by)
    put_away(introduction, reason)


def may_change_introduction(introduction: Introduction, by: User | None) -> bool:
    return is_office(by) or (by is not None and introduction.created_by_id == by.id)


def check_may_change_introduction(introduction: Introduction, by: User | None) -> None:
    """Raises NotAllowedError for who neither recorded it nor is the office."""
    if not may_change_introduction(introduction, by):
        raise NotAllowedError(_("Who recorded it and the provincial office change it."))


def _checked_introduction(written: IntroductionFields) -> IntroductionFields:
    cleaned = replace(written, note=clean_text(written.note))
    faults: dict[str, str] = {}
    if (cleaned.introducer_id is None) is (cleaned.association_id is None):
        faults["introducer_id"] = _("Choose the person or the association that led us there: one of the two.")
    if (cleaned.firm_id is None) is (cleaned.contact_id is None):
        faults["firm_id"] = _("Choose the firm or the person we were led to: one of the two.")
    if cleaned.contact_id is not None and cleaned.contact_id == cleaned.introducer_id:
        faults["contact_id"] = _("Nobody introduces themselves.")
    if cleaned.introduced_on > clock.today():
        faults["introduced_on"] = _("This day lies ahead.")
    if len(cleaned.note or "") > MAX_TEXT:
        faults["note"] = _("At most %(limit)s characters.", limit=MAX_TEXT)
    if faults:
        raise RuleError(" ".join(faults.values()), fields=faults)
    return cleaned


def _check_named(written: IntroductionFields, by: User | None) -> None:
    for contact_id in filter(None, (written.introducer_id, written.contact_id)):
        contact = queries.get_contact(contact_id, viewer=by)
        refuse_put_away(contact, contact.name)
    if written.firm_id is not None:
        refuse_firm_away(written.firm_id)
    if written.association_id is not None:
        association: Association = queries.get_association(written.association_id, viewer=by)
        refuse_put_away(association, association.name)
    if written.to_user_id is not None:
        queries.get_colleague(written.to_user_id)
    queries.engagement_of(written.engagement_id, viewer=by)


def _write(
    record: Acquaintance | Introduction,
    written: AcquaintanceFields | IntroductionFields,
    kind: type[AcquaintanceFields] | type[IntroductionFields],
) -> None:
    for each in fields(kind):
        setattr(record, each.name, getattr(written, each.name))
