"""The list of firms and its export, adding and editing, who owns whom. The page of one firm is in pages."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import names
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms import exports, queries, service
from crm.firms.forms import (
    MORE_FIRM_FILTERS,
    FirmFilterForm,
    FirmForm,
    NewFirmForm,
    ParentForm,
    RegisterForm,
    as_prefilled,
    as_written,
)
from crm.firms.queries import Choices, FirmFilters, FirmState
from crm.firms.views.blueprint import bp
from crm.web.choices import to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.fields import LookupField, set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError, RuleError
from models import Firm

SORTS = {
    "name": Sort(Firm.pinyin_key),
    "changed": Sort(Firm.updated_at, descending=True),
    "ref": Sort(Firm.ref),
}


@bp.get("")
@may(Permission.VIEW_FIRMS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    choices = queries.list_choices()
    form = _filter_form(choices)
    page = page_of(
        queries.add_parks(queries.firms_query(_filters(form), viewer=user)),
        sorts=SORTS,
        default="changed",
        id_column=Firm.id,
        scalar=False,
    )
    return render_template(
        "firms/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FIRM_FILTERS,
        park_names={str(park.id): local_name(park) for park in choices.parks},
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through, in the columns that an import takes."""
    rows = queries.iterate_firms(_filters(_filter_form(queries.list_choices())), viewer=signed_in_user())
    name = f"firms-{clock.today().isoformat()}.csv"
    return send_export(exports.HEAD, map(exports.row_of, rows), name, entity="firms")


def _filter_form(choices: Choices) -> FirmFilterForm:
    form = FirmFilterForm.from_address(choices=choices)
    form.group.lookup = url_for(".lookup")
    _show_choice(form.group)
    return form


def _filters(form: FirmFilterForm) -> FirmFilters:
    read = form.readable()
    kind, _dash, number = str(read["ranked"] or "").partition("-")
    ranked_id = to_id(number)
    return FirmFilters(
        query=read["q"] or "",
        industry_id=read["industry"],
        group_id=read["group"],
        is_group=bool(read["only_groups"]),
        edition_id=ranked_id if kind == "edition" else None,
        series_id=ranked_id if kind == "series" else None,
        park_id=read["park"],
        state=FirmState(read["state"]) if read["state"] else None,
        is_archived=bool(read["archived"]),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def new() -> ResponseReturnValue:
    register = RegisterForm.from_address()
    form = NewFirmForm(obj=_prefilled(register))
    form.parent_id.lookup = url_for(".lookup")
    _show_choice(form.parent_id)
    if form.validate_on_submit():
        with form.saving():
            firm = _add(form)
        if not form.has_failed:
            flash(_("The firm is added."), "success")
            return redirect(url_for("firms.detail", firm_id=firm.id))
    namesakes = _namesakes(form) if "is_distinct" in form.errors else []
    return _firm_page(form, firm=None, register=register, namesakes=namesakes)


def _add(form: NewFirmForm) -> Firm:
    parent_id = form.parent_id.data
    parent = queries.get_firm(parent_id, viewer=signed_in_user()) if parent_id else None
    return service.add_firm(form.written(), parent=parent, is_distinct=form.is_distinct.data)


def _prefilled(register: RegisterForm) -> object:
    """What the register says of the company chosen; nothing where none is."""
    register.register.lookup = url_for(".register_lookup")
    company_id = register.register.data
    if not company_id:
        return None
    company = queries.get_registered_company(company_id)
    set_choice(register.register, company.id, f"{company.code} {company.name_hant}")
    return as_prefilled(service.fields_from_register(company))


def _namesakes(form: FirmForm) -> Sequence[Firm]:
    keys = [names.fold(form[name].data or "") for name in ("name_hant", "name_hans", "name_en")]
    return queries.list_namesakes(keys)


@bp.route("/<int:firm_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def edit(firm_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    firm = queries.get_firm(firm_id, viewer=user)
    form = FirmForm(obj=as_written(firm))
    if form.validate_on_submit():
        keep_theirs(form, as_written(firm))
        with form.saving():
            service.change_firm(firm, form.written(), lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for("firms.detail", firm_id=firm_id))
    conflict = conflict_rows(form, lambda: as_written(queries.get_firm(firm_id, viewer=user)))
    return _firm_page(form, firm=firm, conflict=conflict)


def _firm_page(form: FirmForm, **context: object) -> ResponseReturnValue:
    return form_page("firms/form.html", form, industries=queries.list_industries(), **context)


@bp.route("/<int:firm_id>/parent", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def parent(firm_id: int) -> ResponseReturnValue:
    """Who owns the firm, from a day on: a new version, never a change of the old one."""
    user = signed_in_user()
    firm = queries.get_firm(firm_id, viewer=user)
    form = ParentForm()
    form.parent.lookup = url_for(".lookup")
    _show_choice(form.parent)
    if form.validate_on_submit():
        with form.saving():
            _set_parent(firm, form)
        if not form.has_failed:
            flash(_("Recorded who owns the firm."), "success")
            return redirect(url_for("firms.detail", firm_id=firm_id))
    return form_page("firms/parent.html", form, firm=firm, versions=queries.list_parentages(firm_id))


def _set_parent(firm: Firm, form: ParentForm) -> None:
    parent_id = form.parent.data
    if bool(parent_id) is bool(form.is_independent.data):
        words = _("Choose who owns it, or say that nobody does.")
        raise RuleError(words, fields={"parent": words})
    owner = queries.get_firm(parent_id, viewer=signed_in_user()) if parent_id else None
    service.set_parent(firm, owner, holds_from=form.data["holds_from"])


@bp.route("/<int:firm_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_FIRMS)
def archive(firm_id: int) -> ResponseReturnValue:
    firm = queries.get_firm(firm_id, viewer=signed_in_user())
    return reason_page(
        "firms/archive.html",
        lambda reason: service.archive_firm(firm, reason=reason),
        done=_("The firm is put away."),
        back=url_for("firms.detail", firm_id=firm_id),
        firm=firm,
    )


@bp.post("/<int:firm_id>/restore")
@may(Permission.EDIT_FIRMS)
def restore(firm_id: int) -> ResponseReturnValue:
    firm = queries.get_firm(firm_id, viewer=signed_in_user())
    with transaction():
        service.restore_firm(firm)
    flash(_("The firm is back."), "success")
    return redirect(url_for("firms.detail", firm_id=firm_id))


def _show_choice(field: LookupField) -> None:
    """Name the firm that is chosen; an id that leads nowhere is no choice."""
    if not field.data:
        return
    try:
        chosen = queries.get_firm(field.data, viewer=signed_in_user())
    except NotFoundError:
        field.data = None
    else:
        set_choice(field, chosen.id, chosen.name)
