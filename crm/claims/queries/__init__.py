"""Every select on claims, limited by the viewer."""

from __future__ import annotations

from crm.claims.queries.lists import (
    ClaimFilters,
    claims_query,
    iterate_claims,
    list_ended,
    list_ending,
    office_ids,
    people_of,
)
from crm.claims.queries.protections import (
    find_own_like,
    find_protection,
    hold_group,
    is_protected,
    is_ref_taken,
    list_protections,
    protection_of,
    usd_rate,
)
from crm.claims.queries.records import (
    filer_of,
    find_claim_of_project,
    get_claim,
    get_own_project,
    has_step,
    is_asked,
    list_claims_moved_by,
    list_open_requests_for,
    list_progress,
    list_proofs,
    list_requests,
    list_steps,
    shares_in_force,
)

__all__ = [
    "ClaimFilters",
    "claims_query",
    "filer_of",
    "find_claim_of_project",
    "find_own_like",
    "find_protection",
    "get_claim",
    "get_own_project",
    "has_step",
    "hold_group",
    "is_asked",
    "is_protected",
    "is_ref_taken",
    "iterate_claims",
    "list_claims_moved_by",
    "list_ended",
    "list_ending",
    "list_open_requests_for",
    "list_progress",
    "list_proofs",
    "list_protections",
    "list_requests",
    "list_steps",
    "office_ids",
    "people_of",
    "protection_of",
    "shares_in_force",
    "usd_rate",
]
