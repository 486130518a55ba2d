"""Further and former roles of a person, and what the person agreed to."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from flask_babel import gettext as _

from crm.contacts import queries, rules
from crm.contacts.service.contacts import check_may_change, consent_moment
from crm.core.database import session
from crm.core.records import put_away, refuse_firm_away, refuse_put_away, refuse_stale
from crm.firms.rules import clean_text
from kernel import clock
from kernel.errors import RuleError
from models import Association, Contact, ContactConsent, ContactRole, User
from models.enums import ConsentMeans, ConsentPurpose

MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class RoleFields:
    """What people write of a role. ``until_on`` is the first day on which it no longer holds."""

    firm_id: int | None = None
    association_id: int | None = None
    title: str | None = None
    from_on: date | None = None
    until_on: date | None = None


def add_role(contact: Contact, written: RoleFields, *, by: User | None) -> ContactRole:
    """Record that a person is or was something somewhere else.

    Raises:
        NotAllowedError: somebody else keeps the contact.
        RuleError: no place or two of them, a place that was put away, or days that can't be.
    """
    check_may_change(contact, by)
    refuse_put_away(contact, contact.name)
    role = ContactRole(contact_id=contact.id, created_at=clock.now())
    _write(role, _checked(written))
    session.add(role)
    session.flush()
    return role


def change_role(
    role: ContactRole, written: RoleFields, *, by: User | None, lock_version: int | None = None
) -> ContactRole:
    """Write it anew: a correction, or its end.

    Raises:
        NotAllowedError: somebody else keeps the contact.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: as :func:`add_role`.
    """
    check_may_change(role.contact, by)
    refuse_put_away(role, role.title or role.contact.name)
    refuse_stale(role, lock_version, _("Somebody else changed this role in the meantime."))
    _write(role, _checked(written))
    session.flush()
    session.expire(role, ["firm", "association"])
    return role


def archive_role(role: ContactRole, *, reason: str, by: User | None) -> None:
    """Put a role away that was recorded by mistake.

    Raises:
        NotAllowedError: somebody else keeps the contact.
        RuleError: no reason, or already put away.
    """
    check_may_change(role.contact, by)
    put_away(role, reason)


def _checked(written: RoleFields) -> RoleFields:
    cleaned = replace(written, title=clean_text(written.title))
    faults: dict[str, str] = {}
    if (cleaned.firm_id is None) is (cleaned.association_id is None):
        faults["firm_id"] = _("Choose a firm or an association: one of the two.")
    if cleaned.from_on and cleaned.until_on and cleaned.until_on < cleaned.from_on:
        faults["until_on"] = _("It can't end before it begins.")
    if len(cleaned.title or "") > MAX_TEXT:
        faults["title"] = _("At most %(limit)s characters.", limit=MAX_TEXT)
    if faults:
        raise RuleError(" ".join(faults.values()), fields=faults)
    if cleaned.firm_id is not None:
        refuse_firm_away(cleaned.firm_id)
    if cleaned.association_id is not None:
        association = session.get_one(Association, cleaned.association_id)
        refuse_put_away(association, association.name)
    return cleaned


def _write(role: ContactRole, written: RoleFields) -> None:
    for each in fields(RoleFields):
        setattr(role, each.name, getattr(written, each.name))


@dataclass(frozen=True, slots=True)
class ConsentFields:
    """What a person said on being kept here, to which wording, how and when."""

    purpose: ConsentPurpose
    text_version: str
    means: ConsentMeans
    said_on: date
    note: str | None = None


def add_consent(
    contact: Contact, written: ConsentFields, *, is_withdrawal: bool = False, by: User | None
) -> ContactConsent:
    """Record that a person agreed to a purpose, or took it back. Never changed: the last word holds.

    Raises:
        NotAllowedError: somebody else keeps the contact.
        RuleError: no wording, a day ahead, or there is nothing to take back.
    """
    check_may_change(contact, by)
    refuse_put_away(contact, contact.name)
    said = queries.list_consents(contact.id, viewer=by)
    holding = rules.holding_consents(said)
    version = clean_text(written.text_version) or ""
    faults: dict[str, str] = {}
    if not version:
        faults["text_version"] = _("Say which wording the person was shown.")
    if written.said_on > clock.today():
        faults["said_on"] = _("This day lies ahead.")
    was_given = written.purpose in holding or _is_on_record(contact, written.purpose)
    if is_withdrawal and not was_given:
        faults["purpose"] = _("There is no consent to this that could be taken back.")
    if faults:
        raise RuleError(" ".join(faults.values()), fields=faults)
    consent = ContactConsent(
        contact_id=contact.id,
        purpose=written.purpose,
        text_version=version,
        means=written.means,
        said_on=written.said_on,
        is_withdrawal=is_withdrawal,
        note=clean_text(written.note),
    )
    session.add(consent)
    if written.purpose is ConsentPurpose.WORK:
        contact.consented_at = None if is_withdrawal else consent_moment(written.said_on)
    session.flush()
    return consent


def _is_on_record(contact: Contact, purpose: ConsentPurpose) -> bool:
    """Given when the contact was written down, before wordings were kept."""
    return purpose is ConsentPurpose.WORK and contact.consented_at is not None
