"""The cockpit, and the rows behind its counts."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins.labels import missing_words
from crm.bulletins.queries import headline, parks, projects
from crm.bulletins.queries.frame import COHORT, PIPELINE, Frame
from crm.core import kept
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.visibility import own_park_id
from crm.firms.queries import list_firms_by_id
from crm.indicators import figures, queries
from crm.indicators.cohorts import known_cohort
from crm.ledger.lenses.labels import SHORT
from crm.ledger.lenses.queries import projects_money
from crm.pages.cockpit import charts
from crm.pages.cockpit.queries import waiting_for
from crm.pipeline.queries import pipeline_parts, pipeline_project_ids
from crm.projects.queries.cohorts import REACHED, cohort_project_ids
from crm.projects.queries.lists import ProjectFilters, projects_query
from crm.rankings.queries import find_series
from crm.web.as_of import requested_as_of, requested_known_at
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from crm.web.paging import Page, Sort, page_of
from crm.web.places import park_asked
from kernel import clock
from kernel.errors import NotFoundError
from models import Plan, Project, User
from models.enums import Measure, Stage

bp = Blueprint("cockpit", __name__, url_prefix="/cockpit")

GROUPS_SHOWN = 25
"""Of the groups that don't count: as many as a phone shows without end; the others are one link away."""


@bp.get("/")
@may(Permission.VIEW_FIGURES)
def index() -> ResponseReturnValue:
    user, plans = signed_in_user(), queries.list_plans()
    frame = requested_frame(plans)
    with kept.at_one_revision():
        return _cockpit(user, plans, frame)


def _cockpit(user: User, plans: Sequence[Plan], frame: Frame) -> str:
    signed = known_cohort(frame.plan, frame.as_of, frame.known_at)
    found, rates = parks.periods(frame), projects.rates(frame, signed)
    sums, years = found.plan[1], parks.years(frame, found)
    counting = headline.counting(frame)
    return render_template(
        "cockpit/index.html",
        frame=frame,
        plans=plans,
        places=[park for park in frame.every_park if park.is_core] if own_park_id(user) is None else [],
        investment=headline.investment(frame, sums, rates.signed),
        groups=headline.groups(frame, counting, headline.group_names(counting)),
        rates=rates,
        rows=parks.indicator_rows(frame, found),
        short=SHORT,
        waiting=waiting_for(user, frame.plan, frame.every_park, clock.today()),
        course_chart=charts.course(frame, headline.course(frame, sums)),
        years_chart=charts.years(years, frame.parks),
        pipeline_chart=charts.pipeline(frame, parks.frame_pipeline(frame)),
        is_closed=frame.as_of >= frame.plan.ends_on,
    )


@bp.get("/groups")
@may(Permission.VIEW_FIGURES)
def groups() -> ResponseReturnValue:
    """Which groups count, and what the others lack. ``only=gone`` shows those that count and have left."""
    frame = requested_frame()
    found = figures.counting(frame.plan, frame.as_of, frame.known_at)
    only_gone = request.args.get("only") == "gone"
    counted = [group for group in found.counted if group.is_gone or not only_gone]
    uncounted = [] if only_gone else found.uncounted
    if "all" not in request.args:
        uncounted = uncounted[:GROUPS_SHOWN]
    shown = {each.group_firm_id for each in counted} | {each.group_firm_id for each in uncounted}
    return render_template(
        "cockpit/groups.html",
        frame=frame,
        found=found,
        counted=counted,
        uncounted=uncounted,
        only_gone=only_gone,
        firms=list_firms_by_id(shown),
        series=_series_name(frame.plan.ranking_series),
        parks={park.code: park for park in frame.every_park},
        missing_words=missing_words,
    )


def _series_name(code: str) -> str:
    series = find_series(code)
    return local_name(series) if series else code


@bp.get("/cohort")
@may(Permission.VIEW_PROJECTS)
def cohort() -> ResponseReturnValue:
    """The projects behind a rate of the field, with what each brings to its sums."""
    frame = requested_frame()
    reached = request.args.get("reached", "signed")
    if reached not in REACHED:
        raise NotFoundError(_("There is no such rate."))
    park_id = frame.park.id if frame.park else None
    ids = cohort_project_ids(frame.plan, frame.as_of, frame.known_at, reached=reached, park_id=park_id)
    page = _page(ProjectFilters(only_ids=ids))
    contracted, arrived = projects.sums_of(ids, frame)
    return render_template(
        "cockpit/cohort.html",
        frame=frame,
        page=page,
        reached=reached,
        money=projects_money([row.id for row in page.rows], frame.as_of, frame.known_at),
        contracted=frame.money(contracted, COHORT),
        arrived=frame.money(arrived, COHORT),
        measures=Measure,
    )


@bp.get("/pipeline")
@may(Permission.VIEW_PROJECTS)
def pipeline() -> ResponseReturnValue:
    """The projects behind the pipeline by stage, and how what they plan becomes one sum."""
    frame = requested_frame()
    stage = _requested_stage()
    park_id, is_one = (frame.park.id if frame.park else None), frame.park is not None
    parts = [
        part
        for part in pipeline_parts(frame.as_of, frame.known_at, with_linked=is_one, park_id=park_id)
        if stage in (None, part.stage) and part.currency is not None
    ]
    ids = pipeline_project_ids(frame.as_of, frame.known_at, stage=stage, with_linked=is_one, park_id=park_id)
    return render_template(
        "cockpit/pipeline.html",
        frame=frame,
        page=_page(ProjectFilters(only_ids=ids)),
        stage=stage,
        stages=Stage,
        parts=parts,
        parks={park.id: park for park in frame.every_park},
        planned=frame.money(sum(part.usd_cents or 0 for part in parts), PIPELINE),
    )


def _page(filters: ProjectFilters) -> Page:
    return page_of(
        projects_query(filters, viewer=signed_in_user()),
        sorts={"ref": Sort(Project.ref), "updated": Sort(Project.updated_at, descending=True)},
        default="ref",
        id_column=Project.id,
    )


def _requested_stage() -> Stage | None:
    text = request.args.get("stage", "")
    if not text:
        return None
    if text not in {stage.value for stage in Stage}:
        raise NotFoundError(_("There is no such stage."))
    return Stage(text)


def requested_frame(plans: Sequence[Plan] = ()) -> Frame:
    """The question that the address asks, within what the viewer may see."""
    as_of = min(requested_as_of(), clock.today())
    plan = queries.get_plan_for(request.args.get("plan"), as_of, plans)
    every_park = list_parks()
    park = park_asked(request.args.get("park", ""), every_park, viewer=signed_in_user())
    return Frame.of(plan, as_of, requested_known_at(), park, every_park=every_park)
