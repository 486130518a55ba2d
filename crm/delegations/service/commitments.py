"""What both sides promised: to-dos of those of ours who see to it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.records import put_away, refuse_stale
from crm.delegations.queries import records
from crm.delegations.service.parts import check_may_change, refuse_away_part
from crm.todos.service import drop_todo, put_todo, settle_todo
from kernel import clock
from kernel.errors import RuleError
from models import Delegation, DelegationCommitment, Todo, User
from models.enums import CommitmentState, Party, TodoSource, TodoState


@dataclass(frozen=True, slots=True)
class CommitmentFields:
    side: Party
    text: str
    owner_id: int
    due_on: date | None = None
    firm_id: int | None = None
    stop_id: int | None = None


def save_commitment(
    delegation: Delegation,
    row: DelegationCommitment | None,
    written: CommitmentFields,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> DelegationCommitment:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_change(delegation, by)
    if not written.text.strip():
        words = _("Say what was promised.")
        raise RuleError(words, fields={"text": words})
    row = row or DelegationCommitment(delegation_id=delegation.id, state=CommitmentState.OPEN)
    refuse_away_part(row)
    if row.id is not None:
        refuse_stale(row, lock_version, _("Somebody else changed this in the meantime."))
    for field in fields(written):
        setattr(row, field.name, getattr(written, field.name))
    row.text = written.text.strip()
    session.add(row)
    session.flush()
    if row.state is CommitmentState.OPEN:
        _ask(row, delegation)
    return row


def close_commitment(
    row: DelegationCommitment, state: CommitmentState, *, note: str, by: User | None
) -> None:
    """Say that it was kept, or that it holds no more and why; ``OPEN`` takes that back.

    Raises:
        NotAllowedError, RuleError
    """
    check_may_change(row.delegation, by)
    refuse_away_part(row)
    note = note.strip()
    if state is CommitmentState.DROPPED and not note:
        words = _("Say why it holds no more.")
        raise RuleError(words, fields={"note": words})
    row.state = state
    if state is CommitmentState.OPEN:
        row.closed_on = row.closed_note = None
        _ask(row, row.delegation)
        return
    row.closed_on, row.closed_note = clock.today(), note or None
    if state is CommitmentState.FULFILLED:
        settle_todo(TodoSource.COMMITMENT, row.id, note=note)
    else:
        drop_todo(TodoSource.COMMITMENT, row.id, note=note)


def remove_commitment(row: DelegationCommitment, *, reason: str, by: User | None) -> None:
    check_may_change(row.delegation, by)
    put_away(row, reason)
    drop_todo(TodoSource.COMMITMENT, row.id, note=reason)


def ask_again(delegation: Delegation) -> None:
    """The delegation is back, and with it what was promised and is not kept yet."""
    for row in records.list_commitments(delegation):
        if row.state is CommitmentState.OPEN:
            _ask(row, delegation)


def follow_todo(todo: Todo) -> None:
    """Whoever sees to it did it, or takes that back: the promise is kept by that, or open again."""
    row = records.find_commitment(todo.source_id) if todo.source is TodoSource.COMMITMENT else None
    if row is None or row.is_archived:
        return
    is_done = todo.state is TodoState.DONE
    if is_done and row.state is CommitmentState.OPEN:
        row.state = CommitmentState.FULFILLED
        row.closed_on, row.closed_note = clock.today(), todo.closed_note
    elif not is_done and row.state is not CommitmentState.OPEN:
        row.state, row.closed_on, row.closed_note = CommitmentState.OPEN, None, None


def _ask(row: DelegationCommitment, delegation: Delegation) -> None:
    put_todo(
        TodoSource.COMMITMENT,
        row.id,
        title=row.text,
        owner_id=row.owner_id,
        due_on=row.due_on,
        park_id=delegation.park_id,
        firm_id=row.firm_id,
    )
