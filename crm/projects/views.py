"""Ways in to projects: the list and its export, the forms, the files. The page of one project is in pages."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import auditing
from crm.core.permissions import Permission, check_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.projects import columns, exports, queries, rules, service
from crm.projects.filters import MORE_FILTERS, ProjectFilterForm, cohort_words, filters_of
from crm.projects.forms import DocumentForm, NewProjectForm, ProjectForm
from crm.projects.labels import REMEDIES, REQUIREMENTS
from crm.projects.service import ProjectFields
from crm.web.choices import one_of, to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.downloads import send_export, send_file_safely
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import Project
from models.enums import AuditAction, ProjectDocumentKind, Stage

bp = Blueprint("projects", __name__, url_prefix="/projects")

SORTS = {
    "changed": Sort(Project.updated_at, descending=True),
    "name": Sort(Project.name_key),
    "ref": Sort(Project.ref),
}


@bp.get("")
@may(Permission.VIEW_PROJECTS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = ProjectFilterForm.from_address(choices=queries.list_choices(viewer=user))
    page = page_of(
        queries.projects_query(filters_of(form), viewer=user),
        sorts=SORTS,
        default="changed",
        id_column=Project.id,
    )
    return render_template(
        "projects/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        cohort=cohort_words(),
        shown=columns.chosen_columns(),
        every_column=columns.COLUMNS,
        choosing=is_granted(user, Permission.EDIT_PROJECTS),
    )


@bp.get("/shown.csv")
@may(Permission.EXPORT)
def export_shown() -> ResponseReturnValue:
    """All that the filters let through, in the columns that the list shows."""
    user = signed_in_user()
    form = ProjectFilterForm.from_address(choices=queries.list_choices(viewer=user))
    shown = columns.chosen_columns()
    found = queries.iterate_projects(filters_of(form), viewer=user)
    rows = (columns.row_of(project, shown) for project in found)
    name = f"projects-{clock.today().isoformat()}.csv"
    return send_export(columns.head(shown), rows, name, entity="projects")


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through, in the columns that an import takes."""
    user = signed_in_user()
    form = ProjectFilterForm.from_address(choices=queries.list_choices(viewer=user))
    rows = queries.iterate_projects(filters_of(form), viewer=user)
    name = f"projects-{clock.today().isoformat()}.csv"
    return send_export(exports.HEAD, map(exports.row_of, rows), name, entity="projects")


@bp.get("/lookup")
@may(Permission.VIEW_PROJECTS)
def lookup() -> ResponseReturnValue:
    found = queries.lookup_projects(request.args.get("q", ""), viewer=signed_in_user())
    items = [{"id": row.id, "text": row.name, "note": f"{row.ref} · {row.firm.name}"} for row in found]
    return jsonify({"items": items})


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = NewProjectForm(data={"lead_on": clock.today(), "park_id": user.park_id, **_asked_firm()})
    _offer(form, form.firm_id.data)
    form.mark_needed(Stage.TALKS)
    if form.validate_on_submit():
        with form.saving():
            project = service.create_project(
                ProjectFields(**form.written()),
                by=user,
                lead_on=form.data["lead_on"],
                matter=form.matter.data,
            )
        if not form.has_failed:
            flash(_("The project is opened as a lead."), "success")
            return redirect(url_for("projects.detail", project_id=project.id))
    return form_page("projects/form.html", form, project=None)


def _asked_firm() -> dict[str, int]:
    firm_id = to_id(request.args.get("firm"))
    return {"firm_id": firm_id} if firm_id is not None else {}


