"""The chained audit log.

Every record carries the hash of the one before it. What changed lies apart, under a salted
commitment that the chain covers: so a value can be erased for good where the law asks for it,
and any other tampering shows.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from crm.core.actors import Actor, current_actor
from crm.core.database import get_engine, is_reading
from kernel import clock
from models import AuditDetail, AuditPersonal, AuditRecord
from models.enums import AuditAction

Content = dict[str, list[Any]]

GENESIS = "0" * 64
PG_LOCK = 7_301_001
APART = "***"
"""Stands in the log for a value that is kept apart."""
COMMITMENT = "commitment"
"""The name under which a record's content holds the commitment to what is kept apart."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one record; ``content`` maps a column to [before, after]."""

    action: AuditAction
    entity: str
    entity_id: str
    content: Content
    personal: frozenset[str] = frozenset()
    """Columns about a person outside: their values are kept apart, under a commitment."""


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return clock.format_moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def append(session: Session, changes: Sequence[Change]) -> None:
    """Chain ``changes`` in the session's own transaction, in one insert each for log and details."""
    sequence, previous = _head(session)
    actor = current_actor()
    at = clock.real_now()
    records: list[dict[str, Any]] = []
    details: list[dict[str, Any]] = []
    kept_apart: list[dict[str, Any]] = []
    for change in changes:
        sequence += 1
        content, apart = _split(change, sequence)
        kept_apart += apart
        detail = {"sequence": sequence, "salt": secrets.token_hex(16), "content": content}
        link = _Link(sequence, previous, commitment(detail))
        record = _record(change, actor, at, link)
        previous = record["hash"]
        records.append(record)
        details.append(detail)
    session.execute(insert(AuditRecord), records)
    session.execute(insert(AuditDetail), details)
    if kept_apart:
        session.execute(insert(AuditPersonal), kept_apart)


def _split(change: Change, sequence: int) -> tuple[Content, list[dict[str, Any]]]:
    """What goes into the log, and the row of what is kept apart from it, if there is any."""
    names = change.personal & change.content.keys()
    if not names:
        return change.content, []
    apart = {
        "sequence": sequence,
        "entity": change.entity,
        "entity_id": change.entity_id,
        "salt": secrets.token_hex(16),
        "content": {name: change.content[name] for name in sorted(names)},
    }
    shown = {
        name: [None if value is None else APART for value in values] if name in names else values
        for name, values in change.content.items()
    }
    return shown | {COMMITMENT: [None, commitment(apart)]}, [apart]


def refuse(path: str, reason: str, *, entity: str = "", entity_id: str = "") -> None:
    """Record a denied attempt, after the rollback, on a connection of its own."""
    note(AuditAction.REFUSED, entity=entity or "route", entity_id=entity_id, path=path, reason=reason)


def note(action: AuditAction, *, entity: str, entity_id: str = "", **values: str) -> None:
    """Record something that changed no row of the business, in a transaction of its own."""
    content: Content = {name: [None, value] for name, value in values.items()}
    token = is_reading.set(False)
    try:
        with Session(get_engine()) as session, session.begin():
            append(session, [Change(action, entity, entity_id, content)])
    finally:
        is_reading.reset(token)


def commitment(detail: dict[str, Any]) -> str:
    return hmac.new(bytes.fromhex(detail["salt"]), _canonical(detail["content"]), hashlib.sha256).hexdigest()


def digest(record: dict[str, Any]) -> str:
    """The hash of a record: over every column but itself."""
    fields = {name: plain(value) for name, value in record.items() if name != "hash"}
    return hashlib.sha256(_canonical(fields)).hexdigest()


def find_break(
    session: Session, *, batch: int = 1000, tell: Callable[[int], None] | None = None
) -> str | None:
    """Walk the whole chain; None when it is whole, else what is wrong at its first break.

    ``tell`` is called with the number of each ``batch``-th record on the way.
    """
    previous, expected = GENESIS, 1
    query = (
        select(AuditRecord, AuditDetail, AuditPersonal)
        .outerjoin(AuditDetail, AuditDetail.sequence == AuditRecord.sequence)
        .outerjoin(AuditPersonal, AuditPersonal.sequence == AuditRecord.sequence)
        .order_by(AuditRecord.sequence)
        .execution_options(yield_per=batch)
    )
    for record, detail, apart in session.execute(query):
        fault = _fault(record, detail, previous, expected) or _fault_apart(detail, apart)
        if fault:
            return f"record {expected}: {fault}"
        if tell is not None and expected % batch == 0:
            tell(expected)
        previous, expected = record.hash, expected + 1
    return None


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the last record: printed elsewhere, it makes a truncation show."""
    row = session.execute(
        select(AuditRecord.sequence, AuditRecord.hash).order_by(AuditRecord.sequence.desc()).limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, GENESIS)


def _fault(record: AuditRecord, detail: AuditDetail | None, previous: str, expected: int) -> str | None:
    if record.sequence != expected:
        return f"missing (the next one is {record.sequence})"
    if record.previous_hash != previous:
        return "does not follow the one before it"
    fields = {column.key: getattr(record, column.key) for column in AuditRecord.__table__.columns}
    if digest(fields) != record.hash:
        return "was changed"
    if detail is None:
        return "has lost its details"
    if commitment({"salt": detail.salt, "content": detail.content}) != record.commitment:
        return "has changed details"
    return None


def _fault_apart(detail: AuditDetail, apart: AuditPersonal | None) -> str | None:
    """What was said of a person may be erased, which its own record tells; it can't be changed."""
    if apart is None:
        return None
    written = detail.content.get(COMMITMENT, [None, ""])[1]
    kept = commitment({"salt": apart.salt, "content": apart.content})
    return None if hmac.compare_digest(kept, written) else "has changed personal values"


def _head(session: Session) -> tuple[int, str]:
    """The chain's end, held until the commit so that no other writer can hang onto it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({PG_LOCK})"))
    return head(session)


@dataclass(frozen=True, slots=True)
class _Link:
    """A place in the chain."""

    sequence: int
    previous_hash: str
    commitment: str


def _record(change: Change, actor: Actor, at: datetime, link: _Link) -> dict[str, Any]:
    record: dict[str, Any] = {
        "sequence": link.sequence,
        "at": at,
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "action": change.action,
        "entity": change.entity,
        "entity_id": change.entity_id,
        "origin": actor.origin,
        "request_id": actor.request_id,
        "commitment": link.commitment,
        "previous_hash": link.previous_hash,
    }
    return record | {"hash": digest(record)}


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def rows_hash(rows: Iterable[object]) -> str:
    """One hash over many rows, for bulk changes that are logged as one record."""
    # One call for all of them: a call for each makes an encoder for each.
    text = json.dumps(list(rows), sort_keys=True, default=plain, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
