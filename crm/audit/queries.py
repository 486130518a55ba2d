"""The log, newest first; only who may read it gets this far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.streaming import iterate
from crm.users.queries import find_user_by_name
from kernel.clock import end_of_day, start_of_day
from kernel.errors import NotFoundError
from models import AuditRecord, Job, User
from models.enums import AuditAction

VERIFICATION = "audit.verify"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What to look for; ``actor`` is the name of an account, days are business dates, both included."""

    actor: str = ""
    action: AuditAction | None = None
    entity: str = ""
    entity_id: str = ""
    request_id: str = ""
    from_day: date | None = None
    to_day: date | None = None


def list_records(filters: LogFilter) -> Select[AuditRecord]:
    """Records with their details; the page orders and cuts them."""
    return _narrowed(select(AuditRecord), filters).options(joinedload(AuditRecord.detail))


def count_records(filters: LogFilter) -> int:
    return session.scalar(_narrowed(select(func.count(AuditRecord.sequence)), filters)) or 0


def _narrowed(query: Select[T], filters: LogFilter) -> Select[T]:
    if filters.actor:
        query = query.where(_by(filters.actor))
    if filters.action is not None:
        query = query.where(AuditRecord.action == filters.action)
    for column, value in (
        (AuditRecord.entity, filters.entity),
        (AuditRecord.entity_id, filters.entity_id),
        (AuditRecord.request_id, filters.request_id),
    ):
        if value:
            query = query.where(column == value)
    if filters.from_day is not None:
        query = query.where(AuditRecord.at >= start_of_day(filters.from_day))
    if filters.to_day is not None:
        query = query.where(AuditRecord.at <= end_of_day(filters.to_day))
    return query


def _by(name: str) -> ColumnElement[bool]:
    """An account by its number, which is indexed and holds when the name changes; else what is written."""
    user = find_user_by_name(name)
    written = AuditRecord.actor_name == name
    return written if user is None else or_(AuditRecord.actor_id == user.id, written)


def walk_records(filters: LogFilter) -> Iterator[AuditRecord]:
    """All that fit, newest first, in flat memory."""
    return iterate(list_records(filters), AuditRecord.sequence, newest_first=True)


def get_record(sequence: int, *, viewer: User) -> AuditRecord:
    """
    Raises:
        NotFoundError: none that the viewer may know of.
    """
    if may(viewer, Permission.VIEW_AUDIT):
        record = session.scalars(
            select(AuditRecord)
            .options(joinedload(AuditRecord.detail))
            .where(AuditRecord.sequence == sequence)
        ).one_or_none()
        if record is not None:
            return record
    raise NotFoundError(_("There is no such record."))


def count_request(record: AuditRecord) -> int:
    """How many records the same request left."""
    query = select(func.count(AuditRecord.sequence)).where(AuditRecord.request_id == record.request_id)
    return session.scalar(query) or 0


def find_last_verification() -> Job | None:
    """The last walk along the chain that somebody asked for."""
    return session.scalars(
        select(Job)
        .options(joinedload(Job.created_by))
        .where(Job.kind == VERIFICATION)
        .order_by(Job.id.desc())
        .limit(1)
    ).one_or_none()
