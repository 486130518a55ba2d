"""Approvals done for the firm: a project's checklist, what is unfinished in all, the usual ones."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from crm.core.permissions import Permission, check_own_park, is_own_park
from crm.core.transactions import transaction
from crm.issues import exports
from crm.issues.forms.procedures import KindForm, ProcedureFilterForm, ProcedureForm
from crm.issues.queries import procedures as queries
from crm.issues.queries.procedures import ProcedureFilters
from crm.issues.service import procedures as service
from crm.projects import queries as projects
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Procedure

bp = Blueprint("procedures", __name__)

SORTS = {"due": Sort(Procedure.due_on)}


@bp.get("/procedures")
@may(Permission.VIEW_PROJECTS)
def index() -> ResponseReturnValue:
    """What is unfinished, over all projects: the most urgent first."""
    user = signed_in_user()
    form = _filter_form()
    page = page_of(
        queries.procedures_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="due",
        id_column=Procedure.id,
    )
    return render_template("procedures/index.html", page=page, form=form, chips=active_filters(form))


@bp.get("/procedures/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through."""
    rows = queries.iterate_procedures(_filters(_filter_form()), viewer=signed_in_user())
    name = f"procedures-{clock.today().isoformat()}.csv"
    return send_export(exports.PROCEDURES_HEAD, map(exports.procedure_row, rows), name, entity="procedures")


def _filter_form() -> ProcedureFilterForm:
    choices = projects.list_choices(viewer=signed_in_user())
    return ProcedureFilterForm.from_address(choices=choices, kinds=[*queries.list_kinds()])


def _filters(form: ProcedureFilterForm) -> ProcedureFilters:
    read = form.readable()
    return ProcedureFilters(
        query=read["q"] or "",
        park_id=read["park"],
        responsible_id=read["responsible"],
        kind_id=read["kind"],
        overdue_on=clock.today() if read["overdue"] else None,
    )


@bp.get("/projects/<int:project_id>/procedures")
@may(Permission.VIEW_PROJECTS)
def of_project(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    return render_template(
        "procedures/project.html",
        project=project,
        procedures=queries.list_procedures(project_id),
        may_edit=is_own_park(user, project.park_id) and not project.is_archived,
    )


@bp.post("/projects/<int:project_id>/procedures/begin")
@may(Permission.EDIT_PROJECTS)
def begin(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    with transaction():
        number = service.begin(project, by=user)
    added = ngettext(
        "%(num)s approval was put on the list.", "%(num)s approvals were put on the list.", number
    )
    flash(added, "success")
    return redirect(url_for(".of_project", project_id=project_id))


@bp.route("/projects/<int:project_id>/procedures/new", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def new(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = projects.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    form = ProcedureForm(data={"is_needed": True, "responsible_id": project.responsible_id})
    form.offer(projects.list_choices(viewer=user))
    if form.validate_on_submit():
        with form.saving():
            service.add_procedure(project, form.written(), form.uploaded(), by=user)
        if not form.has_failed:
            flash(_("Added."), "success")
            return redirect(url_for(".of_project", project_id=project_id))
    return form_page("procedures/form.html", form, project=project, procedure=None)


@bp.route("/procedures/<int:procedure_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def edit(procedure_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    procedure = queries.get_procedure(procedure_id, viewer=user)
    check_own_park(procedure.project.park_id, user)
    form = ProcedureForm(obj=procedure)
    form.offer(projects.list_choices(viewer=user))
    if procedure.kind_id is not None:
        del form.name
    if form.validate_on_submit():
        keep_theirs(form, procedure)
        written, files = form.written(), form.uploaded()
        with form.saving():
            service.edit_procedure(procedure, written, files, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".of_project", project_id=procedure.project_id))
    return form_page(
        "procedures/form.html",
        form,
        project=procedure.project,
        procedure=procedure,
        conflict=conflict_rows(form, lambda: queries.get_procedure(procedure_id, viewer=user)),
    )


@bp.get("/procedures/kinds")
@may(Permission.EDIT_PROCEDURE_KINDS)
def kinds() -> ResponseReturnValue:
    return render_template("procedures/kinds.html", kinds=queries.list_kinds())


@bp.route("/procedures/kinds/<int:kind_id>", methods=["GET", "POST"])
@may(Permission.EDIT_PROCEDURE_KINDS)
def edit_kind(kind_id: int) -> ResponseReturnValue:
    kind = queries.get_kind(kind_id)
    form = KindForm(obj=kind)
    if form.validate_on_submit():
        keep_theirs(form, kind)
        with form.saving():
            service.edit_kind(kind, form.written(), lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".kinds"))
    return form_page(
        "procedures/kind.html",
        form,
        kind=kind,
        conflict=conflict_rows(form, lambda: queries.get_kind(kind_id)),
    )
