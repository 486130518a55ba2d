"""Sums that are kept until a fact changes.

A sum is kept for a question and a revision of the facts. It answers a known-at moment only if no
fact was recorded after that moment: so a kept answer and a fresh one are always the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from crm.core.database import get_engine, session

MAX_KEPT = 256
EVER = datetime.min.replace(tzinfo=UTC)
"""Before any fact."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    last_recorded_at: datetime
    answer: object


_lock = Lock()
_kept: WeakKeyDictionary[Engine, OrderedDict[Hashable, _Kept]] = WeakKeyDictionary()


@dataclass(slots=True)
class _Moment:
    """The revision that several questions are answered at, and what was worked out for them."""

    revision: int
    last_recorded_at: datetime
    fresh: dict[tuple[Hashable, datetime], object] = field(default_factory=dict)
    """By question and known-at moment: not all of it may be kept."""


_moment: ContextVar[_Moment | None] = ContextVar("lens_moment", default=None)


@contextmanager
def at_one_revision(revision: Callable[[], tuple[int, datetime]]) -> Iterator[None]:
    """Ask for the revision once for all questions inside, and once more before anything is kept.

    ``revision`` tells the revision of the facts and the moment of the last one recorded.
    """
    if _moment.get() is not None or _has_changes():
        yield
        return
    moment = _Moment(*revision())
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
    fresh = [
        (question, each) for (question, at), each in moment.fresh.items() if at >= moment.last_recorded_at
    ]
    # On PostgreSQL another's commit may have come between: what was seen then belongs to neither revision.
    if fresh and revision()[0] == moment.revision:
        for question, each in fresh:
            _keep(question, _Kept(moment.revision, moment.last_recorded_at, each))


def answer(
    question: Hashable,
    *,
    known_at: datetime,
    revision: Callable[[], tuple[int, datetime]],
    work_out: Callable[[], T],
) -> T:
    """The kept answer, or a fresh one, which is then kept."""
    return answers([question], known_at=known_at, revision=revision, work_out=lambda _: [work_out()])[0]


def answers(
    questions: Sequence[Hashable],
    *,
    known_at: datetime,
    revision: Callable[[], tuple[int, datetime]],
    work_out: Callable[[Sequence[int]], Sequence[T]],
) -> list[T]:
    """The kept answers; ``work_out`` is asked for all that are missing at once, by their places.

    A transaction that has changed something itself neither reads nor writes what is kept.
    """
    with at_one_revision(revision):
        moment = _moment.get()
        if moment is None or _has_changes():
            return list(work_out(range(len(questions))))
        found = {at: held for at, asked in enumerate(questions) if (held := _held(moment, asked, known_at))}
        missing = [at for at in range(len(questions)) if at not in found]
        if missing:
            for at, fresh in zip(missing, work_out(missing), strict=True):
                moment.fresh[questions[at], known_at] = fresh
                found[at] = (fresh,)
        return [cast(T, found[at][0]) for at in range(len(questions))]


def _held(moment: _Moment, question: Hashable, known_at: datetime) -> tuple[object] | None:
    """An answer that is there already, in a tuple: it may be empty or nought."""
    if (question, known_at) in moment.fresh:
        return (moment.fresh[question, known_at],)
    kept = _find(question)
    if kept is None or kept.revision != moment.revision or known_at < kept.last_recorded_at:
        return None
    return (kept.answer,)


def _has_changes() -> bool:
    return bool(session().info.get("changes") or session().new or session().dirty)


def _find(question: Hashable) -> _Kept | None:
    with _lock:
        kept = _kept.get(get_engine())
        found = kept.get(question) if kept is not None else None
        if kept is not None and found is not None:
            kept.move_to_end(question)
        return found


def _keep(question: Hashable, kept: _Kept) -> None:
    with _lock:
        answers = _kept.setdefault(get_engine(), OrderedDict())
        answers[question] = kept
        answers.move_to_end(question)
        while len(answers) > MAX_KEPT:
            answers.popitem(last=False)
