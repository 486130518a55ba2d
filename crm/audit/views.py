"""The log for the auditor: list, one record, export, walk along the chain."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.audit import jobs, labels, queries
from crm.audit.forms import LogFilterForm, VerifyForm
from crm.audit.personal import masked
from crm.audit.queries import LogFilter
from crm.core import auditing
from crm.core.database import session
from crm.core.jobs import enqueue
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import AuditRecord
from models.enums import AuditAction

bp = Blueprint("audit", __name__, url_prefix="/audit")

SORTS = {"newest": Sort(AuditRecord.sequence, descending=True)}


@bp.get("")
@may(Permission.VIEW_AUDIT)
def index() -> ResponseReturnValue:
    form = LogFilterForm.from_address()
    page = page_of(
        queries.list_records(_filters(form)), sorts=SORTS, default="newest", id_column=AuditRecord.sequence
    )
    return render_template(
        "audit/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        entity_label=labels.entity_label,
        reason=reason_of,
    )


@bp.get("/<int:sequence>")
@may(Permission.VIEW_AUDIT)
def detail(sequence: int) -> ResponseReturnValue:
    record = queries.get_record(sequence, viewer=signed_in_user())
    return render_template(
        "audit/detail.html",
        record=record,
        rows=list(_rows(record)),
        request_count=queries.count_request(record),
        entity_label=labels.entity_label,
    )


@bp.get("/export.csv")
@may(Permission.VIEW_AUDIT)
def export() -> ResponseReturnValue:
    """All that the filters let through. That it was taken is itself in the log."""
    filters = _filters(LogFilterForm.from_address())
    head = [
        _("Number"),
        _("Time"),
        _("Who"),
        _("Action"),
        _("Kind of record"),
        _("Number of the record"),
        _("Way in"),
        _("Request"),
        _("Before and after"),
        _("Hash"),
    ]
    rows = map(_csv_row, queries.walk_records(filters))
    return send_export(head, rows, f"audit-{clock.today().isoformat()}.csv", entity="audit_records")


@bp.route("/verification", methods=["GET", "POST"])
@may(Permission.VIEW_AUDIT)
def verification() -> ResponseReturnValue:
    """Ask for a walk along the chain, and see how the last one went."""
    form = VerifyForm()
    if form.validate_on_submit():
        with transaction():
            enqueue(queries.VERIFICATION, {})
        flash(_("The walk along the chain has been asked for."), "success")
        return redirect(url_for(".verification"))
    number, head = auditing.head(session())
    return render_template(
        "audit/verification.html",
        form=form,
        job=queries.find_last_verification(),
        number=number,
        head=head,
    )


@bp.get("/verification/walk")
@may(Permission.VIEW_AUDIT)
def walk() -> ResponseReturnValue:
    """How far the last walk is: a part of the page above, asked for until it has ended."""
    job = queries.find_last_verification()
    if job is None:
        raise NotFoundError(_("Nobody has asked for a walk along the chain yet."))
    return render_template("audit/_walk.html", job=job)


def _filters(form: LogFilterForm) -> LogFilter:
    """An unreadable value narrows nothing."""
    values = {name: value.strip() for name, value in form.data.items() if isinstance(value, str)}
    if form.action.errors:
        values["action"] = ""
    return LogFilter(
        actor=values.get("actor", ""),
        action=AuditAction(values["action"]) if values.get("action") else None,
        entity=values.get("entity", ""),
        entity_id=values.get("entity_id", ""),
        request_id=values.get("request_id", ""),
        from_day=form.data["from_day"],
        to_day=form.data["to_day"],
    )


def reason_of(record: AuditRecord) -> str:
    """Why something was refused, for the list; nothing for what was done."""
    content = record.detail.content if record.detail else {}
    return str(content.get("reason", [None, ""])[1] or "")


def _rows(record: AuditRecord) -> Iterator[tuple[str, str, str]]:
    """(column, before, after) of what changed."""
    content = masked(record.entity, record.detail.content if record.detail else {})
    for name, (before, after) in sorted(content.items()):
        yield name, _text(before), _text(after)


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _csv_row(record: AuditRecord) -> list[object]:
    content = masked(record.entity, record.detail.content if record.detail else {})
    return [
        record.sequence,
        clock.format_moment(record.at),
        record.actor_name,
        label(record.action),
        labels.entity_label(record.entity),
        record.entity_id,
        record.origin,
        record.request_id,
        json.dumps(content, ensure_ascii=False, sort_keys=True),
        record.hash,
    ]


__all__ = ["bp", "jobs"]
