"""The register, its export, and the board by state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.visibility import may_see_project
from crm.issues import exports, rules
from crm.issues.forms.issues import MORE_FILTERS, IssueFilterForm
from crm.issues.labels import VERBS
from crm.issues.queries import issues as queries
from crm.issues.queries.issues import IssueFilters
from crm.issues.rules import Show
from crm.issues.service import steps
from crm.issues.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.choices import to_id
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import Issue, User
from models.enums import IssueState

SORTS = {
    "raised": Sort(Issue.raised_at, descending=True),
    "due": Sort(Issue.due_on),
    "ref": Sort(Issue.ref),
}
BOARD_SORTS = {"due": SORTS["due"]}
COLUMN_LIMIT = 12
FROM_LINKS = ("firm", "project", "engagement")
"""Arguments that come by a link and have no input."""


@bp.get("")
@may(Permission.VIEW_ISSUES)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = IssueFilterForm.from_address(choices=projects.list_choices(viewer=user))
    page = page_of(
        queries.issues_query(filters_of(form), viewer=user, today=clock.today()),
        sorts=SORTS,
        default="due",
        id_column=Issue.id,
    )
    return render_template(
        "issues/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        overdue=_overdue,
        kept=FROM_LINKS,
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through."""
    user, today = signed_in_user(), clock.today()
    form = IssueFilterForm.from_address(choices=projects.list_choices(viewer=user))
    rows = queries.iterate_issues(filters_of(form), viewer=user, today=today)
    name = f"issues-{today.isoformat()}.csv"
    return send_export(
        exports.HEAD, (exports.row_of(each, user, today) for each in rows), name, entity="issues"
    )


def filters_of(form: IssueFilterForm) -> IssueFilters:
    """``firm``, ``project`` and ``engagement`` come by link."""
    read = form.readable()
    return IssueFilters(
        query=read["q"] or "",
        show=read["show"] or Show.UNSOLVED,
        whose=read["whose"],
        state=read["state"],
        kind=read["kind"],
        level=read["level"],
        category=read["category"],
        park_id=read["park"],
        owner_id=read["owner"],
        firm_id=to_id(request.args.get("firm")),
        project_id=to_id(request.args.get("project")),
        engagement_id=to_id(request.args.get("engagement")),
        is_archived=bool(read["archived"]),
    )


def _overdue(issue: Issue) -> int:
    return rules.days_overdue(issue.state, issue.due_on, clock.today())


# --- The board --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class BoardCard:
    issue: Issue
    overdue: int
    sees_project: bool
    actions: Sequence[Action]


@dataclass(frozen=True, slots=True)
class Column:
    state: IssueState
    total: int
    cards: Sequence[BoardCard]
    more_url: str | None


@bp.get("/board")
@may(Permission.VIEW_ISSUES)
def board() -> ResponseReturnValue:
    """A column for each state: what is nearest to its due date comes first."""
    user, today = signed_in_user(), clock.today()
    form = IssueFilterForm.from_address(choices=projects.list_choices(viewer=user))
    filters = replace(filters_of(form), state=None, show=Show.ALL)
    counts = queries.count_by_state(filters, viewer=user, today=today)
    people = steps.standing_in(user)
    columns = [_column(state, counts.get(state, 0), filters, user, people) for state in IssueState]
    for name in ("state", "show", "archived"):
        del form[name]
    return render_template(
        "issues/board.html",
        columns=columns,
        form=form,
        chips=active_filters(form),
        total=sum(counts.values()),
        more=[name for name in MORE_FILTERS if name in form],
        kept=FROM_LINKS,
    )


@bp.get("/board/<state>")
@may(Permission.VIEW_ISSUES)
def column(state: str) -> ResponseReturnValue:
    """The next cards of a column, as a piece of the board."""
    user = signed_in_user()
    if state not in {each.value for each in IssueState}:
        raise NotFoundError(_("There is no such column."))
    form = IssueFilterForm.from_address(choices=projects.list_choices(viewer=user))
    filters = replace(filters_of(form), state=IssueState(state))
    page = page_of(
        queries.issues_query(filters, viewer=user, today=clock.today()),
        sorts=BOARD_SORTS,
        default="due",
        id_column=Issue.id,
    )
    cards = _cards(page.rows, user, steps.standing_in(user))
    return render_template("issues/_cards.html", cards=cards, more_url=page.next_url)


def _column(
    state: IssueState, total: int, filters: IssueFilters, user: User, people: frozenset[int]
) -> Column:
    if not total:
        return Column(state, 0, [], None)
    rows = queries.first_of_state(
        replace(filters, state=state), viewer=user, today=clock.today(), limit=COLUMN_LIMIT
    )
    more_url = None
    if total > len(rows):
        key = json.dumps([rows[-1].due_on.isoformat(), rows[-1].id], separators=(",", ":"))
        arguments: dict[str, Any] = {**request.args, "after": key, "limit": COLUMN_LIMIT}
        more_url = url_for(".column", **{**arguments, "state": state.value})
    return Column(state, total, _cards(rows, user, people), more_url)


def _cards(rows: Sequence[Issue], user: User, people: frozenset[int]) -> list[BoardCard]:
    return [
        BoardCard(
            issue,
            _overdue(issue),
            issue.project is not None and may_see_project(user, issue.project),
            actions_for(issue, user, people),
        )
        for issue in rows
    ]


def actions_for(issue: Issue, user: User, people: frozenset[int]) -> list[Action]:
    """What the person can do with the issue now, each with its form."""
    if issue.is_archived:
        return []
    parts = steps.parts_for(issue, user, people)
    return [
        Action(str(VERBS[action]), url_for(f"issues.{action.value}", issue_id=issue.id))
        for action in rules.open_actions(issue.state, issue.level, parts)
    ]
