"""The progress report's input: every part, for the zone or for one park."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from crm.bulletins.labels import OTHER_LENSES
from crm.bulletins.queries import headline, indicators, lenses, parks, projects
from crm.bulletins.queries.frame import Frame, leading, park_name
from crm.indicators import figures
from crm.web.labels import local_name
from models import Park, Plan
from reports.content import Locale
from reports.documents.progress import ProgressInput


def progress_input(
    plan: Plan, as_of: date, known_at: datetime, *, locale: str, park: Park | None = None
) -> ProgressInput:
    """Everything the report says; texts are in the language in force, which must be ``locale``."""
    frame = Frame.of(plan, as_of, known_at, park)
    sums, found, rates = frame.sums(), parks.periods(frame), projects.rates(frame)
    counting = headline.counting(frame)
    by_stage, stage_total = parks.stage_rows(frame)
    return ProgressInput(
        zone=str(_("Cross-Strait Industrial Cooperation Zone (Hunan)")) if park is None else park_name(park),
        plan=local_name(plan),
        plan_starts_on=plan.starts_on,
        plan_ends_on=plan.ends_on,
        is_closed=as_of >= plan.ends_on,
        as_of=as_of,
        known_at=known_at,
        locale=Locale(locale),
        parks=tuple(park_name(each) for each in frame.parks),
        investment=headline.investment(frame, sums, rates.signed),
        course=headline.by_quarter(headline.course(frame, sums)),
        groups=headline.groups(frame, counting),
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
        data=figures.as_json(figures.headline(plan, as_of, known_at)) if park is None else {},
    )
