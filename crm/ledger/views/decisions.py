"""The second key, the park's check, taking back, and reversing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.ledger import queries, rules, service
from crm.ledger.forms import DecisionForm, NoteForm
from crm.ledger.labels import REFUSALS
from crm.ledger.lenses import queries as lenses
from crm.ledger.views.address import requested_number
from crm.ledger.views.blueprint import bp
from crm.ledger.views.entry_page import entry_page
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, page_of
from models import LedgerDecision, LedgerEntry
from models.enums import Decision

QUEUE_SORTS = {
    "waiting": Sort(LedgerEntry.id),
    "effective": Sort(LedgerEntry.effective_on, descending=True),
    "recorded": Sort(LedgerEntry.recorded_at, descending=True),
}


@bp.get("/queue")
@may(Permission.VIEW_LEDGER)
def queue() -> ResponseReturnValue:
    """What waits for the second key, the longest waiting first."""
    user = signed_in_user()
    parks = {park.id: park for park in lenses.list_parks()}
    chosen = parks.get(requested_number("queue_park") or 0)
    query = queries.queue_query(viewer=user, park_id=chosen.id if chosen else None)
    page = page_of(query, sorts=QUEUE_SORTS, default="waiting", id_column=LedgerEntry.id)
    waiting = queries.count_waiting(viewer=user)
    return render_template(
        "ledger/queue.html", page=page, parks=parks, chosen=chosen, waiting=waiting, viewer=user
    )


@bp.post("/<int:entry_id>/decide")
@may(Permission.VERIFY_LEDGER)
def decide(entry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    entry = queries.get_entry(entry_id, viewer=user)
    form = DecisionForm()
    if form.validate_on_submit():
        with form.saving():
            word = service.decide_entry(
                entry, Decision(form.decision.data), by=user, note=form.note.data, seen=form.seen_number
            )
        if not form.has_failed:
            flash(_say(entry.ref, word), "success")
            return redirect(_onward(entry_id))
    return entry_page(queries.get_entry(entry_id, viewer=user), user, decision_form=form)


@bp.post("/<int:entry_id>/check")
@may(Permission.CHECK_LEDGER)
def check(entry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    entry = queries.get_entry(entry_id, viewer=user)
    form = NoteForm()
    if form.validate_on_submit():
        with form.saving():
            service.check_entry(entry, by=user, note=form.note.data)
        if not form.has_failed:
            flash(_("Checked. The provincial office sees it beside the entry."), "success")
            return redirect(_onward(entry_id))
    return entry_page(queries.get_entry(entry_id, viewer=user), user, note_form=form)


@bp.post("/<int:entry_id>/withdraw")
@may(Permission.RECORD_LEDGER)
def withdraw(entry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    entry = queries.get_entry(entry_id, viewer=user)
    form = NoteForm()
    if form.validate_on_submit():
        with form.saving():
            service.withdraw_entry(entry, by=user, note=form.note.data)
        if not form.has_failed:
            flash(_("Withdrawn. It counts nowhere."), "success")
            return redirect(url_for(".detail", entry_id=entry_id))
    return entry_page(queries.get_entry(entry_id, viewer=user), user, note_form=form)


@bp.route("/<int:entry_id>/reverse", methods=["GET", "POST"])
@may(Permission.RECORD_LEDGER)
def reverse(entry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    entry = queries.get_entry(entry_id, viewer=user)
    form = NoteForm()
    if form.validate_on_submit():
        with form.saving():
            reversal = service.record_reversal(entry, by=user, note=form.note.data)
        if not form.has_failed:
            flash(_("The reversal is recorded. It counts once a second person has verified it."), "success")
            return redirect(url_for(".detail", entry_id=reversal.id))
    against = rules.can_reverse(entry)
    return form_page("ledger/reverse.html", form, entry=entry, against=REFUSALS[against] if against else None)


def _say(ref: str, word: LedgerDecision | None) -> str:
    """Which entry it was: the page that follows may show the next one."""
    if word is None:
        return str(_("%(ref)s: that was the last decision already.", ref=ref))
    return str(_("%(ref)s: %(decision)s.", ref=ref, decision=label(word.decision)))


def _onward(entry_id: int) -> str:
    """To the next waiting entry where somebody works through the queue, else back to this one."""
    park_id = requested_number("queue_park")
    if "queue" not in request.args:
        return url_for(".detail", entry_id=entry_id)
    _before, after = queries.queue_neighbours(entry_id, viewer=signed_in_user(), park_id=park_id)
    if after is None:
        return url_for(".queue", queue_park=park_id)
    return url_for(".detail", entry_id=after, queue=1, queue_park=park_id)
