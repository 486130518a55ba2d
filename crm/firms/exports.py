"""Firms and establishments as rows of a file: the columns that an import takes, and the same values."""

from __future__ import annotations

from models import Establishment, Firm

HEAD = (
    "ref",
    "name_hant",
    "name_hans",
    "name_en",
    "aliases",
    "business_number",
    "credit_code",
    "stock_code",
    "parent_ref",
    "industry",
    "address",
    "website",
)


def row_of(firm: Firm) -> list[object]:
    """The firm in the order of :data:`HEAD`."""
    return [
        firm.ref,
        firm.name_hant,
        firm.name_hans,
        firm.name_en,
        ";".join(alias.name for alias in firm.own_aliases),
        firm.business_number,
        firm.credit_code,
        firm.stock_code,
        firm.parent.ref if firm.parent else None,
        firm.industry.name if firm.industry else None,
        firm.address,
        firm.website,
    ]


ESTABLISHMENT_HEAD = (
    "ref",
    "firm_ref",
    "park",
    "registered_name",
    "registered_on",
    "ceased_on",
    "credit_code",
    "evidence",
)


def establishment_row(establishment: Establishment) -> list[object]:
    """The establishment in the order of :data:`ESTABLISHMENT_HEAD`."""
    return [
        establishment.ref,
        establishment.firm.ref,
        establishment.park.code,
        establishment.registered_name,
        establishment.registered_on,
        establishment.ceased_on,
        establishment.credit_code,
        establishment.evidence_note,
    ]
