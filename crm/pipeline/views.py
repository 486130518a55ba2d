"""Ways in to moves: on through a gate, further or back by a lead's word, other states, corrected days."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.pipeline import gates, queries, rules, service
from crm.pipeline.forms import DatesForm, MoveForm, StatusForm, to_stage
from crm.projects import queries as projects
from crm.projects.rules import next_stage
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from models import Project
from models.enums import Stage

bp = Blueprint("pipeline", __name__, url_prefix="/projects")


@bp.route("/<int:project_id>/move", methods=["GET", "POST"])
@may(Permission.MOVE_PROJECTS)
def move(project_id: int) -> ResponseReturnValue:
    """One form for every move; ``to`` in the address chooses the stage."""
    user = signed_in_user()
    project = _own_project(project_id)
    wanted = to_stage(request.args.get("to")) or next_stage(project.stage)
    form = MoveForm(
        data={"to": wanted, "on": service.likely_day(project, wanted), "lock_version": project.lock_version}
    )
    form.offer(_stages_open_to(project, is_lead=service.may_override(user)))
    target = form.to.data or wanted
    if form.validate_on_submit():
        data = form.data
        with form.saving():
            service.move_project(
                project,
                data["to"],
                on=data["on"],
                reason=data["reason"] or "",
                by=user,
                lock_version=data["lock_version"],
            )
        if not form.has_failed:
            flash(_("The project is moved."), "success")
            return _to_project(project_id)
    return form_page(
        "pipeline/move.html",
        form,
        project=project,
        target=target,
        kind=rules.kind_of_move(project.stage, target) if target else None,
        needs=gates.needs(project, target, queries.gate_facts(project), may_fill=True) if target else [],
    )


def _stages_open_to(project: Project, *, is_lead: bool) -> list[Stage]:
    following = next_stage(project.stage)
    if not is_lead:
        return [following] if following else []
    return [stage for stage in Stage if stage is not project.stage]


@bp.route("/<int:project_id>/status", methods=["GET", "POST"])
@may(Permission.MOVE_PROJECTS)
def status(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = _own_project(project_id)
    form = StatusForm(data={"lock_version": project.lock_version})
    form.offer(rules.STATUS_CHANGES[project.status])
    if form.validate_on_submit():
        data = form.data
        wanted = rules.WantedStatus(
            data["to"], data["reason"] or "", data["until"], data["competing_place"] or None
        )
        with form.saving():
            service.change_status(project, wanted, by=user, lock_version=data["lock_version"])
        if not form.has_failed:
            flash(_("The status is changed."), "success")
            return _to_project(project_id)
    return form_page("pipeline/status.html", form, project=project)


@bp.route("/<int:project_id>/dates", methods=["GET", "POST"])
@may(Permission.IMPORT_EVERYTHING)
def dates(project_id: int) -> ResponseReturnValue:
    """The provincial office corrects the days of stages already reached."""
    user = signed_in_user()
    project = _own_project(project_id)
    form = DatesForm(obj=project)
    form.keep_up_to(project.stage)
    if form.validate_on_submit():
        written = {stage: form.data.get(f"{stage.value}_on") for stage in Stage}
        days = {stage: day for stage, day in written.items() if day is not None}
        with form.saving():
            service.correct_stage_dates(
                project, days, reason=form.data["reason"], by=user, lock_version=form.data["lock_version"]
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return _to_project(project_id)
    return form_page("pipeline/dates.html", form, project=project)


def _own_project(project_id: int) -> Project:
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    return project


def _to_project(project_id: int) -> ResponseReturnValue:
    return redirect(url_for("projects.detail", project_id=project_id))
