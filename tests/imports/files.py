"""Import files as tests hand them in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from crm.imports.rules import Kind

Lines = Sequence[Sequence[object]]


def as_csv(lines: Lines, encoding: str = "utf-8") -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode(encoding)


def as_xlsx(lines: Lines) -> bytes:
    """Every cell as Excel would keep it: numbers as numbers, dates as dates, text as text."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(row, column, value)
    return content.getvalue()


def sent(content: bytes, name: str) -> tuple[BytesIO, str]:
    """A file of a form."""
    return BytesIO(content), name


def hand_in(client, kind: Kind, lines, name: str = "file.csv", **more):
    content = as_xlsx(lines) if name.endswith("xlsx") else as_csv(lines)
    return client.post(f"/imports/kinds/{kind.value}", data={"file": sent(content, name), **more})


def look(client, kind: Kind, lines, **more) -> str:
    """The address of a file's preview."""
    reply = hand_in(client, kind, lines, **more)
    assert reply.status_code == 302, reply.text
    return reply.location
