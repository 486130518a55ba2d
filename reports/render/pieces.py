"""A report's blocks made ready to print: shown, numbered, and grouped by the way pages lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reports.content import (
    Block,
    Chart,
    Code,
    DefinitionList,
    Document,
    FigureItem,
    FigureList,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from reports.render import codes
from reports.render.numbering import Numbers, numbers_of
from reports.render.shown import ShownTable, show_figure, show_figures, show_table, source_line


@dataclass(frozen=True, slots=True)
class Piece:
    """One block for the template ``kind`` of its macro file; ``content`` is what the macro takes."""

    kind: str
    content: Any


@dataclass(frozen=True, slots=True)
class ChartPiece:
    chart: Chart
    number: str
    source: str
    table: ShownTable
    see: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class CodePiece:
    """``picture`` stands in the address of the image itself."""

    code: Code
    picture: str


def pieces(
    document: Document, *, rows: int | None = None, pictures: dict[str, str] | None = None
) -> Iterator[Piece]:
    """Every block in order. ``rows`` limits tables, ``pictures`` are charts drawn, by key."""
    numbers = numbers_of(document)
    for block in document.blocks:
        yield _piece(document, block, numbers, rows, pictures or {})


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the first level and what stands below it; the first may stand without one."""

    heading: Piece | None
    pieces: tuple[Piece, ...]


def chapters(all_pieces: Iterable[Piece]) -> list[Chapter]:
    """The report as a reader on a screen opens it, chapter by chapter."""
    runs: list[list[Piece]] = [[]]
    for piece in all_pieces:
        if piece.kind == "heading" and piece.content[0].level == 1:
            runs.append([])
        runs[-1].append(piece)
    first = [Chapter(None, tuple(runs[0]))] if runs[0] else []
    return first + [Chapter(run[0], tuple(run[1:])) for run in runs[1:]]


def sections(all_pieces: list[Piece]) -> list[tuple[bool, list[Piece]]]:
    """Runs of pieces on upright pages and on pages on their side. What leads to a wide table goes with it."""
    wide = [piece.kind == "table" and piece.content.is_wide for piece in all_pieces]
    for at in range(len(all_pieces) - 2, -1, -1):
        if all_pieces[at].kind == "heading":
            wide[at] = wide[at + 1]
    paired = groupby(zip(wide, all_pieces, strict=True), key=lambda pair: pair[0])
    return [(is_wide, [piece for _, piece in members]) for is_wide, members in paired]


def _piece(
    document: Document, block: Block, numbers: Numbers, rows: int | None, pictures: dict[str, str]
) -> Piece:
    match block:
        case Heading():
            return Piece("heading", (block, numbers.headings[block.anchor]))
        case Paragraph():
            runs = [show_figure(document, run) if isinstance(run, FigureItem) else run for run in block.runs]
            return Piece("paragraph", runs)
        case FigureList():
            return Piece("figures", show_figures(document, block))
        case Table():
            return Piece("table", show_table(document, block, numbers.tables[block.key], rows=rows))
        case Chart():
            return Piece("chart", chart_piece(document, block, numbers, rows, pictures))
        case DefinitionList() | Notice():
            return Piece("definitions" if isinstance(block, DefinitionList) else "notice", block)
        case Code():
            return Piece("code", CodePiece(block, codes.picture_of(block)))


def chart_piece(
    document: Document, chart: Chart, numbers: Numbers, rows: int | None, pictures: dict[str, str]
) -> ChartPiece:
    elsewhere = numbers.tables.get(chart.table.key)
    return ChartPiece(
        chart=chart,
        number=numbers.charts[chart.key],
        source=source_line(document, chart.lenses),
        table=show_table(document, chart.table, rows=rows),
        see=document.words.see_table % {"table": elsewhere} if elsewhere else "",
        picture=pictures.get(chart.key, ""),
    )
