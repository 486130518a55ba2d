"""Writing offers, in simplified characters first; the other languages follow."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm.attributes import flag_modified

from crm.catalogue import queries, rules
from crm.catalogue.drafting import draft
from crm.catalogue.queries.offers import is_contact_published
from crm.catalogue.rules import Fault, Follow, Move, Written
from crm.catalogue.snapshots import written_of
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import check_own_park
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from kernel import clock
from kernel.errors import RuleError
from kernel.money import Currency
from models import Offer, OfferContact, OfferText, User
from models.enums import CooperationMode, OfferLanguage, OfferState

BLANK = Written("", "")


@dataclass(frozen=True, slots=True)
class ContactFields:
    """Whom the public may ask, and that the person agreed to be named."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    consent_text: str | None = None
    consented_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfferFields:
    """What people write of an offer. A language that is left blank is drafted (traditional) or left out."""

    park_id: int
    mode: CooperationMode
    texts: Mapping[OfferLanguage, Written]
    valid_from: date
    valid_until: date | None = None
    industry_id: int | None = None
    chain_link_id: int | None = None
    investment_minor: int | None = None
    investment_currency: Currency | None = None
    land_mu: Decimal | None = None
    plant_m2: int | None = None
    power_kva: int | None = None
    water_t_day: int | None = None
    review_id: int | None = None
    policy_id: int | None = None
    contact: ContactFields = field(default_factory=ContactFields)


FIGURES = (
    "park_id",
    "mode",
    "valid_from",
    "valid_until",
    "industry_id",
    "chain_link_id",
    "investment_minor",
    "investment_currency",
    "land_mu",
    "plant_m2",
    "power_kva",
    "water_t_day",
    "review_id",
    "policy_id",
)
CONTACT = ("name", "phone", "email", "consent_text", "consented_on")
FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.NO_TITLE: ("hans_title", _l("An offer needs a title in simplified characters.")),
    Fault.NO_CONTENT: ("hans_content", _l("Say in simplified characters what is offered.")),
    Fault.BACKWARDS: ("valid_until", _l("It ends before it begins.")),
    Fault.HALF_AMOUNT: ("investment_currency", _l("An amount and its currency go together.")),
    Fault.NOT_POSITIVE: ("investment_minor", _l("The planned amount is more than zero.")),
}


def fields_of(offer: Offer) -> OfferFields:
    """What is written of the offer now, to change some of it with ``dataclasses.replace``."""
    contact = offer.contact
    return OfferFields(
        **{name: getattr(offer, name) for name in FIGURES},
        texts={text.language: written_of(text) for text in offer.texts},
        contact=ContactFields(**{name: getattr(contact, name) for name in CONTACT})
        if contact
        else ContactFields(),
    )


def write_offer(written: OfferFields, *, by: User | None) -> Offer:
    """
    Raises:
        NotAllowedError: in the name of another park.
        RuleError: something written can't be.
    """
    check_own_park(written.park_id, by)
    _check(written, None, by)
    now = clock.now()
    offer = Offer(
        ref=free_ref("offers", f"ZS-{clock.today().year}-{{:04d}}", queries.is_ref_taken),
        public_key=_free_key(),
        state=OfferState.DRAFT,
        created_at=now,
        created_by_id=by.id if by else None,
    )
    session.add(offer)
    _write(offer, written, by)
    return offer


