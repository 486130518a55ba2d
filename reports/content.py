"""The content tree of a report: what it says, without how it looks.

Cells hold raw values (cents, counts, Decimals, dates); :mod:`reports.formatting` alone turns them
into text. A renderer reads this tree and nothing else, so the five outputs can't disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kernel.figures import Figure
from reports.words import Words


class Locale(StrEnum):
    ZH_HANS = "zh_Hans_CN"
    ZH_HANT = "zh_Hant_TW"
    EN = "en"

    @property
    def tag(self) -> str:
        """As documents name their language (BCP 47)."""
        return {"zh_Hans_CN": "zh-Hans-CN", "zh_Hant_TW": "zh-Hant-TW"}.get(self.value, "en")

    @property
    def is_chinese(self) -> bool:
        return self is not Locale.EN


class Scale(StrEnum):
    """The size in which money is printed; every language has its own names for them."""

    UNIT = "unit"
    TEN_THOUSAND = "ten_thousand"
    HUNDRED_MILLION = "hundred_million"


class Kind(StrEnum):
    """What a column holds. Columns of mixed units are FIGURE: each cell says what it counts."""

    TEXT = "text"
    USD = "usd"
    CNY = "cny"
    COUNT = "count"
    PERCENT = "percent"
    DECIMAL = "decimal"
    DATE = "date"
    FIGURE = "figure"


class Align(StrEnum):
    START = "start"
    CENTER = "center"
    END = "end"


#: Text; cents or a count (by the column's kind); a rate or plain number; a day; a figure; nothing.
Cell = str | int | Decimal | date | Figure | None


@dataclass(frozen=True, slots=True)
class FigureItem:
    """A figure with its name. ``unit_word`` is what a count counts (家, projects)."""

    label: str
    figure: Figure
    scale: Scale = Scale.UNIT
    unit_word: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` runs from 1; the numbering of the language is put before the text on rendering."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text and figures in a row; nothing is put between them."""

    runs: tuple[str | FigureItem, ...]


@dataclass(frozen=True, slots=True)
class FigureList:
    """Figures side by side. ``leading`` ones are printed large."""

    items: tuple[FigureItem, ...]
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A head. ``group`` is the head above it, shared with its neighbours; ``unit`` what a count counts.

    ``weight`` is the column's share of the width (0: by kind); ``merges`` joins equal cells below
    each other where the medium can.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    scale: Scale = Scale.UNIT
    unit: str = ""
    group: str = ""
    align: Align | None = None
    weight: int = 0
    merges: bool = False

    @property
    def alignment(self) -> Align:
        if self.align is not None:
            return self.align
        return {Kind.TEXT: Align.START, Kind.DATE: Align.CENTER}.get(self.kind, Align.END)


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` names the table within its report. Every row is as long as ``columns``. ``parts``: a page's end
    may part it between rows, however short it is."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    note: str = ""
    empty: str = ""
    parts: bool = False

    def __post_init__(self) -> None:
        rows = self.rows if self.total is None else (*self.rows, self.total)
        if any(len(row) != len(self.columns) for row in rows):
            raise ValueError(f"table {self.key}: a row is not as long as the head")

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows if self.total is None else (*self.rows, self.total)


@dataclass(frozen=True, slots=True)
class Chart:
    """An ECharts option with the table it draws. The title says what the chart shows.

    Where ``table`` also stands among the report's blocks, paper refers to it and doesn't repeat it.
    """

    key: str
    title: str
    unit: str
    option: Mapping[str, Any]
    table: Table
    lenses: tuple[str, ...] = ()
    height: int = 320

    @property
    def size(self) -> str:
        """The page's class of height: style sheets can't take a number from data."""
        return "low" if self.height < 240 else "high" if self.height > 360 else "medium"


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    text: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DefinitionList:
    title: str
    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark set apart. Its ``label`` says in a word what it is: colour is never alone."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """An address as a square code to photograph, with what it opens; the address is printed beside it."""

    address: str
    label: str


Block = Heading | Paragraph | FigureList | Table | Chart | DefinitionList | Notice | Code


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a book for people outside, which stands alone in print: whose it is, what it is,
    of what; ``facts`` are heads with what they say; the code opens what the book was made of."""

    owner: str
    title: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """What an issued report carries in its footer: its number, and the hash of what was frozen.

    ``text`` is the colophon: both, with who issued it and when, in the reader's language.
    """

    number: str
    sha256: str
    text: str

    @property
    def line(self) -> str:
        """For every page's foot: letters and digits only."""
        return f"{self.number} · SHA-256 {self.sha256}"


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``lenses`` names every lens in the reader's language; ``data`` is the report's own
    figures in the shape that scripts read, and travels with the PDF."""

    name: str
    title: str
    subtitle: str
    as_of: date
    known_at: datetime
    locale: Locale
    words: Words
    blocks: tuple[Block, ...]
    lenses: Mapping[str, str]
    document_number: str = ""
    notice: str = ""
    issuer: str = ""
    signed_on: date | None = None
    """Of a letter: the issuer signs it on that day. It counts nothing, so its head names no day to which it
    counts and none of the data's."""
    data: Mapping[str, Any] = field(default_factory=dict)
    seal: Seal | None = None
    """None until the report is issued."""
    cover: Cover | None = None
    """In place of the head where paper is turned over like a book."""

    def lens_name(self, key: str) -> str:
        return self.lenses.get(key, key)


def or_words(table: Table) -> Table | Paragraph:
    """The table, or in a line what it says instead where it has no rows: paper needs no empty grid."""
    return table if table.rows or not table.empty else Paragraph((table.empty,))


def tables_of(document: Document) -> tuple[Table, ...]:
    """Every table in order, those behind charts included, each once."""
    found: dict[str, Table] = {}
    for block in document.blocks:
        table = block.table if isinstance(block, Chart) else block
        if isinstance(table, Table):
            found.setdefault(table.key, table)
    return tuple(found.values())


def items_of(document: Document) -> Iterator[FigureItem]:
    """Every figure that stands outside a table, in order."""
    for block in document.blocks:
        if isinstance(block, FigureList):
            yield from block.items
        elif isinstance(block, Paragraph):
            yield from (run for run in block.runs if isinstance(run, FigureItem))


def figures_of(document: Document) -> Iterator[Figure]:
    """Every figure of the report, those in tables included."""
    yield from (item.figure for item in items_of(document))
    for table in tables_of(document):
        yield from figures_in(table)


def figures_in(table: Table) -> Iterator[Figure]:
    yield from (cell for row in table.all_rows for cell in row if isinstance(cell, Figure))


def lenses_in(table: Table) -> tuple[str, ...]:
    """The lenses that a table's figures name, in order of appearance."""
    return tuple(dict.fromkeys(figure.lens for figure in figures_in(table) if figure.lens))
