"""Each day: projects that were written in bulk get their record, and what is due becomes a to-do."""

from __future__ import annotations

from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.majors.service import duties
from crm.majors.service.following import fill_missing
from kernel import clock
from models import Job

KIND = "majors-fill"

schedules.every(24, KIND, at=4)

DUTIES = "majors-duties"

schedules.every(24, DUTIES, at=5)


@job(KIND)
def fill(_row: Job, _progress: Progress) -> Outcome:
    return Outcome(finish=_fill)


def _fill() -> None:
    fill_missing()


@job(DUTIES)
def put_duties(_row: Job, _progress: Progress) -> Outcome:
    return Outcome(finish=_put_duties)


def _put_duties() -> None:
    duties.put_due(clock.today())
