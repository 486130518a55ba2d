"""Everything that is kept about a person, as a file for them: the data, and the papers they handed in.

What the office is still deciding isn't told by it: only that the case is being decided.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import inspect

from crm.applying.labels import is_public_step, told_state
from crm.applying.personal.queries.rows import Person
from crm.core import storage
from crm.core.auditing import plain
from crm.core.recording import SECRET_COLUMNS
from crm.talent.rules.keys import is_effective
from crm.talent.rules.steps import WITH_PARK
from kernel import clock
from models import (
    ApplicationDocument,
    ApplicationStep,
    Base,
    DecisionKey,
    PolicyClaim,
    PolicyClaimStep,
    TalentApplication,
    TalentDecision,
)
from models.enums import ApplicationState

OFFICE_ONLY = {
    (ApplicationStep, "note"),
    (TalentDecision, "note"),
    (DecisionKey, "note"),
    (PolicyClaim, "note"),
    (PolicyClaimStep, "note"),
}
"""Notes by which officials prepare a decision: its reasons are handed out, these are not."""
TOLD_STATES = ("state", "from_state", "to_state")
BEING_DECIDED = WITH_PARK | {ApplicationState.SUPPLEMENT}


def content_of(person: Person) -> dict[str, Any]:
    """By table, every row with every column that the person may read."""
    tables = {
        str(inspect(model).local_table.name): [_row(model, row) for row in rows if _is_told(row)]  # type: ignore[attr-defined]
        for model, rows in person.rows.items()
    }
    being_decided = [each.ref for each in person.rows[TalentApplication] if each.state in BEING_DECIDED]
    return {
        "made_at": clock.format_moment(clock.real_now()),
        "being_decided": being_decided,
        "tables": tables,
    }


def _is_told(row: Any) -> bool:
    """Not a decision that has yet to get its key, nor one sent back whose case isn't decided anew."""
    match row:
        case TalentDecision():
            return is_effective(row) or (bool(row.keys) and row.application.state not in BEING_DECIDED)
        case DecisionKey():
            return _is_told(row.decision)
        case ApplicationStep():
            return is_public_step(row)
    return True


def archive_of(person: Person) -> bytes:
    """A ZIP of ``data.json`` and the papers, under the names the person gave them."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(content_of(person), ensure_ascii=False, indent=2))
        for document in person.rows[ApplicationDocument]:
            if not document.is_archived:
                name = f"papers/{document.id}-{document.file_name}"
                archive.writestr(name, storage.load(document.attachment.sha256))
    return packed.getvalue()


def _row(model: type[Base], row: Any) -> dict[str, Any]:
    names = (attribute.key for attribute in inspect(model).column_attrs)
    written = {
        name: plain(getattr(row, name))
        for name in names
        if name not in SECRET_COLUMNS and (model, name) not in OFFICE_ONLY
    }
    states = {name: getattr(row, name) for name in TOLD_STATES if name in written}
    told = {name: told_state(each) for name, each in states.items() if isinstance(each, ApplicationState)}
    return written | {name: plain(state) for name, state in told.items()}
