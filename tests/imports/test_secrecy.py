"""What a file, its preview and its batch never tell: that and what other parks have here."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from crm.core.database import session
from crm.imports.rules import Kind
from models import Engagement, Establishment, LedgerEntry, Project
from models.enums import Role
from tests.factories.users import make_user
from tests.imports.zone import plan, take, take_up_to


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.fixture
def zone():
    """Every kind's rows; L-1 and L-2 are money of YY's project P-1, and XT has a share of L-1."""
    boss, decider = (make_user(role=Role.COORDINATOR) for _each in range(2))
    take_up_to(Kind.ENGAGEMENTS, boss, decided_by=decider)
    return boss


def said(kind: Kind, head: list[str], *rows: list[str], by) -> list[list[tuple[str, str]]]:
    """(column, reason) of every refused cell, row by row."""
    with force_locale("en"):
        cells = plan(kind, [head, *rows], by).bad_cells
    return [[(cell.column, cell.reason) for cell in cells if cell.row == row + 2] for row in range(len(rows))]


@pytest.mark.parametrize("original", ["L-1", "L-2"])
def test_an_amount_can_not_be_guessed_at_another_parks_project(zone, original: str) -> None:
    officer = make_user(role=Role.OFFICER, park="XT")
    entry = session.query(LedgerEntry).filter_by(ref=original).one()
    right = f"{entry.amount_minor / 100:.2f}"
    head = ["ref", "project_ref", "amount", "reverses"]

    guesses = said(
        Kind.LEDGER, head, ["Q-1", "P-1", "999.00", original], ["Q-2", "P-1", right, original], by=officer
    )

    assert guesses[0] == guesses[1]
    assert "amount" not in {column for column, _reason in guesses[0]}


@pytest.mark.parametrize(
    ("kind", "column", "there"),
    [
        (Kind.LEDGER, "project_ref", "P-1"),
        (Kind.LEDGER, "reverses", "L-2"),
        (Kind.ENGAGEMENTS, "project_ref", "P-1"),
    ],
)
def test_what_is_another_parks_and_what_is_not_there_are_told_in_one_way(zone, kind, column, there) -> None:
    officer = make_user(role=Role.OFFICER, park="XT")
    head = ["ref", "project_ref", "reverses"] if column == "reverses" else ["ref", column]

    def row(ref: str) -> list[str]:
        return ["Q-1", "P-2", ref] if column == "reverses" else ["Q-1", ref]

    (hidden,) = said(kind, head, row(there), by=officer)
    (missing,) = said(kind, head, row("NONE"), by=officer)

    assert hidden == [(name, reason.replace("NONE", there)) for name, reason in missing]
    assert column in {name for name, _reason in hidden}


@pytest.mark.parametrize(
    ("kind", "model", "ref", "name"),
    [
        (Kind.PROJECTS, Project, "P-1", "name"),
        (Kind.ESTABLISHMENTS, Establishment, "E-1", "registered_name"),
        (Kind.ENGAGEMENTS, Engagement, "G-1", "summary"),
        (Kind.LEDGER, LedgerEntry, "L-2", "note"),
    ],
)
def test_a_ref_taken_elsewhere_is_refused_without_a_word_of_whose_it_is(zone, kind, model, ref, name) -> None:
    officer = make_user(role=Role.OFFICER, park="XT")
    (reasons,) = said(kind, ["ref", name], [ref, "x"], by=officer)
    record = session.query(model).filter_by(ref=ref).one()

    assert reasons == [("ref", "This ref is taken; use another one.")]
    if kind in (Kind.PROJECTS, Kind.ENGAGEMENTS):
        record.archived_at, record.archived_reason = record.created_at, "test"
        session.commit()
        assert said(kind, ["ref", name], [ref, "x"], by=officer) == [reasons]


def test_the_park_itself_and_the_office_still_reverse(zone) -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    head = ["ref", "project_ref", "reverses"]

    assert said(Kind.LEDGER, head, ["Q-1", "P-1", "L-1"], by=lead) == [[]]
    assert said(Kind.LEDGER, head, ["Q-1", "P-1", "L-1"], by=zone) == [[]]


def test_a_batch_shows_no_row_of_what_is_hidden_from_its_reader(zone, client_for) -> None:
    writer, colleague, lead = (
        client_for(Role.OFFICER, "YY"),
        client_for(Role.OFFICER, "YY"),
        client_for(Role.PARK_LEAD, "YY"),
    )
    lines = [["ref", "kind", "happened_at", "firm_refs", "park", "summary"]]
    lines += [[f"H-{n}", "visit", "2024-03-01 14:30", "A-1", "YY", f"密谈{n}"] for n in (1, 2)]
    batch = take(Kind.ENGAGEMENTS, lines, writer.user).batch
    session.query(Engagement).filter_by(ref="H-1").one().is_confidential = True
    session.commit()
    address = f"/imports/{batch.id}"

    seen = colleague.get(address).text
    assert ("密谈1" in seen, "H-1" in seen, "密谈2" in seen) == (False, False, True)
    assert "Rows about records that you may not see: 1." in seen
    for client in (writer, lead):
        assert "密谈1" in client.get(address).text
        assert "may not see" not in client.get(address).text


def test_a_batch_with_rows_gone_to_another_park_is_left_to_the_office(zone, client_for, parks) -> None:
    writer, office = client_for(Role.OFFICER, "YY"), client_for(Role.COORDINATOR)
    lines = [["ref", "name", "firm_ref", "park"], ["P-8", "示例项目八", "A-2", "YY"]]
    batch = take(Kind.PROJECTS, lines, writer.user).batch
    moved = session.query(Project).filter_by(ref="P-8").one()
    moved.park_id, moved.name = parks["XT"].id, "改名的项目"
    session.commit()
    address = f"/imports/{batch.id}"

    refused = writer.post(f"{address}/undo", data={"reason": "x"})

    assert refused.status_code in (403, 422)
    assert "示例项目八" not in refused.text
    assert "改名的项目" not in refused.text
    assert "改名的项目" in office.post(f"{address}/undo", data={"reason": "x"}).text
