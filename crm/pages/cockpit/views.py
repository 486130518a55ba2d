"""The cockpit, and the rows behind its counts."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from crm.bulletins.labels import missing_words
from crm.bulletins.queries import headline, parks, projects
from crm.bulletins.queries.frame import Frame
from crm.core.permissions import Permission
from crm.core.visibility import own_park_id
from crm.indicators import figures, queries
from crm.pages.cockpit import charts
from crm.pages.cockpit.queries import waiting_for
from crm.pipeline.queries import pipeline_counts
from crm.projects.queries.cohorts import REACHED, cohort_project_ids
from crm.projects.queries.lists import ProjectFilters, projects_query
from crm.web.as_of import requested_as_of, requested_known_at
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Park, Project

bp = Blueprint("cockpit", __name__, url_prefix="/cockpit")


@bp.get("/")
@may(Permission.VIEW_FIGURES)
def index() -> ResponseReturnValue:
    frame = requested_frame()
    sums = frame.sums()
    of_groups = headline.groups(frame)
    investment = headline.investment(frame, sums)
    course = headline.course(frame, sums)
    rows = parks.indicator_rows(frame)
    years = parks.years(frame)
    stages = pipeline_counts(frame.as_of, frame.known_at, park_id=frame.park.id if frame.park else None)
    return render_template(
        "cockpit/index.html",
        frame=frame,
        plans=queries.list_plans(),
        investment=investment,
        groups=of_groups,
        rates=projects.rates(frame),
        rows=rows,
        years=years,
        waiting=waiting_for(signed_in_user(), frame.plan),
        course_chart=charts.course(course),
        years_chart=charts.years(years, frame.parks),
        pipeline_chart=charts.pipeline(stages),
        is_closed=frame.as_of >= frame.plan.ends_on,
    )


@bp.get("/groups")
@may(Permission.VIEW_FIGURES)
def groups() -> ResponseReturnValue:
    """Which groups count, and what the others lack."""
    frame = requested_frame()
    found = figures.counting(frame.plan, frame.as_of, frame.known_at)
    chosen = {each.group_firm_id for each in found.counted} | {each.group_firm_id for each in found.uncounted}
    return render_template(
        "cockpit/groups.html",
        frame=frame,
        found=found,
        firms=queries.firms_by_id(chosen),
        parks={park.code: park for park in queries.list_parks()},
        missing_words=missing_words,
    )


@bp.get("/cohort")
@may(Permission.VIEW_PROJECTS)
def cohort() -> ResponseReturnValue:
    """The projects behind a rate of the field."""
    frame = requested_frame()
    reached = request.args.get("reached", "signed")
    reached = reached if reached in REACHED else "signed"
    ids = cohort_project_ids(frame.plan, frame.as_of, frame.known_at, reached=reached)
    query = projects_query(ProjectFilters(only_ids=ids), viewer=signed_in_user())
    page = page_of(
        query,
        sorts={"ref": Sort(Project.ref), "updated": Sort(Project.updated_at, descending=True)},
        default="ref",
        id_column=Project.id,
    )
    return render_template("cockpit/cohort.html", frame=frame, page=page, reached=reached)


def requested_frame() -> Frame:
    """The question that the address asks, within what the viewer may see."""
    viewer = signed_in_user()
    as_of = min(requested_as_of(), clock.today())
    key = request.args.get("plan", "")
    plan = queries.get_plan(key) if key else queries.get_plan_at(as_of)
    return Frame.of(plan, as_of, requested_known_at(), _requested_park(own_park_id(viewer)))


def _requested_park(own: int | None) -> Park | None:
    code = request.args.get("park", "")
    for park in queries.list_parks():
        if park.id == own or (own is None and park.code == code):
            return park
    return None
