"""A record is written, changed, put away, brought back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.majors.forms.records import MajorForm
from crm.majors.queries import records as queries
from crm.majors.service import records as service
from crm.majors.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from models.enums import Preparation


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = MajorForm(data={"park_id": own_park_id(user), "preparation": Preparation.PLANNED})
    form.offer(projects.list_choices(viewer=user), is_linked=False)
    if form.validate_on_submit():
        with form.saving():
            major = service.create_major(form.written(), by=user)
        if not form.has_failed:
            flash(_("It is in the library."), "success")
            return redirect(url_for(".detail", major_id=major.id))
    return form_page("majors/form.html", form, major=None)


@bp.route("/<int:major_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def edit(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    check_own_park(major.park_id, user)
    before = service.fields_of(major)
    form = MajorForm(obj=major)
    form.offer(projects.list_choices(viewer=user), is_linked=major.project_id is not None)
    if form.validate_on_submit():
        keep_theirs(form, major)
        with form.saving():
            service.edit_major(major, form.written(before), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", major_id=major_id))
    return form_page(
        "majors/form.html",
        form,
        major=major,
        conflict=conflict_rows(form, lambda: queries.get_major(major_id, viewer=user)),
    )


@bp.route("/<int:major_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def archive(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    check_own_park(major.park_id, user)
    return reason_page(
        "majors/archive.html",
        lambda reason: service.archive_major(major, reason=reason, by=user),
        done=_("It is put away."),
        back=url_for(".detail", major_id=major_id),
        major=major,
    )


@bp.post("/<int:major_id>/restore")
@may(Permission.EDIT_MAJORS)
def restore(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    with transaction():
        service.restore_major(major, by=user)
    flash(_("It is back."), "success")
    return redirect(url_for(".detail", major_id=major_id))
