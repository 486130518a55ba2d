"""Every select on ranking lists, and the facts that the counting of groups rests on."""

from __future__ import annotations

from crm.rankings.queries.facts import load_counting_facts
from crm.rankings.queries.lists import (
    EditionRow,
    Standing,
    find_edition,
    find_entry,
    find_series,
    get_edition,
    get_series,
    list_editions,
    list_entries,
    list_entries_of_group,
    list_series,
    list_siblings,
    list_standings,
)

__all__ = [
    "EditionRow",
    "Standing",
    "find_edition",
    "find_entry",
    "find_series",
    "get_edition",
    "get_series",
    "list_editions",
    "list_entries",
    "list_entries_of_group",
    "list_series",
    "list_siblings",
    "list_standings",
    "load_counting_facts",
]
