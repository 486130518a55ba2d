"""Blocks made ready for the templates that page and PDF share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kernel.figures import Figure, RowFilter
from reports.content import (
    Block,
    Chart,
    DefinitionList,
    Document,
    FigureItem,
    FigureList,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from reports.render.numbering import Numbers, numbers_of
from reports.render.shown import ShownTable, show_figure, show_figures, show_table, source_line

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "reports"

#: Turns the rows behind a figure into an address, or None where the reader may not open them.
Link = Callable[[RowFilter], str | None]

environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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


def pieces(
    document: Document, *, rows: int | None = None, pictures: dict[str, str] | None = None
) -> Iterator[Piece]:
    """Every block in order. ``rows`` limits tables, ``pictures`` are charts drawn, by key."""
    numbers = numbers_of(document)
    for block in document.blocks:
        yield _piece(document, block, numbers, rows, pictures or {})


def address_of(figure: Figure | None, link: Link | None) -> str | None:
    if figure is None or figure.rows is None or link is None:
        return None
    return link(figure.rows)


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
        case DefinitionList():
            return Piece("definitions", block)
        case Notice():
            return Piece("notice", block)


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
