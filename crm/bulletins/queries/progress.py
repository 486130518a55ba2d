"""The progress report's input: every part, for the zone or for one park."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from crm.bulletins.labels import OTHER_LENSES
from crm.bulletins.queries import headline, indicators, lenses, parks, projects
from crm.bulletins.queries.frame import Frame, leading, park_name
from crm.core import kept
from crm.indicators import figures
from crm.indicators.cohorts import Cohort, known_cohort
from crm.ledger.lenses.queries import LensTotals
from crm.rankings.rules import Counting
from crm.web.labels import local_name
from models import Firm, Park, Plan
from reports.content import Locale
from reports.documents.progress import ProgressInput


def progress_input(
    plan: Plan,
    as_of: date,
    known_at: datetime,
    *,
    locale: str,
    park: Park | None = None,
    every_park: Sequence[Park] = (),
) -> ProgressInput:
    """Everything the report says; texts are in the language in force, which must be ``locale``.

    ``every_park`` is the list of all parks, for who has it already.
    """
    with kept.at_one_revision():
        return _progress_input(Frame.of(plan, as_of, known_at, park, every_park=every_park), Locale(locale))


def _progress_input(frame: Frame, locale: Locale) -> ProgressInput:
    plan, as_of, known_at, park = frame.plan, frame.as_of, frame.known_at, frame.park
    # All periods first: the plan's own is one of them, and is not asked for again.
    found, signed, sums = parks.periods(frame), known_cohort(plan, as_of, known_at), frame.sums()
    rates, counting = projects.rates(frame, signed), headline.counting(frame)
    firms = headline.group_names(counting)
    by_stage, stage_total = parks.stage_rows(frame, signed)
    return ProgressInput(
        zone=str(_("Cross-Strait Industrial Cooperation Zone (Hunan)")) if park is None else park_name(park),
        plan=local_name(plan),
        plan_starts_on=plan.starts_on,
        plan_ends_on=plan.ends_on,
        is_closed=as_of >= plan.ends_on,
        as_of=as_of,
        known_at=known_at,
        locale=locale,
        parks=tuple(park_name(each) for each in frame.parks),
        investment=headline.investment(frame, sums, rates.signed),
        course=headline.by_quarter(headline.course(frame, sums)),
        groups=headline.groups(frame, counting, firms),
        lenses=lenses.lenses(frame, sums),
        walks=lenses.walks(frame, sums),
        indicator_rows=parks.indicator_rows(frame, found),
        stage_rows=by_stage,
        stage_total=stage_total,
        years=parks.years(frame, found),
        projects=projects.signed_projects(frame),
        rates=rates,
        indicators=indicators.plan_indicators(frame, leading(frame, sums).total, counting),
        notice=str(_("Classified matter must not be entered into this system.")),
        other_lenses={key: str(name) for key, name in OTHER_LENSES.items()},
        data=_data(frame, sums, signed, counting, firms) if park is None else {},
    )


def _data(
    frame: Frame,
    sums: Mapping[str, LensTotals],
    signed: Cohort,
    counting: Counting,
    firms: Mapping[int, Firm],
) -> dict[str, Any]:
    """The headline figures in the shape that the contract fixes."""
    answer = figures.Headline(
        plan=frame.plan,
        as_of=frame.as_of,
        known_at=frame.known_at,
        lenses=sums,
        counting=counting,
        rates=figures.Rates(signed.counts_in(None), *signed.money_in(None)),
        targets=figures.targets_of(frame.indicators, frame.targets),
    )
    return figures.as_json(answer, firms)
