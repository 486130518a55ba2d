"""Files as they come: encodings, workbooks, and those that are refused before anything opens them."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from crm.imports import rules
from crm.imports.readers import archives
from crm.imports.readers.files import read_sheet
from crm.imports.readers.sheets import Unreadable
from kernel.errors import RuleError
from tests.imports.files import as_csv, as_xlsx

pytestmark = pytest.mark.no_database

LINES = [["ref", "name_hant"], ["A-1", "鴻海精密工業"], ["A-2", "臺灣𠀋企業，有限"]]


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


def cells(content: bytes, name: str = "file.csv") -> list[list[object]]:
    sheet = read_sheet(content, name)
    return [list(sheet.head), *(list(row) for _number, row in sheet.rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_both_systems(encoding: str) -> None:
    assert cells(as_csv(LINES, encoding)) == LINES


def test_a_mixture_of_encodings_is_refused_by_its_line() -> None:
    content = as_csv(LINES[:2]) + "A-2,岳阳\r\n".encode("gb18030")

    with pytest.raises(RuleError, match="3"):
        read_sheet(content, "file.csv")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "file.csv"),
        ("ref\nA".encode("utf-16"), "file.csv"),
        (b"ref\nA\x00B\n", "file.csv"),
        (b'ref\n"A\n', "file.csv"),
        (b"%PDF-1.7", "file.pdf"),
        (b"ref\nA", "file"),
        (b"ref\nA", "file.xls"),
        (b"not a workbook", "file.xlsx"),
        (b"PK\x03\x04 not a workbook", "file.xlsx"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(RuleError):
        list(read_sheet(content, name).rows)


def test_a_file_is_refused_by_its_size_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.imports.readers.files.MAX_BYTES", 10)
    monkeypatch.setattr("crm.imports.readers.files.read_xlsx", None)

    with pytest.raises(RuleError):
        read_sheet(as_xlsx(LINES), "file.xlsx")


def test_a_workbooks_numbers_and_dates_are_exact() -> None:
    content = as_xlsx([["ref", "a", "b"], [date(2024, 6, 30), 1234567.89, 20]])

    assert cells(content, "file.xlsx")[1] == ["2024-06-30", "1234567.89", "20"]


def test_a_number_with_more_digits_than_excel_keeps_is_no_number() -> None:
    read = cells(as_xlsx([["ref"], [91430600123456789012]]), "file.xlsx")[1][0]

    assert isinstance(read, Unreadable)


def workbook(write) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        write(book.add_worksheet())
    return content.getvalue()


@pytest.mark.parametrize(
    "write",
    [
        lambda sheet: sheet.write_formula("B2", "=1+1"),
        lambda sheet: sheet.write_string(rules.MAX_ROWS + 5, 0, "far below"),
        lambda sheet: sheet.write_string(0, rules.MAX_COLUMNS + 5, "far right"),
    ],
    ids=["formula", "rows", "columns"],
)
def test_a_sheet_beyond_its_limits_is_refused(write) -> None:
    with pytest.raises(RuleError):
        read_sheet(workbook(write), "file.xlsx")


def rewritten(change, content: bytes | None = None) -> bytes:
    """A workbook whose parts were changed by ``change(name, bytes)``; it may add parts as well."""
    source = zipfile.ZipFile(BytesIO(content or as_xlsx(LINES)))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            for written, part in change(name, source.read(name)):
                target.writestr(written, part)
    return out.getvalue()


def with_parts(*parts: tuple[str, bytes]) -> bytes:
    """A workbook that carries more than it should."""
    more = list(parts)
    return rewritten(lambda name, part: [(name, part)] + (more if name == "xl/workbook.xml" else []))


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_parts(("xl/big.xml", b" " * 30_000_000))
    monkeypatch.setattr(archives, "_stream", None)

    with pytest.raises(RuleError, match="拆分"):
        read_sheet(bomb, "file.xlsx")


def test_a_bomb_that_lies_of_its_size_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 5_000)
    monkeypatch.setattr(archives, "_check_members", lambda _archive: None)
    padded = rewritten(lambda name, part: [(name, part + b" " * 9_000 if name.endswith(".xml") else part)])

    with pytest.raises(RuleError):
        read_sheet(padded, "file.xlsx")


def test_thousands_of_parts_are_refused() -> None:
    many = with_parts(*((f"xl/{number}.bin", b"") for number in range(600)))

    with pytest.raises(RuleError):
        read_sheet(many, "file.xlsx")


@pytest.mark.parametrize("name", ["vbaProject.bin", "externalLinks/externalLink1.xml", "embeddings/x.bin"])
def test_macros_and_links_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(RuleError):
        read_sheet(with_parts((f"xl/{name}", b"<x/>")), "file.xlsx")


def test_entities_are_refused() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    armed = rewritten(lambda name, part: [(name, entity if name.endswith("styles.xml") else part)])

    with pytest.raises(RuleError):
        read_sheet(armed, "file.xlsx")


def test_a_sheet_that_claims_a_cell_far_away_costs_nothing() -> None:
    def far(name: str, part: bytes):
        return [(name, part.replace(b'r="A3"', b'r="A190000"') if "sheet1" in name else part)]

    # Its rectangle, not its cells, is what opening it would cost.
    wide = rewritten(far, as_xlsx([["x"] * 60, ["y"], ["z"]]))

    with pytest.raises(RuleError):
        read_sheet(wide, "file.xlsx")
