"""One issue: raising it, its page, changing what is written of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, is_own_park
from crm.core.transactions import transaction
from crm.core.visibility import may_see_engagement, may_see_project
from crm.engagements import queries as engagements
from crm.firms import queries as firms
from crm.issues import rules
from crm.issues.forms.issues import IssueForm
from crm.issues.queries import issues as queries
from crm.issues.service import raising, steps
from crm.issues.views.blueprint import bp
from crm.issues.views.lists import actions_for
from crm.issues.views.timeline import step_lines
from crm.projects import queries as projects
from crm.web.choices import to_id
from crm.web.conflicts import ConflictRow, conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.fields import set_choice
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from kernel.errors import NotFoundError
from models import Issue, User
from models.enums import IssueKind, Role


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.RAISE_ISSUES)
def new() -> ResponseReturnValue:
    """Raise one: ``kind``, ``firm``, ``project``, ``engagement``, ``url`` may stand in the address."""
    user = signed_in_user()
    leaders = raising.directing(user)
    is_directive = request.args.get("kind") == IssueKind.DIRECTIVE and bool(leaders)
    form = IssueForm(data=_asked(user))
    form.offer(projects.list_choices(viewer=user), is_directive=is_directive, leaders=leaders)
    _name_links(form)
    if form.validate_on_submit():
        chosen = form.in_name_of.data if is_directive else None
        leader = next((person for person in leaders if person.id == chosen), None)
        with form.saving():
            issue = raising.raise_issue(form.written(), form.given(leader), by=user)
        if not form.has_failed:
            flash(_("Raised."), "success")
            return redirect(url_for(".detail", issue_id=issue.id))
    return form_page(
        "issues/form.html", form, issue=None, is_directive=is_directive, may_direct=bool(leaders)
    )


@bp.get("/<int:issue_id>")
@may(Permission.VIEW_ISSUES)
def detail(issue_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    issue = queries.get_issue(issue_id, viewer=user)
    people = steps.standing_in(user)
    engagement = issue.engagement
    return render_template(
        "issues/detail.html",
        issue=issue,
        lines=step_lines(queries.list_steps(issue.id)),
        actions=actions_for(issue, user, people),
        may_edit=raising.may_edit(issue, user),
        overdue=rules.days_overdue(issue.state, issue.due_on, clock.today()),
        sees_engagement=engagement is not None and may_see_engagement(user, engagement),
    )


@bp.route("/<int:issue_id>/edit", methods=["GET", "POST"])
@may(Permission.RAISE_ISSUES)
def edit(issue_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    issue = queries.get_issue(issue_id, viewer=user)
    raising.check_may_edit(issue, user)
    form = IssueForm(obj=_as_written(issue))
    form.offer(projects.list_choices(viewer=user), is_directive=False, leaders=[])
    form.keep_text()
    _name_links(form)
    if form.validate_on_submit():
        keep_theirs(form, _as_written(issue))
        written = form.written(issue)
        with form.saving():
            raising.edit_issue(issue, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", issue_id=issue_id))
    return form_page(
        "issues/form.html",
        form,
        issue=issue,
        is_directive=issue.kind is IssueKind.DIRECTIVE,
        conflict=_conflict(form, issue_id, user),
    )


@bp.route("/<int:issue_id>/archive", methods=["GET", "POST"])
@may(Permission.RAISE_ISSUES)
def archive(issue_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    issue = queries.get_issue(issue_id, viewer=user)
    raising.check_may_edit(issue, user)
    return reason_page(
        "issues/archive.html",
        lambda reason: raising.archive_issue(issue, reason=reason, by=user),
        done=_("The issue is put away."),
        back=url_for(".detail", issue_id=issue_id),
        issue=issue,
    )


@bp.post("/<int:issue_id>/restore")
@may(Permission.RAISE_ISSUES)
def restore(issue_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    issue = queries.get_issue(issue_id, viewer=user)
    with transaction():
        raising.restore_issue(issue, by=user)
    flash(_("The issue is back."), "success")
    return redirect(url_for(".detail", issue_id=issue_id))


def _asked(user: User) -> dict[str, Any]:
    """What the address says already. A project brings its firm and its park."""
    asked: dict[str, Any] = {
        "kind": request.args.get("kind", IssueKind.PROBLEM.value),
        "park_id": user.park_id,
        "firm_id": to_id(request.args.get("firm")),
        "project_id": to_id(request.args.get("project")),
        "engagement_id": to_id(request.args.get("engagement")),
        "source_url": request.args.get("url"),
        "title": request.args.get("title"),
        "owner_id": None,
        "in_name_of": user.id if user.role is Role.LEADER else None,
    }
    if asked["engagement_id"] is not None:
        asked |= _of_engagement(asked["engagement_id"], user)
    if asked["project_id"] is not None:
        asked |= _of_project(asked["project_id"], user)
    return asked


def _of_engagement(engagement_id: int, user: User) -> dict[str, Any]:
    try:
        found = engagements.get_engagement(engagement_id, viewer=user)
    except NotFoundError:
        return {"engagement_id": None}
    first = next(iter(found.firms), None)
    is_seen = found.project is not None and may_see_project(user, found.project)
    return {
        "park_id": found.park_id,
        "firm_id": first.id if first else None,
        "project_id": found.project_id if is_seen else None,
    }


def _of_project(project_id: int, user: User) -> dict[str, Any]:
    try:
        project = projects.get_project(project_id, viewer=user)
    except NotFoundError:
        return {"project_id": None}
    named = {"firm_id": project.firm_id}
    return named | {"park_id": project.park_id} if is_own_park(user, project.park_id) else named


def _as_written(issue: Issue) -> SimpleNamespace:
    """The issue as its form shows it, by the names of the inputs."""
    user = signed_in_user()
    is_hidden = issue.project is not None and not may_see_project(user, issue.project)
    return SimpleNamespace(
        title=issue.title,
        text=issue.text,
        need_category=issue.need_category,
        firm_id=issue.firm_id,
        project_id=None if is_hidden else issue.project_id,
        partners=issue.partners,
        is_confidential=issue.is_confidential,
        lock_version=issue.lock_version,
    )


def _conflict(form: IssueForm, issue_id: int, user: User) -> list[ConflictRow]:
    return conflict_rows(form, lambda: _as_written(queries.get_issue(issue_id, viewer=user)))


def _name_links(form: IssueForm) -> None:
    """Look-ups answer by typing; what is chosen is shown by its name."""
    user = signed_in_user()
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    firm_id, project_id = to_id(form.firm_id.data), to_id(form.project_id.data)
    try:
        if firm_id is not None:
            firm = firms.get_firm(firm_id, viewer=user)
            set_choice(form.firm_id, firm.id, firm.name)
    except NotFoundError:
        form.firm_id.data = None
    try:
        if project_id is not None:
            project = projects.get_project(project_id, viewer=user)
            set_choice(form.project_id, project.id, project.name)
    except NotFoundError:
        form.project_id.data = None
