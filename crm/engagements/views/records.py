"""Engagements: the list and its export, one of them, logging and changing it."""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.core.visibility import may_see_project
from crm.engagements import comments, exports, queries, service
from crm.engagements import labels as _words  # noqa: F401 - names the kinds
from crm.engagements.forms import MORE_FILTERS, EngagementFilterForm, EngagementForm
from crm.engagements.queries import EngagementFilters
from crm.engagements.views.blueprint import bp
from crm.engagements.views.discussion import detail_page
from crm.engagements.views.logging import blank_form, log_from
from crm.engagements.views.offers import offer
from crm.projects import queries as projects
from crm.web.choices import to_id
from crm.web.conflicts import ConflictRow, conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Engagement

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
    """``firm``, ``project`` and ``contact`` come by link."""
    read = form.readable()
    return EngagementFilters(
        query=read["q"] or "",
        kind=read["kind"],
        park_id=read["park"],
        firm_id=to_id(request.args.get("firm")),
        project_id=to_id(request.args.get("project")),
        contact_id=to_id(request.args.get("contact")),
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
    """All of an engagement: ``firm`` and ``project`` in the address are filled in already."""
    form = blank_form()
    engagement = log_from(form)
    if engagement is not None:
        flash(_("Logged."), "success")
        return redirect(url_for(".detail", engagement_id=engagement.id))
    return form_page("engagements/form.html", form, engagement=None)


@bp.get("/<int:engagement_id>")
@may(Permission.VIEW_ENGAGEMENTS)
def detail(engagement_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    return detail_page(engagement)


@bp.route("/<int:engagement_id>/edit", methods=["GET", "POST"])
@may(Permission.LOG_ENGAGEMENTS)
def edit(engagement_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    service.check_may_edit(engagement, user)
    form = EngagementForm(obj=_as_written(engagement))
    offer(form, engagement)

    if form.validate_on_submit():
        keep_theirs(form, _as_written(engagement))
        with form.saving():
            service.edit_engagement(
                engagement,
                form.written(),
                by=user,
                lock_version=form.lock_version.data,
                matter=form.matter.data,
            )
            comments.attach_files(engagement, form.uploads(), by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", engagement_id=engagement_id))
    return form_page(
        "engagements/form.html", form, engagement=engagement, conflict=_conflict(form, engagement)
    )


def _conflict(form: EngagementForm, engagement: Engagement) -> list[ConflictRow]:
    if form.has_conflict:
        offer(form, engagement)
    return conflict_rows(form, lambda: _as_written(engagement))


def _as_written(engagement: Engagement) -> SimpleNamespace:
    """The engagement as its form shows it, by the names of the inputs, in the business zone's time."""
    written = asdict(service.fields_of(engagement))
    for name in ("firm_ids", "contact_ids", "user_ids"):
        written[name] = list(written[name])
    written["is_one_way"] = not written.pop("is_two_way")
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
