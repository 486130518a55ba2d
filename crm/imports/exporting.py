"""Every kind as a file in the columns of its import: taken in again, it changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from crm.core import auditing
from crm.core.database import is_reading, session
from crm.core.permissions import Permission, may
from crm.imports.cells import guarded
from crm.imports.columns import Column
from crm.imports.kinds.base import Importer, Scene, chunks
from crm.imports.kinds.registry import IMPORTERS
from crm.imports.rules import MASKED, Kind
from kernel.errors import NotAllowedError, RuleError
from models import User
from models.enums import AuditAction

BOM = "\ufeff"
CHUNK = 500
XLSX_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MAX_XLSX_ROWS = 1_048_575


def export_rows(importer: Importer[Any], columns: Sequence[Column]) -> Iterator[list[str]]:
    """The cells of every record that the viewer may see, a few hundred records in memory at a time."""
    for some in chunks(list(importer.iterate_ids()), CHUNK):
        records = {importer.record_id(record): record for record in importer.load(some)}
        for record_id in some:
            if record_id in records:
                cells = importer.cells_of(records[record_id])
                yield [cell_text(column, cells[column.name]) for column in columns]
        session.expunge_all()


def cell_text(column: Column, text: str) -> str:
    """A number and a hidden value stay plain; text that a spreadsheet would take for a formula stands
    behind an apostrophe."""
    return text if column.content.is_number or text == MASKED else guarded(text)


def export_file(kind: Kind, path: Path, *, viewer: User | None) -> int:
    """Write every record of a kind that the viewer may see; the number of rows.

    Raises:
        NotAllowedError: the viewer's role exports nothing.
        RuleError: an ending that isn't known, or a folder that isn't there.
    """
    check_right(viewer)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise RuleError(_("An export ends in .csv or .xlsx."))
    write = write_csv if path.suffix.lower() == ".csv" else write_xlsx
    partial = path.with_name(f".{path.name}.partial")
    try:
        with reading():
            importer = IMPORTERS[kind](Scene(viewer))
            columns = importer.exported_columns()
            count = write(partial, columns, export_rows(importer, columns))
        partial.replace(path)
    except OSError as error:
        raise RuleError(_("%(path)s can't be written: %(why)s.", path=path, why=error.strerror)) from error
    finally:
        partial.unlink(missing_ok=True)
    auditing.note(AuditAction.EXPORTED, entity=kind.value, rows=str(count))
    return count


@contextmanager
def reading() -> Iterator[None]:
    """One state of the database throughout, and nobody who writes waits for it."""
    token = is_reading.set(True)
    session.rollback()
    try:
        yield
    finally:
        session.rollback()
        is_reading.reset(token)


def check_right(viewer: User | None) -> None:
    """Raises NotAllowedError."""
    if viewer is not None and not may(viewer, Permission.EXPORT):
        raise NotAllowedError(_("%(name)s has no right to export.", name=viewer.name))


def write_csv(path: Path, columns: Sequence[Column], rows: Iterator[list[str]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def write_xlsx(path: Path, columns: Sequence[Column], rows: Iterator[list[str]]) -> int:
    """Every cell is text: Excel then shows it as it is, and changes no digit."""
    count = 0
    with xlsxwriter.Workbook(str(path), XLSX_OPTIONS) as book:
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet()
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.name)
        for count, row in enumerate(rows, start=1):
            if count > MAX_XLSX_ROWS:
                raise RuleError(_("An xlsx sheet holds no more than a million rows; export as CSV."))
            for at, text in enumerate(row):
                sheet.write_string(count, at, text, as_text)
    return count
