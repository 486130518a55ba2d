"""The page of one record: what it is, its years, its way to land, its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission, is_own_park
from crm.core.permissions import may as is_granted
from crm.issues.queries.issues import card_of
from crm.ledger import queries as ledger
from crm.ledger.lenses.queries import ProjectMoney
from crm.ledger.lenses.rules import Scope
from crm.majors import rules
from crm.majors.history import lines_of
from crm.majors.queries import greens
from crm.majors.queries import records as queries
from crm.majors.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import MajorConversion, MajorProject, User
from models.enums import ConversionKind, Measure

TABS = ("overview", "years", "land", "history")


@bp.get("/<int:major_id>")
@may(Permission.VIEW_MAJORS)
def detail(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    tab = request.args.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    conversions = queries.list_conversions(major)
    return render_template(
        f"majors/tab_{tab}.html",
        major=major,
        facts=rules.facts_of(major),
        tab=tab,
        conversions=conversions,
        **_rights(major, conversions, user),
        **BUILD[tab](major, user),
        **({"lines": _history(major, conversions)} if tab == "history" else {}),
    )


def _rights(major: MajorProject, conversions: Sequence[MajorConversion], user: User) -> dict[str, Any]:
    """What this person may do to this record."""
    may_restore = is_granted(user, Permission.EDIT_MAJORS) and is_own_park(user, major.park_id)
    may_edit = may_restore and not major.is_archived
    done = {each.kind for each in conversions}
    has_project = major.project_id is not None

    def becomes(kind: ConversionKind, needed: Permission) -> bool:
        is_open = rules.can_become(kind, has_project=has_project, done=done)
        return may_edit and is_open and is_granted(user, needed)

    return {
        "may_edit": may_edit,
        "may_restore": may_restore,
        "may_offer": becomes(ConversionKind.OFFER, Permission.EDIT_CATALOGUE),
        "may_open": becomes(ConversionKind.PROJECT, Permission.EDIT_PROJECTS),
    }


def _overview(major: MajorProject, user: User) -> dict[str, Any]:
    project = major.project
    return {
        "problems": queries.list_problems(major),
        "issues_card": card_of(project_id=project.id, viewer=user) if project else None,
        "money": _money(major) if project else None,
        "measures": list(Measure),
        "parts": rules.lines_of(major.sub_projects),
    }


def _money(major: MajorProject) -> ProjectMoney:
    ids = [major.project_id] if major.project_id else []
    sums = ledger.projects_money(ids, clock.today(), clock.now(), scope=Scope.ZONE)
    return sums.get(major.project_id or 0, ProjectMoney())


def _years(major: MajorProject, _user: User) -> dict[str, Any]:
    today = clock.today()
    return {
        "years": queries.list_years(major),
        "pace_of": lambda year: rules.pace_of(year.year, today),
        "standing_of": lambda year: rules.standing_of(year.percent, year.year, today),
    }


def _land(major: MajorProject, _user: User) -> dict[str, Any]:
    return {"steps": greens.list_steps(major)}


def _nothing(_major: MajorProject, _user: User) -> dict[str, Any]:
    return {}


def _history(major: MajorProject, conversions: Sequence[MajorConversion]) -> list[dict[str, Any]]:
    return lines_of(
        major,
        conversions=conversions,
        years=queries.list_years(major),
        problems=queries.list_problems(major),
        steps=greens.list_steps(major),
        moves=projects.list_moves(major.project) if major.project else [],
    )


BUILD: dict[str, Callable[[MajorProject, User], dict[str, Any]]] = {
    "overview": _overview,
    "years": _years,
    "land": _land,
    "history": _nothing,
}
