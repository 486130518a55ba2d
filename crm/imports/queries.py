"""Batches and previews, limited by who looks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.jobs import visible_jobs
from crm.core.permissions import Permission, may
from crm.core.visibility import own_park_id
from crm.imports.columns import COLUMNS
from crm.imports.kinds.queries import visible_records
from crm.imports.rules import PREVIEW, Kind
from crm.ledger.rules import KINDS
from kernel.errors import NotFoundError
from models import ImportBatch, ImportChange, Job, LedgerEntry, LedgerEvidence, LedgerStanding, User
from models.enums import Standing

LATEST = 10


def visible_batches(viewer: User) -> ColumnElement[bool]:
    """The office sees all; park staff what was taken in for their park, by themselves or others."""
    if may(viewer, Permission.IMPORT_EVERYTHING):
        return true()
    park_id = own_park_id(viewer)
    if park_id is None or not may(viewer, Permission.IMPORT_OWN_PARK):
        return false()
    return ImportBatch.park_id == park_id


def is_own(batch: ImportBatch, viewer: User) -> bool:
    """Taken in by the viewer, in the role and for the park of today."""
    return (
        batch.recorded_by_id == viewer.id
        and batch.role is viewer.role
        and batch.park_id == own_park_id(viewer)
    )


def batches_query(viewer: User) -> Select[ImportBatch]:
    """Batches with who took them in; ordering and paging are the caller's."""
    return (
        select(ImportBatch)
        .where(visible_batches(viewer))
        .options(joinedload(ImportBatch.recorded_by), joinedload(ImportBatch.undone_by))
    )


def get_batch(batch_id: int, *, viewer: User) -> ImportBatch:
    """Raises NotFoundError, also where the viewer may not know of it."""
    batch = session.scalars(batches_query(viewer).where(ImportBatch.id == batch_id)).one_or_none()
    if batch is None:
        raise NotFoundError(_("There is no such import, or none that you may see."))
    return batch


PERSONAL = frozenset({"phone", "email"})


def shown_columns(batch: ImportBatch, *, viewer: User) -> set[str]:
    """The columns of a batch that the viewer may read: of people, only who took them in and the office."""
    names = {column.name for column in COLUMNS[Kind(batch.kind)]}
    is_open = is_own(batch, viewer) or may(viewer, Permission.IMPORT_EVERYTHING)
    return names if is_open else names - PERSONAL


def list_own_previews(viewer: User) -> Sequence[Job]:
    """The latest files that somebody handed in, taken in or not."""
    return session.scalars(
        select(Job).where(visible_jobs(viewer, [PREVIEW])).order_by(Job.id.desc()).limit(LATEST)
    ).all()


def changes_query(batch: ImportBatch, *, viewer: User) -> Select[ImportChange]:
    """The rows of a batch whose records the viewer may see, as they are today."""
    query = select(ImportChange).where(ImportChange.batch_id == batch.id)
    visible = visible_records(Kind(batch.kind), viewer)
    return query if visible is None else query.where(ImportChange.record_id.in_(visible))


def unproven_entries(batch: ImportBatch, *, viewer: User) -> Select[int] | None:
    """Ids of the batch's entries that can't be verified for want of evidence, as it is today.

    None where a batch holds no entries. A reversal rests on what it reverses, which was verified.
    """
    if batch.kind != Kind.LEDGER:
        return None
    proofs = [
        and_(LedgerEntry.kind == kind, LedgerEvidence.type.in_(rule.evidence)) for kind, rule in KINDS.items()
    ]
    return (
        select(LedgerEntry.id)
        .join(LedgerEntry.standing)
        .where(
            LedgerEntry.id.in_(changes_query(batch, viewer=viewer).with_only_columns(ImportChange.record_id)),
            LedgerEntry.reverses_id.is_(None),
            LedgerStanding.standing != Standing.WITHDRAWN,
            ~exists().where(LedgerEvidence.entry_id == LedgerEntry.id, or_(*proofs)),
        )
    )


def count_ids(ids: Select[int] | None) -> int:
    return 0 if ids is None else session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def count_hidden(batch: ImportBatch, *, viewer: User) -> int:
    """How many rows :func:`changes_query` leaves out."""
    shown = select(func.count()).select_from(changes_query(batch, viewer=viewer).subquery())
    every = select(func.count()).where(ImportChange.batch_id == batch.id)
    row = session.execute(select(every.scalar_subquery() - shown.scalar_subquery())).scalar_one()
    return int(row)


def get_own_job(job_id: int, *, kinds: tuple[str, ...], viewer: User) -> Job:
    """A preview or an import under way: its owner's alone.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    job = session.scalars(
        select(Job).where(Job.id == job_id, visible_jobs(viewer, kinds)).options(joinedload(Job.attachment))
    ).one_or_none()
    if job is None:
        raise NotFoundError(_("There is no such preview, or it is not yours."))
    return job
