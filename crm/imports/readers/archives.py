"""What an xlsx file may be before anything opens it: small unpacked, no macros, entities or formulas.

A file of a few kilobytes can unpack to gigabytes, or name one cell a million rows away. So the parts
are streamed through here first, and refused as soon as they pass a limit.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.parsers import expat

from flask_babel import gettext as _

from crm.imports.rules import MAX_COLUMNS, MAX_ROWS
from kernel.errors import RuleError

MAX_MEMBERS = 500
MAX_UNPACKED = 150 * 2**20
MAX_RATIO = 200
RATIO_FROM = 5 * 2**20
"""Smaller parts may be as repetitive as they like."""
MAX_AREA = 4_500_000
"""Rows times columns: opening a sheet costs memory for every cell of its rectangle, empty ones too."""
CHUNK = 2**18
FORBIDDEN = ("vbaproject.bin", "externallinks/", "xl/macrosheets/", "activex/", "embeddings/")
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    KeyError,
    EOFError,
    OSError,
    ValueError,
)

OnStart = Callable[[str, dict[str, str]], None]


def check_workbook(content: bytes) -> None:
    """Raises RuleError: not an xlsx file, or one that is unsafe or has formulas in its first sheet."""
    unreadable = _("The file is not an xlsx file that can be read; save it again in Excel.")
    locked = _("The file is locked by a password; take it off and import it again.")
    with open_archive(content, unreadable=unreadable, locked=locked) as archive:
        _check_members(archive)
        names = set(archive.namelist())
        sheet = _first_sheet(archive, names)
        for name in sorted(names):
            if name.endswith((".xml", ".rels")) and name != sheet:
                _stream(archive, name, lambda _tag, _attributes: None)
        _stream(archive, sheet, _SheetScan().start)


@contextmanager
def open_archive(content: bytes, *, unreadable: str, locked: str) -> Iterator[zipfile.ZipFile]:
    """A zip file whose damage, or password, is refused in these words.

    What the standard library raises at a broken one isn't one class: ``zlib.error`` for a part that can't be
    decompressed, ``NotImplementedError`` (a ``RuntimeError``, as is a password) for a method it doesn't know.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield archive
    except _DAMAGE as error:
        raise RuleError(unreadable) from error
    except RuntimeError as error:
        raise RuleError(locked) from error


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise RuleError(_too_large())
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise RuleError(_too_large())
        if any(part in member.filename.lower() for part in FORBIDDEN):
            raise RuleError(
                _("The file holds macros, or links to other files. Save it as a plain xlsx workbook.")
            )


def _too_large() -> str:
    return str(_("The file unpacks to more than can be taken in; split it into smaller ones."))


def _first_sheet(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The part that holds the workbook's first sheet, by its relationship."""
    ids: list[str] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            ids.extend(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _stream(archive, WORKBOOK, sheet)
    _stream(archive, RELATIONS, relation)
    target = targets.get(ids[0], "") if ids else ""
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    if path not in names:
        raise KeyError(path)
    return path


def _stream(archive: zipfile.ZipFile, name: str, start: OnStart) -> None:
    """Walk a part without keeping it; a document type, where entities would be declared, is refused."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    unpacked = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED:
                raise RuleError(_too_large())
            _parse(parser, chunk, final=False)
    _parse(parser, b"", final=True)


def _parse(parser: expat.XMLParserType, chunk: bytes, *, final: bool) -> None:
    try:
        parser.Parse(chunk, final)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _refuse_doctype(*_declared: object) -> None:
    raise RuleError(_("The file declares entities inside; save it again in Excel."))


class _SheetScan:
    """Follows the cells of a sheet by their references, or by their order where they name none."""

    def __init__(self) -> None:
        self._row = self._last_row = 0
        self._column = self._last_column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif tag == "c":
            self._cell(attributes)
        elif tag in ("v", "is"):
            self._check_place()
        elif tag == "f":
            raise RuleError(
                _(
                    "Cell %(cell)s holds a formula. Copy the sheet and paste it as values.",
                    cell=self._reference(),
                )
            )

    def _cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        if found:
            self._column, self._row = column_number(found[1]), int(found[2])
        else:
            self._column += 1
        if attributes.get("t") == "e":
            raise RuleError(_("Cell %(cell)s holds an Excel error.", cell=self._reference()))

    def _check_place(self) -> None:
        if self._column > MAX_COLUMNS:
            raise RuleError(
                _(
                    "Cell %(cell)s lies beyond %(limit)s columns.",
                    cell=self._reference(),
                    limit=MAX_COLUMNS,
                )
            )
        if self._row > MAX_ROWS + 1:
            raise RuleError(
                _("Cell %(cell)s lies beyond %(limit)s rows.", cell=self._reference(), limit=MAX_ROWS)
            )
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row * self._last_column > MAX_AREA:
            raise RuleError(_too_large())

    def _reference(self) -> str:
        return f"{column_letters(self._column)}{self._row}"


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
