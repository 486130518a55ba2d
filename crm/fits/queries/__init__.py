"""What fits rest on, limited by the viewer, in a dozen statements whatever the size."""

from __future__ import annotations

from crm.fits.queries.facts import Groups, groups_for, groups_of_firm
from crm.fits.queries.wants import (
    OfferWant,
    get_firm,
    get_offer,
    get_weights,
    list_firms,
    list_open_offers,
    list_protections,
    list_weight_settings,
    want_of_link,
)

__all__ = [
    "Groups",
    "OfferWant",
    "get_firm",
    "get_offer",
    "get_weights",
    "groups_for",
    "groups_of_firm",
    "list_firms",
    "list_open_offers",
    "list_protections",
    "list_weight_settings",
    "want_of_link",
]
