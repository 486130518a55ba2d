"""Changes to contacts. Data of a person needs a source; whose consent is missing, the page says so."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.contacts import queries, rules
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.records import bring_back, put_away, refuse_firm_away, refuse_stale
from crm.core.visibility import may_read_contact
from crm.firms.rules import clean_text
from crm.web.languages import in_house
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Contact, ContactRole, User

MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class ContactFields:
    """What people write on a contact. ``consented_at`` is when the person agreed to be kept here."""

    firm_id: int
    name: str
    source: str
    title: str | None = None
    phone: str | None = None
    email: str | None = None
    consented_at: datetime | None = None


def contact_fields_of(contact: Contact) -> ContactFields:
    """What is written on it now, to change some of it with ``dataclasses.replace``."""
    return ContactFields(**{each.name: getattr(contact, each.name) for each in fields(ContactFields)})


def consent_moment(day: date | None) -> datetime | None:
    """The moment kept for a consent of which only the day is known: its beginning."""
    return None if day is None else clock.start_of_day(day)


def add_contact(written: ContactFields, *, by: User | None, ref: str | None = None) -> Contact:
    """Record a person; who records owns the record.

    Raises:
        RuleError: the firm was put away, something written can't be, or the reference is taken.
    """
    refuse_firm_away(written.firm_id)
    written = _checked(written)
    if ref and queries.find_contact_by_ref(ref):
        raise RuleError(_("There already is a contact %(ref)s.", ref=ref), fields={"ref": ""})
    contact = Contact(
        ref=ref or free_ref("contacts", "P-{:06d}", queries.find_contact_by_ref),
        created_at=clock.now(),
        owner_id=by.id if by else None,
    )
    _write(contact, written)
    session.add(contact)
    session.flush()
    return contact


def _keep_former_role(contact: Contact, written: ContactFields) -> None:
    """Whoever goes to another firm has been at the one before: that stays known."""
    if contact.firm_id == written.firm_id:
        return
    back = queries.find_role_ended(contact.id, written.firm_id, clock.today())
    if back is not None:
        put_away(back, in_house(_l("The move was taken back.")))
        return
    former = ContactRole(
        contact_id=contact.id,
        firm_id=contact.firm_id,
        title=contact.title,
        until_on=clock.today(),
        created_at=clock.now(),
    )
    session.add(former)


def change_contact(
    contact: Contact, written: ContactFields, *, by: User | None, lock_version: int | None = None
) -> Contact:
    """Write the fields anew; only who may read the data may change it.

    Raises:
        NotAllowedError: somebody else owns the record.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: the firm was put away, or something written can't be.
    """
    check_may_change(contact, by)
    refuse_firm_away(written.firm_id)
    words = _("Somebody else changed this contact in the meantime. Compare before you save again.")
    refuse_stale(contact, lock_version, words)
    refuse_merged(contact)
    written = _checked(written)
    _keep_former_role(contact, written)
    _write(contact, written)
    session.flush()
    session.expire(contact, ["firm"])
    return contact


def archive_contact(contact: Contact, *, reason: str, by: User | None) -> None:
    """Put a contact away.

    Raises:
        NotAllowedError: somebody else owns the record.
        RuleError: no reason, or already put away.
    """
    check_may_change(contact, by)
    put_away(contact, reason)


def restore_contact(contact: Contact, *, by: User | None) -> None:
    """Bring a contact back that was put away.

    Raises:
        NotAllowedError: somebody else owns the record.
        RuleError: its firm was put away, it was merged into another record, or the person was erased.
    """
    check_may_change(contact, by)
    if contact.erased_at is not None:
        raise RuleError(_("Nothing that says who it was is left."))
    refuse_merged(contact)
    refuse_firm_away(contact.firm_id)
    bring_back(contact)


def refuse_merged(contact: Contact) -> None:
    """
    Raises:
        RuleError: it was merged into another record, which is the one to change.
    """
    if contact.merged_into_id is not None:
        kept = queries.find_kept(contact)
        raise RuleError(_("It was merged into %(name)s (%(ref)s).", name=kept.name, ref=kept.ref))


def check_may_change(contact: Contact, by: User | None) -> None:
    """Raises NotAllowedError where ``by`` may not read, and so not change, the person's data."""
    if not may_read_contact(by, contact):
        raise NotAllowedError(_("Somebody else keeps this contact; ask them or the provincial office."))


def _checked(written: ContactFields) -> ContactFields:
    cleaned = replace(
        written,
        name=clean_text(written.name) or "",
        source=clean_text(written.source) or "",
        title=clean_text(written.title),
        phone=clean_text(written.phone),
        email=clean_text(written.email),
    )
    if faults := _faults(cleaned):
        raise RuleError(" ".join(dict.fromkeys(faults.values())), fields=faults)
    return cleaned


def _faults(written: ContactFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not written.name:
        faults["name"] = _("A contact needs a name.")
    if not written.source:
        faults["source"] = _("Say where the data comes from: a business card, a website, the person.")
    if written.phone and not rules.is_phone(written.phone):
        faults["phone"] = _("Write a telephone number such as +886 2 2268 3466.")
    if written.email and not rules.is_email(written.email):
        faults["email"] = _("Write an address such as name@example.com.")
    if written.consented_at is not None and written.consented_at > clock.now():
        faults["consented_on"] = _("This day lies ahead.")
    for name in ("name", "title", "source"):
        if len(getattr(written, name) or "") > MAX_TEXT:
            faults[name] = _("At most %(limit)s characters.", limit=MAX_TEXT)
    return faults


def _write(contact: Contact, written: ContactFields) -> None:
    for each in fields(ContactFields):
        setattr(contact, each.name, getattr(written, each.name))
