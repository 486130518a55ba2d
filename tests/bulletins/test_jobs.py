"""Ordered, made by the worker, fetched: the file is that of the command, whatever happens to a worker."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bulletins import jobs as report_jobs
from crm.core import jobs
from crm.core.database import get_engine, session
from kernel import clock
from kernel.errors import RuleError
from models import AuditDetail, AuditRecord, Job
from models.enums import AuditAction, JobState, Role
from tests.factories.ledger import make_entry
from tests.factories.plans import AS_OF, make_plan_with_indicators, make_zone


def order(client, **changes: str):
    """Ask for a file on the page; the row of the job."""
    form = {"name": "progress", "as_of": AS_OF, "park": "", "locale": "zh_Hans_CN", "file_format": "json"}
    answer = client.post("/reports/", data=form | changes)
    assert answer.status_code == 302, answer.text
    row = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
    session.expunge(row)
    # The worker writes on a connection of its own: nothing here may hold the database.
    session.rollback()
    return row


def begin(number: int, heartbeat_at: datetime) -> None:
    """A worker took the job and was last heard of then."""
    row = session.get_one(Job, number)
    row.state, row.attempts, row.heartbeat_at = JobState.RUNNING, 1, heartbeat_at
    session.commit()


def file_of(client, job_id: int) -> bytes:
    # The record of it is written on a connection of its own.
    session.rollback()
    answer = client.get(f"/reports/jobs/{job_id}/file")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.data


def test_what_is_fetched_is_what_the_command_writes(app: Flask, leader, tmp_path: Path) -> None:
    make_zone(projects=8)
    row = order(leader)
    number, known_at = row.id, row.arguments["known_at"]
    assert leader.get(f"/reports/jobs/{number}/file").status_code == 404

    assert jobs.run_next()

    out = tmp_path / "report.json"
    command = ["report", "progress", "--as-of", AS_OF, "--known-at", known_at]
    result = app.test_cli_runner().invoke(args=[*command, "--format", "json", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert file_of(leader, number) == out.read_bytes()


@pytest.mark.parametrize(("file_format", "head"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_every_format_can_be_ordered(leader, file_format: str, head: bytes) -> None:
    make_zone(projects=3)
    number = order(leader, file_format=file_format).id

    assert jobs.run_next()

    assert file_of(leader, number).startswith(head)
    page = leader.get(f"/reports/jobs/{number}").text
    assert "Download" in page
    assert "Progress report" in page


def test_fetching_a_report_leaves_a_record_of_what_was_taken(leader) -> None:
    make_plan_with_indicators()
    person_id, number = leader.user.id, order(leader, park="XT").id
    assert jobs.run_next()

    file_of(leader, number)

    session.rollback()
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == AuditAction.EXPORTED)).one()
    said = session.get_one(AuditDetail, record.sequence).content
    assert (record.actor_id, record.entity, record.entity_id) == (person_id, "reports", "progress")
    assert (said["as_of"], said["park"]) == ([None, AS_OF], [None, "XT"])


def test_the_figures_are_those_known_when_it_was_ordered(leader, clock_at) -> None:
    zone = make_zone(projects=4)
    number = order(leader).id
    clock_at("2024-12-03T02:00:00Z")
    make_entry(by=zone.recorder, verified_by=zone.verifier, amount="123456789")

    assert jobs.run_next()

    assert json.loads(file_of(leader, number))["known_at"] < "2024-12-03"


def test_a_killed_worker_leaves_the_job_to_the_next(leader) -> None:
    make_zone(projects=3)
    number = order(leader).id
    begin(number, clock.real_now() - timedelta(minutes=5))

    assert jobs.run_next()

    assert session.get_one(Job, number).state is JobState.DONE
    assert json.loads(file_of(leader, number))


def test_a_worker_at_work_keeps_its_job(leader) -> None:
    make_plan_with_indicators()
    begin(order(leader).id, clock.real_now())

    assert not jobs.run_next()


def test_progress_is_told_to_others_at_once(leader, monkeypatch) -> None:
    make_plan_with_indicators()
    number = order(leader).id
    seen: list[tuple[int, int, bool]] = []
    tell = jobs.Progress.tell

    def note(self, done: int, total: int, message: str = "") -> None:
        tell(self, done, total, message)
        with Session(get_engine()) as other:
            row = other.get_one(Job, number)
            seen.append((row.done, row.total, bool(row.message)))

    monkeypatch.setattr(jobs.Progress, "tell", note)

    assert jobs.run_next()

    assert seen == [(0, 3, True), (1, 3, True), (2, 3, True)]


def test_how_far_it_is_stands_on_its_page(leader) -> None:
    make_plan_with_indicators()
    number = order(leader).id
    begin(number, clock.real_now())
    jobs.Progress(number, attempt=1).tell(1, 3, "Laying out the pages")

    page = leader.get(f"/reports/jobs/{number}").text

    assert "1 of 3" in page
    assert "Laying out the pages" in page


def test_a_report_that_cannot_be_made_says_why(leader, monkeypatch) -> None:
    make_plan_with_indicators()
    number = order(leader).id

    def fail(*_arguments: object) -> None:
        raise RuleError("The charts can't be drawn on this machine.")

    monkeypatch.setattr(report_jobs.reports, "render", fail)

    assert jobs.run_next()

    page = leader.get(f"/reports/jobs/{number}").text
    assert "The charts can&#39;t be drawn on this machine." in page
    assert "Try again" in page


def test_nobody_fetches_what_another_ordered(leader, client_for) -> None:
    make_plan_with_indicators()
    number = order(leader).id
    assert jobs.run_next()

    for other in (client_for(Role.COORDINATOR), client_for(Role.LEADER)):
        assert other.get(f"/reports/jobs/{number}").status_code == 404
        assert other.get(f"/reports/jobs/{number}/file").status_code == 404


def test_park_staff_get_their_own_park_whatever_they_ask(client_for) -> None:
    make_zone(projects=4)
    lead = client_for(Role.PARK_LEAD, "XT")
    form = {"name": "progress", "as_of": AS_OF, "park": "YY", "locale": "en", "file_format": "json"}

    assert lead.post("/reports/", data=form).status_code == 422
    assert order(lead, park="XT").arguments["park"] == "XT"


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "nothing", "--out", "x.pdf"],
        ["report", "progress"],
        ["report", "progress", "--park", "ZZZ", "--out", "x.pdf"],
        ["report", "progress", "--plan", "none", "--out", "x.pdf"],
        ["report", "progress", "--as-of", "soon", "--out", "x.pdf"],
        ["report", "progress", "--as-of", "0001-01-01", "--format", "json", "--out", "x.json"],
        ["report", "progress", "--known-at", "9999-12-31T23:59:59Z", "--format", "json", "--out", "x.json"],
        ["report", "progress", "--known-at", "2024-06-01T00:00:00", "--out", "x.pdf"],
        ["report", "progress", "--format", "odt", "--out", "x.pdf"],
        ["report", "progress", "--format", "json", "--out", "/nowhere/at/all.json"],
    ],
)
def test_a_command_that_cannot_be_done_fails_in_words(app: Flask, arguments: list[str]) -> None:
    make_plan_with_indicators()

    result = app.test_cli_runner().invoke(args=arguments)

    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert result.output.strip()


def test_the_command_lists_the_reports(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["report", "--list"])

    assert result.exit_code == 0
    assert "progress" in result.output.split()
