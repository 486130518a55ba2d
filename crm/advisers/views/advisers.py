"""Advisers: the list and its export, one adviser, the forms."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.advisers import exports, queries, service
from crm.advisers.forms.staff import AccountForm, AdviserFilterForm, AdviserForm
from crm.advisers.queries import AdviserFilters
from crm.advisers.views.blueprint import bp
from crm.advisers.views.choices import show_association, show_contact
from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.core.visibility import may_read_adviser
from crm.firms import queries as firms
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label, local_name
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Adviser

SORTS = {"name": Sort(Adviser.pinyin_key), "ref": Sort(Adviser.ref)}
LOOKED_UP = 20


@bp.get("")
@may(Permission.VIEW_ADVISERS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = AdviserFilterForm.from_address(industries=firms.list_industries())
    page = page_of(
        queries.advisers_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="name",
        id_column=Adviser.id,
    )
    return render_template(
        "advisers/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        numbers=queries.count_referrals([row.id for row in page.rows], viewer=user),
        standing=lambda adviser: exports.standing(adviser.terms, clock.today()),
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    user = signed_in_user()
    form = AdviserFilterForm.from_address(industries=firms.list_industries())
    rows = queries.iterate_advisers(_filters(form), viewer=user)
    name = f"advisers-{clock.today().isoformat()}.csv"
    return send_export(exports.HEAD, (exports.row_of(each, user) for each in rows), name, entity="advisers")


def _filters(form: AdviserFilterForm) -> AdviserFilters:
    read = form.readable()
    return AdviserFilters(
        query=read["q"] or "",
        kind=read["kind"],
        region=read["region"],
        industry_id=read["industry"],
        in_office=bool(read["in_office"]),
        is_archived=bool(read["archived"]),
    )


@bp.get("/lookup")
@may(Permission.VIEW_ADVISERS)
def lookup() -> ResponseReturnValue:
    found = queries.search_advisers(request.args.get("q", ""), viewer=signed_in_user(), limit=LOOKED_UP)
    return jsonify(
        {"items": [{"id": row.id, "text": local_name(row), "note": label(row.kind)} for row in found]}
    )


@bp.get("/<int:adviser_id>")
@may(Permission.VIEW_ADVISERS)
def detail(adviser_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    may_edit = is_granted(user, Permission.EDIT_ADVISERS)
    return render_template(
        "advisers/detail.html",
        adviser=adviser,
        terms=queries.list_terms(adviser_id),
        term_state=service.term_state_today,
        relations=queries.list_relations(adviser_id),
        referrals=queries.list_referrals_of(adviser_id, viewer=user),
        number=queries.count_referrals([adviser_id], viewer=user)[adviser_id],
        reads=may_read_adviser(user),
        may_edit=may_edit and not adviser.is_archived,
        may_restore=may_edit,
        may_rule=is_granted(user, Permission.RULE_REFERRALS) and not adviser.is_archived,
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def new() -> ResponseReturnValue:
    form = AdviserForm()
    _offer(form)
    if form.validate_on_submit():
        with form.saving():
            adviser = service.add_adviser(form.written(), by=signed_in_user())
        if not form.has_failed:
            flash(_("The adviser is added."), "success")
            return redirect(page_of_adviser(adviser.id))
    return form_page("advisers/form.html", form, adviser=None)


@bp.route("/<int:adviser_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def edit(adviser_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    form = AdviserForm(obj=adviser)
    form.show(adviser)
    _offer(form)
    if form.validate_on_submit():
        keep_theirs(form, adviser)
        with form.saving():
            service.change_adviser(adviser, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(page_of_adviser(adviser_id))
    conflict = conflict_rows(form, lambda: queries.get_adviser(adviser_id, viewer=user))
    return form_page("advisers/form.html", form, adviser=adviser, conflict=conflict)


def _offer(form: AdviserForm) -> None:
    form.offer(firms.list_industries())
    show_contact(form.contact_id)
    show_association(form.association_id)


@bp.route("/<int:adviser_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_ADVISERS)
def archive(adviser_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    return reason_page(
        "advisers/put_away.html",
        lambda reason: service.archive_adviser(adviser, reason=reason, by=user),
        done=_("The adviser is put away."),
        back=page_of_adviser(adviser_id),
        adviser=adviser,
        name=local_name(adviser),
    )


@bp.post("/<int:adviser_id>/restore")
@may(Permission.EDIT_ADVISERS)
def restore(adviser_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    with transaction():
        service.restore_adviser(adviser, by=user)
    flash(_("%(name)s is back.", name=local_name(adviser)), "success")
    return redirect(page_of_adviser(adviser_id))


@bp.route("/<int:adviser_id>/account", methods=["GET", "POST"])
@may(Permission.RULE_REFERRALS)
def account(adviser_id: int) -> ResponseReturnValue:
    """Which account acts for the adviser; the office alone says so."""
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    form = AccountForm(data={"account": adviser.user.name if adviser.user else ""})
    if form.validate_on_submit():
        with form.saving():
            service.link_account(adviser, form.account.data or "", by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(page_of_adviser(adviser_id))
    return form_page("advisers/account.html", form, adviser=adviser)


def page_of_adviser(adviser_id: int) -> str:
    return url_for("advisers.detail", adviser_id=adviser_id)
