"""Associations: the list and its export, one association with its members, the forms."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.contacts import exports, queries, service
from crm.contacts.forms import AssociationFilterForm, AssociationForm, MembershipForm
from crm.contacts.queries import AssociationFilters
from crm.contacts.views.choices import show_firm
from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label, local_name
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Association, AssociationFirm

bp = Blueprint("associations", __name__, url_prefix="/associations")

SORTS = {"name": Sort(Association.pinyin_key)}


@bp.get("")
@may(Permission.VIEW_CONTACTS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = AssociationFilterForm.from_address()
    page = page_of(
        queries.associations_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="name",
        id_column=Association.id,
    )
    sizes = queries.count_members([row.id for row in page.rows])
    return render_template(
        "associations/index.html", page=page, sizes=sizes, form=form, chips=active_filters(form)
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    rows = queries.iterate_associations(
        _filters(AssociationFilterForm.from_address()), viewer=signed_in_user()
    )
    name = f"associations-{clock.today().isoformat()}.csv"
    return send_export(
        exports.ASSOCIATION_HEAD, map(exports.association_row, rows), name, entity="associations"
    )


def _filters(form: AssociationFilterForm) -> AssociationFilters:
    read = form.readable()
    return AssociationFilters(query=read["q"] or "", kind=read["kind"], is_archived=bool(read["archived"]))


@bp.get("/lookup")
@may(Permission.VIEW_CONTACTS)
def lookup() -> ResponseReturnValue:
    found = queries.search_associations(request.args.get("q", ""), viewer=signed_in_user())
    return jsonify(
        {"items": [{"id": row.id, "text": local_name(row), "note": label(row.kind)} for row in found]}
    )


@bp.get("/<int:association_id>")
@may(Permission.VIEW_CONTACTS)
def detail(association_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    return render_template(
        "associations/detail.html",
        association=queries.get_association(association_id, viewer=user),
        firms=queries.list_member_firms(association_id, viewer=user),
        people=queries.list_member_people(association_id, viewer=user),
        size=queries.count_members([association_id])[association_id],
        introductions=queries.list_introductions(association_id=association_id, viewer=user),
        may_edit=is_granted(user, Permission.EDIT_CONTACTS),
        may_put_away=lambda each: service.may_change_introduction(each, user),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def new() -> ResponseReturnValue:
    form = AssociationForm()
    if form.validate_on_submit():
        with form.saving():
            association = service.add_association(form.written())
        if not form.has_failed:
            flash(_("The association is added."), "success")
            return redirect(_page_of(association.id))
    return form_page("associations/form.html", form, association=None)


@bp.route("/<int:association_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def edit(association_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    association = queries.get_association(association_id, viewer=user)
    form = AssociationForm(obj=association)
    if form.validate_on_submit():
        keep_theirs(form, association)
        with form.saving():
            service.change_association(association, form.written(), lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(_page_of(association_id))
    conflict = conflict_rows(form, lambda: queries.get_association(association_id, viewer=user))
    return form_page("associations/form.html", form, association=association, conflict=conflict)


@bp.route("/<int:association_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def archive(association_id: int) -> ResponseReturnValue:
    association = queries.get_association(association_id, viewer=signed_in_user())
    return reason_page(
        "contacts/put_away.html",
        lambda reason: service.archive_association(association, reason=reason),
        done=_("The association is put away."),
        back=_page_of(association_id),
        crumb_url=_page_of(association_id),
        name=association.name,
        crumb=association.name,
    )


@bp.post("/<int:association_id>/restore")
@may(Permission.EDIT_CONTACTS)
def restore(association_id: int) -> ResponseReturnValue:
    association = queries.get_association(association_id, viewer=signed_in_user())
    with transaction():
        service.restore_association(association)
    flash(_("The association is back."), "success")
    return redirect(_page_of(association_id))


@bp.route("/<int:association_id>/firms/new", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def new_membership(association_id: int) -> ResponseReturnValue:
    association = queries.get_association(association_id, viewer=signed_in_user())
    form = MembershipForm()
    show_firm(form.firm_id)
    if form.validate_on_submit():
        with form.saving():
            service.add_membership(association, form.written())
        if not form.has_failed:
            flash(_("The member is recorded."), "success")
            return redirect(_page_of(association_id))
    return form_page("associations/membership.html", form, association=association, membership=None)


@bp.route("/firms/<int:membership_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def edit_membership(membership_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    membership = queries.get_membership(membership_id, viewer=user)
    form = MembershipForm(obj=_as_written(membership))
    show_firm(form.firm_id)
    if form.validate_on_submit():
        keep_theirs(form, _as_written(membership))
        with form.saving():
            service.change_membership(membership, form.written(), lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(_page_of(membership.association_id))
    conflict = conflict_rows(form, lambda: _as_written(queries.get_membership(membership_id, viewer=user)))
    return form_page(
        "associations/membership.html",
        form,
        association=membership.association,
        membership=membership,
        conflict=conflict,
    )


def _as_written(membership: AssociationFirm) -> SimpleNamespace:
    names = ("firm_id", "role", "from_on", "until_on", "lock_version")
    return SimpleNamespace(**{name: getattr(membership, name) for name in names})


@bp.route("/firms/<int:membership_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def archive_membership(membership_id: int) -> ResponseReturnValue:
    membership = queries.get_membership(membership_id, viewer=signed_in_user())
    return reason_page(
        "contacts/put_away.html",
        lambda reason: service.archive_membership(membership, reason=reason),
        done=_("Put away."),
        back=_page_of(membership.association_id),
        crumb_url=_page_of(membership.association_id),
        name=membership.firm.name,
        crumb=membership.association.name,
    )


def _page_of(association_id: int) -> str:
    return url_for("associations.detail", association_id=association_id)
