"""The green channel for land: of one record, and what is unfinished in all."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from crm.core.permissions import Permission, check_own_park, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.majors import columns, rules
from crm.majors.forms.parts import StepForm
from crm.majors.forms.records import GreenFilterForm
from crm.majors.queries import greens as queries
from crm.majors.queries.greens import GreenFilters
from crm.majors.queries.records import get_major, list_staff
from crm.majors.service import greens as service
from crm.majors.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import GreenChannelStep

SORTS = {"due": Sort(GreenChannelStep.due_on)}


@bp.get("/greens")
@may(Permission.VIEW_MAJORS)
def greens() -> ResponseReturnValue:
    """What is unfinished, over all major projects: the most urgent first."""
    user, form = signed_in_user(), _filter_form()
    page = page_of(
        queries.steps_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="due",
        id_column=GreenChannelStep.id,
    )
    return render_template(
        "majors/greens.html",
        page=page,
        form=form,
        chips=active_filters(form),
        missing_of=_missing,
        seen_to_by=rules.seen_to_by,
        name_of=columns.name_of,
    )


@bp.get("/greens.csv")
@may(Permission.EXPORT)
def export_greens() -> ResponseReturnValue:
    """All that the filters let through."""
    rows = queries.iterate_steps(_filters(_filter_form()), viewer=signed_in_user())
    name = f"green-channel-{clock.today().isoformat()}.csv"
    return send_export(columns.STEPS_HEAD, map(columns.step_row, rows), name, entity="green_channel_steps")


def _filter_form() -> GreenFilterForm:
    choices = projects.list_choices(viewer=signed_in_user())
    return GreenFilterForm.from_address(choices=choices, kinds=queries.list_used_kinds())


def _filters(form: GreenFilterForm) -> GreenFilters:
    read = form.readable()
    return GreenFilters(
        park_id=read["park"],
        kind_id=read["kind"],
        owner_id=read["owner"],
        overdue_on=clock.today() if read["overdue"] else None,
    )


def _missing(step: GreenChannelStep) -> list[rules.Missing]:
    return rules.missing_of(step, has_responsible=rules.responsible_of(step.major) is not None)


@bp.get("/<int:major_id>/green")
@may(Permission.VIEW_MAJORS)
def green(major_id: int) -> ResponseReturnValue:
    """The checklist on a page of its own, to be worked through and printed."""
    user = signed_in_user()
    major = get_major(major_id, viewer=user)
    return render_template(
        "majors/green.html",
        major=major,
        facts=rules.facts_of(major),
        steps=queries.list_steps(major),
        missing_of=_missing,
        seen_to_by=rules.seen_to_by,
        may_edit=not major.is_archived
        and is_granted(user, Permission.EDIT_MAJORS)
        and is_own_park(user, major.park_id),
    )


@bp.post("/<int:major_id>/green")
@may(Permission.EDIT_MAJORS)
def begin_green(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = get_major(major_id, viewer=user)
    with transaction():
        number = service.begin(major, by=user)
    added = ngettext("%(num)s step was put on the list.", "%(num)s steps were put on the list.", number)
    flash(added, "success")
    return redirect(url_for(".green", major_id=major_id))


@bp.route("/green/<int:green_step_id>", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def edit_step(green_step_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    step = queries.get_step(green_step_id, viewer=user)
    check_own_park(step.major.park_id, user)
    form = StepForm(obj=step)
    form.offer_owners(list_staff(step.major.park_id), step.owner)
    if form.validate_on_submit():
        keep_theirs(form, step)
        written, files = form.written(), form.uploaded()
        with form.saving():
            service.edit_step(step, written, files, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".green", major_id=step.major_id))
    return form_page(
        "majors/step.html",
        form,
        major=step.major,
        step=step,
        conflict=conflict_rows(form, lambda: queries.get_step(green_step_id, viewer=user)),
    )