def edit_offer(
    offer: Offer, written: OfferFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """Write it anew. What is public stays as it was published, until the new text is published too.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it waits for the second key, it was put away, or something written can't be.
    """
    check_own_park(offer.park_id, by)
    check_own_park(written.park_id, by)
    refuse_stale(offer, lock_version, _("Somebody else changed this offer in the meantime."))
    refuse_put_away(offer, offer.ref)
    if not rules.can_move(Move.EDIT, offer.state, is_public=offer.public_number is not None):
        raise RuleError(_("It waits for the second key. Take it back first, or let it be returned."))
    _check(written, offer, by)
    _write(offer, written, by)
    offer.state = rules.MOVES[Move.EDIT][1]


def confirm_text(offer: Offer, language: OfferLanguage, *, by: User) -> None:
    """A person has read what the machine drafted, or what no longer follows the simplified text.

    Raises:
        NotAllowedError: another park's.
        RuleError: there is nothing to confirm.
    """
    check_own_park(offer.park_id, by)
    refuse_put_away(offer, offer.ref)
    text = offer.text_in(language)
    if text is None or text.confirmed_at is not None:
        raise RuleError(_("There is nothing to confirm."))
    _refuse_waiting(offer)
    text.is_machine_draft = False
    text.confirmed_at, text.confirmed_by_id = clock.now(), by.id
    _touch(offer, by)


def draft_traditional(offer: Offer, *, by: User) -> None:
    """Let the machine write the traditional text anew from the simplified one.

    Raises:
        NotAllowedError: another park's.
        RuleError: it waits for the second key, or it was put away.
    """
    check_own_park(offer.park_id, by)
    refuse_put_away(offer, offer.ref)
    _refuse_waiting(offer)
    source = offer.text_in(OfferLanguage.HANS)
    if source is not None:
        _put(offer, OfferLanguage.HANT, draft(written_of(source)), by=None)
        _touch(offer, by)


def archive_offer(offer: Offer, *, reason: str, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: another park's.
        RuleError: it is public, no reason, or it is put away already.
    """
    check_own_park(offer.park_id, by)
    if offer.public_number is not None:
        raise RuleError(_("It is public. Withdraw it first."))
    put_away(offer, reason)


def restore_offer(offer: Offer, *, by: User | None) -> None:
    check_own_park(offer.park_id, by)
    bring_back(offer)


def _refuse_waiting(offer: Offer) -> None:
    if offer.state is OfferState.SUBMITTED:
        raise RuleError(_("It waits for the second key. Take it back first, or let it be returned."))


def _free_key() -> str:
    while queries.is_key_taken(key := secrets.token_urlsafe(12)):
        pass
    return key


def _check(written: OfferFields, offer: Offer | None, by: User | None) -> None:
    source = written.texts.get(OfferLanguage.HANS, BLANK)
    found = rules.faults(
        title=source.title,
        content=source.content,
        valid_from=written.valid_from,
        valid_until=written.valid_until,
        has_amount=written.investment_minor is not None,
        has_currency=written.investment_currency is not None,
        amount=written.investment_minor,
    )
    words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
    words |= _unknown(written, offer, by)
    for language, prefix in ((OfferLanguage.HANT, "hant"), (OfferLanguage.EN, "en")):
        text = written.texts.get(language, BLANK)
        if not text.is_blank and not (text.title and text.content):
            words[f"{prefix}_title" if not text.title else f"{prefix}_content"] = _(
                "Title and content in this language, or neither."
            )
    if words:
        raise RuleError(_("Some of what was written can't be."), fields=words)


def _unknown(written: OfferFields, offer: Offer | None, by: User | None) -> dict[str, str]:
    """Links to records that aren't there to choose; what was chosen before stays."""
    words = _("Choose one of those offered.")
    asked = {
        "chain_link_id": lambda number: queries.find_link(number, viewer=by),
        "review_id": lambda number: queries.find_review(number, viewer=by),
        "policy_id": queries.find_policy,
    }
    return {
        name: words
        for name, find in asked.items()
        if (number := getattr(written, name)) is not None
        and (offer is None or getattr(offer, name) != number)
        and find(number) is None
    }


def _write(offer: Offer, written: OfferFields, by: User | None) -> None:
    for name in FIGURES:
        setattr(offer, name, getattr(written, name))
    _write_contact(offer, written.contact)
    source = written.texts[OfferLanguage.HANS]
    before = offer.text_in(OfferLanguage.HANS)
    has_changed = before is None or written_of(before) != source
    if has_changed:
        _put(offer, OfferLanguage.HANS, source, by=by)
    for language in (OfferLanguage.HANT, OfferLanguage.EN):
        sent = written.texts.get(language, BLANK)
        _write_text(offer, language, sent=sent, source=source, has_source_changed=has_changed, by=by)
    offer.title = source.title
    _touch(offer, by)
    session.flush()


def _write_text(
    offer: Offer,
    language: OfferLanguage,
    *,
    sent: Written,
    source: Written,
    has_source_changed: bool,
    by: User | None,
) -> None:
    text = offer.text_in(language)
    what = rules.follow(
        language,
        written_of(text) if text else None,
        sent,
        is_machine_draft=text is not None and text.is_machine_draft,
        has_source_changed=has_source_changed,
    )
    if what is Follow.WRITE:
        _put(offer, language, sent, by=by)
    elif what is Follow.DRAFT:
        _put(offer, language, draft(source), by=None)
    elif text is not None and what is Follow.DOUBT:
        text.confirmed_at, text.confirmed_by_id = None, None
    elif text is not None and what is Follow.DROP:
        offer.texts.remove(text)
        session.delete(text)


def _put(offer: Offer, language: OfferLanguage, written: Written, *, by: User | None) -> None:
    """``by`` None is the machine: its draft waits for a person."""
    text = offer.text_in(language)
    if text is None:
        text = OfferText(language=language)
        offer.texts.append(text)
    text.title, text.content = written.title, written.content
    text.scale, text.incentive, text.contact_unit = written.scale, written.incentive, written.contact_unit
    is_draft = by is None and language is OfferLanguage.HANT
    text.is_machine_draft = is_draft
    text.confirmed_at = None if is_draft else clock.now()
    text.confirmed_by_id = by.id if by else None


def _write_contact(offer: Offer, written: ContactFields) -> None:
    """A contact that a version names stays as it is there; a new one is written beside it."""
    contact = offer.contact
    values = {name: getattr(written, name) for name in CONTACT}
    if contact is not None and all(getattr(contact, name) == value for name, value in values.items()):
        return
    if not any((written.name, written.phone, written.email)):
        offer.contact = None
        return
    if contact is None or is_contact_published(contact.id):
        contact = OfferContact(created_at=clock.now())
        offer.contact = contact
    for name, value in values.items():
        setattr(contact, name, value)


def _touch(offer: Offer, by: User | None) -> None:
    """Texts lie in a table of their own: the offer's version has to grow with them."""
    offer.updated_at = clock.now()
    offer.written_by_id = by.id if by else None
    flag_modified(offer, "updated_at")
    if offer.state in (OfferState.PUBLISHED, OfferState.WITHDRAWN, OfferState.EXPIRED):
        offer.state = OfferState.DRAFT
