"""The workbook: raw values with their unit, no formula, no digit lost."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from reports.content import Column, Kind, Table, tables_of
from reports.render import xlsx
from tests.reports.conftest import Outputs, sample_document
from tests.reports.reading import sheet_rows

pytestmark = pytest.mark.no_database


def title(outputs: Outputs, key: str) -> str:
    return next(table.title for table in tables_of(outputs.document) if table.key == key)


def sheet(outputs: Outputs, key: str) -> list[tuple[object, ...]]:
    return sheet_rows(outputs.xlsx)[title(outputs, key)]


def sheet_of(*tables: Table) -> dict[str, list[tuple[object, ...]]]:
    return sheet_rows(xlsx.render(replace(sample_document(), blocks=tables)))


def test_the_cover_says_what_the_figures_are(outputs: Outputs) -> None:
    cover = [value for row in sheet_rows(outputs.xlsx)["封面"] for value in row if value]

    assert outputs.document.title in cover
    assert "2024-12-31" in cover
    assert "2025年1月10日10:00（北京时间） 2025-01-10T02:00:00Z" in cover
    assert "规划口径 (plan-headline)" in cover


def test_there_is_a_sheet_for_every_table(outputs: Outputs) -> None:
    names = list(sheet_rows(outputs.xlsx))

    assert names[:2] == [outputs.document.words.cover, outputs.document.words.figures]
    assert names[2:] == [table.title for table in tables_of(outputs.document)]
    assert len(names) == 14


def test_heads_name_the_unit_of_raw_amounts(outputs: Outputs) -> None:
    assert sheet(outputs, "lenses")[3][1] == "合计（美元）"
    assert sheet(outputs, "lenses")[4][1] == 1_234_567_890.12
    assert sheet(outputs, "indicators")[2][0] == "单位：美元"
    assert sheet(outputs, "stages")[3][3] == "签约 · 意向"


def test_dates_are_dates(outputs: Outputs) -> None:
    assert sheet(outputs, "groups-counted")[4][5] == datetime(2021, 6, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (999_999_999_999_999, 9_999_999_999_999.99),
        (1_000_000_000_000_01, 1_000_000_000_000.01),
        (12_345_678_901_234_567, "123456789012345.67"),
        (12_345_678_901_234_500, 123_456_789_012_345),
        (-90_071_992_547_409_93, "-90071992547409.93"),
    ],
)
def test_an_amount_that_a_spreadsheet_cannot_hold_is_text(cents: int, written: object) -> None:
    table = Table("a", "A", (Column("usd", "USD", Kind.USD),), ((cents,),))

    assert sheet_of(table)["A"][4][0] == written


def test_nothing_becomes_a_formula_or_a_link(hostile_outputs: Outputs) -> None:
    book = openpyxl.load_workbook(io.BytesIO(hostile_outputs.xlsx))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    values = [cell.value for cell in cells]
    assert '=HYPERLINK("http://attacker.example")' in values
    assert "@SUM(A1)" in values


def test_names_of_sheets_are_cleaned_and_told_apart() -> None:
    column = (Column("a", "A"),)
    same = "同名：[一]/二*三?" + "长" * 40
    tables = [Table(str(number), same, column, (("x",),)) for number in range(3)]

    names = list(sheet_of(*tables))[2:]

    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_the_reader_of_our_imports_opens_it(outputs: Outputs) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(outputs.xlsx))

    rows = book.get_sheet_by_name(title(outputs, "projects")).to_python()
    assert rows[4][1] == "示例电子信息项目1"


def test_the_same_report_gives_the_same_bytes() -> None:
    document = sample_document()

    first, second = (zipfile.ZipFile(io.BytesIO(xlsx.render(document))) for _ in range(2))
    assert {name: first.read(name) for name in first.namelist()} == {
        name: second.read(name) for name in second.namelist()
    }
