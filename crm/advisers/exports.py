"""Advisers and referrals as rows of a file; how to reach an adviser as the page shows it."""

from __future__ import annotations

from datetime import date

from crm.advisers.rules import term_state
from crm.core.visibility import may_read_adviser, may_see_project
from crm.web.labels import label, local_name
from kernel import clock
from models import Adviser, AdviserTerm, Referral, User
from models.enums import TermState

HEAD = (
    "ref",
    "kind",
    "name_hant",
    "name_hans",
    "name_en",
    "organisation",
    "title",
    "regions",
    "fields",
    "email",
    "phone",
    "in_office",
)
REFERRAL_HEAD = (
    "receipt",
    "received_at",
    "adviser",
    "firm_as_typed",
    "business_number",
    "firm_ref",
    "firm",
    "park",
    "project",
    "state",
    "ruled_at",
)
MASK = "***"


def row_of(adviser: Adviser, viewer: User | None) -> list[object]:
    """The adviser in the order of :data:`HEAD`."""
    is_clear = may_read_adviser(viewer)
    reach = [(each if is_clear else MASK) if each else None for each in (adviser.email, adviser.phone)]
    return [
        adviser.ref,
        label(adviser.kind),
        adviser.name_hant,
        adviser.name_hans,
        adviser.name_en,
        adviser.organisation,
        adviser.title,
        "、".join(label(area.region) for area in adviser.areas),
        "、".join(local_name(each.industry) for each in adviser.fields),
        *reach,
        label(state) if (state := standing(adviser.terms, clock.today())) else None,
    ]


def standing(terms: list[AdviserTerm], today: date) -> TermState | None:
    """Where an adviser stands by all terms: in office if one holds, else what the last one says."""
    states = [
        term_state(each.from_on, each.until_on, each.ended_on, today)
        for each in terms
        if not each.is_archived
    ]
    return TermState.HELD if TermState.HELD in states else states[-1] if states else None


def referral_row(referral: Referral, viewer: User | None) -> list[object]:
    """The referral in the order of :data:`REFERRAL_HEAD`."""
    project = referral.project
    return [
        referral.ref,
        clock.format_moment(referral.received_at),
        referral.adviser.name,
        referral.firm_name,
        referral.business_number,
        referral.firm.ref if referral.firm else None,
        referral.firm.name if referral.firm else None,
        local_name(referral.park) if referral.park else None,
        project.ref if project and may_see_project(viewer, project) else None,
        label(referral.state),
        clock.format_moment(referral.ruled_at) if referral.ruled_at else None,
    ]
