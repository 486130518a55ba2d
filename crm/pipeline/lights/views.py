"""Ways in to words over lights; how lights are put in words on every page."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.pipeline.lights import queries, service, words
from crm.pipeline.lights.forms import OverrideForm
from crm.projects import queries as projects
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Project

bp = Blueprint("lights", __name__, url_prefix="/projects")

LIKELY = timedelta(days=14)


@bp.route("/<int:project_id>/light", methods=["GET", "POST"])
@may(Permission.OVERRIDE_LIGHTS)
def override(project_id: int) -> ResponseReturnValue:
    """Put one's signed word over a light, until a day."""
    project = _own_project(project_id)
    form = OverrideForm(data={"expires_on": clock.today() + LIKELY})
    if form.validate_on_submit():
        with form.saving():
            service.override_light(
                project,
                form.colour.data,
                reason=form.reason.data or "",
                expires_on=form.data["expires_on"],
                by=signed_in_user(),
            )
        if not form.has_failed:
            flash(_("Your word stands over the light."), "success")
            return redirect(url_for("projects.detail", project_id=project_id))
    light = queries.find_light(project_id)
    return form_page("pipeline/light.html", form, project=project, light=light)


@bp.route("/<int:project_id>/light/withdraw", methods=["GET", "POST"])
@may(Permission.OVERRIDE_LIGHTS)
def withdraw(project_id: int) -> ResponseReturnValue:
    project = _own_project(project_id)
    return reason_page(
        "pipeline/light_withdraw.html",
        lambda reason: service.withdraw_override(project, reason=reason, by=signed_in_user()),
        done=_("The light is counted again."),
        back=url_for("projects.detail", project_id=project_id),
        project=project,
    )


def _own_project(project_id: int) -> Project:
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    return project


@bp.record
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        light_why=words.why, light_in_short=words.in_short, light_remedy=words.remedy
    )
