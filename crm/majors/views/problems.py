"""What holds a major project up, and handing it over as an issue."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.core.transactions import transaction
from crm.majors.forms.parts import ProblemForm
from crm.majors.queries import records as queries
from crm.majors.service import problems as service
from crm.majors.views.blueprint import bp
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel import clock


@bp.route("/<int:major_id>/problems/new", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def add_problem(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    check_own_park(major.park_id, user)
    form = ProblemForm(data={"raised_on": clock.today()})
    form.offer_owners(queries.list_staff(major.park_id), None)
    del form.solved_on
    del form.solution
    if form.validate_on_submit():
        with form.saving():
            service.add_problem(major, form.written(), by=user)
        if not form.has_failed:
            flash(_("Noted."), "success")
            return redirect(url_for(".detail", major_id=major_id))
    return form_page("majors/problem.html", form, major=major, problem=None)


@bp.route("/problems/<int:problem_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def edit_problem(problem_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    problem = queries.get_problem(problem_id, viewer=user)
    check_own_park(problem.major.park_id, user)
    form = ProblemForm(obj=problem)
    form.offer_owners(queries.list_staff(problem.major.park_id), problem.owner)
    if form.validate_on_submit():
        keep_theirs(form, problem)
        with form.saving():
            service.edit_problem(problem, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", major_id=problem.major_id))
    return form_page(
        "majors/problem.html",
        form,
        major=problem.major,
        problem=problem,
        conflict=conflict_rows(form, lambda: queries.get_problem(problem_id, viewer=user)),
    )


@bp.post("/problems/<int:problem_id>/issue")
@may(Permission.EDIT_MAJORS)
def hand_over(problem_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    problem = queries.get_problem(problem_id, viewer=user)
    page = url_for(".detail", major_id=problem.major_id)
    with transaction():
        issue = service.hand_over(problem, page=page, by=user)
    flash(_("It is an issue now: it has a due date, and whoever leads names its owner."), "success")
    return redirect(url_for("issues.detail", issue_id=issue.id))
