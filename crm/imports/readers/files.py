"""One way in for every file: by its ending, within its limits."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.imports.readers.csv_files import read_csv
from crm.imports.readers.sheets import Sheet
from crm.imports.readers.xlsx_files import read_xlsx
from crm.imports.rules import MAX_BYTES
from kernel.errors import RuleError


def read_sheet(content: bytes, file_name: str) -> Sheet:
    """Raises RuleError: of another kind, too large, or unreadable."""
    ending = file_name.rpartition(".")[2].lower()
    if len(content) > MAX_BYTES:
        raise RuleError(_("The file is larger than %(limit)s MB.", limit=MAX_BYTES // 2**20))
    if not content:
        raise RuleError(_("The file is empty: its first line names the columns."))
    if ending == "xlsx":
        return read_xlsx(content)
    if ending == "csv":
        return read_csv(content)
    raise RuleError(_("CSV and xlsx files are taken; this one ends in “%(ending)s”.", ending=ending))
