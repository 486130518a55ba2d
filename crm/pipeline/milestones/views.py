"""Ways in to milestone plans; the plan itself is a tab of the project's page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.pipeline.milestones import queries, rules, service
from crm.pipeline.milestones.forms import ForecastForm, MilestoneForm, NewMilestoneForm, PlanForm
from crm.projects import queries as projects
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Milestone, Project

bp = Blueprint("milestones", __name__, url_prefix="/projects")


@bp.route("/<int:project_id>/milestones/new", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def new(project_id: int) -> ResponseReturnValue:
    project = _own_project(project_id)
    form = NewMilestoneForm(data={"weight": 1})
    form.offer(projects.list_choices(viewer=signed_in_user()).staff)
    if form.validate_on_submit():
        with form.saving():
            service.add_milestone(
                project, form.written(), planned_on=form.data["planned_on"], by=signed_in_user()
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return _to_plan(project_id)
    return form_page("milestones/form.html", form, project=project, milestone=None)


@bp.route("/<int:project_id>/milestones/plan", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def plan(project_id: int) -> ResponseReturnValue:
    """The usual milestones from the present stage on."""
    project = _own_project(project_id)
    begun = project.reached_on(project.stage) or clock.today()
    form = PlanForm(data={"start_on": begun})
    if form.validate_on_submit():
        with form.saving():
            service.add_default_plan(project, form.data["start_on"], by=signed_in_user())
        if not form.has_failed:
            flash(_("The plan is laid out."), "success")
            return _to_plan(project_id)
    usual = rules.default_plan(project.stage, form.start_on.data or begun)
    return form_page("milestones/plan.html", form, project=project, usual=usual)


@bp.route("/milestones/<int:milestone_id>", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def edit(milestone_id: int) -> ResponseReturnValue:
    milestone = _own_milestone(milestone_id)
    form = MilestoneForm(obj=milestone)
    form.offer(projects.list_choices(viewer=signed_in_user()).staff)
    if form.validate_on_submit():
        with form.saving():
            service.edit_milestone(
                milestone, form.written(), by=signed_in_user(), lock_version=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return _to_plan(milestone.project_id)
    return form_page("milestones/form.html", form, project=milestone.project, milestone=milestone)


@bp.route("/milestones/<int:milestone_id>/forecast", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def forecast(milestone_id: int) -> ResponseReturnValue:
    milestone = _own_milestone(milestone_id)
    form = ForecastForm(data={"lock_version": milestone.lock_version})
    if form.validate_on_submit():
        with form.saving():
            service.forecast_milestone(
                milestone,
                form.data["forecast_on"],
                reason=form.reason.data or "",
                by=signed_in_user(),
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return _to_plan(milestone.project_id)
    return form_page("milestones/forecast.html", form, project=milestone.project, milestone=milestone)


@bp.route("/milestones/<int:milestone_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def archive(milestone_id: int) -> ResponseReturnValue:
    milestone = _own_milestone(milestone_id)
    return reason_page(
        "milestones/archive.html",
        lambda reason: service.archive_milestone(milestone, reason=reason, by=signed_in_user()),
        done=_("The milestone is put away."),
        back=url_for("projects.detail", project_id=milestone.project_id, tab="plan"),
        project=milestone.project,
        milestone=milestone,
    )


def _own_project(project_id: int) -> Project:
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    return project


def _own_milestone(milestone_id: int) -> Milestone:
    user = signed_in_user()
    milestone = queries.get_milestone(milestone_id, viewer=user)
    check_own_park(milestone.project.park_id, user)
    return milestone


def _to_plan(project_id: int) -> ResponseReturnValue:
    return redirect(url_for("projects.detail", project_id=project_id, tab="plan"))
