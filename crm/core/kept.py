"""Answers that are kept until a fact changes.

An answer is kept for a question and the revision of what it rests on. It answers a known-at moment only if
no fact was recorded after that moment: so a kept answer and a fresh one are always the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from crm.core import revisions
from crm.core.database import get_engine, session
from crm.core.revisions import Series

MAX_KEPT = 256
FACTS = (Series.FACTS,)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: tuple[int, ...]
    """Of each series that it rests on."""
    last_recorded_at: datetime
    answer: object


_lock = Lock()
_kept: WeakKeyDictionary[Engine, OrderedDict[Hashable, _Kept]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Hashable
    known_at: datetime
    rests_on: Sequence[Series]


@dataclass(slots=True)
class _Moment:
    """The revision that several questions are answered at, and what was worked out for them."""

    state: revisions.State
    fresh: dict[_Asked, object] = field(default_factory=dict)
    """All of it: what was asked for a known-at moment that lies back is not kept."""


_moment: ContextVar[_Moment | None] = ContextVar("kept_moment", default=None)


@contextmanager
def at_one_revision() -> Iterator[None]:
    """Ask for the revision once for all questions inside, and once more before anything is kept."""
    if _moment.get() is not None or _has_changes():
        yield
        return
    moment = _Moment(revisions.state())
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
    last = moment.state.last_recorded_at
    fresh = {asked: each for asked, each in moment.fresh.items() if asked.known_at >= last}
    # On PostgreSQL another's commit may have come between: what was seen then belongs to neither revision.
    if fresh and revisions.state() == moment.state:
        for asked, each in fresh.items():
            _keep(asked.question, _Kept(moment.state.of(asked.rests_on), last, each))


def answer(
    question: Hashable,
    *,
    known_at: datetime,
    work_out: Callable[[], T],
    rests_on: Sequence[Series] = FACTS,
) -> T:
    """The kept answer, or a fresh one, which is then kept."""
    found = answers([question], known_at=known_at, work_out=lambda _: [work_out()], rests_on=rests_on)
    return found[0]


def answers(
    questions: Sequence[Hashable],
    *,
    known_at: datetime,
    work_out: Callable[[Sequence[int]], Sequence[T]],
    rests_on: Sequence[Series] = FACTS,
) -> list[T]:
    """The kept answers; ``work_out`` is asked for all that are missing at once, by their places.

    A transaction that has changed something itself neither reads nor writes what is kept.
    """
    with at_one_revision():
        moment = _moment.get()
        if moment is None or _has_changes():
            return list(work_out(range(len(questions))))
        asked = [_Asked(question, known_at, rests_on) for question in questions]
        found = {at: held for at, each in enumerate(asked) if (held := _held(moment, each))}
        missing = [at for at in range(len(asked)) if at not in found]
        if missing:
            for at, fresh in zip(missing, work_out(missing), strict=True):
                moment.fresh[asked[at]] = fresh
                found[at] = (fresh,)
        return [cast(T, found[at][0]) for at in range(len(asked))]


def forget() -> None:
    """Keep nothing any longer: the database is another one than before."""
    with _lock:
        _kept.pop(get_engine(), None)


def _held(moment: _Moment, asked: _Asked) -> tuple[object] | None:
    """An answer that is there already, in a tuple: it may be empty or nought."""
    if asked in moment.fresh:
        return (moment.fresh[asked],)
    kept = _find(asked.question)
    if kept is None or kept.revision != moment.state.of(asked.rests_on):
        return None
    return (kept.answer,) if asked.known_at >= kept.last_recorded_at else None


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
