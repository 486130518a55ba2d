"""The empty file to fill in: Chinese headings, and a sheet that explains every column."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import xlsxwriter
from flask_babel import gettext as _

from crm.imports.columns import COLUMNS, KEY, KIND_WORDS, NEW, Column, Need
from crm.imports.exporting import BOM, XLSX_OPTIONS
from crm.imports.rules import CLEAR, MASKED, Kind

SCRIPTS = {"zh_Hant_TW": "zh_Hant_TW"}
"""Headings are Chinese in every language; traditional ones for readers of traditional script."""


def heading(column: Column, language: str) -> str:
    """The heading in the template; a star marks what a new row needs."""
    word = column.heading(SCRIPTS.get(language, "zh_Hans_CN"))
    return word if column.need not in (KEY, NEW) else f"{word}*"


def csv_template(kind: Kind, language: str) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerow([heading(column, language) for column in COLUMNS[kind]])
    return (BOM + text.getvalue()).encode()


def xlsx_template(kind: Kind, language: str) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {**XLSX_OPTIONS, "constant_memory": False, "in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(str(KIND_WORDS[kind])[:31])
        for at, column in enumerate(COLUMNS[kind]):
            sheet.write_string(0, at, heading(column, language), bold)
            sheet.set_column(at, at, 20, as_text)
        sheet.freeze_panes(1, 0)
        _explain(book, kind, language, bold)
    return content.getvalue()


def _explain(book: xlsxwriter.Workbook, kind: Kind, language: str, bold: object) -> None:
    sheet = book.add_worksheet(_("Explanation"))
    sheet.set_column(0, 2, 24)
    sheet.set_column(3, 3, 80)
    rows = [[_("Heading"), _("Name"), _("Needed"), _("What it holds")]]
    rows += [
        [heading(column, language), column.name, needed_words(column), str(column.content.hint)]
        for column in COLUMNS[kind]
    ]
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(at, place, text, bold if at == 0 else None)
    for at, text in enumerate(marks(), start=len(rows) + 1):
        sheet.write_string(at, 0, text)


def needed_words(column: Column) -> str:
    words: dict[Need, str] = {KEY: _("in every row"), NEW: _("in a new row")}
    return words.get(column.need, "")


def marks() -> list[str]:
    """How to say nothing, nothing any more, and what was hidden."""
    return [
        _("A blank cell keeps what is there."),
        _("%(mark)s empties what is there.", mark=CLEAR),
        _("%(mark)s is a value that was hidden in an export; it changes nothing.", mark=MASKED),
        _("A text that begins with = + - @ stands behind an apostrophe: '=A."),
    ]
