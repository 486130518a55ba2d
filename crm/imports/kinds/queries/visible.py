"""The records of a kind that a viewer may see."""

from __future__ import annotations

from sqlalchemy import Select, select

from crm.core import visibility
from crm.imports.rules import Kind
from models import (
    Contact,
    Engagement,
    Establishment,
    Firm,
    IndicatorValue,
    LedgerDecision,
    LedgerEntry,
    Project,
    User,
)


def visible_records(kind: Kind, viewer: User | None) -> Select[int] | None:
    """Their ids; None where the kind belongs to no park, and who sees its batches sees its records."""
    chosen: dict[Kind, Select[int]] = {
        Kind.FIRMS: select(Firm.id).where(visibility.visible_firms(viewer)),
        Kind.ESTABLISHMENTS: select(Establishment.id)
        .join(Establishment.firm)
        .where(visibility.visible_firms(viewer)),
        Kind.CONTACTS: select(Contact.id).where(visibility.visible_contacts(viewer)),
        Kind.PROJECTS: select(Project.id).where(visibility.visible_projects(viewer)),
        Kind.LEDGER: select(LedgerEntry.id).where(visibility.visible_entries(viewer)),
        Kind.DECISIONS: select(LedgerDecision.id)
        .join(LedgerDecision.entry)
        .where(visibility.visible_entries(viewer)),
        Kind.ENGAGEMENTS: select(Engagement.id).where(visibility.visible_engagements(viewer)),
        Kind.INDICATORS: select(IndicatorValue.id).where(
            visibility.visible_parks(viewer, IndicatorValue.park_id)
        ),
    }
    return chosen.get(kind)
