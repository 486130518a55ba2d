"""The machine's work. A row of ``jobs`` is written in the business transaction; the worker takes it.

The row is the truth: a worker that dies leaves a stale heartbeat, and the sweep hands the job on. A
job's own changes commit together with its end, so they are made once or not at all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm.core.actors import Actor, acting, current_actor
from crm.core.database import get_engine, is_reading, session
from crm.core.numbering import set_number
from crm.core.permissions import Permission, may
from crm.core.storage import attach
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from kernel import clock
from kernel.errors import CrmError, NotAllowedError
from models import Counter, Job, User
from models.enums import JobState

STALE_AFTER = timedelta(seconds=30)
DEFAULT_LANGUAGE = "zh_Hans_CN"
WORKER_COUNTER = "worker-heartbeat"
MAX_ATTEMPTS = 3
BEAT_SECONDS = 5
BREATH_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job ends with: its result, perhaps a file, perhaps changes to make in the last transaction."""

    result: dict[str, Any] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None
    finish: Callable[[], None] | None = None


Work = Callable[[Job, "Progress"], Outcome]

_work: dict[str, Work] = {}
_needs: dict[str, Permission] = {}
_log = logging.getLogger(__name__)
_breathed_at = 0


class Progress:
    """How far a job is, told on a connection of its own so that others see it at once.

    A worker that was silent for too long tells nothing any more: another has the job.
    """

    def __init__(self, job_id: int, attempt: int) -> None:
        self._job_id = job_id
        self._attempt = attempt

    def tell(self, done: int, total: int, message: str = "") -> None:
        with Session(get_engine()) as own, own.begin():
            own.execute(
                update(Job)
                .where(Job.id == self._job_id, Job.attempts == self._attempt)
                .values(done=done, total=total, message=message, heartbeat_at=clock.real_now())
            )


def job(kind: str, *, needs: Permission | None = None) -> Callable[[Work], Work]:
    """Name a function as the work of jobs of ``kind``; it returns the job's result.

    ``needs`` is what who asks must be granted: when the work is done, and when its result is looked at.
    """

    def register(work: Work) -> Work:
        _work[kind] = work
        if needs is not None:
            _needs[kind] = needs
        return work

    return register


def visible_jobs(viewer: User, kinds: Collection[str] | None = None) -> ColumnElement[bool]:
    """What the viewer asked for, in the role and the park of today, and may still ask for.

    A result holds what its owner could see when it was made: it does not follow to another office.
    """
    granted = {kind for kind, permission in _needs.items() if may(viewer, permission)}
    return and_(
        Job.kind.in_(granted if kinds is None else granted & set(kinds)),
        Job.created_by_id == viewer.id,
        Job.role == viewer.role,
        Job.park_id.is_not_distinct_from(own_park_id(viewer)),
    )


def enqueue(kind: str, arguments: dict[str, Any]) -> Job:
    """Ask for work, in the transaction at hand."""
    if kind not in _work:
        raise LookupError(f"no work is named {kind}")
    user_id = current_actor().user_id
    owner = None if user_id is None else session.get_one(User, user_id)
    row = Job(
        kind=kind,
        arguments=arguments,
        state=JobState.WAITING,
        created_at=clock.real_now(),
        created_by_id=user_id,
        role=owner.role if owner else None,
        park_id=own_park_id(owner),
    )
    session.add(row)
    session.flush()
    return row


def run_next() -> bool:
    """Take and do one waiting or abandoned job; False where there is none."""
    taken = _take()
    if taken is None:
        return False
    row = session.get_one(Job, taken.job_id)
    owner = row.created_by
    actor = Actor(row.created_by_id, owner.name if owner else "system", f"job {row.kind}")
    with acting(actor), _in_language_of(owner), _beating(taken):
        session.rollback()
        _do(row, taken)
    session.remove()
    return True


