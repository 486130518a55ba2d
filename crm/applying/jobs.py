"""By the clock: codes and counts that hold no more go, and so does a person's data whose time is over."""

from __future__ import annotations

from crm.applying.entrance import queries as codes
from crm.applying.entrance.rules import KEPT_FOR
from crm.applying.personal import erasing, service
from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.web import rate_counts
from kernel import clock
from models import Job

KIND = "keep_only_as_long_as_set"

schedules.every(24, KIND, at=3)


@job(KIND)
def keep_only_as_long_as_set(_row: Job, _progress: Progress) -> Outcome:
    """Whom it concerns is read now, and emptied with the end of the job; the files go last."""

    def finish() -> None:
        codes.remove_codes(clock.real_now() - KEPT_FOR)
        rate_counts.remove_ended(clock.real_now())
        for talent in service.list_overdue():
            erasing.remove_files(erasing.files_of(service.erase_by_term(talent)))

    return Outcome({"due": len(service.list_overdue())}, finish=finish)
