"""The list of entries, one entry, recording, and its documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from crm.core import storage
from crm.core.permissions import Permission
from crm.ledger import queries, rules, service
from crm.ledger.forms import EntryFilterForm, EntryForm, EvidenceForm
from crm.ledger.labels import ODDITIES
from crm.ledger.lenses import queries as lenses
from crm.ledger.lenses.rules import LENSES
from crm.ledger.queries import EntryFilter
from crm.ledger.rules import EntryDraft
from crm.ledger.views.address import asked_figures, exact, requested_number
from crm.ledger.views.blueprint import bp
from crm.ledger.views.entry_page import entry_page
from crm.web.choices import one_of
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.money import Currency
from models import LedgerEntry, Park, Project, User
from models.enums import (
    Basis,
    EntryKind,
    EvidenceType,
    Measure,
    Nature,
    Origin,
    Standing,
)

SORTS = {
    "recorded": Sort(LedgerEntry.recorded_at, descending=True),
    "effective": Sort(LedgerEntry.effective_on, descending=True),
    "ref": Sort(LedgerEntry.ref),
}


@bp.get("")
@may(Permission.VIEW_LEDGER)
def index() -> ResponseReturnValue:
    user, parks = signed_in_user(), lenses.list_parks()
    form = EntryFilterForm.from_address(parks=parks)
    page = page_of(
        _asked_entries(form, user, parks), sorts=SORTS, default="recorded", id_column=LedgerEntry.id
    )
    return render_template("ledger/index.html", page=page, form=form, chips=active_filters(form))


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through, in the columns of an import and what came of it."""
    user, parks = signed_in_user(), lenses.list_parks()
    query = _asked_entries(EntryFilterForm.from_address(parks=parks), user, parks)
    rows = queries.iterate_entries(query)
    name = f"ledger-{clock.today():%Y%m%d}.csv"
    return send_export(EXPORT_HEAD, _exported(rows), name, entity="ledger_entries")


@bp.get("/<int:entry_id>")
@may(Permission.VIEW_LEDGER)
def detail(entry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    return entry_page(queries.get_entry(entry_id, viewer=user), user)


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.RECORD_LEDGER)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = EntryForm()
    project = _chosen_project(form, user)
    if form.validate_on_submit() and project is not None:
        with form.saving():
            entry = service.record_entry(project, _draft(form), by=user)
            odd = service.find_oddities(entry)
        if not form.has_failed:
            flash(_("Recorded. It counts once a second person has verified it."), "success")
            for oddity in odd:
                flash(str(ODDITIES[oddity]), "warning")
            return redirect(url_for(".detail", entry_id=entry.id, _anchor="evidence"))
    codes = ", ".join(park.code for park in lenses.list_parks())
    return form_page("ledger/new.html", form, project=project, park_codes=codes, today=clock.today())


@bp.post("/<int:entry_id>/evidence")
@may(Permission.RECORD_LEDGER)
def add_evidence(entry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    entry = queries.get_entry(entry_id, viewer=user)
    form = EvidenceForm()
    if form.validate_on_submit():
        with form.saving():
            for upload in form.files.data:
                _keep_evidence(entry, form, upload, user)
        if not form.has_failed:
            flash(_("The document is kept with the entry."), "success")
            return redirect(url_for(".detail", entry_id=entry.id))
    return entry_page(queries.get_entry(entry_id, viewer=user), user, evidence_form=form)


def _keep_evidence(entry: LedgerEntry, form: EvidenceForm, upload: Any, user: User) -> None:
    attachment = storage.attach(upload.read(), upload.filename, by_id=user.id)
    service.add_evidence(
        entry,
        type=EvidenceType(form.type.data),
        attachment=attachment,
        document_number=form.document_number.data,
        by=user,
    )


def _chosen_project(form: EntryForm, user: User) -> Project | None:
    """The project of the form or the address, checked against what the person may see."""
    project_id = form.project.data or requested_number("project")
    form.project.lookup = endpoint_url("projects.lookup") or ""
    if not project_id:
        return None
    project = queries.get_project(int(project_id), viewer=user)
    if not form.is_submitted():
        form.project.data = project.id
    set_choice(form.project, project.id, f"{project.name} ({project.ref})")
    return project


def _draft(form: EntryForm) -> EntryDraft:
    return EntryDraft(
        kind=EntryKind(form.kind.data),
        amount_minor=int(form.amount.data or 0),
        currency=Currency(form.currency.data),
        effective_on=form.effective_on.data,  # type: ignore[arg-type]
        nature=Nature(form.nature.data),
        origin=Origin(form.origin.data),
        basis=one_of(Basis)(form.basis.data),
        credit=service.read_credit(form.credit.data) if form.credit.data else None,
        note=form.note.data,
    )


def _asked_entries(form: EntryFilterForm, user: User, parks: Sequence[Park]) -> Select[LedgerEntry]:
    by_code = {park.code: park.id for park in parks}
    narrow = EntryFilter(
        park_id=by_code.get(form.park.data or ""),
        kind=one_of(EntryKind)(form.kind.data),
        measure=one_of(Measure)(form.measure.data),
        standing=one_of(Standing)(form.standing.data),
        nature=one_of(Nature)(form.nature.data),
        origin=one_of(Origin)(form.origin.data),
        project_id=requested_number("project"),
        firm_id=requested_number("firm"),
        group_id=requested_number("group"),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        text=form.text.data,
        recorded_by_id=user.id if form.mine.data else None,
    )
    query = queries.entries_query(narrow, viewer=user)
    lens = LENSES.get(form.lens.data or "")
    return query if lens is None else query.where(lenses.behind(lens, asked_figures(user).question))


EXPORT_HEAD = (
    *("ref", "project_ref", "kind", "amount", "currency", "effective_on", "nature", "origin", "basis"),
    *("credit", "reverses", "note", "rate", "rate_month", "usd", "cny", "standing", "recorded_at"),
)


def _exported(entries: Iterator[LedgerEntry]) -> Iterator[Sequence[object]]:
    for entry in entries:
        yield (
            entry.ref,
            entry.project.ref,
            entry.kind.value,
            exact(entry.amount_minor),
            entry.currency.value,
            entry.effective_on.isoformat(),
            entry.nature.value,
            entry.origin.value,
            entry.basis.value if entry.basis else "",
            rules.format_credit((share.park.code, share.share) for share in entry.shares),
            entry.reverses.ref if entry.reverses else "",
            entry.note,
            entry.rate,
            entry.rate_month,
            exact(entry.usd_cents),
            exact(entry.cny_fen),
            label(entry.standing.standing),
            clock.format_moment(entry.recorded_at),
        )
