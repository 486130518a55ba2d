"""By park and year, each beside the same period a year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from crm.bulletins.queries.frame import AGREED, ARRIVED, Frame, leading, park_name
from crm.bulletins.queries.projects import cohort_money
from crm.core.database import session
from crm.indicators import rules
from crm.ledger.lenses import labels
from crm.ledger.lenses.queries import LensTotals, Question
from crm.pipeline.queries import StageCount, pipeline_counts, pipeline_project_ids
from crm.projects.queries.cohorts import CohortCounts, is_latest_known, signed_cohort
from kernel.figures import Figure, rate_percent
from models import Park, Project, ProjectVersion
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


def stage_rows(frame: Frame) -> tuple[tuple[StageRow, ...], StageRow]:
    """The bulletin's second table by park, and its last row: projects by stage and the four rates."""
    counts = frame_pipeline(frame)
    by_place = {(each.park_id, each.stage): each.number for each in counts}
    cohort = signed_cohort(frame.plan, frame.as_of, frame.known_at)
    kinds = _agreement_kinds(frame)
    rows = [
        _stage_row(
            park_name(park),
            {stage: by_place.get((park.id, stage), 0) for stage in Stage},
            {kind: kinds.get((park.id, kind), 0) for kind in AgreementKind},
            cohort.parks.get(park.id, CohortCounts()),
            _arrival_rate(frame, park),
        )
        for park in frame.parks
    ]
    total = _stage_row(
        str(_("Total")),
        {stage: sum(by_place.get((park.id, stage), 0) for park in frame.parks) for stage in Stage},
        {kind: sum(kinds.get((park.id, kind), 0) for park in frame.parks) for kind in AgreementKind},
        sum((cohort.parks.get(park.id, CohortCounts()) for park in frame.parks), CohortCounts()),
        _arrival_rate(frame, None),
    )
    return tuple(rows), total


def _stage_row(
    name: str,
    stages: dict[Stage, int],
    kinds: dict[AgreementKind, int],
    cohort: CohortCounts,
    arrival: Decimal | None,
) -> StageRow:
    return StageRow(
        park=name,
        lead=stages[Stage.LEAD],
        talks=stages[Stage.TALKS] + stages[Stage.REVIEW],
        intent=kinds[AgreementKind.INTENT],
        framework=kinds[AgreementKind.FRAMEWORK],
        # Only a formal agreement is this stage, also where an import brought no more than its day.
        formal=stages[Stage.SIGNED],
        registered=stages[Stage.REGISTERED],
        construction=stages[Stage.CONSTRUCTION],
        operating=stages[Stage.OPERATING],
        registration_rate=rate_percent(cohort.registration, cohort.signed),
        start_rate=rate_percent(cohort.start, cohort.signed),
        production_rate=rate_percent(cohort.production, cohort.signed),
        arrival_rate=arrival,
    )


def _agreement_kinds(frame: Frame) -> dict[tuple[int, AgreementKind], int]:
    """Open projects not yet signed, by what they agreed on short of a formal agreement.

    Which projects there are, their stage and their park are those known then; the kind of an
    agreement is no fact that figures rest on, and today's.
    """
    until = frame.as_of, frame.known_at
    unsigned = (pipeline_project_ids(*until, stage=stage, with_linked=True) for stage in BEFORE_SIGNING)
    rows = session.execute(
        select(ProjectVersion.park_id, Project.agreement_kind, func.count())
        .join(Project, Project.id == ProjectVersion.project_id)
        .where(
            is_latest_known(frame.known_at),
            or_(*(Project.id.in_(ids) for ids in unsigned)),
            Project.agreement_kind.is_not(None),
            Project.agreement_on <= frame.as_of,
        )
        .group_by(ProjectVersion.park_id, Project.agreement_kind)
    )
    return {(park, kind): number for park, kind, number in rows if kind is not None}


def _arrival_rate(frame: Frame, park: Park | None) -> Decimal | None:
    contracted, arrived = cohort_money(frame, park)
    return rate_percent(arrived, contracted) if contracted > 0 else None


def _cents(figure: Figure) -> int:
    return int(figure.value or 0)
