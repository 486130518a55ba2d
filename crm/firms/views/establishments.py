"""Registered entities in parks: the list, the page, the forms, the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from crm.core import auditing
from crm.core.parks import list_parks
from crm.core.permissions import Permission, check_own_park, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.streaming import iterate
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.firms import exports, queries, rules, service
from crm.firms.forms import (
    EstablishmentFilterForm,
    EstablishmentForm,
    EvidenceForm,
    NewEstablishmentForm,
)
from crm.firms.labels import fate_look
from crm.firms.queries import EstablishmentFilters
from crm.firms.views.blueprint import bp
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export, send_file_safely
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Establishment, Park, User
from models.enums import AuditAction

SORTS = {"registered": Sort(Establishment.registered_on, descending=True)}


@bp.get("/establishments")
@may(Permission.VIEW_FIRMS)
def establishments() -> ResponseReturnValue:
    user = signed_in_user()
    form = _filter_form()
    page = page_of(
        queries.establishments_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="registered",
        id_column=Establishment.id,
    )
    return render_template(
        "firms/establishments.html", page=page, form=form, chips=active_filters(form), **_fates()
    )


@bp.get("/establishments/export.csv")
@may(Permission.EXPORT)
def export_establishments() -> ResponseReturnValue:
    """All that the filters let through, in the columns that an import takes."""
    query = queries.establishments_query(_filters(_filter_form()), viewer=signed_in_user())
    rows = map(exports.establishment_row, iterate(query, Establishment.id))
    name = f"establishments-{clock.today().isoformat()}.csv"
    return send_export(exports.ESTABLISHMENT_HEAD, rows, name, entity="establishments")


def _filter_form() -> EstablishmentFilterForm:
    form = EstablishmentFilterForm.from_address(parks=list_parks())
    form.group.lookup = url_for(".lookup")
    if form.group.data:
        group = queries.list_firms_by_id([form.group.data]).get(form.group.data)
        set_choice(form.group, form.group.data, group.name if group else "")
    return form


def _filters(form: EstablishmentFilterForm) -> EstablishmentFilters:
    read = form.readable()
    return EstablishmentFilters(
        park_id=read["park"],
        present_on=read["present_on"],
        group_id=read["group"],
        has_ceased={"there": False, "gone": True}.get(read["state"] or ""),
    )


def _fates() -> dict[str, Any]:
    return {"fate_of": rules.fate_of, "fate_look": fate_look}


@bp.get("/establishments/<int:establishment_id>")
@may(Permission.VIEW_FIRMS)
def establishment(establishment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = queries.get_establishment(establishment_id, viewer=user)
    return render_template(
        "firms/establishment.html",
        establishment=found,
        versions=queries.list_establishment_versions(found),
        may_edit=is_granted(user, Permission.EDIT_FIRMS) and is_own_park(user, found.park_id),
        **_fates(),
    )


@bp.route("/<int:firm_id>/establishments/new", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def new_establishment(firm_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    firm = queries.get_firm(firm_id, viewer=user)
    form = NewEstablishmentForm(data={"park_id": user.park_id}, parks=_parks_of(user))
    if form.validate_on_submit():
        with form.saving():
            found = service.add_establishment(form.written(firm.id), by=user)
            _attach(found, form.files.data, user)
        if not form.has_failed:
            flash(_("The establishment is recorded."), "success")
            return redirect(url_for(".establishment", establishment_id=found.id))
    return form_page("firms/establishment_form.html", form, firm=firm, establishment=None)


@bp.route("/establishments/<int:establishment_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def edit_establishment(establishment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = _own(establishment_id, user)
    form = EstablishmentForm(obj=found, parks=_parks_of(user))
    if form.validate_on_submit():
        keep_theirs(form, found)
        with form.saving():
            service.change_establishment(
                found, form.written(found.firm_id), by=user, lock_version=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".establishment", establishment_id=establishment_id))
    conflict = conflict_rows(form, lambda: queries.get_establishment(establishment_id, viewer=user))
    return form_page(
        "firms/establishment_form.html", form, firm=found.firm, establishment=found, conflict=conflict
    )


@bp.route("/establishments/<int:establishment_id>/evidence/new", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def attach_evidence(establishment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = _own(establishment_id, user)
    form = EvidenceForm()
    if form.validate_on_submit():
        with form.saving():
            _attach(found, form.files.data, user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".establishment", establishment_id=establishment_id))
    return form_page("firms/evidence.html", form, establishment=found)


@bp.get("/evidence/<int:evidence_id>")
@may(Permission.VIEW_FIRMS)
def evidence(evidence_id: int) -> ResponseReturnValue:
    found = queries.get_evidence(evidence_id, viewer=signed_in_user())
    auditing.note(
        AuditAction.OPENED,
        entity="establishment_evidence",
        entity_id=str(found.id),
        file=found.attachment.file_name,
    )
    return send_file_safely(found.attachment)


@bp.route("/establishments/<int:establishment_id>/retract", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def retract_establishment(establishment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = _own(establishment_id, user)
    return reason_page(
        "firms/retract.html",
        lambda reason: service.retract_establishment(found, reason=reason, by=user),
        done=_("The establishment is taken back."),
        back=url_for(".establishment", establishment_id=establishment_id),
        establishment=found,
    )


@bp.post("/establishments/<int:establishment_id>/restore")
@may(Permission.EDIT_FIRMS)
def restore_establishment(establishment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = _own(establishment_id, user)
    with transaction():
        service.restore_establishment(found, by=user)
    flash(_("The establishment counts again."), "success")
    return redirect(url_for(".establishment", establishment_id=establishment_id))


def _own(establishment_id: int, user: User) -> Establishment:
    """Raises NotAllowedError where it stands in another park than the user's own."""
    found = queries.get_establishment(establishment_id, viewer=user)
    check_own_park(found.park_id, user)
    return found


def _parks_of(user: User) -> list[Park]:
    """Park staff record their own park's establishments, the office every park's."""
    own = own_park_id(user)
    return [park for park in list_parks() if own is None or park.id == own]


def _attach(found: Establishment, uploads: Iterable[FileStorage], user: User) -> None:
    for upload in uploads:
        service.attach_evidence(found, content=upload.read(), file_name=upload.filename or "", by=user)
