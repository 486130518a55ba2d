"""Once a day every introduction is computed: what a referral, a ruling or a day has changed comes in."""

from __future__ import annotations

from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.core.transactions import transaction
from crm.rewards.service.computing import compute_all
from models import Job

DAILY = "rewards_daily"


@job(DAILY)
def compute_daily(_row: Job, _progress: Progress) -> Outcome:
    with transaction():
        return Outcome({"changed": compute_all()})


schedules.every(24, DAILY, at=5)
