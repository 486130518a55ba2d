"""A ledger row without evidence is taken in, and it is said that it can't be verified so."""

from __future__ import annotations

import pytest

from crm.core.database import session
from crm.imports.rules import Kind
from crm.ledger import service as ledger
from models import ImportBatch, LedgerEntry
from models.enums import Decision, Role
from tests.factories.users import make_user
from tests.imports.files import as_csv, look, sent
from tests.imports.zone import LINES, PROOF, plan, take, take_up_to

HEAD, FIRST, _SECOND = LINES[Kind.LEDGER]
REMARK = "No evidence that proves it"


def row(ref: str, evidence: str, kind: str = "contracted") -> list[object]:
    return [ref, FIRST[1], kind, *FIRST[3:9], evidence]


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.fixture
def boss():
    return make_user(role=Role.COORDINATOR)


def remarked(found) -> list[int]:
    return [each.number for each in found.rows if each.notes]


@pytest.mark.parametrize(
    ("evidence", "kind", "is_remarked"),
    [
        ("", "contracted", True),
        ("other:proof.pdf", "contracted", True),
        ("receipt:proof.pdf", "contracted", True),
        ("receipt:proof.pdf", "arrived", False),
        ("other:proof.pdf;record:proof.pdf", "contracted", False),
        ("", "agreed", True),
    ],
)
def test_a_new_row_is_remarked_on_where_nothing_proves_it(boss, evidence, kind, is_remarked) -> None:
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)

    found = plan(Kind.LEDGER, [HEAD, row("L-1", evidence, kind)], boss)

    assert not found.bad_cells
    assert remarked(found) == ([2] if is_remarked else [])


def test_a_reversal_rests_on_what_it_reverses_and_is_not_remarked_on(boss) -> None:
    take_up_to(Kind.LEDGER, boss, decided_by=boss)
    entry = session.query(LedgerEntry).filter_by(ref="L-1").one()
    ledger.decide_entry(entry, Decision.VERIFIED, by=make_user(role=Role.COORDINATOR))
    session.commit()

    found = plan(Kind.LEDGER, [["ref", "project_ref", "reverses"], ["R-1", "P-1", "L-1"]], boss)

    assert (found.bad_cells, remarked(found)) == ([], [])


def test_a_row_that_is_refused_carries_no_remark_beside(boss) -> None:
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)

    found = plan(Kind.LEDGER, [HEAD, [*row("L-1", "")[:3], "0", *row("L-1", "")[4:]]], boss)

    assert found.bad_cells
    assert not remarked(found)


def test_the_preview_says_it_and_lets_the_rows_be_taken_in(coordinator) -> None:
    take_up_to(Kind.PROJECTS, coordinator.user, decided_by=coordinator.user)
    lines = [HEAD, row("L-1", ""), row("L-2", "record:proof.pdf")]
    preview = look(coordinator, Kind.LEDGER, lines, evidence=[sent(PROOF, "proof.pdf")])

    page = coordinator.get(preview).text
    noted = coordinator.get(f"{preview}?show=noted").text

    assert "Rows with a remark: 1." in page
    assert REMARK in page
    assert "subscription (Articles or contract of subscription)" in page
    assert "L-1" in noted
    assert "L-2" not in noted
    assert f"{preview}/apply" in page


def test_the_page_of_the_import_says_which_entries_lack_evidence_until_they_have_it(coordinator) -> None:
    take_up_to(Kind.PROJECTS, coordinator.user, decided_by=coordinator.user)
    outcome = take(
        Kind.LEDGER,
        [HEAD, row("L-1", ""), row("L-2", "record:proof.pdf"), row("L-3", "other:proof.pdf")],
        coordinator.user,
    )
    address = f"/imports/{outcome.batch.id}"
    session.rollback()

    page, listed = coordinator.get(address).text, coordinator.get(f"{address}?show=unproven").text
    assert "Entries without evidence that proves them: 2" in page
    assert ["L-1" in listed, "L-2" in listed, "L-3" in listed] == [True, False, True]

    take(
        Kind.LEDGER,
        [HEAD, row("L-1", "agreement:proof.pdf"), row("L-3", "record:proof.pdf")],
        coordinator.user,
    )
    assert session.query(ImportBatch).filter_by(kind="ledger").count() == 2
    session.rollback()
    assert "without evidence" not in coordinator.get(address).text


def test_what_is_no_ledger_has_no_such_remark(coordinator) -> None:
    outcome = take(Kind.FIRMS, LINES[Kind.FIRMS], coordinator.user)
    session.rollback()

    assert "without evidence" not in coordinator.get(f"/imports/{outcome.batch.id}").text


def test_the_command_prints_the_remark(app, boss, tmp_path) -> None:
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)
    path = tmp_path / "ledger.csv"
    path.write_bytes(as_csv([HEAD, row("L-1", "")]))
    session.rollback()

    result = app.test_cli_runner().invoke(
        args=["import", "ledger", str(path), "--as", boss.name, "--dry-run"]
    )

    assert result.exit_code == 0, result.output
    assert len([line for line in result.output.splitlines() if "agreement" in line]) == 1
