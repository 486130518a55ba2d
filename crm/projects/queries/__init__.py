"""Every select on projects, limited by the viewer; figures by what was known."""

from __future__ import annotations

from crm.projects.queries.cohorts import (
    REACHED,
    CohortCounts,
    cohort_condition,
    cohort_project_ids,
    count_newly_signed,
    get_plan,
    in_scope,
    is_latest_known,
    is_reached,
    signed_cohort,
)
from crm.projects.queries.lists import (
    Choices,
    ProjectFilters,
    iterate_projects,
    list_choices,
    lookup_projects,
    projects_query,
)
from crm.projects.queries.records import (
    find_project_by_ref,
    get_document,
    get_firm_for_index,
    get_project,
    has_entries,
    is_ref_taken,
    list_documents,
    list_establishments_for,
    list_moves,
    list_projects_of_firm,
    list_projects_to_reindex,
    list_versions,
)

__all__ = [
    "REACHED",
    "Choices",
    "CohortCounts",
    "ProjectFilters",
    "cohort_condition",
    "cohort_project_ids",
    "count_newly_signed",
    "find_project_by_ref",
    "get_document",
    "get_firm_for_index",
    "get_plan",
    "get_project",
    "has_entries",
    "in_scope",
    "is_latest_known",
    "is_reached",
    "is_ref_taken",
    "iterate_projects",
    "list_choices",
    "list_documents",
    "list_establishments_for",
    "list_moves",
    "list_projects_of_firm",
    "list_projects_to_reindex",
    "list_versions",
    "lookup_projects",
    "projects_query",
    "signed_cohort",
]
