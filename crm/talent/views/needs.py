"""Whom projects look for, and who of the pool fits them."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.core.visibility import may_see_project
from crm.firms import queries as firms
from crm.projects import queries as projects
from crm.talent import exports, shown
from crm.talent.forms.people import NeedFilterForm, NeedForm
from crm.talent.queries import needs as queries
from crm.talent.queries.needs import NeedFilters
from crm.talent.service import needs as service
from crm.talent.views.blueprint import bp
from crm.web.choices import to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotAllowedError, NotFoundError
from models import TalentNeed, User

SORTS = {"ref": Sort(TalentNeed.ref), "added": Sort(TalentNeed.id, descending=True)}


@bp.get("/needs")
@may(Permission.VIEW_TALENTS)
def needs() -> ResponseReturnValue:
    user = signed_in_user()
    form = NeedFilterForm.from_address(choices=projects.list_choices(viewer=user))
    query = queries.needs_query(filters_of(form), viewer=user, today=clock.today())
    page = page_of(query, sorts=SORTS, default="added", id_column=TalentNeed.id)
    return render_template(
        "talent/needs.html",
        page=page,
        form=form,
        chips=active_filters(form),
        sees_project=lambda project: may_see_project(user, project),
    )


@bp.get("/needs/export.csv")
@may(Permission.EXPORT)
def export_needs() -> ResponseReturnValue:
    user, today = signed_in_user(), clock.today()
    form = NeedFilterForm.from_address(choices=projects.list_choices(viewer=user))
    rows = queries.iterate_needs(filters_of(form), viewer=user, today=today)
    lines = (exports.need_row(each) for each in rows)
    name = f"talent-needs-{today.isoformat()}.csv"
    return send_export(exports.NEED_HEAD, lines, name, entity="talent_needs")


@bp.route("/needs/new", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def new_need() -> ResponseReturnValue:
    """``project`` or ``establishment`` may stand in the address."""
    user = signed_in_user()
    asked = {
        "park_id": user.park_id,
        "owner_id": user.id,
        "headcount": 1,
        "project_id": to_id(request.args.get("project")),
        "establishment_id": to_id(request.args.get("establishment")),
    }
    return _need_page(NeedForm(data=asked), None, user)


@bp.get("/needs/establishments")
@may(Permission.EDIT_TALENTS)
def establishment_lookup() -> ResponseReturnValue:
    """Settled firms, for the form."""
    user = signed_in_user()
    found = queries.search_establishments(request.args.get("q", ""), viewer=user, today=clock.today())
    items = [
        {"id": each.id, "text": each.registered_name, "note": f"{each.ref} · {local_name(each.park)}"}
        for each in found
    ]
    return jsonify({"items": items})


@bp.get("/needs/<int:need_id>")
@may(Permission.VIEW_TALENTS)
def need(need_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = queries.get_need(need_id, viewer=user)
    return render_template(
        "talent/need.html",
        need=row,
        fits=queries.best_talents(row, viewer=user),
        name_of=lambda talent: shown.name_of(talent, user),
        sees_project=row.project is not None and may_see_project(user, row.project),
        may_edit=is_granted(user, Permission.EDIT_TALENTS) and is_own_park(user, row.park_id),
    )


@bp.route("/needs/<int:need_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def edit_need(need_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = _own(need_id, user)
    return _need_page(NeedForm(obj=row), row, user)


@bp.route("/needs/<int:need_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def archive_need(need_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = _own(need_id, user)
    return reason_page(
        "talent/archive.html",
        lambda reason: service.archive_need(row, reason=reason, by=user),
        done=_("Put away."),
        back=url_for(".need", need_id=need_id),
        heading=_("Put the need away"),
        crumbs=_crumbs(row),
    )


@bp.post("/needs/<int:need_id>/restore")
@may(Permission.EDIT_TALENTS)
def restore_need(need_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = _own(need_id, user)
    with transaction():
        service.restore_need(row, by=user)
    flash(_("The need is back."), "success")
    return redirect(url_for(".need", need_id=need_id))


def filters_of(form: NeedFilterForm) -> NeedFilters:
    """``project`` comes by link."""
    read = form.readable()
    return NeedFilters(
        query=read["q"] or "",
        industry_id=read["industry"],
        park_id=read["park"],
        level=read["level"],
        project_id=to_id(request.args.get("project")),
        is_all=bool(read["all"]),
        is_archived=bool(read["archived"]),
    )


def _need_page(form: NeedForm, row: TalentNeed | None, user: User) -> ResponseReturnValue:
    need_id = row.id if row else None
    form.offer(projects.list_choices(viewer=user))
    _name_project(form, user)
    _name_establishment(form, user)
    if form.validate_on_submit():
        if row is not None:
            keep_theirs(form, row)
        written = form.written()
        with form.saving():
            row = service.save_need(row, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed and row is not None:
            flash(_("Saved."), "success")
            return redirect(url_for(".need", need_id=row.id))
    conflict = conflict_rows(form, lambda: queries.get_need(need_id, viewer=user)) if need_id else []
    return form_page(
        "talent/form.html",
        form,
        title=_("Edit the need") if need_id else _("Write a need down"),
        note=_("Whom a project or a settled firm looks for: who of the pool fits is proposed with reasons."),
        submit=_("Save"),
        back=url_for(".need", need_id=need_id) if need_id else url_for(".needs"),
        keep=f"talent-need-{need_id or 'new'}",
        crumbs=[{"label": _("Needs for talents"), "url": url_for(".needs")}],
        conflict=conflict,
    )


def _name_project(form: NeedForm, user: User) -> None:
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    project_id = to_id(form.project_id.data)
    if project_id is None:
        return
    try:
        project = projects.get_project(project_id, viewer=user)
    except NotFoundError:
        form.project_id.data = None
        return
    set_choice(form.project_id, project.id, project.name)
    if form.park_id.data is None and is_own_park(user, project.park_id):
        form.park_id.data = project.park_id


def _name_establishment(form: NeedForm, user: User) -> None:
    form.establishment_id.lookup = url_for(".establishment_lookup")
    establishment_id = to_id(form.establishment_id.data)
    if establishment_id is None:
        return
    try:
        found = firms.get_establishment(establishment_id, viewer=user)
    except NotFoundError:
        form.establishment_id.data = None
        return
    set_choice(form.establishment_id, found.id, found.registered_name)
    if form.park_id.data is None and is_own_park(user, found.park_id):
        form.park_id.data = found.park_id


def _own(need_id: int, user: User) -> TalentNeed:
    row = queries.get_need(need_id, viewer=user)
    if not is_own_park(user, row.park_id):
        raise NotAllowedError(_("This belongs to another park."))
    return row


def _crumbs(row: TalentNeed) -> list[dict[str, str]]:
    return [
        {"label": _("Needs for talents"), "url": url_for(".needs")},
        {"label": row.ref, "url": url_for(".need", need_id=row.id)},
    ]
