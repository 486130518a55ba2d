"""Everything that is asked of engagements, limited by the viewer."""

from __future__ import annotations

from crm.engagements.queries.records import (
    LEAST_CHARACTERS,
    LOOKUP_LIMIT,
    EngagementFilters,
    engagements_query,
    find_delegation,
    find_engagement_by_key,
    get_engagement,
    is_ref_taken,
    iterate_engagements,
    list_colleagues,
    list_comments,
    list_contacts,
    list_files,
    list_firms,
    list_readers,
    search_people,
)
from crm.engagements.queries.suggestions import Held, list_held, suggest_people, suggest_projects
from crm.engagements.queries.timelines import TIMELINE_LIMIT, Happening, Timeline, list_timeline

__all__ = [
    "LEAST_CHARACTERS",
    "LOOKUP_LIMIT",
    "TIMELINE_LIMIT",
    "EngagementFilters",
    "Happening",
    "Held",
    "Timeline",
    "engagements_query",
    "find_delegation",
    "find_engagement_by_key",
    "get_engagement",
    "is_ref_taken",
    "iterate_engagements",
    "list_colleagues",
    "list_comments",
    "list_contacts",
    "list_files",
    "list_firms",
    "list_held",
    "list_readers",
    "list_timeline",
    "search_people",
    "suggest_people",
    "suggest_projects",
]
