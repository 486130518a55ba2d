"""The machine's work for the auditor."""

from __future__ import annotations

from crm.audit.queries import VERIFICATION
from crm.core import auditing
from crm.core.database import session
from crm.core.jobs import Outcome, Progress, job
from crm.core.permissions import Permission
from models import Job


@job(VERIFICATION, needs=Permission.VIEW_AUDIT)
def verify_chain(_row: Job, progress: Progress) -> Outcome:
    """Walk the chain; the result names its length, its end, and the first break if there is one."""
    length, end = auditing.head(session())
    found = auditing.find_break(session(), tell=lambda number: progress.tell(number, length))
    return Outcome({"records": length, "head": end, "break": found or ""})
