"""Words for the states of batches, rows and changes, and what each kind holds."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.imports.columns import KIND_WORDS
from crm.imports.rules import Kind
from crm.web.labels import register_labels
from models.enums import ChangeKind, ImportState

register_labels(ImportState, {ImportState.APPLIED: _l("Taken in"), ImportState.UNDONE: _l("Undone")})
register_labels(ChangeKind, {ChangeKind.NEW: _l("New"), ChangeKind.CHANGED: _l("Changed")})

TABS: Mapping[str, LazyString] = {
    "questions": _l("Questions"),
    "bad": _l("Wrong"),
    "noted": _l("With a remark"),
    "new": _l("New"),
    "changed": _l("Changed"),
    "same": _l("Same"),
}
"""What a preview is narrowed to; the keys stand in the address."""

TAB_ICONS: Mapping[str, str] = {
    "questions": "help-circle",
    "bad": "alert-octagon",
    "noted": "alert-triangle",
    "new": "plus",
    "changed": "pencil",
    "same": "equal",
}


def denial(kind: Kind, rows: int) -> str:
    """How many rows of a file a right or the second key stands against, for the audit log."""
    words: str = _(
        "%(kind)s: rows that rights or the second key forbid: %(rows)s.",
        kind=KIND_WORDS[kind],
        rows=f"{rows:,}",
    )
    return words


KIND_NOTES: Mapping[Kind, LazyString] = {
    Kind.FIRMS: _l("Firms and groups: names in three scripts, numbers, parent, industry, address."),
    Kind.RANKINGS: _l("Editions of ranking lists, one place a row. Firms not yet here are made with it."),
    Kind.ESTABLISHMENTS: _l("Registered entities in parks, with the days on which they came and ceased."),
    Kind.CONTACTS: _l("People at firms and associations, and where their data came from."),
    Kind.PROJECTS: _l("Projects with firm, park, planned amount, status and a date for each stage reached."),
    Kind.LEDGER: _l("Dated amounts: agreed, contracted, arrived and more, with their evidence."),
    Kind.DECISIONS: _l("Second keys: entries verified or returned, decided by you at this moment."),
    Kind.ENGAGEMENTS: _l("What happened with which firms, when, and what follows from it."),
    Kind.INDICATORS: _l("Values of the plan's indicators, by park and period."),
    Kind.FX: _l("Monthly exchange rates against the US dollar."),
}
