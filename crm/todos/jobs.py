"""Reminders by the clock: every working morning, of what is due and wasn't reminded of at its stage."""

from __future__ import annotations

from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.core.workdays import is_working_day
from crm.todos import queries, reminding
from kernel import clock
from models import Job

KIND = "remind_todos"

schedules.every(24, KIND, at=6)


@job(KIND)
def remind_todos(_row: Job, _progress: Progress) -> Outcome:
    """Quiet on days off: what fell due then is still unsent on the next working day."""
    today = clock.today()
    if not is_working_day(today):
        return Outcome()
    found = queries.list_to_remind(today)
    return Outcome({"reminded": len(found)}, finish=lambda: reminding.remind(found, today))
