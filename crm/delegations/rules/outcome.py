"""What a visit brought: firms met → leads → signed → arrived, no project for two visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Met:
    """A visit met a group, first on that day."""

    delegation_id: int
    begins_on: date
    group_id: int
    met_on: date


@dataclass(frozen=True, slots=True)
class Opened:
    """A project of a group, by the day on which it became a lead."""

    project_id: int
    group_id: int
    lead_on: date


def attribute(meetings: Iterable[Met], projects: Iterable[Opened]) -> dict[int, int]:
    """Project → the visit it is counted for: the first that met the group before or when it became a lead.

    Of two that met it on one day the one that began earlier, then the one that was written earlier.
    A project of a group that no visit had met by then counts for none.
    """
    by_group: dict[int, list[Met]] = {}
    for met in meetings:
        by_group.setdefault(met.group_id, []).append(met)
    for rows in by_group.values():
        rows.sort(key=lambda met: (met.met_on, met.begins_on, met.delegation_id))
    found = {}
    for project in projects:
        first = next(iter(by_group.get(project.group_id, [])), None)
        if first is not None and first.met_on <= project.lead_on:
            found[project.project_id] = first.delegation_id
    return found
