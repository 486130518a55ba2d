"""Terms and related parties of an adviser."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.advisers import queries, service
from crm.advisers.forms.staff import EndTermForm, RelationForm, TermForm, uploads
from crm.advisers.views.advisers import page_of_adviser
from crm.advisers.views.blueprint import bp
from crm.advisers.views.choices import show_firm
from crm.core.permissions import Permission
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock


@bp.route("/<int:adviser_id>/terms/new", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def new_term(adviser_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    form = TermForm(data={"from_on": clock.today()})
    if form.validate_on_submit():
        with form.saving():
            service.add_term(adviser, form.written(), files=uploads(form.files), by=user)
        if not form.has_failed:
            flash(_("The term is recorded."), "success")
            return redirect(page_of_adviser(adviser_id))
    return form_page("advisers/term.html", form, adviser=adviser, term=None)


@bp.route("/terms/<int:term_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def edit_term(term_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    term = queries.get_term(term_id, viewer=user)
    form = TermForm(obj=term)
    if form.validate_on_submit():
        keep_theirs(form, term)
        with form.saving():
            service.change_term(
                term,
                form.written(),
                files=uploads(form.files),
                by=user,
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(page_of_adviser(term.adviser_id))
    conflict = conflict_rows(form, lambda: queries.get_term(term_id, viewer=user))
    return form_page("advisers/term.html", form, adviser=term.adviser, term=term, conflict=conflict)


@bp.route("/terms/<int:term_id>/end", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def end_term(term_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    term = queries.get_term(term_id, viewer=user)
    form = EndTermForm(data={"ended_on": clock.today()})
    if form.validate_on_submit():
        with form.saving():
            service.end_term(
                term,
                ended_on=form.ended_on.data or clock.today(),
                reason=form.reason.data or "",
                by=user,
            )
        if not form.has_failed:
            flash(_("The term is ended."), "success")
            return redirect(page_of_adviser(term.adviser_id))
    return form_page("advisers/end_term.html", form, adviser=term.adviser, term=term)


@bp.route("/terms/<int:term_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def archive_term(term_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    term = queries.get_term(term_id, viewer=user)
    return reason_page(
        "advisers/put_away.html",
        lambda reason: service.archive_term(term, reason=reason, by=user),
        done=_("Put away."),
        back=page_of_adviser(term.adviser_id),
        adviser=term.adviser,
        name=_("the term from %(day)s", day=term.from_on.isoformat()),
    )


@bp.route("/<int:adviser_id>/relations/new", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def new_relation(adviser_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    form = RelationForm()
    show_firm(form.firm_id)
    if form.validate_on_submit() and form.firm_id.data is not None:
        with form.saving():
            service.add_relation(adviser, form.firm_id.data, why=form.why.data or "", by=user)
        if not form.has_failed:
            flash(_("The relation is recorded."), "success")
            return redirect(page_of_adviser(adviser_id))
    return form_page("advisers/relation.html", form, adviser=adviser)


@bp.route("/relations/<int:relation_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def archive_relation(relation_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    relation = queries.get_relation(relation_id, viewer=user)
    return reason_page(
        "advisers/put_away.html",
        lambda reason: service.archive_relation(relation, reason=reason, by=user),
        done=_("Put away."),
        back=page_of_adviser(relation.adviser_id),
        adviser=relation.adviser,
        name=relation.firm.name,
    )
