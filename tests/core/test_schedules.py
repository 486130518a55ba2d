from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.core import schedules
from crm.core.database import session
from crm.core.jobs import Outcome, job
from kernel.clock import parse_moment
from models import Job

KIND = "test-turn"


@pytest.fixture(autouse=True)
def only_this_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_turns", {})
    monkeypatch.setattr(schedules, "_looked_at", None)
    job(KIND)(lambda _row, _progress: Outcome())
    schedules.every(24, KIND, at=6)


def look(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(schedules, "_looked_at", None)
    schedules.enqueue_due()
    return len(session.scalars(select(Job).where(Job.kind == KIND)).all())


def test_a_turn_begins_at_its_hour_of_the_zone() -> None:
    before, after, later = (
        schedules.turn_of(KIND, parse_moment(text))
        for text in ("2024-06-10T21:59:00Z", "2024-06-10T22:00:00Z", "2024-06-11T21:59:00Z")
    )
    assert after == before + 1
    assert later == after


def test_work_is_asked_for_once_in_a_turn_and_once_for_all_that_were_missed(monkeypatch, clock_at) -> None:
    clock_at("2024-06-10T23:00:00Z")
    assert [look(monkeypatch), look(monkeypatch)] == [1, 1]
    clock_at("2024-06-20T23:00:00Z")
    assert [look(monkeypatch), look(monkeypatch)] == [2, 2]


def test_nobody_looks_more_often_than_needed(monkeypatch) -> None:
    assert look(monkeypatch) == 1
    schedules.every(1, "test-other")
    job("test-other")(lambda _row, _progress: Outcome())
    schedules.enqueue_due()
    assert session.scalars(select(Job).where(Job.kind == "test-other")).first() is None
