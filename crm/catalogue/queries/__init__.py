"""Offers, what the public reads of them, and what it asks; each limited by its reader."""

from __future__ import annotations

from crm.catalogue.queries.enquiries import (
    EnquiryFilters,
    count_open_enquiries,
    enquiries_query,
    get_enquiry,
    is_receipt_taken,
    iterate_enquiries,
    list_enquiries_to_erase,
)
from crm.catalogue.queries.offers import (
    Choices,
    OfferFilters,
    find_link,
    find_policy,
    find_review,
    get_offer,
    is_key_taken,
    is_ref_taken,
    iterate_offers,
    list_choices,
    list_colleague_ids,
    list_run_out,
    next_version_number,
    offers_query,
)
from crm.catalogue.queries.published import (
    PublishedFilters,
    count_in_other_languages,
    find_current_version,
    get_published,
    list_booklet_versions,
    list_published_choices,
    parks_of_passed,
    published_query,
)
from crm.catalogue.queries.writers import list_writer_ids

__all__ = [
    "Choices",
    "EnquiryFilters",
    "OfferFilters",
    "PublishedFilters",
    "count_in_other_languages",
    "count_open_enquiries",
    "enquiries_query",
    "find_current_version",
    "find_link",
    "find_policy",
    "find_review",
    "get_enquiry",
    "get_offer",
    "get_published",
    "is_key_taken",
    "is_receipt_taken",
    "is_ref_taken",
    "iterate_enquiries",
    "iterate_offers",
    "list_booklet_versions",
    "list_choices",
    "list_colleague_ids",
    "list_enquiries_to_erase",
    "list_published_choices",
    "list_run_out",
    "list_writer_ids",
    "next_version_number",
    "offers_query",
    "parks_of_passed",
    "published_query",
]
