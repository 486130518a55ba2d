"""Sums that are kept until a fact changes.

A sum is kept for a question and a revision of the facts. It answers a known-at moment only if no
fact was recorded after that moment: so a kept answer and a fresh one are always the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from crm.core.database import get_engine, session

MAX_KEPT = 128
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


def answer(
    question: Hashable,
    *,
    known_at: datetime,
    revision: Callable[[], tuple[int, datetime]],
    work_out: Callable[[], T],
) -> T:
    """The kept answer, or a fresh one, which is then kept.

    ``revision`` tells the revision of the facts and the moment of the last one recorded.
    A transaction that has changed something itself neither reads nor writes what is kept.
    """
    if session().info.get("changes") or session().new or session().dirty:
        return work_out()
    before, last_recorded_at = revision()
    found = _find(question)
    if found is not None and found.revision == before and known_at >= found.last_recorded_at:
        return cast(T, found.answer)
    fresh = work_out()
    # On PostgreSQL another's commit may have come between the two: what was seen then belongs to neither.
    if known_at >= last_recorded_at and revision()[0] == before:
        _keep(question, _Kept(before, last_recorded_at, fresh))
    return fresh


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
