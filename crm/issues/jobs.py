"""The clock: what is overdue goes a level up by itself, once a day."""

from __future__ import annotations

from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.issues.service.procedures import put_overdue
from crm.issues.service.steps import escalate_overdue
from models import Job

KIND = "issues-escalate"

schedules.every(24, KIND, at=7)


@job(KIND)
def escalate(_row: Job, _progress: Progress) -> Outcome:
    """All of it at the end of the job: an issue goes up once, however often a worker dies."""
    return Outcome(finish=_escalate_all)


def _escalate_all() -> None:
    escalate_overdue()


PROCEDURES = "procedures-overdue"

schedules.every(24, PROCEDURES, at=7)


@job(PROCEDURES)
def remind_of_procedures(_row: Job, _progress: Progress) -> Outcome:
    """What went past its day overnight becomes a to-do."""
    return Outcome(finish=_put_overdue)


def _put_overdue() -> None:
    put_overdue()
