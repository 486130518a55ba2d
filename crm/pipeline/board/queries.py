"""The board of a list: counts, sums and ageing of every column, and the first cards of each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, literal, select, tuple_, union_all

from crm.core.database import at_most, session
from crm.ledger import queries as ledger
from crm.ledger.lenses.queries import halves, whole
from crm.ledger.rules import rate_month, usd_cents
from crm.pipeline.board.rules import Ageing, Lanes, ageing, days_in_stage
from crm.pipeline.lights.queries import next_steps
from crm.projects.queries import ProjectFilters, projects_query
from kernel import clock
from models import Industry, Park, Project, User
from models.enums import Stage

CARDS = 12
CARDS_IN_LANE = 4

NO_AGE = Ageing(None, 0)

Cell = tuple[int | None, Stage]
"""A lane and a stage: the id of a park or an industry, None where there is none or are no lanes."""
Entered = Mapping[Cell, Sequence[tuple[date, int]]]
"""How many projects entered the stage of a cell on which day."""


@dataclass(frozen=True, slots=True)
class Card:
    project: Project
    days: int | None
    next_step_on: date | None


@dataclass(slots=True)
class Column:
    """One column of the board, or of one of its lanes."""

    stage: Stage
    number: int = 0
    planned_usd_cents: int = 0
    unpriced: int = 0
    """Projects that plan in a currency of which there is no rate yet, or that say nothing."""
    ageing: Ageing = NO_AGE
    cards: list[Card] = field(default_factory=list)
    after: str | None = None
    """The key of the last card, where there are more."""

    def add(self, other: Column) -> None:
        self.number += other.number
        self.planned_usd_cents += other.planned_usd_cents
        self.unpriced += other.unpriced


@dataclass(frozen=True, slots=True)
class Lane:
    """``record`` is the park or the industry; None for those without, and on a board without lanes."""

    record: Any
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class Board:
    lanes: list[Lane]
    totals: list[Column]
    number: int


_ENTERED = case(*((Project.stage == stage, getattr(Project, f"{stage.value}_on")) for stage in Stage))
_LANES: dict[Lanes | None, list[Any]] = {
    None: [],
    Lanes.PARK: [Project.park_id],
    Lanes.INDUSTRY: [Project.industry_id],
}
_NEWEST = (Project.updated_at.desc(), Project.id.desc())


def get_board(filters: ProjectFilters, lanes: Lanes | None, *, viewer: User | None) -> Board:
    """The whole board in six statements, however many projects there are."""
    listed = projects_query(filters, viewer=viewer)
    columns = _counted(listed, lanes)
    entered = _entered(listed, lanes)
    for cell, column in columns.items():
        column.ageing = ageing(column.stage, entered.get(cell, ()), clock.today())
    _deal(listed, lanes, columns)
    stages = [filters.stage] if filters.stage else list(Stage)
    made = [
        Lane(record, [columns.get((key, stage)) or Column(stage) for stage in stages])
        for key, record in _lanes(lanes, columns)
    ]
    totals = [_total(stage, columns, entered) for stage in stages]
    return Board(made, totals, sum(total.number for total in totals))


def next_cards(
    filters: ProjectFilters, lanes: Lanes | None, cell: Cell, *, after: str, viewer: User | None
) -> Column:
    """The cards of a column behind the one with the key ``after``."""
    lane, stage = cell
    found = projects_query(filters, viewer=viewer).where(Project.stage == stage)
    for column in _LANES[lanes]:
        found = found.where(column.is_not_distinct_from(lane))
    key = _read_key(after)
    if key is not None:
        here, there = tuple_(Project.updated_at, Project.id), tuple_(*map(literal, key))
        found = found.where(here < there)
    rows = session.scalars(found.order_by(*_NEWEST).limit(at_most(CARDS + 1))).all()
    made = Column(stage)
    _lay({cell: made}, {cell: rows}, CARDS)
    return made


def _plain(listed: Select[Project], *columns: Any) -> Select[Any]:
    """The conditions of the list with other columns, without what a list loads beside them."""
    return listed.with_only_columns(*columns, maintain_column_froms=True).options()


def _counted(listed: Select[Project], lanes: Lanes | None) -> dict[Cell, Column]:
    """Number and planned investment by lane and stage, at the rate of the last complete month."""
    high, low = halves(Project.planned_minor)
    by = (*_LANES[lanes], Project.stage, Project.planned_currency)
    query = _plain(listed, func.count(), func.coalesce(high, 0), func.coalesce(low, 0), *by).group_by(*by)
    rates = ledger.find_rates(rate_month(clock.today()))
    columns: dict[Cell, Column] = {}
    for number, upper, lower, *lane, stage, currency in session.execute(query):
        cell = (lane[0] if lane else None), stage
        is_priced = currency is not None and rates is not None
        cents = usd_cents(whole(upper, lower), currency, rates) if is_priced and rates else 0
        part = Column(stage, number, cents, 0 if is_priced else number)
        columns.setdefault(cell, Column(stage)).add(part)
    return columns


def _entered(listed: Select[Project], lanes: Lanes | None) -> Entered:
    by = (*_LANES[lanes], Project.stage)
    query = _plain(listed, func.count(), *by, _ENTERED.label("entered")).group_by(*by, "entered")
    found: dict[Cell, list[tuple[date, int]]] = defaultdict(list)
    for number, *lane, stage, day in session.execute(query):
        if day is not None:
            found[(lane[0] if lane else None), stage].append((day, number))
    return found


def _total(stage: Stage, columns: Mapping[Cell, Column], entered: Entered) -> Column:
    """The column over all lanes."""
    total = Column(stage)
    for (_lane, of), column in columns.items():
        if of is stage:
            total.add(column)
    days = [each for (_lane, of), found in entered.items() if of is stage for each in found]
    total.ageing = ageing(stage, days, clock.today())
    return total


def _lanes(lanes: Lanes | None, columns: Iterable[Cell]) -> list[tuple[int | None, Any]]:
    """The lanes that hold anything, in their usual order; projects without one come last."""
    keys = {key for key, _stage in columns}
    if lanes is None:
        return [(None, None)]
    model: Any = Park if lanes is Lanes.PARK else Industry
    order = Park.position if lanes is Lanes.PARK else Industry.id
    records = session.scalars(select(model).where(model.id.in_(keys - {None})).order_by(order)).all()
    without: list[tuple[int | None, Any]] = [(None, None)] if None in keys else []
    return [*((record.id, record) for record in records), *without]


def _deal(listed: Select[Project], lanes: Lanes | None, columns: Mapping[Cell, Column]) -> None:
    """The first cards of every cell."""
    limit = CARDS_IN_LANE if lanes else CARDS
    ids = _first_in_lanes(listed, lanes, limit + 1) if lanes else _first_of_stages(listed, limit + 1)
    dealt: dict[Cell, list[Project]] = defaultdict(list)
    for project in session.scalars(listed.where(Project.id.in_(ids)).order_by(*_NEWEST)):
        lane = {None: None, Lanes.PARK: project.park_id, Lanes.INDUSTRY: project.industry_id}[lanes]
        dealt[lane, project.stage].append(project)
    _lay(columns, dealt, limit)


def _first_of_stages(listed: Select[Project], limit: int) -> Select[Any]:
    """Each stage by its own range of the index: no column waits for the sorting of all."""
    parts = []
    for stage in Stage:
        found = _plain(listed, Project.id).where(Project.stage == stage)
        parts.append(select(found.order_by(*_NEWEST).limit(at_most(limit)).subquery().c.id))
    return select(union_all(*parts).subquery().c.id)


def _first_in_lanes(listed: Select[Project], lanes: Lanes, limit: int) -> Select[Any]:
    cells = [*_LANES[lanes], Project.stage]
    place = func.row_number().over(partition_by=cells, order_by=_NEWEST).label("place")
    placed = _plain(listed, Project.id, place).subquery()
    return select(placed.c.id).where(placed.c.place <= limit)


def _lay(columns: Mapping[Cell, Column], dealt: Mapping[Cell, Sequence[Project]], limit: int) -> None:
    """Make cards of the projects, as many as are shown; one more says that there are more."""
    today = clock.today()
    ids = [project.id for projects in dealt.values() for project in projects]
    steps = next_steps(today, ids) if ids else {}
    for cell, projects in dealt.items():
        column = columns[cell]
        column.cards = [
            Card(
                project,
                days_in_stage(project.reached_on(project.stage), today),
                steps[project.id][0] if project.id in steps else None,
            )
            for project in projects[:limit]
        ]
        column.after = _key_of(projects[limit - 1]) if len(projects) > limit else None


def _key_of(project: Project) -> str:
    return json.dumps([project.updated_at.isoformat(), project.id], separators=(",", ":"))


def _read_key(text: str) -> tuple[Any, int] | None:
    """A key that was tampered with is no key: the column starts at its beginning."""
    try:
        moment, number = json.loads(text)
        return clock.parse_moment(str(moment)), int(str(number)[:9])
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None
