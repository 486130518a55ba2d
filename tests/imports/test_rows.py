"""Rows: whole or not at all, every wrong cell by its place, and nothing guessed."""

from __future__ import annotations

import pytest

from crm.core.database import session
from crm.imports.kinds.firm_lookup import NEW
from crm.imports.parsing import look_at, read_rows
from crm.imports.rules import Kind, find_circle, join_list, split_list
from crm.imports.service import BadRowsError
from kernel.errors import NotAllowedError, RuleError
from models import Contact, Establishment, Firm, ImportBatch, LedgerEntry, Project, RankingEntry
from models.enums import Role
from tests.factories.firms import make_establishment, make_firm
from tests.factories.projects import make_project
from tests.factories.users import make_user
from tests.imports.files import as_csv
from tests.imports.zone import LINES, counts, faults, plan, take, take_up_to


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.fixture
def boss():
    return make_user(role=Role.COORDINATOR)


def test_every_wrong_cell_is_named_by_row_and_column(boss) -> None:
    lines = [
        ["ref", "name_hant", "business_number", "stock_code", "parent_ref"],
        ["A-1", "甲", "12345678", "", ""],
        ["", "乙", "", "", ""],
        ["A-3", "", "", "no code!", "A-9"],
        ["A-4", "丁", "", "", "A-4"],
    ]

    assert sorted(faults(Kind.FIRMS, lines, boss)) == [
        (2, "business_number"),
        (3, "ref"),
        (4, "name_hant"),
        (4, "parent_ref"),
        (4, "stock_code"),
        (5, "parent_ref"),
    ]


def test_one_wrong_cell_keeps_every_row_out(boss) -> None:
    lines = [["ref", "name_hant"], *([f"A-{n}", f"企業{n}"] for n in range(20)), ["A-20", ""]]

    with pytest.raises(BadRowsError):
        take(Kind.FIRMS, lines, boss)

    session.rollback()
    assert session.query(Firm).count() == 0
    assert session.query(ImportBatch).count() == 0


def test_a_fault_while_writing_leaves_nothing_behind(boss, monkeypatch) -> None:
    from crm.imports.kinds.contacts import ContactsImporter

    take(Kind.FIRMS, LINES[Kind.FIRMS], boss)
    write = ContactsImporter.create

    def fail(self, row):
        if row.number == 3:
            raise RuleError("the disk is full")
        return write(self, row)

    monkeypatch.setattr(ContactsImporter, "create", fail)

    assert faults(Kind.CONTACTS, LINES[Kind.CONTACTS], boss) == [(3, "")]
    session.rollback()
    assert session.query(Contact).count() == 0


def test_a_second_row_of_one_ref_names_the_first(boss) -> None:
    lines = [["ref", "name_hant"], ["A-1", "甲"], ["A-1", "乙"]]

    assert faults(Kind.FIRMS, lines, boss) == [(3, "ref")]


@pytest.mark.parametrize(
    "head",
    [
        ["ref", "name_hant", "colour"],
        ["ref", "ref", "name_hant"],
        ["name_hant", "industry"],
        ["ref", "企业编号"],
    ],
)
def test_a_head_that_is_not_clear_is_refused(head: list[str], boss) -> None:
    with pytest.raises(RuleError):
        take(Kind.FIRMS, [head, ["A-1"] * len(head)], boss)


def test_headings_are_known_in_both_scripts_and_with_their_star() -> None:
    for head in (["企业编号*", "名称（繁体）"], ["企業編號", "名稱（繁體）"], [" REF ", "Name_Hant"]):
        rows = read_rows(Kind.FIRMS, as_csv([head, ["A-1", "甲"]]), "x.csv")
        assert rows[0].given == {"ref": "A-1", "name_hant": "甲"}


def test_a_heading_that_is_not_known_may_be_given_a_meaning_or_left_out() -> None:
    content = as_csv([["No.", "公司", "ref"], ["17", "甲", "A-1"]])

    assert look_at(Kind.FIRMS, content, "x.csv").unknown == ["No.", "公司"]
    rows = read_rows(Kind.FIRMS, content, "x.csv", {"no.": "", "公司": "name_hant"})
    assert rows[0].given == {"ref": "A-1", "name_hant": "甲"}


