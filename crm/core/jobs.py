"""The machine's work. A row of ``jobs`` is written in the business transaction; the worker takes it.

The row is the truth: a worker that dies leaves a stale heartbeat, and the sweep hands the job on. A
job's own changes commit together with its end, so they are made once or not at all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from crm.core.actors import Actor, acting, current_actor
from crm.core.database import get_engine, is_reading, session
from crm.core.storage import attach
from crm.core.transactions import transaction
from kernel import clock
from kernel.errors import CrmError
from models import Job
from models.enums import JobState

STALE_AFTER = timedelta(seconds=30)
WORKER_COUNTER = "worker-heartbeat"
MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job ends with: its result, perhaps a file, perhaps changes to make in the last transaction."""

    result: dict[str, Any] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None
    finish: Callable[[], None] | None = None


Work = Callable[[Job, "Progress"], Outcome]

_work: dict[str, Work] = {}
_log = logging.getLogger(__name__)


class Progress:
    """How far a job is, told on a connection of its own so that others see it at once."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id

    def tell(self, done: int, total: int, message: str = "") -> None:
        with Session(get_engine()) as own, own.begin():
            own.execute(
                update(Job)
                .where(Job.id == self._job_id)
                .values(done=done, total=total, message=message, heartbeat_at=clock.real_now())
            )


def job(kind: str) -> Callable[[Work], Work]:
    """Name a function as the work of jobs of ``kind``; it returns the job's result."""

    def register(work: Work) -> Work:
        _work[kind] = work
        return work

    return register


def enqueue(kind: str, arguments: dict[str, Any]) -> Job:
    """Ask for work, in the transaction at hand."""
    if kind not in _work:
        raise LookupError(f"no work is named {kind}")
    row = Job(
        kind=kind,
        arguments=arguments,
        state=JobState.WAITING,
        created_at=clock.real_now(),
        created_by_id=current_actor().user_id,
    )
    session.add(row)
    session.flush()
    return row


def run_next() -> bool:
    """Take and do one waiting or abandoned job; False where there is none."""
    job_id = _take()
    if job_id is None:
        return False
    row = session.get(Job, job_id)
    if row is None:
        return False
    name = row.created_by.name if row.created_by else "system"
    with acting(Actor(row.created_by_id, name, f"job {row.kind}")):
        session.rollback()
        _do(row)
    session.remove()
    return True


def work(*, pause: float = 0.5, stop: Callable[[], bool] = lambda: False) -> None:
    """Do jobs until told to stop."""
    while not stop():
        if not run_next():
            time.sleep(pause)


def _take() -> int | None:
    stale = clock.real_now() - STALE_AFTER
    free = or_(Job.state == JobState.WAITING, (Job.state == JobState.RUNNING) & (Job.heartbeat_at < stale))
    with Session(get_engine()) as own, own.begin():
        row = own.scalars(
            select(Job).where(free).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        if row.attempts >= MAX_ATTEMPTS:
            row.state, row.finished_at = JobState.FAILED, clock.real_now()
            row.error = "The worker was stopped three times while doing this."
            return None
        row.state, row.attempts = JobState.RUNNING, row.attempts + 1
        row.started_at = row.heartbeat_at = clock.real_now()
        return row.id


def _do(row: Job) -> None:
    """Work reads only, so that nobody waits for it; what it changes is changed at the end, at once."""
    job_id = row.id
    try:
        outcome = _work_out(row)
        with transaction():
            _end(job_id, outcome)
    except CrmError as error:
        _fail(job_id, error.message)
    except Exception:  # noqa: BLE001 - the worker outlives any job; the fault is logged and kept on the row
        _log.exception("job %s failed", job_id)
        _fail(job_id, "")


def _work_out(row: Job) -> Outcome:
    token = is_reading.set(True)
    try:
        return _work[row.kind](row, Progress(row.id))
    finally:
        is_reading.reset(token)
        session.rollback()


def _end(job_id: int, outcome: Outcome) -> None:
    row = session.get_one(Job, job_id)
    if outcome.finish is not None:
        outcome.finish()
    if outcome.file is not None:
        row.attachment = attach(outcome.file[1], outcome.file[0], by_id=row.created_by_id)
    row.result = outcome.result
    row.state, row.finished_at = JobState.DONE, clock.real_now()


def _fail(job_id: int, message: str) -> None:
    session.remove()
    with Session(get_engine()) as own, own.begin():
        own.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(state=JobState.FAILED, error=message, finished_at=clock.real_now())
        )
