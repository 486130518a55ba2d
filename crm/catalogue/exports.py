"""Lists of the catalogue as tables to take along."""

from __future__ import annotations

from crm.web.labels import label, local_name
from models import Enquiry, Offer

HEAD = (
    "ref",
    "title",
    "park",
    "industry",
    "mode",
    "investment",
    "currency",
    "land_mu",
    "plant_m2",
    "power_kva",
    "water_t_day",
    "valid_from",
    "valid_until",
    "state",
    "public_version",
)
ENQUIRY_HEAD = (
    "receipt",
    "received_at",
    "offer",
    "park",
    "firm",
    "name",
    "contact",
    "message",
    "state",
    "taken_by",
    "project",
)


def row_of(offer: Offer) -> tuple[object, ...]:
    return (
        offer.ref,
        offer.title,
        offer.park.code,
        local_name(offer.industry) if offer.industry else "",
        label(offer.mode),
        offer.investment or "",
        offer.investment_currency or "",
        offer.land_mu,
        offer.plant_m2,
        offer.power_kva,
        offer.water_t_day,
        offer.valid_from.isoformat(),
        offer.valid_until.isoformat() if offer.valid_until else "",
        label(offer.state),
        offer.public_number,
    )


def enquiry_row_of(enquiry: Enquiry) -> tuple[object, ...]:
    return (
        enquiry.receipt,
        enquiry.received_at.isoformat(),
        enquiry.offer.ref,
        enquiry.offer.park.code,
        enquiry.firm_name,
        enquiry.name,
        enquiry.contact,
        enquiry.message,
        label(enquiry.state),
        enquiry.taken_by.display_name if enquiry.taken_by else "",
        enquiry.project.ref if enquiry.project else "",
    )
