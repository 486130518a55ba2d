"""A job's worker may be killed at any moment: the job is taken up again, and its changes are made once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from crm.core import jobs
from crm.core.actors import Actor, acting
from crm.core.database import get_engine, session
from crm.core.jobs import Outcome, Progress
from crm.core.transactions import transaction
from kernel import clock
from kernel.errors import RuleError
from models import Counter, Job, Setting
from models.enums import JobState
from tests.architecture.sources import ROOT
from tests.factories.users import make_user
from tests.racing import at_once

LONG_AGO = timedelta(hours=1)

WORKER = """
import os, sys, time
from app import create_app
from crm.core import jobs
from crm.core.database import session
from models import Setting

@jobs.job("test.slow")
def slow(row, progress):
    progress.tell(1, 3, "counting")
    print("begun", row.attempts, flush=True)
    if row.arguments.get("deadly"):
        os.kill(os.getpid(), 9)
    if row.attempts == 1:
        time.sleep(60)
    return jobs.Outcome({"attempt": row.attempts}, finish=lambda: session.add(Setting(key="done", value="1")))

app = create_app()
with app.app_context():
    while jobs.run_next():
        pass
"""


@pytest.fixture
def kind() -> Iterator[Callable[[jobs.Work], str]]:
    """Names a function as the work of a kind, for this test."""
    names: list[str] = []

    def name(work: jobs.Work) -> str:
        names.append(f"test.{len(names)}")
        jobs.job(names[-1])(work)
        return names[-1]

    yield name
    for each in names:
        del jobs._work[each]


def ask(kind: str, **arguments: object) -> int:
    with transaction():
        number = jobs.enqueue(kind, arguments).id
    session.remove()
    return number


def look(job_id: int) -> Job:
    session.remove()
    return session.get_one(Job, job_id)


def fall_silent(job_id: int) -> None:
    """As if the worker had died an hour ago."""
    session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(heartbeat_at=clock.real_now() - LONG_AGO, state=JobState.RUNNING)
    )
    session.commit()


# --- One process --------------------------------------------------------------------------------------------


def test_a_job_is_done_once_with_what_it_changes(kind: Callable[[jobs.Work], str]) -> None:
    def change() -> None:
        session.add(Setting(key="a", value="1"))

    job_id = ask(kind(lambda _row, _progress: Outcome({"rows": 3}, finish=change)))

    assert jobs.run_next()
    assert not jobs.run_next()
    row = look(job_id)
    assert (row.state, row.result, row.attempts) == (JobState.DONE, {"rows": 3}, 1)
    assert session.get_one(Setting, "a").value == "1"


def test_a_refusal_is_told_in_the_language_of_who_asked(kind: Callable[[jobs.Work], str]) -> None:
    from flask_babel import gettext as _

    def refuse(_row: Job, _progress: Progress) -> Outcome:
        raise RuleError(_("Saved."))

    person = make_user(locale="zh_Hant_TW")
    with acting(Actor(person.id, person.name, "test")):
        job_id = ask(kind(refuse))

    jobs.run_next()

    row = look(job_id)
    assert row.state is JobState.FAILED
    assert row.error not in ("", "Saved.", None)


def test_a_fault_ends_the_job_and_not_the_worker(kind: Callable[[jobs.Work], str]) -> None:
    def break_down(_row: Job, _progress: Progress) -> Outcome:
        raise ZeroDivisionError

    first = ask(kind(break_down))
    second = ask(kind(lambda _row, _progress: Outcome()))

    assert jobs.run_next()
    assert jobs.run_next()
    assert look(first).state is JobState.FAILED
    assert look(second).state is JobState.DONE


def test_progress_is_seen_while_the_job_goes_on(kind: Callable[[jobs.Work], str]) -> None:
    seen: list[tuple[int, int, str | None]] = []

    def tell(row: Job, progress: Progress) -> Outcome:
        progress.tell(2, 5, "half")
        with get_engine().connect() as other:
            seen.append(tuple(other.execute(select(Job.done, Job.total, Job.message)).one()))  # type: ignore[arg-type]
        return Outcome()

    ask(kind(tell))
    jobs.run_next()

    assert seen == [(2, 5, "half")]


def test_a_job_that_beats_is_left_alone(kind: Callable[[jobs.Work], str]) -> None:
    job_id = ask(kind(lambda _row, _progress: Outcome()))
    session.execute(update(Job).values(state=JobState.RUNNING, attempts=1, heartbeat_at=clock.real_now()))
    session.commit()

    assert not jobs.run_next()
    fall_silent(job_id)
    assert jobs.run_next()


def test_the_heart_beats_though_the_work_says_nothing(
    kind: Callable[[jobs.Work], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.05)
    beats: set[object] = set()

    def be_silent(row: Job, _progress: Progress) -> Outcome:
        until = time.monotonic() + 5
        while len(beats) < 3 and time.monotonic() < until:
            with get_engine().connect() as other:
                beats.add(other.execute(select(Job.heartbeat_at)).scalar_one())
            time.sleep(0.02)
        return Outcome()

    ask(kind(be_silent))
    jobs.run_next()

    assert len(beats) >= 3


def test_what_a_worker_made_of_a_job_that_was_taken_over_is_dropped(kind: Callable[[jobs.Work], str]) -> None:
    def be_overtaken(row: Job, _progress: Progress) -> Outcome:
        with get_engine().begin() as other:
            other.execute(update(Job).where(Job.id == row.id).values(attempts=Job.attempts + 1))
        return Outcome({"rows": 3}, finish=lambda: session.add(Setting(key="a", value="1")))

    job_id = ask(kind(be_overtaken))
    jobs.run_next()

    row = look(job_id)
    assert (row.state, row.result, row.error) == (JobState.RUNNING, None, None)
    assert session.get(Setting, "a") is None


def test_a_job_that_stops_its_worker_again_and_again_is_given_up(kind: Callable[[jobs.Work], str]) -> None:
    deadly = ask(kind(lambda _row, _progress: Outcome()))
    harmless = ask(kind(lambda _row, _progress: Outcome()))
    session.execute(update(Job).where(Job.id == deadly).values(attempts=jobs.MAX_ATTEMPTS))
    fall_silent(deadly)

    assert jobs.run_next(), "the next job isn't held up"
    row = look(deadly)
    assert row.state is JobState.FAILED
    assert row.error == "The machine stopped while doing this, 3 times. It is given up; nothing was changed."
    assert look(harmless).state is JobState.DONE


def test_a_worker_waits_while_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    rounds: list[int] = []

    def be_gone() -> bool:
        rounds.append(1)
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(jobs, "_is_any_free", be_gone)

    jobs.work(pause=0, stop=lambda: len(rounds) == 3)

    assert len(rounds) == 3


def test_a_worker_says_that_it_is_there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_breathed_at", 0)
    assert app.test_client().get("/readyz").get_json()["parts"]["worker"] is False

    session.remove()
    jobs.breathe()

    assert session.get_one(Counter, jobs.WORKER_COUNTER).value > 0
    assert app.test_client().get("/readyz").get_json()["parts"]["worker"] is True


@pytest.mark.parametrize("round_number", range(3))
def test_workers_that_start_together_for_the_first_time_all_say_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch, round_number: int
) -> None:
    monkeypatch.setattr(jobs, "BREATH_SECONDS", -1)

    assert at_once(app, *[jobs.breathe] * 4) == ["done"] * 4
    assert session.get_one(Counter, jobs.WORKER_COUNTER).value > 0


def test_a_worker_whose_job_another_has_taken_tells_nothing_any_more(
    kind: Callable[[jobs.Work], str],
) -> None:
    told: list[Progress] = []

    def work(row: Job, progress: Progress) -> Outcome:
        told.append(progress)
        if len(told) == 1:
            fall_silent(row.id)
            jobs.run_next()
            told[0].tell(1, 9, "the first one")
        else:
            progress.tell(5, 9, "the second one")
        return Outcome()

    job_id = ask(kind(work))
    jobs.run_next()

    assert len(told) == 2
    assert (look(job_id).done, look(job_id).message) == (5, "the second one")


# --- Real processes -----------------------------------------------------------------------------------------


def start_worker(app: Flask, tmp_path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "CRM_ENV": "test",
            "CRM_INSTANCE": str(tmp_path),
            "DATABASE_URL": app.config["DATABASE_URL"],
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_a_job_whose_worker_is_killed_is_done_by_the_next(
    app: Flask, tmp_path: Path, kind: Callable[[jobs.Work], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs._work, "test.slow", lambda _row, _progress: Outcome())
    job_id = ask("test.slow")
    first = start_worker(app, tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline() == "begun 1\n"
    first.send_signal(signal.SIGKILL)
    first.wait()
    row = look(job_id)
    assert (row.state, row.done, row.total, row.message) == (JobState.RUNNING, 1, 3, "counting")

    fall_silent(job_id)
    second = start_worker(app, tmp_path)
    said, faults = second.communicate(timeout=60)

    row = look(job_id)
    assert said == "begun 2\n", faults
    assert (row.state, row.result, row.attempts) == (JobState.DONE, {"attempt": 2}, 2)
    assert session.get_one(Setting, "done").value == "1"
    assert "taken up again" in faults


@pytest.mark.slow
def test_a_job_that_kills_each_worker_is_given_up_and_says_so(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs._work, "test.slow", lambda _row, _progress: Outcome())
    job_id = ask("test.slow", deadly=True)

    ends = []
    for _ in range(jobs.MAX_ATTEMPTS + 1):
        worker = start_worker(app, tmp_path)
        worker.communicate(timeout=60)
        ends.append(worker.returncode)
        if look(job_id).state is JobState.RUNNING:
            fall_silent(job_id)

    row = look(job_id)
    assert ends == [-signal.SIGKILL] * jobs.MAX_ATTEMPTS + [0]
    assert row.state is JobState.FAILED
    assert "given up" in (row.error or "")
