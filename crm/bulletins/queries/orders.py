"""The reports that were ordered: everybody sees their own."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.jobs import visible_jobs
from kernel.errors import NotFoundError
from models import Job, User

KIND = "report"


def orders_query(*, viewer: User) -> Select[Job]:
    return select(Job).where(visible_jobs(viewer, [KIND])).options(joinedload(Job.attachment))


def get_order(job_id: int, *, viewer: User) -> Job:
    """Raises NotFoundError for what is no report, or somebody else's."""
    row = session.scalars(orders_query(viewer=viewer).where(Job.id == job_id)).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such report, or it is not yours."))
    return row
