"""Ways in to changes of many projects: choose, look, change, take back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.core.visibility import may_see_project
from crm.projects import queries as projects
from crm.projects.bulk import queries, service
from crm.projects.bulk.forms import BulkForm
from crm.projects.filters import ProjectFilterForm, filters_of
from crm.web.choices import to_id
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user

bp = Blueprint("project_bulk", __name__, url_prefix="/projects/bulk")


@bp.route("", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def edit() -> ResponseReturnValue:
    """Choose what is changed of the projects, see what would change, and change it."""
    user = signed_in_user()
    choices = projects.list_choices(viewer=user)
    form = BulkForm()
    form.offer(choices)
    ids, total = _asked(ProjectFilterForm.from_address(choices=choices))
    planned = None
    if form.validate_on_submit():
        versions = _versions()
        if versions:
            with form.saving():
                change = service.change_many(form.field.data, form.value, versions, by=user)
            if not form.has_failed:
                flash(_("%(number)s projects are changed.", number=len(change.rows)), "success")
                return redirect(url_for(".detail", change_id=change.id))
        chosen = queries.list_chosen(versions or ids, viewer=user)
        planned = service.preview(chosen, form.field.data, form.value, by=user)
    return form_page(
        "project_bulk/edit.html",
        form,
        number=len(ids),
        total=total,
        most=queries.MOST,
        planned=planned,
        ready=[each for each in planned or [] if each.refused is None],
    )


@bp.get("/<int:change_id>")
@may(Permission.EDIT_PROJECTS)
def detail(change_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    change = queries.get_change(change_id, viewer=user)
    form = BulkForm(data={"field": change.field})
    form.offer(projects.list_choices(viewer=user))
    # One that passed to another park since is that park's.
    rows = [row for row in change.rows if may_see_project(user, row.project)]
    return render_template("project_bulk/detail.html", change=change, rows=rows, words_of=form.words_of)


@bp.post("/<int:change_id>/undo")
@may(Permission.EDIT_PROJECTS)
def undo(change_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    change = queries.get_change(change_id, viewer=user)
    with transaction():
        undone = service.undo_change(change, by=user)
    flash(_("%(number)s projects are as they were.", number=undone.number), "success")
    if undone.kept:
        flash(_("Changed since, and left: %(which)s.", which=_(", ").join(undone.kept)), "warning")
    return redirect(url_for(".detail", change_id=change_id))


def _asked(filters: ProjectFilterForm) -> tuple[list[int], int]:
    """The ids chosen one by one, or the first of all that the filters let through, and how many these are."""
    if request.args.get("all"):
        return queries.list_fitting_ids(filters_of(filters), viewer=signed_in_user())
    ids = sorted({number for each in request.args.getlist("id") if (number := to_id(each)) is not None})
    return ids[: queries.MOST], len(ids)


def _versions() -> dict[int, int]:
    """The rows that were looked at, each with the version seen: ``id:version``."""
    pairs = [each.partition(":") for each in request.form.getlist("rows")]
    read = [(to_id(number), to_id(version)) for number, _colon, version in pairs]
    return {number: version for number, version in read if number is not None and version is not None}
