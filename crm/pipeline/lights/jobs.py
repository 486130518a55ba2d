"""Lights by the clock: days pass, and so a light may turn though nobody touched a thing."""

from __future__ import annotations

from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.pipeline.lights import service
from models import Job

KIND = "refresh_lights"

schedules.every(1, KIND)


@job(KIND)
def refresh(_job: Job, _progress: Progress) -> Outcome:
    """One pass over all projects, in the last transaction; only what differs is written."""
    return Outcome(finish=_pass)


def _pass() -> None:
    service.refresh_lights()
