"""What the public asks: received with a receipt, taken up, made a lead, or refused; and forgotten in time."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.catalogue import queries, rules
from crm.core import erasing, noticing
from crm.core.database import session
from crm.core.permissions import Permission, check_own_park, may
from crm.core.preferences import get_preference
from crm.core.records import hold
from crm.firms import queries as firms
from crm.firms import service as firm_service
from crm.firms.service import FirmFields
from crm.projects import service as projects
from crm.projects.service import ProjectFields
from crm.web.languages import in_house
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Enquiry, Firm, OfferVersion, Project, User
from models.enums import EnquiryState, Matter, NoticeKind, OfferLanguage

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of receipts: none is taken for another on paper or by telephone."""
FORGOTTEN = "—"
CONSENT_VERSION = "2026-1"
CONSENT = _l(
    "I agree that the park and the zone's office keep what I write here and use it to answer me. "
    "It is deleted within a year after the matter is closed, or earlier when I ask for it."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed on the public page."""

    name: str
    firm_name: str
    contact: str
    message: str
    language: OfferLanguage
    consent_text: str


@dataclass(frozen=True, slots=True)
class LeadFields:
    """How an enquiry becomes a lead: of a firm that is known, or of one that is added by its name."""

    project_name: str
    firm_id: int | None = None
    new_firm_name: str | None = None
    content: str | None = None
    """In the words of who opens it: what was asked is forgotten in time, and a project isn't."""


def receive_enquiry(version: OfferVersion, asked: Asked) -> Enquiry:
    """Keep it, and tell the park's people. The answer is the same whoever asks."""
    now = clock.now()
    enquiry = Enquiry(
        receipt=_free_receipt(),
        offer_id=version.offer_id,
        version_number=version.number,
        name=asked.name,
        firm_name=asked.firm_name,
        contact=asked.contact,
        message=asked.message,
        language=asked.language,
        received_at=now,
        consent_version=CONSENT_VERSION,
        consent_text=asked.consent_text,
        consented_at=now,
        state=EnquiryState.NEW,
    )
    session.add(enquiry)
    session.flush()
    _tell(enquiry, version, queries.list_colleague_ids(version.park_id, Permission.EDIT_CATALOGUE))
    return enquiry


def take_enquiry(enquiry: Enquiry, *, by: User) -> None:
    """Say that one sees to it.

    Raises:
        NotAllowedError: another park's.
        RuleError: it became a lead already.
    """
    _move(enquiry, EnquiryState.TAKEN, by)
    enquiry.taken_by_id, enquiry.taken_at = by.id, clock.now()
    enquiry.closed_at = enquiry.closed_note = None


def refuse_enquiry(enquiry: Enquiry, *, reason: str, by: User) -> None:
    """
    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, or it is closed.
    """
    if not reason.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reason": words})
    _move(enquiry, EnquiryState.REFUSED, by)
    enquiry.closed_at, enquiry.closed_note = clock.now(), reason.strip()


def make_lead(enquiry: Enquiry, written: LeadFields, *, by: User, matter: Matter | None = None) -> Project:
    """Open a project as a lead; its source names the enquiry and the offer.

    Raises:
        NotAllowedError: another park's.
        NotFoundError: no such firm.
        ProtectedError: the group is protected for another park, and ``matter`` doesn't say which this is.
        RuleError: it is closed, no firm is named, or there is one of that name already.
    """
    _move(enquiry, EnquiryState.LEAD, by)
    offer = enquiry.offer
    firm = _firm(enquiry, written, by)
    source = in_house(_l("Enquiry %(receipt)s about offer %(ref)s", receipt=enquiry.receipt, ref=offer.ref))
    fields = ProjectFields(
        name=written.project_name.strip(),
        firm_id=firm.id,
        park_id=offer.park_id,
        industry_id=offer.industry_id,
        responsible_id=by.id if by.park_id == offer.park_id else None,
        content=written.content,
        lead_source=source,
    )
    project = projects.create_project(fields, by=by, matter=matter)
    enquiry.firm_id, enquiry.project_id = firm.id, project.id
    enquiry.closed_at = clock.now()
    if enquiry.taken_by_id is None:
        enquiry.taken_by_id, enquiry.taken_at = by.id, clock.now()
    return project


def erase_old_enquiries() -> int:
    """Neither what closed longer ago than is kept nor the log names who asked. How many there were."""
    days = get_preference("catalogue.enquiry_days")
    ids = [row.id for row in queries.list_enquiries_to_erase(clock.now() - timedelta(days=days))]
    _erase(ids)
    return len(ids)


def erase_enquiry(enquiry: Enquiry, *, reason: str, by: User) -> None:
    """Who asked wants to be forgotten before the time is over. What is still open is closed with it.

    Raises:
        NotAllowedError: another park's, or a role that doesn't publish.
        RuleError: no reason, or it is forgotten already.
    """
    check_own_park(enquiry.offer.park_id, by)
    if not may(by, Permission.PUBLISH_OFFERS):
        raise NotAllowedError(_("Your role does not include this."))
    if not reason.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reason": words})
    hold(enquiry)
    if enquiry.erased_at is not None:
        raise RuleError(_("Nothing that says who it was is left."))
    if enquiry.closed_at is None:
        enquiry.state, enquiry.closed_at = EnquiryState.REFUSED, clock.now()
    enquiry.closed_note = reason.strip()
    session.flush()
    _erase([enquiry.id])


def _erase(ids: Sequence[int]) -> None:
    erasing.empty(Enquiry, ids, erased_at=clock.now(), **dict.fromkeys(Enquiry.personal, FORGOTTEN))
    erasing.forget(Enquiry, ids)
    session.expire_all()


def _firm(enquiry: Enquiry, written: LeadFields, by: User) -> Firm:
    if written.firm_id is not None:
        return firms.get_firm(written.firm_id, viewer=by)
    name = (written.new_firm_name or "").strip()
    if not name:
        words = _("Choose the firm, or give the name of a new one.")
        raise RuleError(words, fields={"firm_id": words})
    source = in_house(_l("Enquiry %(receipt)s", receipt=enquiry.receipt))
    if name.isascii():
        return firm_service.add_firm(FirmFields(name_en=name, source=source))
    is_traditional = enquiry.language is OfferLanguage.HANT
    names = FirmFields(name_hant=name) if is_traditional else FirmFields(name_hans=name)
    return firm_service.add_firm(
        FirmFields(name_hant=names.name_hant, name_hans=names.name_hans, source=source)
    )


def _move(enquiry: Enquiry, state: EnquiryState, by: User) -> None:
    check_own_park(enquiry.offer.park_id, by)
    hold(enquiry)
    if state not in rules.ENQUIRY_MOVES[enquiry.state]:
        raise RuleError(_("This can't be done to it as it stands now. Load the page again."))
    enquiry.state = state


def _free_receipt() -> str:
    day = clock.today()
    while queries.is_receipt_taken(
        receipt := f"ZX{day:%y%m%d}-{''.join(secrets.choice(LETTERS) for _each in range(6))}"
    ):
        pass
    return receipt


def _tell(enquiry: Enquiry, version: OfferVersion, people: Iterable[int]) -> None:
    """The title alone: what was asked, and by whom, is read on the page."""
    noticing.notify(
        people,
        NoticeKind.ENQUIRY_RECEIVED,
        "catalogue.enquiry",
        {"enquiry_id": enquiry.id},
        park_id=version.park_id,
        title=version.offer.title,
    )
