"""Rights are those of today: what somebody made in another role or for another park stays there."""

from __future__ import annotations

import pytest

from crm.core import jobs
from crm.core.database import session
from crm.imports import rules, uploads
from crm.imports.queries import get_batch
from crm.imports.rules import Kind
from crm.imports.undoing import undo_import
from crm.ledger import service as ledger
from kernel.errors import NotAllowedError
from models import Firm, ImportBatch, Job, LedgerEntry, User
from models.enums import ImportState, JobState, Role, Standing
from tests.factories.users import make_user
from tests.factories.zone import get_park
from tests.imports.files import look
from tests.imports.zone import LINES, take, take_up_to

FIRMS = LINES[Kind.FIRMS]
ENTRY = ["L-9", "P-2", "contracted", "10", "USD", "2024-05-06", "new", "direct", "", ""]
OWN = [LINES[Kind.LEDGER][0], ENTRY]


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.fixture
def mover(client_for):
    """An officer of XT who took an entry of XT's money in, and is about to move."""
    boss = make_user(role=Role.COORDINATOR)
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)
    client = client_for(Role.OFFICER, "XT")
    take(Kind.LEDGER, OWN, client.user)
    return client


def become(user: User, role: Role, park: str | None) -> None:
    """What the security administrator grants; a right holds from that moment."""
    there = session.merge(user)
    there.role, there.park = role, get_park(park) if park else None
    session.commit()


def last_batch() -> ImportBatch:
    return session.query(ImportBatch).order_by(ImportBatch.id.desc()).first()


def test_a_batch_stays_with_the_park_for_which_it_was_taken_in(mover, client_for) -> None:
    old, new = client_for(Role.OFFICER, "XT"), client_for(Role.PARK_LEAD, "YY")
    address = f"/imports/{last_batch().id}"
    assert "L-9" in mover.get(address).text

    become(mover.user, Role.OFFICER, "YY")

    assert [client.get(address).status_code for client in (mover, new, old)] == [404, 404, 200]
    assert address not in mover.get("/imports").text
    assert address in old.get("/imports").text
    assert mover.post(f"{address}/undo", data={"reason": "x"}).status_code == 404
    session.expire_all()
    assert last_batch().state is ImportState.APPLIED
    assert session.query(LedgerEntry).filter_by(ref="L-9").one().standing.standing is Standing.OPEN


def test_a_batch_of_the_office_does_not_follow_to_a_park(client_for) -> None:
    client = client_for(Role.COORDINATOR)
    take(Kind.FIRMS, FIRMS, client.user)

    become(client.user, Role.OFFICER, "YY")

    assert client.get(f"/imports/{last_batch().id}").status_code == 404


def test_in_another_role_one_reads_the_parks_batch_and_leaves_its_undoing_to_the_office(mover) -> None:
    batch = last_batch()
    become(mover.user, Role.PARK_LEAD, "XT")

    assert mover.get(f"/imports/{batch.id}").status_code == 200
    assert mover.post(f"/imports/{batch.id}/undo", data={"reason": "x"}).status_code == 403


def test_who_has_moved_neither_undoes_nor_withdraws_past_the_pages(mover) -> None:
    batch = get_batch(last_batch().id, viewer=mover.user)
    entry = session.query(LedgerEntry).filter_by(ref="L-9").one()
    become(mover.user, Role.OFFICER, "YY")
    moved = session.merge(mover.user)

    with pytest.raises(NotAllowedError):
        undo_import(batch, by=moved, reason="x")
    with pytest.raises(NotAllowedError):
        ledger.withdraw_entry(entry, by=moved)


def test_previews_and_runs_stay_behind_too(mover, monkeypatch) -> None:
    preview = look(mover, Kind.FIRMS, FIRMS)
    monkeypatch.setattr(rules, "INLINE_ROWS", 0)
    run = mover.post("/imports/kinds/projects/export", data={"format": "csv"}).location
    session.rollback()
    assert jobs.run_next()
    file = f"/attachments/{session.query(Job).order_by(Job.id.desc()).first().attachment_id}"
    session.rollback()
    places = [preview, f"{preview}/wrong.csv", run, f"{run}/file", file]
    assert [mover.get(place).status_code for place in places] == [200] * 5
    session.rollback()

    become(mover.user, Role.OFFICER, "YY")

    assert [mover.get(place).status_code for place in places] == [404] * 5
    assert mover.post(f"{preview}/apply").status_code == 404
    assert preview not in mover.get("/imports").text


@pytest.mark.parametrize("change", ["disabled", "moved", "promoted"])
def test_the_worker_undoes_nothing_for_who_lost_the_right_meanwhile(mover, monkeypatch, change: str) -> None:
    batch = last_batch()
    monkeypatch.setattr(rules, "INLINE_ROWS", 0)
    run = mover.post(f"/imports/{batch.id}/undo", data={"reason": "x"})
    assert run.status_code == 302
    if change == "disabled":
        session.merge(mover.user).is_enabled = False
        session.commit()
    else:
        become(mover.user, *((Role.OFFICER, "YY") if change == "moved" else (Role.COORDINATOR, None)))

    session.rollback()
    assert jobs.run_next()

    session.expire_all()
    row = session.query(Job).order_by(Job.id.desc()).first()
    words = "no longer active" if change == "disabled" else "another role or park"
    assert (row.state, words in row.error) == (JobState.FAILED, True)
    assert last_batch().state is ImportState.APPLIED


def test_the_worker_takes_nothing_in_for_who_was_disabled_meanwhile(coordinator, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "INLINE_ROWS", 0)
    preview = look(coordinator, Kind.FIRMS, FIRMS)
    session.rollback()
    assert jobs.run_next()
    assert coordinator.post(f"{preview}/apply").status_code == 302
    work_out = jobs._work_out

    def disable_meanwhile(row: Job) -> jobs.Outcome:
        outcome = work_out(row)
        session.merge(coordinator.user).is_enabled = False
        session.commit()
        return outcome

    monkeypatch.setattr(jobs, "_work_out", disable_meanwhile)
    session.rollback()
    assert jobs.run_next()

    session.expire_all()
    assert session.query(Job).order_by(Job.id.desc()).first().state is JobState.FAILED
    assert session.query(Firm).count() == 0
