"""The page of one entry: where every step on it starts, and where a refused one comes back to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import permissions
from crm.core.permissions import Permission, is_own_park
from crm.ledger import queries, rules, service
from crm.ledger.forms import DecisionForm, EvidenceForm, NoteForm
from crm.ledger.labels import ODDITIES, REFUSALS
from crm.ledger.rules import Refusal
from crm.ledger.views.address import requested_number
from crm.web.forms import BaseForm
from crm.web.labels import label
from models import LedgerEntry, User
from models.enums import Decision, Standing

ICONS = {
    Decision.CHECKED: ("eye-check", "info"),
    Decision.VERIFIED: ("circle-check", "good"),
    Decision.RETURNED: ("arrow-back-up", "bad"),
    Decision.WITHDRAWN: ("circle-minus", "quiet"),
}
"""The icon and the tone of a decision."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What this person may do with the entry now; ``why_not_verify`` says what stands against it."""

    add_evidence: bool
    reverse: bool
    withdraw: bool
    check: bool
    decide: bool
    why_not_verify: Refusal | None


def steps_of(entry: LedgerEntry, user: User) -> Steps:
    own = is_own_park(user, entry.project.park_id)
    records = own and permissions.may(user, Permission.RECORD_LEDGER)
    checks = own and permissions.may(user, Permission.CHECK_LEDGER)
    decides = permissions.may(user, Permission.VERIFY_LEDGER)
    against = rules.can_decide(entry, Decision.VERIFIED, by=user) if decides else None
    return Steps(
        add_evidence=records and rules.standing_of(entry.decisions) is not Standing.WITHDRAWN,
        reverse=records and rules.can_reverse(entry) is None,
        withdraw=records and rules.can_withdraw(entry, by=user) is None,
        check=checks and rules.can_check(entry, by=user) is None and not rules.is_checked(entry.decisions),
        decide=decides and against not in (Refusal.OWN_ENTRY, Refusal.WITHDRAWN),
        why_not_verify=against,
    )


def entry_page(
    entry: LedgerEntry,
    user: User,
    *,
    evidence_form: EvidenceForm | None = None,
    decision_form: DecisionForm | None = None,
    note_form: NoteForm | None = None,
) -> ResponseReturnValue:
    """Show the entry; at 422 with the form that was refused, as it was filled."""
    refused: list[BaseForm] = [form for form in (evidence_form, decision_form, note_form) if form is not None]
    steps = steps_of(entry, user)
    before, after = _neighbours(entry, user, steps)
    page = render_template(
        "ledger/detail.html",
        entry=entry,
        measure=rules.KINDS[entry.kind].measure,
        steps=steps,
        refusals=REFUSALS,
        oddities=[ODDITIES[oddity] for oddity in service.find_oddities(entry)],
        chain=_chain(entry),
        events=_events(entry),
        evidence_form=evidence_form or EvidenceForm(formdata=None),
        decision_form=decision_form or DecisionForm(formdata=None, seen=len(entry.decisions)),
        refusal=next((form.refusal for form in refused if form.refusal), None),
        before=before,
        after=after,
    )
    return page, 422 if refused else 200


def _neighbours(entry: LedgerEntry, user: User, steps: Steps) -> tuple[int | None, int | None]:
    """The waiting entries before and after, for who decides or checks one after the other."""
    if not (steps.decide or steps.check):
        return None, None
    return queries.queue_neighbours(entry.id, viewer=user, park_id=requested_number("queue_park"))


def _chain(entry: LedgerEntry) -> list[LedgerEntry]:
    """What was reversed, from the first entry down to this one and on to its reversals."""
    chain = [entry]
    while (earlier := chain[0].reverses) is not None:
        chain.insert(0, earlier)
    return [*chain, *entry.reversals]


def _events(entry: LedgerEntry) -> list[dict[str, Any]]:
    """What happened to the entry, the newest first."""
    found: list[dict[str, Any]] = [
        {
            "at": entry.recorded_at,
            "icon": "pencil",
            "title": _("Entry recorded"),
            "who": entry.recorded_by.display_name if entry.recorded_by else _("The system"),
            "text": entry.note,
        }
    ]
    for document in entry.evidence:
        title = _("Evidence added: %(type)s", type=label(document.type))
        paper = {"icon": "paperclip", "title": title, "text": document.attachment.file_name}
        found.append({"at": document.recorded_at, **paper})
    for word in entry.decisions:
        icon, tone = ICONS[word.decision]
        who = word.recorded_by.display_name if word.recorded_by else _("The system")
        said = {"icon": icon, "tone": tone, "title": label(word.decision), "who": who, "text": word.note}
        found.append({"at": word.recorded_at, **said})
    return sorted(found, key=lambda event: event["at"], reverse=True)
