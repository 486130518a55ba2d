"""The machine's work: words for what came in bulk."""

from __future__ import annotations

from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.search import indexing
from models import Job

KIND = "search-index"
NIGHT = 3


@job(KIND)
def index_missing(_row: Job, _progress: Progress) -> Outcome:
    """Index in the last transaction what has no words yet."""
    return Outcome(finish=indexing.index_missing)


schedules.every(24, KIND, at=NIGHT)
