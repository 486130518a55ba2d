"""Minutes of meetings: the list, one meeting, its decisions, issuing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from crm.core.permissions import Permission, is_office
from crm.core.transactions import transaction
from crm.core.visibility import may_see_issue
from crm.issues import exports
from crm.issues.forms.minutes import DecisionForm, MinutesFilterForm, MinutesForm
from crm.issues.queries import minutes as queries
from crm.issues.queries.minutes import MinutesFilters
from crm.issues.service import minutes as service
from crm.projects import queries as projects
from crm.web.choices import records, to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import BaseForm, form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import Minutes

bp = Blueprint("minutes", __name__, url_prefix="/minutes")

SORTS = {"held": Sort(Minutes.held_on, descending=True), "ref": Sort(Minutes.ref)}


@bp.get("")
@may(Permission.VIEW_MINUTES)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = MinutesFilterForm.from_address(choices=projects.list_choices(viewer=user))
    page = page_of(
        queries.minutes_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="held",
        id_column=Minutes.id,
    )
    return render_template("minutes/index.html", page=page, form=form, chips=active_filters(form))


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through."""
    user = signed_in_user()
    form = MinutesFilterForm.from_address(choices=projects.list_choices(viewer=user))
    rows = queries.iterate_minutes(_filters(form), viewer=user)
    name = f"minutes-{clock.today().isoformat()}.csv"
    return send_export(exports.MINUTES_HEAD, map(exports.minutes_row, rows), name, entity="minutes")


def _filters(form: MinutesFilterForm) -> MinutesFilters:
    read = form.readable()
    return MinutesFilters(
        query=read["q"] or "",
        park_id=read["park"],
        since=read["since"],
        until=read["until"],
        is_issued=False if read["draft"] else None,
        is_archived=bool(read["archived"]),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_MINUTES)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = MinutesForm(data={"held_on": clock.today(), "park_id": user.park_id})
    form.offer(projects.list_choices(viewer=user), is_office=is_office(user))
    if form.validate_on_submit():
        with form.saving():
            minutes = service.write_minutes(form.written(), form.uploaded(), by=user)
        if not form.has_failed:
            flash(_("Saved as a draft. Add its decisions, then issue it."), "success")
            return redirect(url_for(".detail", minutes_id=minutes.id))
    return form_page("minutes/form.html", form, minutes=None)


@bp.get("/<int:minutes_id>")
@may(Permission.VIEW_MINUTES)
def detail(minutes_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    minutes = queries.get_minutes(minutes_id, viewer=user)
    return render_template(
        "minutes/detail.html",
        minutes=minutes,
        decisions=[each for each in minutes.decisions if not each.is_archived],
        may_edit=service.may_edit(minutes, user),
        sees_issue=lambda issue: may_see_issue(user, issue),
    )


@bp.route("/<int:minutes_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_MINUTES)
def edit(minutes_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    minutes = queries.get_minutes(minutes_id, viewer=user)
    service.check_may_edit(minutes, user)
    form = MinutesForm(obj=minutes)
    form.offer(projects.list_choices(viewer=user), is_office=is_office(user))
    if form.validate_on_submit():
        keep_theirs(form, minutes)
        written, files = form.written(), form.uploaded()
        with form.saving():
            service.edit_minutes(minutes, written, files, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", minutes_id=minutes_id))
    return form_page(
        "minutes/form.html",
        form,
        minutes=minutes,
        conflict=conflict_rows(form, lambda: queries.get_minutes(minutes_id, viewer=user)),
    )


@bp.route("/<int:minutes_id>/decisions/new", methods=["GET", "POST"])
@may(Permission.EDIT_MINUTES)
def add_decision(minutes_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    minutes = queries.get_minutes(minutes_id, viewer=user)
    service.check_may_edit(minutes, user)
    form = DecisionForm(data={"owner_id": None})
    form.owner_id.choices = records(projects.list_choices(viewer=user).staff, "")
    _name_project(form)
    if form.validate_on_submit():
        with form.saving():
            service.add_decision(minutes, form.written(), by=user)
        if not form.has_failed:
            flash(_("Added."), "success")
            return redirect(url_for(".detail", minutes_id=minutes_id))
    return form_page("minutes/decision.html", form, minutes=minutes)


@bp.post("/decisions/<int:decision_id>/drop")
@may(Permission.EDIT_MINUTES)
def drop_decision(decision_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    decision = queries.get_decision(decision_id, viewer=user)
    with transaction():
        service.drop_decision(decision, by=user)
    flash(_("Taken out."), "success")
    return redirect(url_for(".detail", minutes_id=decision.minutes_id))


@bp.route("/<int:minutes_id>/issue", methods=["GET", "POST"])
@may(Permission.ISSUE_MINUTES)
def issue(minutes_id: int) -> ResponseReturnValue:
    """Ask once more, then issue."""
    user = signed_in_user()
    minutes = queries.get_minutes(minutes_id, viewer=user)
    form = BaseForm()
    if form.validate_on_submit():
        number = 0
        with form.saving():
            number = service.issue_minutes(minutes, by=user)
        if not form.has_failed:
            opened = ngettext("%(num)s issue was opened.", "%(num)s issues were opened.", number)
            flash(f"{_('Issued.')} {opened}", "success")
            return redirect(url_for(".detail", minutes_id=minutes_id))
    decisions = [each for each in minutes.decisions if not each.is_archived]
    return form_page("minutes/issue.html", form, minutes=minutes, decisions=decisions)


@bp.route("/<int:minutes_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_MINUTES)
def archive(minutes_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    minutes = queries.get_minutes(minutes_id, viewer=user)
    service.check_may_edit(minutes, user)
    return reason_page(
        "minutes/archive.html",
        lambda reason: service.archive_minutes(minutes, reason=reason, by=user),
        done=_("The minutes are put away."),
        back=url_for(".detail", minutes_id=minutes_id),
        minutes=minutes,
    )


@bp.post("/<int:minutes_id>/restore")
@may(Permission.EDIT_MINUTES)
def restore(minutes_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    minutes = queries.get_minutes(minutes_id, viewer=user)
    with transaction():
        service.restore_minutes(minutes, by=user)
    flash(_("The minutes are back."), "success")
    return redirect(url_for(".detail", minutes_id=minutes_id))


def _name_project(form: DecisionForm) -> None:
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    chosen = to_id(form.project_id.data)
    if chosen is None:
        return
    try:
        project = projects.get_project(chosen, viewer=signed_in_user())
    except NotFoundError:
        form.project_id.data = None
    else:
        set_choice(form.project_id, project.id, project.name)