def test_a_blank_cell_keeps_clear_empties_and_the_mask_says_nothing(boss) -> None:
    take(Kind.FIRMS, [["ref", "name_hant", "address", "website"], ["A-1", "甲", "台北", "a.com"]], boss)

    take(Kind.FIRMS, [["ref", "name_hant", "address", "website"], ["A-1", "", "(clear)", "***"]], boss)

    firm = session.query(Firm).one()
    assert (firm.name_hant, firm.address, firm.website) == ("甲", None, "a.com")


def test_several_firms_of_one_name_are_asked_about_and_never_guessed(boss) -> None:
    first, second = make_firm("同名企業股份有限公司"), make_firm("同名企業股份有限公司")
    lines = [["series", "edition", "as_of", "rank", "name_hant"]]
    lines.append(["made-up", "FY2023", "2023-12-31", "1", "同名企業股份有限公司"])

    asked = plan(Kind.RANKINGS, lines, boss).bad_cells
    assert [(cell.row, cell.column) for cell in asked] == [(2, "name_hant")]
    assert {each.key for each in asked[0].candidates} == {first.ref, second.ref, NEW}
    assert faults(Kind.RANKINGS, lines, boss) == [(2, "name_hant")]

    take(Kind.RANKINGS, lines, boss, answers={(2, "name_hant"): second.ref})
    assert session.query(RankingEntry).one().firm_id == second.id


def test_another_firm_of_the_same_name_is_made_when_somebody_says_so(boss) -> None:
    for _each in range(2):
        make_firm("同名企業股份有限公司")
    lines = [["series", "edition", "as_of", "rank", "name_hant"]]
    lines.append(["made-up", "FY2023", "2023-12-31", "1", "同名企業股份有限公司"])

    take(Kind.RANKINGS, lines, boss, answers={(2, "name_hant"): NEW})

    assert session.query(Firm).count() == 3


def test_an_answer_that_is_no_candidate_is_no_answer(boss) -> None:
    for _each in range(2):
        make_firm("同名企業股份有限公司")
    other = make_firm("別家股份有限公司")
    lines = [["series", "edition", "as_of", "rank", "name_hant"]]
    lines.append(["made-up", "FY2023", "2023-12-31", "1", "同名企業股份有限公司"])

    assert faults(Kind.RANKINGS, lines, boss, answers={(2, "name_hant"): other.ref}) == [(2, "name_hant")]


def test_who_imports_what(boss) -> None:
    officer = make_user(role=Role.OFFICER, park="YY")

    for kind in (Kind.RANKINGS, Kind.DECISIONS, Kind.FX):
        with pytest.raises(NotAllowedError):
            plan(kind, LINES[kind], officer)
    for role in (Role.LEADER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.ADVISER):
        with pytest.raises(NotAllowedError):
            plan(Kind.FIRMS, LINES[Kind.FIRMS], make_user(role=role))


@pytest.mark.parametrize("kind", [Kind.ESTABLISHMENTS, Kind.PROJECTS, Kind.ENGAGEMENTS, Kind.INDICATORS])
def test_park_staff_do_not_import_another_parks_rows(kind: Kind, boss) -> None:
    take_up_to(kind, boss, decided_by=make_user(role=Role.COORDINATOR))
    officer = make_user(role=Role.OFFICER, park="CZ")
    head, *rows = LINES[kind]
    new = [[f"{row[0]}9" if kind is not Kind.INDICATORS else row[0], *row[1:]] for row in rows]

    found = faults(kind, [head, *new], officer)

    assert {row for row, column in found if column == "park"} == {2, 3}


def test_park_staff_do_not_change_another_parks_records(boss) -> None:
    project = make_project(park="XT")
    there = make_establishment(park="XT")
    officer = make_user(role=Role.OFFICER, park="YY")

    assert faults(Kind.PROJECTS, [["ref", "name"], [project.ref, "mine"]], officer) == [(2, "ref")]
    assert faults(Kind.ESTABLISHMENTS, [["ref", "ceased_on"], [there.ref, "2024-01-01"]], officer) == [
        (2, "ref")
    ]
    session.rollback()
    assert session.get(Project, project.id).name != "mine"


