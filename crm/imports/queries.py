"""Batches and previews, limited by who looks."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.visibility import own_park_id
from kernel.errors import NotFoundError
from models import ImportBatch, ImportChange, Job, User


def visible_batches(viewer: User) -> ColumnElement[bool]:
    """The office sees all; park staff their own and those of their park's people."""
    if may(viewer, Permission.IMPORT_EVERYTHING):
        return ImportBatch.id.is_not(None)
    colleagues = select(User.id).where(User.park_id == own_park_id(viewer), User.park_id.is_not(None))
    return or_(ImportBatch.recorded_by_id == viewer.id, ImportBatch.recorded_by_id.in_(colleagues))


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


def changes_query(batch: ImportBatch) -> Select[ImportChange]:
    return select(ImportChange).where(ImportChange.batch_id == batch.id)


def get_own_job(job_id: int, *, kinds: tuple[str, ...], viewer: User) -> Job:
    """A preview or an import under way: its owner's alone.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    job = session.scalars(
        select(Job)
        .where(Job.id == job_id, Job.kind.in_(kinds), Job.created_by_id == viewer.id)
        .options(joinedload(Job.attachment))
    ).one_or_none()
    if job is None:
        raise NotFoundError(_("There is no such preview, or it is not yours."))
    return job
