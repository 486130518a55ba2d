"""Sums as figures: with their lens, their dates and the way to their rows."""

from __future__ import annotations

from collections.abc import Mapping

from crm.ledger.lenses.queries import LensTotals, Question
from crm.ledger.lenses.rules import Step
from kernel import clock
from kernel.figures import Figure, RowFilter, Unit
from models import Park, Plan


def lens_figure(totals: LensTotals, plan: Plan, question: Question, *, park: Park | None = None) -> Figure:
    """A lens's sum, or one park's part of it."""
    arguments = {"lens": totals.lens.key, **_bounds(plan, question)}
    if park is not None:
        arguments["park"] = park.code
    return Figure(
        value=totals.total if park is None else totals.cents.get(park.code, 0),
        unit=Unit.USD,
        lens=totals.lens.key,
        as_of=question.period.ends_on,
        known_at=question.known_at,
        rows=RowFilter("ledger.rows", arguments),
        row_count=totals.entries if park is None else None,
    )


def part_figure(cents: int, totals: LensTotals, plan: Plan, question: Question, park: Park | None) -> Figure:
    """A part of a lens's sum, such as a month's, with the rows of that part."""
    part = LensTotals(totals.lens, {park.code if park else "": cents}, 0)
    figure = lens_figure(part, plan, question, park=park)
    return Figure(cents, Unit.USD, figure.lens, figure.as_of, figure.known_at, figure.rows)


def step_figure(
    step: Step,
    number: int,
    cents: int,
    *,
    ends: tuple[str, str],
    plan: Plan,
    question: Question,
    arguments: Mapping[str, str],
) -> Figure:
    """A line of a reconciliation between two lenses, ``ends``; its rows are those that count otherwise."""
    told = {"start": ends[0], "end": ends[1], "step": str(number), **_bounds(plan, question), **arguments}
    return Figure(
        value=cents,
        unit=Unit.USD,
        lens=step.dimension.value,
        as_of=question.period.ends_on,
        known_at=question.known_at,
        rows=RowFilter("ledger.step_rows", told),
    )


def _bounds(plan: Plan, question: Question) -> dict[str, str]:
    return {
        "plan": plan.key,
        "as_of": question.period.ends_on.isoformat(),
        "known_at": clock.format_moment(question.known_at),
        "from": question.period.starts_on.isoformat(),
        "to": question.period.ends_on.isoformat(),
    }
