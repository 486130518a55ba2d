"""The clock: what ran out is taken from the public, and who asked long ago is forgotten."""

from __future__ import annotations

from crm.catalogue import service
from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from models import Job

KIND = "offers-expire"

schedules.every(24, KIND, at=1)


@job(KIND)
def expire(_row: Job, _progress: Progress) -> Outcome:
    """The public page goes by the day itself; this settles the state that the staff see."""
    return Outcome(finish=_settle)


def _settle() -> None:
    service.expire_offers()
    service.erase_old_enquiries()