def work(
    *,
    pause: float = 0.5,
    stop: Callable[[], bool] = lambda: False,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Do jobs until told to stop, and ``between`` two of them. While the database is gone or busy, wait."""
    while not stop():
        try:
            between()
            is_idle = not _is_any_free() or not run_next()
            breathe()
        except OperationalError as error:
            _log.warning("the database doesn't answer: %s", error.orig)
            session.remove()
            time.sleep(10 * pause)
            continue
        if is_idle:
            time.sleep(pause)


def breathe() -> None:
    """Say that a worker is there, at most every few seconds: the counter holds the second."""
    global _breathed_at  # noqa: PLW0603 - one breath for the process
    second = int(clock.real_now().timestamp())
    if second - _breathed_at < BREATH_SECONDS:
        return
    with Session(get_engine()) as own, own.begin():
        set_number(WORKER_COUNTER, second, own)
    _breathed_at = second


@dataclass(frozen=True, slots=True)
class _Taken:
    """A job in hand: who has taken it anew since counts on from ``attempt``."""

    job_id: int
    attempt: int


class _TakenOverError(Exception):
    """Another worker has the job by now: this one was silent for too long."""


def _free() -> ColumnElement[bool]:
    stale = clock.real_now() - STALE_AFTER
    return or_(Job.state == JobState.WAITING, (Job.state == JobState.RUNNING) & (Job.heartbeat_at < stale))


def _is_any_free() -> bool:
    """Looked at without a writer's turn: an idle worker keeps nobody waiting."""
    token = is_reading.set(True)
    try:
        with Session(get_engine()) as own:
            return own.scalars(select(Job.id).where(_free()).limit(1)).first() is not None
    finally:
        is_reading.reset(token)


def _take() -> _Taken | None:
    """The next job; those that have stopped their workers too often are given up on the way."""
    with Session(get_engine()) as own, own.begin():
        rows = own.scalars(
            select(Job).where(_free()).order_by(Job.id).limit(20).with_for_update(skip_locked=True)
        )
        for row in rows:
            if row.attempts < MAX_ATTEMPTS:
                return _taken(row)
            row.state, row.finished_at = JobState.FAILED, clock.real_now()
            row.error = _given_up(row)
    return None


def _taken(row: Job) -> _Taken:
    row.state, row.attempts = JobState.RUNNING, row.attempts + 1
    row.started_at = row.heartbeat_at = clock.real_now()
    if row.attempts > 1:
        _log.warning("job %s is taken up again: its worker is gone", row.id)
        row.done = 0
    return _Taken(row.id, row.attempts)


def _given_up(row: Job) -> str:
    _log.error("job %s is given up: it has ended %s workers", row.id, row.attempts)
    with _in_language_of(row.created_by):
        words = _(
            "The machine stopped while doing this, %(times)s times. It is given up; nothing was changed.",
            times=row.attempts,
        )
    return str(words)


def _in_language_of(owner: User | None) -> AbstractContextManager[None]:
    """What a job says, it says to who asked for it; an account may have chosen no language yet."""
    chosen = (owner.locale or DEFAULT_LANGUAGE) if owner else "en"
    language: AbstractContextManager[None] = force_locale(chosen)
    return language


@contextmanager
def _beating(taken: _Taken) -> Iterator[None]:
    """Keep the job's heart beating on a thread of its own, however long one step of the work takes."""
    over = Event()
    engine = get_engine()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            # A long write holds SQLite's one turn; nobody else can take the job then either.
            with suppress(OperationalError), Session(engine) as own, own.begin():
                own.execute(
                    update(Job)
                    .where(Job.id == taken.job_id, Job.attempts == taken.attempt)
                    .values(heartbeat_at=clock.real_now())
                )
                own.execute(
                    update(Counter)
                    .where(Counter.name == WORKER_COUNTER)
                    .values(value=int(clock.real_now().timestamp()))
                )

    heart = Thread(target=beat, name=f"job-{taken.job_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def _do(row: Job, taken: _Taken) -> None:
    """Work reads only, so that nobody waits for it; what it changes is changed at the end, at once."""
    try:
        outcome = _work_out(row, taken)
        with transaction():
            _end(taken, outcome)
    except _TakenOverError:
        _log.warning("job %s was taken over; what this worker made of it is dropped", taken.job_id)
    except CrmError as error:
        _fail(taken, error.message)
    except Exception:  # noqa: BLE001 - the worker outlives any job; the fault is logged and kept on the row
        _log.exception("job %s failed", taken.job_id)
        _fail(taken, "")


def _work_out(row: Job, taken: _Taken) -> Outcome:
    token = is_reading.set(True)
    try:
        _check_owner(row)
        return _work[row.kind](row, Progress(row.id, taken.attempt))
    finally:
        is_reading.reset(token)
        session.rollback()


def _check_owner(row: Job) -> None:
    """Rights are those of now: whoever lost them since asking gets nothing done.

    Raises:
        NotAllowedError: disabled, of another role or park, or no longer granted such work.
    """
    owner, needs = row.created_by, _needs.get(row.kind)
    if owner is None:
        return
    if not owner.is_active:
        raise NotAllowedError(
            _("The account %(name)s is no longer active. Nothing was changed.", name=owner.name)
        )
    is_same = row.role is owner.role and row.park_id == own_park_id(owner)
    if not is_same or (needs is not None and not may(owner, needs)):
        raise NotAllowedError(
            _(
                "%(name)s has another role or park than when this was asked for."
                " Nothing was changed; ask for it anew.",
                name=owner.name,
            )
        )


def _end(taken: _Taken, outcome: Outcome) -> None:
    """The row is held only at the very end: until then progress is told from another connection.

    Raises:
        _TakenOverError: the job is another worker's by now.
    """
    if outcome.finish is not None:
        _check_owner(session.get_one(Job, taken.job_id))
        outcome.finish()
    row = session.get_one(Job, taken.job_id, with_for_update=True, populate_existing=True)
    if row.attempts != taken.attempt or row.state is not JobState.RUNNING:
        raise _TakenOverError
    if outcome.file is not None:
        row.attachment = attach(outcome.file[1], outcome.file[0], by_id=row.created_by_id, is_own=True)
    row.result = outcome.result
    row.state, row.finished_at = JobState.DONE, clock.real_now()


def _fail(taken: _Taken, message: str) -> None:
    session.remove()
    with Session(get_engine()) as own, own.begin():
        own.execute(
            update(Job)
            .where(Job.id == taken.job_id, Job.attempts == taken.attempt, Job.state == JobState.RUNNING)
            .values(state=JobState.FAILED, error=message, finished_at=clock.real_now())
        )