@bp.route("/<int:project_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def edit(project_id: int) -> ResponseReturnValue:
    return _edited(project_id)


@bp.route("/<int:project_id>/fill/<key>", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def fill(project_id: int, key: str) -> ResponseReturnValue:
    """The form for just what a requirement of a gate asks for, or several with commas between them.

    ``then`` in the address is the stage to which the project goes on from there.
    """
    keys = key.split(",")
    wanted = [rules.REQUIREMENTS.get(each) for each in keys]
    if not all(requirement and requirement.fields for requirement in wanted):
        raise NotFoundError(_("Nothing of a project's own is asked for here."))
    return _edited(project_id, keys)


def _edited(project_id: int, keys: Sequence[str] = ()) -> ResponseReturnValue:
    user = signed_in_user()
    project = queries.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    form = ProjectForm(obj=project)
    _offer(form, form.firm_id.data or project.firm_id, park_id=project.park_id)
    form.mark_needed(rules.next_stage(project.stage))
    if keys:
        form.keep_only(name for key in keys for name in rules.REQUIREMENTS[key].fields)
    if form.validate_on_submit():
        keep_theirs(form, project)
        written = ProjectFields(**form.written(service.fields_of(project)))
        with form.saving():
            service.edit_project(
                project, written, by=user, lock_version=form.lock_version.data, matter=form.matter.data
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(_after_editing(project_id))
    return form_page(
        "projects/fill.html" if keys else "projects/form.html",
        form,
        project=project,
        conflict=conflict_rows(form, lambda: queries.get_project(project_id, viewer=user)),
        title=_(", ").join(str(REQUIREMENTS[key]) for key in keys),
        remedy=" ".join(str(REMEDIES[key]) for key in keys),
    )


def _after_editing(project_id: int) -> str:
    """Back to the project, or on to the move for which something was missing."""
    then = one_of(Stage)(request.args.get("then"))
    on = endpoint_url("pipeline.move", project_id=project_id, to=then.value) if then else None
    return on or url_for("projects.detail", project_id=project_id)


def _offer(form: ProjectForm, firm_id: int | None, park_id: int | None = None) -> None:
    """Fill the selects and the look-up of the firm with what this person may choose."""
    user = signed_in_user()
    form.offer(queries.list_choices(viewer=user))
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    if firm_id is None:
        return
    try:
        firm = firms.get_firm(firm_id, viewer=user)
    except NotFoundError:
        return
    set_choice(form.firm_id, firm.id, firm.name)
    if park_id is not None:
        entities = queries.list_establishments_for(firm.id, park_id)
        form.establishment_id.choices = [
            ("", ""),
            *((str(entity.id), f"{entity.registered_name} ({entity.registered_on})") for entity in entities),
        ]


@bp.route("/<int:project_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def archive(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = queries.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    return reason_page(
        "projects/archive.html",
        lambda reason: service.archive_project(project, reason=reason, by=user),
        done=_("The project is put away."),
        back=url_for("projects.detail", project_id=project_id),
        project=project,
    )


@bp.post("/<int:project_id>/restore")
@may(Permission.EDIT_PROJECTS)
def restore(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = queries.get_project(project_id, viewer=user)
    with transaction():
        service.restore_project(project, by=user)
    flash(_("The project is back."), "success")
    return redirect(url_for("projects.detail", project_id=project_id))


@bp.route("/<int:project_id>/documents/new", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def attach(project_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    project = queries.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    form = DocumentForm(data={"kind": request.args.get("kind", ProjectDocumentKind.AGREEMENT.value)})
    if form.validate_on_submit():
        with form.saving():
            _attach_all(project, form)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for("projects.detail", project_id=project_id))
    return form_page("projects/attach.html", form, project=project)


def _attach_all(project: Project, form: DocumentForm) -> None:
    for upload in form.files.data:
        service.attach_document(
            project,
            content=upload.read(),
            file_name=upload.filename,
            kind=form.kind.data,
            by=signed_in_user(),
        )


@bp.get("/documents/<int:document_id>")
@may(Permission.VIEW_PROJECTS)
def document(document_id: int) -> ResponseReturnValue:
    found = queries.get_document(document_id, viewer=signed_in_user())
    auditing.note(
        AuditAction.OPENED,
        entity="project_documents",
        entity_id=str(found.id),
        file=found.attachment.file_name,
    )
    return send_file_safely(found.attachment)
