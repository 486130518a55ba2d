"""CSV as Excel and other systems write it: UTF-8 with or without a mark, or GB18030."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from flask_babel import gettext as _

from crm.imports.readers.sheets import Cell, Sheet
from kernel.errors import RuleError

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CERTAIN_BYTES = 20
"""So many bytes beyond ASCII in a line are UTF-8 by accident less than once in a hundred million lines."""
CERTAIN_SIGNS = 4
"""So many Chinese characters in a line that reads as UTF-8: each takes three bytes that fit together, and
the first is one with which text in GB18030 seldom begins a character."""
FIELD_LIMIT = 1_000_000


def read_csv(content: bytes) -> Sheet:
    """Raises RuleError: the encoding or the quoting can't be read, naming the line."""
    text = decode(content)
    if "\x00" in text:
        raise RuleError(_("The file holds NUL characters: it is not a CSV text file."))
    lines = _records(text)
    head = next(lines, None)
    if head is None:
        raise RuleError(_("The file is empty: its first line names the columns."))
    return Sheet(head[1], lines)


def decode(content: bytes) -> str:
    """UTF-8 where it is UTF-8 throughout, else GB18030; never a guess in between."""
    if content.startswith(UTF16_MARKS):
        raise RuleError(_("The file is in UTF-16. Save it as “CSV UTF-8” and import it again."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = content.count(b"\n", 0, error.start) + 1
    if content.startswith(b"\xef\xbb\xbf") or _is_mixed(content):
        raise RuleError(
            _("Line %(line)s is not in UTF-8, though the rest of the file is: save it anew.", line=broken)
        )
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RuleError(
            _("The file is neither in UTF-8 nor in GB18030: line %(line)s can't be read.", line=line)
        ) from error


def _is_mixed(content: bytes) -> bool:
    """Whether a file that is no UTF-8 holds lines that certainly are: then one encoding can't read it."""
    lines = [line for line in content.splitlines() if not line.isascii()]
    readable = [line for line in lines if _is_utf8(line)]
    return any(map(_is_certain, readable)) or len(readable) * 2 > len(lines)


def _is_certain(line: bytes) -> bool:
    signs = sum("\u4e00" <= sign <= "\u9fff" for sign in line.decode("utf-8"))
    return signs >= CERTAIN_SIGNS or sum(byte > 127 for byte in line) >= CERTAIN_BYTES


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _records(text: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RuleError(
                _(
                    "Line %(line)s: the quotation marks do not match (%(why)s).",
                    line=reader.line_num,
                    why=str(error),
                )
            ) from error
