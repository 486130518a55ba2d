"""Rows that the user has no right to: one record in the audit log for a file, whatever way it comes in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.core import jobs
from crm.core.database import session
from crm.imports import uploads
from crm.imports.rules import Kind
from models import AuditRecord
from models.enums import AuditAction, Role
from tests.factories.users import make_user
from tests.imports.files import as_csv, look, sent
from tests.imports.zone import LINES, take, take_up_to

HEAD = ["ref", "name", "firm_ref", "park"]
FOREIGN = [["N-1", "甲", "A-2", "XT"], ["N-2", "乙", "A-2", "CZ"], ["P-2", "丙", "", ""]]
OWN = ["N-9", "丁", "A-2", "YY"]


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.fixture(autouse=True)
def zone() -> None:
    boss = make_user(role=Role.COORDINATOR)
    take_up_to(Kind.LEDGER, boss, decided_by=boss)
    session.rollback()


def refusals() -> list[tuple[str, str, str]]:
    """(who, path, reason) of every refusal, the first one first."""
    session.rollback()
    refused = select(AuditRecord).where(AuditRecord.action == AuditAction.REFUSED)
    records = session.scalars(refused.order_by(AuditRecord.sequence)).all()
    said = [(each.actor_name, each.detail.content) for each in records]
    session.rollback()
    return [(who, content["path"][1], content["reason"][1]) for who, content in said]


def test_a_file_with_rows_of_other_parks_leaves_one_record_with_their_number_and_kind(officer) -> None:
    preview = look(officer, Kind.PROJECTS, [HEAD, OWN, *FOREIGN])

    ((who, path, reason),) = refusals()
    assert (who, path) == (officer.user.name, "POST /imports/kinds/projects")
    assert reason == "Projects: rows that rights or the second key forbid: 3."
    page = officer.get(preview).text
    assert "You import for your own park only." in page
    assert "forbid" not in page


def test_the_same_file_looked_at_again_leaves_no_other_record_a_new_one_does(officer) -> None:
    preview = look(officer, Kind.PROJECTS, [HEAD, OWN, *FOREIGN])

    officer.post(f"{preview}/again")
    assert len(refusals()) == 1

    officer.post(f"{preview}/files", data={"file": sent(as_csv([HEAD, *FOREIGN[:2]]), "less.csv")})
    assert [reason[-2:] for _who, _path, reason in refusals()] == ["3.", "2."]

    officer.post(f"{preview}/files", data={"file": sent(as_csv([HEAD, OWN]), "own.csv")})
    assert len(refusals()) == 2


def test_rows_that_are_merely_wrong_are_no_denied_attempt(officer) -> None:
    look(officer, Kind.PROJECTS, [HEAD, ["N-1", "甲", "nobody", "YY"], ["N-2", "乙", "A-2", "nowhere"]])
    look(officer, Kind.PROJECTS, [HEAD, OWN])

    assert refusals() == []


def test_a_hidden_record_is_logged_and_looks_to_the_user_like_none(client_for) -> None:
    officer = client_for(Role.OFFICER, "CZ")
    head, first, _second = LINES[Kind.LEDGER]
    entry = [*first[2:8], "", ""]

    hidden, missing = ([head, ["L-9", ref, *entry]] for ref in ("P-1", "P-X"))
    pages = [officer.get(look(officer, Kind.LEDGER, lines)).text for lines in (hidden, missing)]

    assert [reason for _who, _path, reason in refusals()] == [
        "Investment ledger: rows that rights or the second key forbid: 1."
    ]
    assert "There is no project “P-1” here." in pages[0]
    assert "There is no project “P-X” here." in pages[1]


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (Kind.LEDGER, [["ref", "project_ref", "reverses"], ["R-1", "P-1", "L-1"]]),
        (Kind.ESTABLISHMENTS, [["ref", "ceased_on"], ["E-1", "2024-01-01"]]),
        (Kind.CONTACTS, [["ref", "phone"], ["C-1", "+886 2 2268 0000"]]),
        (Kind.ENGAGEMENTS, [LINES[Kind.ENGAGEMENTS][0], ["G-9", *LINES[Kind.ENGAGEMENTS][1][1:]]]),
        (Kind.INDICATORS, [LINES[Kind.INDICATORS][0], ["1", "ZONE", "2024", "1", ""]]),
    ],
    ids=str,
)
def test_every_kind_names_what_it_denies(client_for, kind: Kind, lines) -> None:
    look(client_for(Role.OFFICER, "CZ"), kind, lines)

    ((_who, _path, reason),) = refusals()
    assert reason.endswith("forbid: 1.")


def test_nobody_verifies_their_own_entries_unseen(client_for) -> None:
    boss = client_for(Role.COORDINATOR)

    head, first, _second = LINES[Kind.LEDGER]
    take(Kind.LEDGER, [head, ["L-7", *first[1:]]], boss.user)
    session.rollback()

    look(boss, Kind.DECISIONS, [["entry_ref", "decision"], ["L-7", "verified"]])

    ((_who, _path, reason),) = refusals()
    assert reason == "Decisions on ledger entries: rows that rights or the second key forbid: 1."


def test_what_only_the_writing_denies_is_logged_once(client_for) -> None:
    lead = client_for(Role.PARK_LEAD, "XT")
    preview = look(lead, Kind.PROJECTS, [["ref", "stage", "talks_on"], ["P-2", "talks", "2023-03-01"]])
    assert refusals() == []

    assert lead.post(f"{preview}/apply").status_code == 422

    ((_who, path, reason),) = refusals()
    assert (path, reason.endswith("forbid: 1.")) == (f"POST {preview}/apply", True)


def test_the_worker_leaves_one_record_too(officer, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "INLINE_ROWS", 0)
    look(officer, Kind.PROJECTS, [HEAD, OWN, *FOREIGN])
    session.rollback()
    assert refusals() == []

    assert jobs.run_next()

    ((who, path, reason),) = refusals()
    assert (who, path) == (officer.user.name, "import projects file.csv")
    assert reason.endswith(" 3.")


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_the_command_leaves_one_record_too(app, officer, tmp_path, more) -> None:
    path = tmp_path / "projects.csv"
    path.write_bytes(as_csv([HEAD, OWN, *FOREIGN]))

    words = ["import", "projects", str(path), "--as", officer.user.name, *more]
    assert app.test_cli_runner().invoke(args=words).exit_code == 1

    ((who, path, _reason),) = refusals()
    assert (who, path) == (officer.user.name, "flask import projects")


def test_a_kind_that_the_user_may_not_import_is_logged_by_the_command_as_by_the_page(app, officer, tmp_path):
    path = tmp_path / "fx.csv"
    path.write_bytes(as_csv(LINES[Kind.FX]))

    app.test_cli_runner().invoke(args=["import", "fx", str(path), "--as", officer.user.name])
    officer.get("/imports/kinds/fx")

    assert [path for _who, path, _reason in refusals()] == ["flask import fx", "GET /imports/kinds/fx"]
