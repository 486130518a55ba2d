"""By park and year, each beside the same period a year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from crm.bulletins.queries.frame import AGREED, ARRIVED, Frame, leading, park_name
from crm.indicators import rules
from crm.indicators.cohorts import Cohort
from crm.ledger.lenses import labels
from crm.ledger.lenses.queries import LensTotals, Question
from crm.pipeline.queries import StageCount, agreement_counts, pipeline_counts
from kernel.figures import Figure, rate_percent
from models import Park
from models.enums import AgreementKind, Stage
from reports.documents.progress.data import IndicatorRow, StageRow, YearCell, YearRow

Asked = tuple[Question, Mapping[str, LensTotals]]
"""A question and its sums by lens."""

BEFORE_SIGNING = tuple(stage for stage in Stage if stage.order < Stage.SIGNED.order)


@dataclass(frozen=True, slots=True)
class Periods:
    """The plan so far, its parts that the tables show, and each part's same time a year before."""

    plan: Asked
    month: Asked
    year: Asked
    last_year: Asked
    years: Mapping[int, tuple[Asked, Asked]]
    """By year of the plan that has begun: it, and the same period of the year before."""


def periods(frame: Frame) -> Periods:
    """All of them in one question to the ledger."""
    year = frame.until.year
    before = rules.same_day_last_year(frame.until)
    questions: dict[tuple[str, int], Question] = {
        ("plan", 0): frame.question(),
        ("month", 0): frame.question(frame.until.replace(day=1), frame.until),
        ("year", 0): frame.question(date(year, 1, 1), frame.until),
        ("last_year", 0): frame.any_question(date(year - 1, 1, 1), before),
    }
    begun = [each for each in frame.years() if date(each, 1, 1) <= frame.until]
    for each in begun:
        until = min(date(each, 12, 31), frame.until)
        former = date(each - 1, 1, 1), rules.same_day_last_year(until)
        questions["of", each] = frame.question(date(each, 1, 1), until)
        questions["before", each] = frame.any_question(*former)
    sums = frame.sums_in(questions)
    asked = {key: (questions[key], sums[key]) for key in questions}
    return Periods(
        plan=asked["plan", 0],
        month=asked["month", 0],
        year=asked["year", 0],
        last_year=asked["last_year", 0],
        years={each: (asked["of", each], asked["before", each]) for each in begun},
    )


def indicator_rows(frame: Frame, found: Periods) -> tuple[IndicatorRow, ...]:
    """The bulletin's first table: agreed, contracted and arrived, in each park and in all."""
    places = [*frame.parks, *([None] if frame.park is None else [])]
    keys = [frame.lead_key, AGREED, ARRIVED]
    return tuple(_indicator_row(frame, key, park, found) for park in places for key in keys)


def _indicator_row(frame: Frame, key: str, park: Park | None, found: Periods) -> IndicatorRow:
    asked = {"month": found.month, "year": found.year, "last_year": found.last_year, "plan": found.plan}
    shown = {
        name: frame.lens_figure(sums[key], question, park=park) for name, (question, sums) in asked.items()
    }
    year_cents, last_cents = _cents(shown["year"]), _cents(shown["last_year"])
    is_lead = key == frame.lead_key
    target = frame.target_cents(frame.until.year, park or frame.park) if is_lead else None
    whole = frame.target_cents(park=park or frame.park) if is_lead else None
    pace = rules.time_pace(date(frame.until.year, 1, 1), date(frame.until.year, 12, 31), frame.until)
    completion = None if target is None else rate_percent(year_cents, target)
    return IndicatorRow(
        park=park_name(park) if park else str(_("All core parks")),
        indicator=str(labels.NAMES[key]),
        year_target=None if target is None else frame.target_money(target),
        month=shown["month"],
        year=shown["year"],
        last_year=shown["last_year"],
        change=rules.change_percent(Decimal(year_cents), Decimal(last_cents)),
        completion=completion,
        time_pace=pace,
        ahead=None if completion is None else completion - pace,
        plan=shown["plan"],
        plan_share=None if whole is None else rate_percent(_cents(shown["plan"]), whole),
    )


def years(frame: Frame, found: Periods) -> tuple[YearRow, ...]:
    """Each year of the plan that has begun, beside the same period of the year before."""
    rows = []
    for year, (here, before) in found.years.items():
        cells = [_year_cell(frame, year, park, here, before) for park in [None, *frame.parks]]
        rows.append(YearRow(year, here[0].period.ends_on, cells[0], tuple(cells[1:])))
    return tuple(rows)


def _year_cell(frame: Frame, year: int, park: Park | None, here: Asked, there: Asked) -> YearCell:
    asked, sums = here
    before, former = there
    contracted = frame.lens_figure(leading(frame, sums), asked, park=park)
    last_year = frame.lens_figure(leading(frame, former), before, park=park)
    target = frame.target_cents(year, park or frame.park)
    return YearCell(
        target=None if target is None else frame.target_money(target),
        contracted=contracted,
        last_year=last_year,
        change=rules.change_percent(Decimal(_cents(contracted)), Decimal(_cents(last_year))),
        arrived=frame.lens_figure(sums[ARRIVED], asked, park=park),
    )


def frame_pipeline(frame: Frame) -> list[StageCount]:
    """The open pipeline of the core parks, or of the one park asked for, linked or not."""
    park_id = frame.park.id if frame.park else None
    return pipeline_counts(frame.as_of, frame.known_at, with_linked=park_id is not None, park_id=park_id)


def stage_rows(frame: Frame, cohort: Cohort) -> tuple[tuple[StageRow, ...], StageRow]:
    """The bulletin's second table by park, and its last row: projects by stage and the four rates."""
    by_place: dict[int, Counter[Stage | AgreementKind]] = {park.id: Counter() for park in frame.parks}
    for each in agreement_counts(frame.as_of, frame.known_at):
        if each.park_id in by_place:
            by_place[each.park_id][each.stage] += each.number
            if each.agreement and each.stage in BEFORE_SIGNING:
                # Only a formal agreement is the stage of signing.
                by_place[each.park_id][each.agreement] += each.number
    rows = [_stage_row(park_name(park), by_place[park.id], cohort, park) for park in frame.parks]
    whole = sum(by_place.values(), Counter())
    return tuple(rows), _stage_row(str(_("Total")), whole, cohort, frame.park)


def _stage_row(
    name: str, stages: Counter[Stage | AgreementKind], cohort: Cohort, park: Park | None
) -> StageRow:
    counts, (contracted, arrived) = cohort.counts_in(park), cohort.money_in(park)
    return StageRow(
        park=name,
        lead=stages[Stage.LEAD],
        talks=stages[Stage.TALKS] + stages[Stage.REVIEW],
        intent=stages[AgreementKind.INTENT],
        framework=stages[AgreementKind.FRAMEWORK],
        # Only a formal agreement is this stage, also where an import brought no more than its day.
        formal=stages[Stage.SIGNED],
        registered=stages[Stage.REGISTERED],
        construction=stages[Stage.CONSTRUCTION],
        operating=stages[Stage.OPERATING],
        registration_rate=rate_percent(counts.registration, counts.signed),
        start_rate=rate_percent(counts.start, counts.signed),
        production_rate=rate_percent(counts.production, counts.signed),
        arrival_rate=rate_percent(arrived, contracted) if contracted > 0 else None,
    )


def _cents(figure: Figure) -> int:
    return int(figure.value or 0)
