"""A page for each step of an issue, made from the table of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission
from crm.core.workdays import add_working_days
from crm.issues.forms.issues import StepForm
from crm.issues.labels import DONE, EXPLAINED, VERBS
from crm.issues.queries import issues as queries
from crm.issues.service import steps
from crm.issues.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.choices import records
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Issue
from models.enums import IssueAction

A = IssueAction

RIGHTS: Mapping[IssueAction, Permission] = {
    A.ASSIGN: Permission.ASSIGN_ISSUES,
    A.REPORT: Permission.HANDLE_ISSUES,
    A.ANSWER: Permission.HANDLE_ISSUES,
    A.RETURN: Permission.RAISE_ISSUES,
    A.CLOSE: Permission.RAISE_ISSUES,
    A.EXTEND: Permission.ASSIGN_ISSUES,
    A.ESCALATE: Permission.RAISE_ISSUES,
    A.REOPEN: Permission.ASSIGN_ISSUES,
}
"""Who may come to each page at all; what they are to the issue decides the rest."""

MORE_DAYS = 5


def _page(action: IssueAction, issue_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    issue = queries.get_issue(issue_id, viewer=user)
    steps.check_may_act(issue, action, user)
    form = StepForm(data=_offered(action, issue))
    if action is A.ASSIGN:
        form.owner_id.choices = records(projects.list_choices(viewer=user).staff, "")
    form.keep_only(action)
    if form.validate_on_submit():
        written = form.written()
        with form.saving():
            steps.take_step(issue, action, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(str(DONE[action]), "success")
            return redirect(url_for(".detail", issue_id=issue_id))
        issue = queries.get_issue(issue_id, viewer=user)
        if form.has_conflict:
            form.lock_version.data, form.lock_version.raw_data = issue.lock_version, None
    return form_page(
        "issues/step.html",
        form,
        issue=issue,
        action=action,
        verb=VERBS[action],
        explained=EXPLAINED[action],
    )


def _offered(action: IssueAction, issue: Issue) -> dict[str, object]:
    return {
        "owner_id": issue.owner_id,
        "partners": issue.partners,
        "due_on": _due(action, issue),
        "lock_version": issue.lock_version,
    }


def _due(action: IssueAction, issue: Issue) -> date | None:
    """The day that stands, or a later one where it has passed or is to be put off."""
    today = clock.today()
    if action is A.EXTEND or issue.due_on < today:
        return add_working_days(max(issue.due_on, today), MORE_DAYS)
    return issue.due_on


def _route(action: IssueAction) -> Callable[[int], ResponseReturnValue]:
    @may(RIGHTS[action])
    def view(issue_id: int) -> ResponseReturnValue:
        return _page(action, issue_id)

    return view


for _action in RIGHTS:
    bp.add_url_rule(
        f"/<int:issue_id>/{_action.value}",
        endpoint=_action.value,
        view_func=_route(_action),
        methods=["GET", "POST"],
    )
