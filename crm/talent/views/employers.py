"""Employers of talents, and which accounts act for them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, is_own_park
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.projects import queries as projects
from crm.talent.forms.people import EmployerForm, EmployerUserForm
from crm.talent.queries import people
from crm.talent.service import talents
from crm.talent.views.blueprint import bp
from crm.web.choices import records, to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.fields import set_choice
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel.errors import NotAllowedError, NotFoundError, RuleError
from models import Employer, User

SORTS = {"ref": Sort(Employer.ref), "name": Sort(Employer.name)}


@bp.get("/employers")
@may(Permission.VIEW_TALENTS)
def employers() -> ResponseReturnValue:
    user = signed_in_user()
    query = people.employers_query(viewer=user, query=request.args.get("q", ""))
    page = page_of(query, sorts=SORTS, default="name", id_column=Employer.id)
    return render_template(
        "talent/employers.html", page=page, is_own=lambda each: is_own_park(user, each.park_id)
    )


@bp.route("/employers/new", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def new_employer() -> ResponseReturnValue:
    user = signed_in_user()
    form = EmployerForm(data={"park_id": user.park_id})
    return _employer_page(form, None, user)


@bp.route("/employers/<int:employer_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def edit_employer(employer_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    employer = _own(employer_id, user)
    return _employer_page(EmployerForm(obj=employer), employer, user)


@bp.route("/employers/<int:employer_id>/accounts", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def employer_accounts(employer_id: int) -> ResponseReturnValue:
    """Let an account act for the employer; the security administrator makes accounts."""
    user = signed_in_user()
    employer = _own(employer_id, user)
    form = EmployerUserForm()
    accounts = list(people.list_employer_accounts(employer.park_id))
    form.offer(accounts)
    if form.validate_on_submit():
        chosen = next((each for each in accounts if each.id == form.user_id.data), None)
        with form.saving():
            if chosen is None:
                raise NotFoundError(_("There is no such account."))
            talents.add_employer_user(employer, chosen, by=user)
        if not form.has_failed:
            flash(_("The account acts for the employer."), "success")
            return redirect(url_for(".employers"))
    return form_page(
        "talent/employer_accounts.html",
        form,
        employer=employer,
        rows=[row for row in employer.users if row.ended_at is None],
    )


@bp.post("/employers/<int:employer_id>/accounts/end")
@may(Permission.EDIT_TALENTS)
def end_account(employer_id: int) -> ResponseReturnValue:
    """``row`` names the account."""
    user = signed_in_user()
    employer = _own(employer_id, user)
    row_id = to_id(request.form.get("row"))
    row = next((each for each in employer.users if each.id == row_id), None)
    if row is None:
        raise RuleError(_("There is no such account."))
    with transaction():
        talents.end_employer_user(row, by=user)
    flash(_("The account no longer acts for the employer."), "success")
    return redirect(url_for(".employer_accounts", employer_id=employer_id))


def _employer_page(form: EmployerForm, employer: Employer | None, user: User) -> ResponseReturnValue:
    employer_id = employer.id if employer else None
    form.park_id.choices = records(projects.list_choices(viewer=user).parks, "—")
    _name_firm(form, user)
    if form.validate_on_submit():
        if employer is not None:
            keep_theirs(form, employer)
        written = form.written()
        with form.saving():
            talents.save_employer(employer, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".employers"))
    conflict = (
        conflict_rows(form, lambda: people.get_employer(employer_id, viewer=user)) if employer_id else []
    )
    return form_page(
        "talent/form.html",
        form,
        title=_("Edit the employer") if employer_id else _("Write an employer down"),
        note=_("Applicants choose it, and its accounts confirm what their staff apply for."),
        submit=_("Save"),
        back=url_for(".employers"),
        keep=f"talent-employer-{employer_id or 'new'}",
        crumbs=[{"label": _("Employers"), "url": url_for(".employers")}],
        conflict=conflict,
    )


def _name_firm(form: EmployerForm, user: User) -> None:
    """The look-up answers by typing; what is chosen is shown by its name."""
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    firm_id = to_id(form.firm_id.data)
    if firm_id is None:
        return
    try:
        firm = firms.get_firm(firm_id, viewer=user)
    except NotFoundError:
        form.firm_id.data = None
        return
    set_choice(form.firm_id, firm.id, firm.name)


def _own(employer_id: int, user: User) -> Employer:
    employer = people.get_employer(employer_id, viewer=user)
    if not is_own_park(user, employer.park_id):
        raise NotAllowedError(_("This belongs to another park."))
    return employer
