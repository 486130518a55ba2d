"""Files too large to wait for: the worker looks through, takes in, puts back and writes out."""

from __future__ import annotations

import pytest

from crm.core import jobs
from crm.core.database import session
from crm.imports import rules, uploads
from crm.imports.readers.files import read_sheet
from crm.imports.rules import Kind
from models import Firm, ImportBatch, Job
from models.enums import ImportState, JobState, Role
from tests.imports.files import look
from tests.imports.zone import LINES, take

FIRMS = LINES[Kind.FIRMS]


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


def work() -> bool:
    """Let the worker do one job; the test's own session holds nothing meanwhile."""
    session.rollback()
    return jobs.run_next()


def test_a_large_file_is_looked_through_and_taken_in_by_the_worker(coordinator, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "INLINE_ROWS", 2)
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    preview = look(coordinator, Kind.FIRMS, FIRMS)
    assert "data-hx-get" in coordinator.get(preview).text
    assert work()

    run = coordinator.post(f"{preview}/apply").location
    assert "data-hx-get" in coordinator.get(run, headers={"HX-Request": "true"}).text
    assert work()
    batch = session.query(ImportBatch).one()
    assert f"/imports/{batch.id}" in coordinator.get(run).text
    assert batch.recorded_by_id == coordinator.user.id
    assert session.query(Firm).count() == 3

    undone = coordinator.post(f"/imports/{batch.id}/undo", data={"reason": "wrong list"}).location
    assert work()
    assert f"/imports/{batch.id}" in coordinator.get(undone).text
    session.expire_all()
    assert batch.state is ImportState.UNDONE


def test_the_worker_serves_who_has_chosen_no_language_yet(coordinator, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "INLINE_ROWS", 0)
    session.merge(coordinator.user).locale = None
    session.commit()
    preview = look(coordinator, Kind.FIRMS, FIRMS)

    assert work()

    assert "甲子集團股份有限公司" in coordinator.get(preview).text


def test_the_worker_refuses_what_has_changed_since_the_preview(coordinator, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "INLINE_ROWS", 0)
    take(Kind.FIRMS, FIRMS, coordinator.user)
    preview = look(coordinator, Kind.FIRMS, [["ref", "address"], ["A-2", "高雄市"]])
    work()
    run = coordinator.post(f"{preview}/apply").location
    take(Kind.FIRMS, [["ref", "address"], ["A-2", "台南市"]], coordinator.user)

    assert work()

    assert session.query(Job).order_by(Job.id.desc()).first().state is JobState.FAILED
    assert preview in coordinator.get(run).text
    assert session.query(Firm).filter_by(ref="A-2").one().address == "台南市"


def test_whose_role_was_taken_away_gets_nothing_in_by_the_worker(coordinator, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "INLINE_ROWS", 0)
    preview = look(coordinator, Kind.FIRMS, FIRMS)
    work()
    coordinator.post(f"{preview}/apply")
    session.merge(coordinator.user).role = Role.LEADER
    session.commit()

    assert work()

    assert session.query(Firm).count() == 0
    assert session.query(Job).order_by(Job.id.desc()).first().state is JobState.FAILED


def test_a_long_export_is_written_by_the_worker(coordinator, monkeypatch) -> None:
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    take(Kind.FIRMS, FIRMS, coordinator.user)

    run = coordinator.post("/imports/kinds/firms/export", data={"format": "csv"}).location
    assert coordinator.get(f"{run}/file").status_code == 404
    assert work()

    reply = coordinator.get(f"{run}/file")
    assert len([*read_sheet(reply.data, "f.csv").rows]) == 3
