"""The page of one project: what is it, what is missing?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from crm.advisers import queries as advisers
from crm.claims import queries as claims
from crm.core.permissions import Permission, is_own_park
from crm.core.permissions import may as is_granted
from crm.engagements import queries as engagements
from crm.engagements.timelines import move_words, timeline_lines
from crm.issues.queries.issues import card_of
from crm.issues.queries.procedures import progress_of
from crm.majors.queries.records import find_major_of_project
from crm.pages.project import queries
from crm.pages.project.gantt import picture_of
from crm.pipeline import gates
from crm.pipeline import queries as pipeline
from crm.pipeline.lights import queries as lights
from crm.pipeline.milestones import queries as milestones
from crm.pipeline.milestones import rules as plans
from crm.projects import queries as projects
from crm.projects.rules import next_stage
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Project, User
from models.enums import LightReason, Measure

bp = Blueprint("project_page", __name__)

TABS = ("overview", "ledger", "plan", "history")


@may(Permission.VIEW_PROJECTS)
def detail(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    tab = request.args.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    build = {"overview": _overview, "ledger": _ledger, "plan": _plan, "history": _history}[tab]
    moves = projects.list_moves(project)
    return render_template(
        f"project/{tab}.html",
        project=project,
        tab=tab,
        path=queries.stage_path(project, moves),
        moves=moves,
        following=next_stage(project.stage),
        **_rights(project, user),
        **build(project, user),
    )


def _rights(project: Project, user: User) -> dict[str, bool]:
    """What this person may do to this project."""
    is_own = is_own_park(user, project.park_id) and not project.is_archived
    return {
        "may_edit": is_own and is_granted(user, Permission.EDIT_PROJECTS),
        "may_move": is_own and is_granted(user, Permission.MOVE_PROJECTS),
        "may_override": is_own and is_granted(user, Permission.OVERRIDE_GATES),
        "may_override_light": is_own and is_granted(user, Permission.OVERRIDE_LIGHTS),
        "may_correct": is_own and is_granted(user, Permission.IMPORT_EVERYTHING),
        "may_restore": is_own_park(user, project.park_id) and is_granted(user, Permission.EDIT_PROJECTS),
    }


def _overview(project: Project, user: User) -> dict[str, Any]:
    facts = pipeline.gate_facts(project)
    following = next_stage(project.stage)
    may_fill = _rights(project, user)["may_edit"]
    timeline = engagements.list_timeline(project_id=project.id, viewer=user)
    return {
        "brought_by": advisers.list_recognised_on(project.id, viewer=user),
        "matters": claims.list_open_requests_for(project_id=project.id),
        "claim": claims.find_claim_of_project(project.id, viewer=user),
        "issues_card": card_of(project_id=project.id, viewer=user),
        "approvals": progress_of(project.id, clock.today()),
        "major": find_major_of_project(project.id, viewer=user),
        "needs": gates.needs(project, following, facts, may_fill=may_fill) if following else [],
        "gaps": queries.import_gaps(project, facts),
        "documents": projects.list_documents(project),
        "lines": timeline_lines(timeline, viewer=user),
        "happenings": timeline.total,
        "money": queries.verified_money(project),
        "measures": list(Measure),
        "light": (light := lights.find_light(project.id)),
        "word": lights.find_override(project.id)
        if light and light.reason is LightReason.OVERRIDDEN
        else None,
    }


def _ledger(project: Project, user: User) -> dict[str, Any]:
    return {"ledger": queries.project_ledger(project, viewer=user), "measures": list(Measure)}


def _plan(project: Project, _user: User) -> dict[str, Any]:
    found, today = milestones.list_milestones(project.id), clock.today()
    return {
        "milestones": found,
        "progress": plans.progress(found, today),
        "picture": picture_of(found, today),
        "slip_of": lambda milestone: plans.slip_days(milestone, today),
    }


def _history(project: Project, _user: User) -> dict[str, Any]:
    changes = queries.version_changes(projects.list_versions(project))
    return {
        "changes": changes,
        "move_words": move_words,
        "colours": lights.list_changes(project.id),
        "overrides": lights.list_overrides(project.id),
    }


@bp.record
def _install(state: BlueprintSetupState) -> None:
    """The page goes by the name that links use, though it stands above the feature of that name."""
    state.app.add_url_rule("/projects/<int:project_id>", endpoint="projects.detail", view_func=detail)
