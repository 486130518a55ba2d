"""What visits brought, as figures: firms met → leads → signed → arrived; no project counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm.delegations.queries import yields as queries
from crm.delegations.queries.yields import Meeting
from crm.delegations.rules import outcome
from crm.delegations.rules.outcome import Met, Opened
from crm.ledger import queries as ledger
from crm.ledger.lenses.rules import Scope
from kernel import clock
from kernel.figures import Figure, RowFilter, Unit
from models import Delegation, Firm, Project, User
from models.enums import Measure

MET, COUNTED, ARRIVED = "delegation-met", "delegation-counted", "delegation-arrived"
"""Lenses of these figures."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One visit's yield; ``arrived`` by project in US cents."""

    groups: Figure
    firms: Figure
    leads: Figure
    signed: Figure
    arrived: Figure
    met: Sequence[Firm]
    projects: Sequence[Project]
    cents: dict[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    delegation: Delegation
    brought: Brought


@dataclass(frozen=True, slots=True)
class Comparison:
    """Visits beside each other. In the total, what several of them met counts once."""

    lines: Sequence[Line]
    total: Brought


@dataclass(frozen=True, slots=True)
class _Facts:
    """Everything that yields are reckoned from, read once."""

    as_of: date
    known_at: datetime
    meetings: Sequence[Meeting]
    projects: dict[int, list[Project]]
    cents: dict[int, int]


def yield_of(delegation: Delegation, *, viewer: User | None) -> Brought:
    facts = _facts(clock.today(), clock.now(), [delegation.id], viewer)
    met = queries.list_met_firms(
        {each.firm_id for each in facts.meetings if each.delegation_id == delegation.id and each.is_seen}
    )
    return _brought([delegation], facts, met)


def compare(as_of: date, known_at: datetime, year: int | None, *, viewer: User | None) -> Comparison:
    """All visits that the viewer may see; of a year, where one is asked for."""
    rows = queries.list_begun(as_of, year, viewer=viewer)
    facts = _facts(as_of, known_at, [row.id for row in rows], viewer)
    return Comparison([Line(row, _brought([row], facts)) for row in rows], _brought(rows, facts, year=year))


def _facts(as_of: date, known_at: datetime, wanted: Sequence[int], viewer: User | None) -> _Facts:
    meetings = queries.list_meetings(as_of, viewer=viewer)
    opened = [Opened(*row) for row in queries.list_opened({each.group_id for each in meetings}, as_of)]
    counted = outcome.attribute(
        (Met(each.delegation_id, each.begins_on, each.group_id, each.met_on) for each in meetings), opened
    )
    ids = [project for project, delegation in counted.items() if delegation in set(wanted)]
    projects: dict[int, list[Project]] = {}
    for project in queries.list_projects(ids, viewer=viewer):
        projects.setdefault(counted[project.id], []).append(project)
    shown = [project.id for rows in projects.values() for project in rows]
    money = ledger.projects_money(shown, as_of, known_at, scope=Scope.ZONE)
    cents = {project_id: sums[Measure.ARRIVED] for project_id, sums in money.items()}
    return _Facts(as_of, known_at, meetings, projects, cents)


def _brought(
    rows: Sequence[Delegation], facts: _Facts, met: Sequence[Firm] = (), *, year: int | None = None
) -> Brought:
    ids = {row.id for row in rows}
    there = [each for each in facts.meetings if each.delegation_id in ids and each.is_seen]
    projects = [project for row in rows for project in facts.projects.get(row.id, ())]
    signed = [each for each in projects if each.signed_on is not None and each.signed_on <= facts.as_of]
    where = _where(rows, facts, year)

    def figure(value: int, unit: Unit, lens: str, count: int) -> Figure:
        return Figure(value, unit, lens, facts.as_of, facts.known_at, where, count)

    groups, firms = len({each.group_id for each in there}), len({each.firm_id for each in there})
    arrived = sum(facts.cents.get(project.id, 0) for project in projects)
    return Brought(
        groups=figure(groups, Unit.COUNT, MET, groups),
        firms=figure(firms, Unit.COUNT, MET, firms),
        leads=figure(len(projects), Unit.COUNT, COUNTED, len(projects)),
        signed=figure(len(signed), Unit.COUNT, COUNTED, len(signed)),
        arrived=figure(arrived, Unit.USD, ARRIVED, len(projects)),
        met=met,
        projects=projects,
        cents=facts.cents,
    )


def _where(rows: Sequence[Delegation], facts: _Facts, year: int | None) -> RowFilter:
    """The page that lists what is behind: of one visit its own, of several the comparison."""
    if len(rows) == 1:
        return RowFilter("delegations.detail", {"delegation_id": str(rows[0].id), "tab": "yield"})
    bounds = {"as_of": facts.as_of.isoformat()} | ({"year": str(year)} if year else {})
    return RowFilter("delegations.comparison", bounds)
