"""The empty file to fill in: Chinese headings, and a sheet that explains every column."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import xlsxwriter
from flask_babel import gettext as _

from crm.imports.columns import COLUMNS, KEY, KIND_WORDS, NEW, Column, Need, permitted
from crm.imports.exporting import BOM, XLSX_OPTIONS
from crm.imports.rules import CLEAR, MASKED, Kind
from crm.imports.vocabulary import Names

SCRIPTS = {"zh_Hant_TW": "zh_Hant_TW"}
"""Headings are Chinese in every language; traditional ones for readers of traditional script."""


def heading(column: Column, language: str) -> str:
    """The heading in the template; a star marks what a new row needs."""
    word = column.heading(SCRIPTS.get(language, "zh_Hans_CN"))
    return word if column.need not in (KEY, NEW) else f"{word}*"


def csv_template(kind: Kind, language: str, _parks: Names) -> bytes:
    """The head alone: a CSV file has no place for explanations that an import would not take for rows."""
    text = StringIO(newline="")
    csv.writer(text).writerow([heading(column, language) for column in COLUMNS[kind]])
    return (BOM + text.getvalue()).encode()


def xlsx_template(kind: Kind, language: str, parks: Names) -> bytes:
    """``parks``: their codes with their names in the reader's language. An import reads the first sheet."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {**XLSX_OPTIONS, "constant_memory": False, "in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(str(KIND_WORDS[kind])[:31])
        for at, column in enumerate(COLUMNS[kind]):
            sheet.write_string(0, at, heading(column, language), bold)
            sheet.set_column(at, at, 20, as_text)
        sheet.freeze_panes(1, 0)
        _explain(book, kind, language, parks)
    return content.getvalue()


def _explain(book: xlsxwriter.Workbook, kind: Kind, language: str, parks: Names) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_("Explanation"))
    sheet.set_column(0, 2, 24)
    sheet.set_column(3, 4, 70)
    rows = [[_("Heading"), _("Name"), _("Needed"), _("What it holds"), _("Permitted values")]]
    rows += [_explanation(column, language, parks) for column in COLUMNS[kind]]
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(at, place, text, wrapped if at else bold)
    for at, text in enumerate(marks(), start=len(rows) + 1):
        sheet.write_string(at, 0, text)


def _explanation(column: Column, language: str, parks: Names) -> list[str]:
    words = needed_words(column), str(column.content.hint), permitted(column, parks)
    return [heading(column, language), column.name, *words]


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