def test_park_staff_record_no_money_on_another_parks_project(boss) -> None:
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)
    officer = make_user(role=Role.OFFICER, park="XT")

    found = faults(Kind.LEDGER, LINES[Kind.LEDGER], officer)

    assert set(found) == {(2, "project_ref"), (3, "project_ref")}
    session.rollback()
    assert session.query(LedgerEntry).count() == 0


def test_evidence_that_is_not_handed_in_is_named(boss) -> None:
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)

    found = faults(Kind.LEDGER, LINES[Kind.LEDGER], boss, files=lambda _name: None)

    assert set(found) == {(2, "evidence"), (3, "evidence")}


def test_a_recorded_entry_is_never_changed_by_a_file(boss) -> None:
    take_up_to(Kind.LEDGER, boss, decided_by=boss)
    head, first, _second = LINES[Kind.LEDGER]
    changed = [*first[:3], "1.00", *first[4:]]

    assert faults(Kind.LEDGER, [head, changed], boss) == [(2, "amount")]


def test_nobody_verifies_by_file_what_they_recorded(boss) -> None:
    take_up_to(Kind.LEDGER, boss, decided_by=boss)

    assert (2, "decision") in faults(Kind.DECISIONS, LINES[Kind.DECISIONS], boss)


def test_a_preview_changes_nothing(boss) -> None:
    found = plan(Kind.FIRMS, LINES[Kind.FIRMS], boss)

    assert counts(found) == {"new": 3}
    session.commit()
    assert session.query(Firm).count() == 0


def test_owners_are_kept_from_the_top_down_however_the_file_is_ordered(boss) -> None:
    lines = [
        ["ref", "name_hant", "parent_ref"],
        ["A-3", "孫", "A-2"],
        ["A-1", "祖", ""],
        ["A-2", "子", "A-1"],
    ]

    take(Kind.FIRMS, lines, boss)

    firms = {firm.ref: firm for firm in session.query(Firm)}
    assert firms["A-3"].parent_id == firms["A-2"].id
    assert {firms["A-2"].group_id, firms["A-3"].group_id} == {firms["A-1"].id}
    assert [len(firms[ref].parentages) for ref in ("A-1", "A-2", "A-3")] == [0, 1, 1]


def test_a_circle_of_owners_is_refused_in_each_of_its_rows(boss) -> None:
    lines = [
        ["ref", "name_hant", "parent_ref"],
        ["A-1", "甲", "A-2"],
        ["A-2", "乙", "A-1"],
        ["A-3", "丙", "A-1"],
    ]

    assert sorted(faults(Kind.FIRMS, lines, boss)) == [(2, "parent_ref"), (3, "parent_ref")]


def test_lists_keep_semicolons_inside_their_parts() -> None:
    parts = ["a;b", "c\\", "d；e"]

    assert split_list(join_list(parts)) == parts


def test_a_circle_is_found_and_a_line_is_none() -> None:
    assert set(find_circle({"a": "b", "b": "c", "c": "a", "d": "a"})) == {"a", "b", "c"}
    assert find_circle({"a": "b", "b": "c", "d": "c"}) == []


def test_evidence_of_an_establishment_is_attached_with_or_without_its_type(boss) -> None:
    take_up_to(Kind.FIRMS, boss, decided_by=boss)
    head, first, *_rest = LINES[Kind.ESTABLISHMENTS]
    lines = [
        head,
        ["E-8", *first[1:-1], "agreement:proof.pdf"],
        ["E-9", *first[1:-1], "nowhere.pdf; 营业执照"],
    ]

    notes = plan(Kind.ESTABLISHMENTS, lines, boss).notes
    take(Kind.ESTABLISHMENTS, lines, boss)

    kept = {each.ref: len(each.evidence) for each in session.query(Establishment)}
    assert (kept["E-8"], kept["E-9"]) == (1, 0)
    assert ["nowhere.pdf" in note for note in notes] == [True]
