"""What holds of every kind: taken in once, the same again, out and in, put back."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.core.transactions import transaction
from crm.imports import queries
from crm.imports.planning import ImportFile
from crm.imports.readers.files import read_sheet
from crm.imports.rules import FINAL_KINDS, Kind
from crm.imports.undoing import undo_import
from crm.web.downloads import FORMULA_STARTS
from kernel.errors import RuleError
from models import ImportBatch, LedgerEntry
from models.enums import ImportState, Role, Standing
from tests.factories.users import make_user
from tests.imports.files import as_xlsx
from tests.imports.zone import LINES, counts, export, plan, take, take_file, take_up_to

KINDS = list(LINES)


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.fixture
def people():
    """Who records, and who decides."""
    return make_user(role=Role.COORDINATOR), make_user(role=Role.COORDINATOR)


@pytest.fixture
def zone(request, people):
    """Everything up to the kind of the test."""
    kind = request.getfixturevalue("kind")
    take_up_to(kind, people[0], decided_by=people[1])
    return people


def by_whom(kind: Kind, people):
    return people[1] if kind is Kind.DECISIONS else people[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_again_changes_nothing(kind: Kind, zone) -> None:
    outcome = take(kind, LINES[kind], by_whom(kind, zone))

    assert counts(outcome) == {"same": len(LINES[kind]) - 1}
    assert outcome.batch is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_as_excel_keeps_it_says_the_same(kind: Kind, zone) -> None:
    outcome = take_file(kind, ImportFile("file.xlsx", as_xlsx(LINES[kind])), by_whom(kind, zone))

    assert counts(outcome) == {"same": len(LINES[kind]) - 1}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_taken_in_again_changes_nothing(kind: Kind, zone, tmp_path, ending: str) -> None:
    exported = export(kind, tmp_path, ending)

    outcome = take_file(kind, exported, by_whom(kind, zone))

    assert outcome.batch is None
    assert set(counts(outcome)) == {"same"}
    assert counts(outcome)["same"] >= len(LINES[kind]) - 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_that_hides_personal_data_changes_nothing_either(people, tmp_path, ending: str) -> None:
    boss, decider = people
    take_up_to(Kind.CONTACTS, boss, decided_by=decider)
    exported = export(Kind.CONTACTS, tmp_path, ending, make_user(role=Role.PARK_LEAD, park="YY"))

    outcome = take_file(Kind.CONTACTS, exported, boss)

    assert any("***" in cells for _row, cells in read_sheet(exported.content, exported.name).rows)
    assert set(counts(outcome)) == {"same"}


def test_rates_of_months_ahead_are_taken_so_that_a_history_can_be_replayed(people, clock_at) -> None:
    boss, _decider = people
    clock_at("2022-03-01T02:00:00Z")

    outcome = take(Kind.FX, LINES[Kind.FX], boss)

    assert counts(outcome) == {"new": len(LINES[Kind.FX]) - 1}


@pytest.mark.parametrize("kind", KINDS)
def test_no_exported_cell_is_a_formula(kind: Kind, zone, tmp_path) -> None:
    numbers = {"amount", "planned_amount", "value", "rank", "number"}

    sheet = read_sheet(export(kind, tmp_path, "csv").content, "x.csv")
    texts = [
        cell
        for _row, cells in sheet.rows
        for name, cell in zip(sheet.head, cells, strict=True)
        if name not in numbers
    ]

    assert texts
    assert [text for text in texts if text.startswith(FORMULA_STARTS)] == []
    with ZipFile(BytesIO(export(kind, tmp_path, "xlsx").content)) as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())


@pytest.mark.parametrize("kind", KINDS)
def test_undoing_takes_back_what_a_batch_made(kind: Kind, zone) -> None:
    user = by_whom(kind, zone)
    batch = last_batch()

    if kind in FINAL_KINDS:
        with pytest.raises(RuleError):
            undo(batch, user)
        return
    undo(batch, user)

    assert (batch.state, batch.undone_by_id, batch.undo_reason) == (ImportState.UNDONE, user.id, "wrong file")
    if kind is Kind.LEDGER:
        assert {entry.standing.standing for entry in session.query(LedgerEntry)} == {Standing.WITHDRAWN}
    else:
        assert counts(plan(kind, LINES[kind], user)) == {"new": len(LINES[kind]) - 1}


@pytest.mark.parametrize("kind", [Kind.FIRMS, Kind.PROJECTS, Kind.CONTACTS, Kind.FX, Kind.INDICATORS])
def test_undoing_puts_back_what_a_batch_changed(kind: Kind, zone, tmp_path) -> None:
    user = by_whom(kind, zone)
    before = exported_lines(kind, tmp_path)
    name, value = CHANGES[kind]
    lines = [list(LINES[kind][0]), list(LINES[kind][1])]
    lines[1][lines[0].index(name)] = value

    outcome = take(kind, lines, user)
    assert counts(outcome) == {"changed": 1}
    assert exported_lines(kind, tmp_path) != before
    undo(outcome.batch, user)

    assert exported_lines(kind, tmp_path) == before


CHANGES = {
    Kind.FIRMS: ("address", "台中市二路2號"),
    Kind.PROJECTS: ("name", "示例项目一（更名）"),
    Kind.CONTACTS: ("phone", "+886 4 2268 3466"),
    Kind.FX: ("cny_per_usd", "7.2"),
    Kind.INDICATORS: ("value", "13"),
}


def test_a_batch_whose_rows_have_changed_since_is_not_undone(people) -> None:
    user = people[0]
    take(Kind.FIRMS, LINES[Kind.FIRMS], user)
    batch = last_batch()
    take(Kind.FIRMS, [["ref", "address"], ["A-2", "高雄市"]], user)

    with pytest.raises(RuleError) as refusal:
        undo(batch, user)

    assert [(cell.row, cell.column) for cell in refusal.value.bad] == [(3, "address")]
    session.expire_all()
    assert batch.state is ImportState.APPLIED


def test_a_firm_on_which_others_rest_is_not_undone(people) -> None:
    user = people[0]
    take_up_to(Kind.ESTABLISHMENTS, user, decided_by=people[1])
    batch = session.query(ImportBatch).filter_by(kind="firms").one()

    with pytest.raises(RuleError) as refusal:
        undo(batch, user)

    assert {cell.row for cell in refusal.value.bad} >= {3, 4}


def test_a_batch_is_undone_once(people) -> None:
    take(Kind.FX, LINES[Kind.FX], people[0])
    batch = last_batch()
    undo(batch, people[0])

    with pytest.raises(RuleError):
        undo(batch, people[0])


def exported_lines(kind: Kind, folder) -> list[bytes]:
    return sorted(export(kind, folder, "csv").content.splitlines())


def last_batch() -> ImportBatch:
    return session.query(ImportBatch).order_by(ImportBatch.id.desc()).first()


def undo(batch: ImportBatch, user) -> None:
    with acting(Actor(user.id, user.name, "test")), transaction():
        undo_import(queries.get_batch(batch.id, viewer=user), by=user, reason="wrong file")
