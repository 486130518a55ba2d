"""Ways in to engagements: the quick log, the list and its export, one engagement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from types import SimpleNamespace

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.core.visibility import may_see_project
from crm.engagements import exports, queries, service
from crm.engagements import labels as _words  # noqa: F401 - names the kinds
from crm.engagements.forms import (
    MORE_FILTERS,
    EngagementFilterForm,
    EngagementForm,
    LookupsField,
)
from crm.engagements.queries import EngagementFilters
from crm.projects import queries as projects
from crm.web.choices import to_id
from crm.web.conflicts import ConflictRow, conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import Engagement
from models.enums import EngagementKind

bp = Blueprint("engagements", __name__, url_prefix="/engagements")

SORTS = {"when": Sort(Engagement.happened_at, descending=True)}


@bp.get("")
@may(Permission.VIEW_ENGAGEMENTS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = EngagementFilterForm.from_address(choices=projects.list_choices(viewer=user))
    page = page_of(
        queries.engagements_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="when",
        id_column=Engagement.id,
    )
    return render_template(
        "engagements/index.html", page=page, form=form, chips=active_filters(form), more=MORE_FILTERS
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through, in the columns that an import takes."""
    user = signed_in_user()
    form = EngagementFilterForm.from_address(choices=projects.list_choices(viewer=user))
    rows = queries.iterate_engagements(_filters(form), viewer=user)
    name = f"engagements-{clock.today().isoformat()}.csv"
    return send_export(
        exports.HEAD, (exports.row_of(each, user) for each in rows), name, entity="engagements"
    )


def _filters(form: EngagementFilterForm) -> EngagementFilters:
    """``firm`` and ``project`` come by link."""
    read = form.readable()
    return EngagementFilters(
        query=read["q"] or "",
        kind=read["kind"],
        park_id=read["park"],
        firm_id=to_id(request.args.get("firm")),
        project_id=to_id(request.args.get("project")),
        by_id=read["by"],
        owner_id=read["owner"],
        from_day=read["from_day"],
        to_day=read["to_day"],
        is_due_by=read["due_by"],
        is_archived=bool(read["archived"]),
    )


@bp.get("/people")
@may(Permission.VIEW_CONTACTS)
def people() -> ResponseReturnValue:
    """People to choose from, by their own name or their firm's."""
    found = queries.search_people(request.args.get("q", ""), viewer=signed_in_user())
    return jsonify({"items": [{"id": row.id, "text": row.name, "note": row.firm.name} for row in found]})


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.LOG_ENGAGEMENTS)
def new() -> ResponseReturnValue:
    """The quick log: ``firm`` and ``project`` in the address are filled in already."""
    user = signed_in_user()
    firm_id, project_id = to_id(request.args.get("firm")), to_id(request.args.get("project"))
    form = EngagementForm(
        data={
            "kind": EngagementKind.VISIT,
            "happened_at": clock.now().astimezone(clock.BUSINESS_ZONE),
            "park_id": user.park_id,
            "firm_ids": [firm_id] if firm_id else [],
            "project_id": project_id,
            "next_owner_id": None,
        }
    )
    _offer(form)

    if form.validate_on_submit():
        written = form.written()
        if written.next_step and written.next_owner_id is None:
            # A step that nobody else was named for is one's own.
            written = replace(written, next_owner_id=user.id)
        with form.saving():
            engagement = service.log_engagement(written, by=user)
        if not form.has_failed:
            flash(_("Logged."), "success")
            return redirect(url_for(".detail", engagement_id=engagement.id))
    return form_page("engagements/form.html", form, engagement=None)


@bp.get("/<int:engagement_id>")
@may(Permission.VIEW_ENGAGEMENTS)
def detail(engagement_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    return render_template(
        "engagements/detail.html",
        engagement=engagement,
        may_edit=service.may_edit(engagement, user),
    )


@bp.route("/<int:engagement_id>/edit", methods=["GET", "POST"])
@may(Permission.LOG_ENGAGEMENTS)
def edit(engagement_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    service.check_may_edit(engagement, user)
    form = EngagementForm(obj=_as_written(engagement))
    _offer(form)

    if form.validate_on_submit():
        keep_theirs(form, _as_written(engagement))
        with form.saving():
            service.edit_engagement(engagement, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", engagement_id=engagement_id))
    return form_page(
        "engagements/form.html", form, engagement=engagement, conflict=_conflict(form, engagement)
    )


def _conflict(form: EngagementForm, engagement: Engagement) -> list[ConflictRow]:
    if form.has_conflict:
        _offer(form, engagement)
    return conflict_rows(form, lambda: _as_written(engagement))


def _as_written(engagement: Engagement) -> SimpleNamespace:
    """The engagement as its form shows it, by the names of the inputs, in the business zone's time."""
    written = asdict(service.fields_of(engagement))
    written["firm_ids"], written["contact_ids"] = list(written["firm_ids"]), list(written["contact_ids"])
    if engagement.project is not None and not may_see_project(signed_in_user(), engagement.project):
        written["project_id"] = None
    written["happened_at"] = engagement.happened_at.astimezone(clock.BUSINESS_ZONE).replace(tzinfo=None)
    return SimpleNamespace(**written, lock_version=engagement.lock_version)


@bp.route("/<int:engagement_id>/archive", methods=["GET", "POST"])
@may(Permission.LOG_ENGAGEMENTS)
def archive(engagement_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    service.check_may_edit(engagement, user)
    return reason_page(
        "engagements/archive.html",
        lambda reason: service.archive_engagement(engagement, reason=reason, by=user),
        done=_("The engagement is put away."),
        back=url_for(".detail", engagement_id=engagement_id),
        engagement=engagement,
    )


@bp.post("/<int:engagement_id>/restore")
@may(Permission.LOG_ENGAGEMENTS)
def restore(engagement_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    with transaction():
        service.restore_engagement(engagement, by=user)
    flash(_("The engagement is back."), "success")
    return redirect(url_for(".detail", engagement_id=engagement_id))


def _offer(form: EngagementForm, saved: Engagement | None = None) -> None:
    """Fill selects and look-ups with what this person may choose; what is chosen is shown by its name.

    Where two versions stand side by side, so is what ``saved`` has.
    """
    user = signed_in_user()
    form.offer(projects.list_choices(viewer=user))
    form.firm_ids.lookup = endpoint_url("firms.lookup") or ""
    form.contact_ids.lookup = url_for(".people")
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    firm_ids = (*form.firm_ids.ids, *(firm.id for firm in (saved.firms if saved else ())))
    _show(form.firm_ids, ((firm.id, firm.name) for firm in queries.list_firms(dict.fromkeys(firm_ids))))
    offered = queries.list_contacts(firm_ids, viewer=user)
    _show(form.contact_ids, ((contact.id, f"{contact.name} ({contact.firm.name})") for contact in offered))
    chosen = to_id(form.project_id.data)
    if chosen is not None:
        try:
            project = projects.get_project(chosen, viewer=user)
        except NotFoundError:
            form.project_id.data = None
        else:
            set_choice(form.project_id, project.id, project.name)


def _show(field: LookupsField, chosen: Iterable[tuple[int, str]]) -> None:
    field.choices = [(str(record_id), name) for record_id, name in chosen]
