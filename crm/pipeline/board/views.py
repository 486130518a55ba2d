"""Ways in to the board: the board itself, more cards of a column, a card moved."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.pipeline import gates, rules, service
from crm.pipeline import queries as pipeline
from crm.pipeline.board import queries
from crm.pipeline.board.forms import DropForm
from crm.pipeline.board.rules import Lanes
from crm.projects import queries as projects
from crm.projects.filters import MORE_FILTERS, ProjectFilterForm, cohort_words, filters_of
from crm.projects.rules import next_stage
from crm.web.choices import one_of, to_id
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from kernel.errors import NotFoundError
from models import Project
from models.enums import Stage

bp = Blueprint("board", __name__, url_prefix="/projects")

PAGING = {"after", "before", "sort", "limit", "column", "lane", "project_id"}
"""Arguments of the list that mean nothing here."""


@bp.get("/board")
@may(Permission.VIEW_PROJECTS)
def index() -> ResponseReturnValue:
    """The same projects as the list with the same arguments, by stage."""
    user = signed_in_user()
    form = ProjectFilterForm.from_address(choices=projects.list_choices(viewer=user))
    lanes = _lanes()
    return render_template(
        "pipeline/board.html",
        board=queries.get_board(filters_of(form), lanes, viewer=user),
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        cohort=cohort_words(),
        lanes=lanes,
        arguments=_arguments(),
        next_stage=next_stage,
    )


@bp.get("/board/column")
@may(Permission.VIEW_PROJECTS)
def column() -> ResponseReturnValue:
    """More cards of one column, for its foot."""
    user = signed_in_user()
    form = ProjectFilterForm.from_address(choices=projects.list_choices(viewer=user))
    stage = one_of(Stage)(request.args.get("column"))
    if stage is None:
        raise NotFoundError(_("There is no such column."))
    lanes, lane = _lanes(), to_id(request.args.get("lane"))
    found = queries.next_cards(
        filters_of(form), lanes, (lane, stage), after=request.args.get("after", ""), viewer=user
    )
    return render_template(
        "pipeline/_more_cards.html",
        column=found,
        lane_id=lane,
        arguments=_arguments(),
        next_stage=next_stage,
    )


@bp.post("/<int:project_id>/drop")
@may(Permission.MOVE_PROJECTS)
def drop(project_id: int) -> ResponseReturnValue:
    """A card was moved, by the pointer or by its menu: through the gate, like every move."""
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    form = DropForm(data={"lock_version": project.lock_version})
    to = form.to.data
    if form.validate_on_submit():
        with form.saving():
            service.move_project(
                project,
                to,
                on=service.likely_day(project, to),
                by=user,
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("%(name)s is moved.", name=project.name), "success")
            # The page that asked loads itself anew, and shows the message then.
            return ("", 204) if _is_fragment() else redirect(url_for("board.index", **_arguments()))
    return _refused(form, project, to), 422


def _refused(form: DropForm, project: Project, to: Stage | None) -> str:
    """What is missing, and the form for just that: in a dialog of the board, or as a page."""
    template = "pipeline/_refused.html" if _is_fragment() else "pipeline/refused.html"
    facts = pipeline.gate_facts(project)
    return render_template(
        template,
        form=form,
        project=project,
        target=to,
        kind=rules.kind_of_move(project.stage, to) if to else None,
        needs=gates.needs(project, to, facts, may_fill=True) if to else [],
        fill_url=gates.fill_url(project, to, facts) if to else None,
        back=url_for("board.index", **_arguments()),
    )


def _is_fragment() -> bool:
    return "X-Fragment" in request.headers


def _lanes() -> Lanes | None:
    return one_of(Lanes)(request.args.get("lanes"))


def _arguments() -> dict[str, Any]:
    """The arguments of this address that the list and the board share."""
    return {key: values for key, values in request.args.lists() if key not in PAGING}


@bp.record
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["shape_arguments"] = _arguments
