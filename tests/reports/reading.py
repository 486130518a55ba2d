"""What the files say when they are read back."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import docx
import html5lib
import openpyxl

from kernel.figures import Figure, Unit
from reports.content import Chart, Document, figures_of
from reports.formatting import plain_value

AMOUNT = re.compile(r"-?\d[\d,]*\.\d\d(?!\d)")


def told(figure: Figure) -> tuple[str, str, str]:
    """A figure as every machine-readable output tells it: value, lens, as-of date."""
    return plain_value(figure), figure.lens, figure.as_of.isoformat()


def figures_told(document: Document) -> set[tuple[str, str, str]]:
    return {told(figure) for figure in figures_of(document)}


def page_tree(html: str) -> Any:
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def page_figures(html: str) -> set[tuple[str, str, str]]:
    return {
        (node.get("value"), node.get("data-lens"), node.get("data-as-of"))
        for node in page_tree(html).iter("data")
    }


def page_text(html: str) -> str:
    """What a reader sees: the option of a chart is an attribute, and no text; nor is a style."""
    tree = page_tree(html)
    for style in tree.iter("style"):
        style.text = ""
    return "".join(tree.itertext())


def json_figures(text: str) -> set[tuple[str, str, str]]:
    return {
        ("" if one["value"] is None else str(one["value"]), one["lens"], one["as_of"])
        for one in _figure_objects(json.loads(text))
    }


def _figure_objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if {"value", "lens", "as_of"} <= node.keys():
            yield node
        for child in node.values():
            yield from _figure_objects(child)
    elif isinstance(node, list):
        for child in node:
            yield from _figure_objects(child)


def word_text(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def sheet_rows(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def sheet_values(content: bytes) -> set[Decimal]:
    """Every number of the workbook, those kept as text included."""
    values = (value for rows in sheet_rows(content).values() for row in rows for value in row)
    return {Decimal(str(value)).normalize() for value in values if _is_number(value)}


def _is_number(value: Any) -> bool:
    is_text_number = isinstance(value, str) and re.fullmatch(r"-?\d+\.\d\d", value) is not None
    return is_text_number or (isinstance(value, int | float) and not isinstance(value, bool))


def exact_values(document: Document) -> set[Decimal]:
    found: set[Decimal] = set()
    for figure in figures_of(document):
        if figure.value is not None:
            value = Decimal(figure.value)
            is_money = figure.unit in (Unit.USD, Unit.CNY)
            found.add((value.scaleb(-2) if is_money else value).normalize())
    return found


def amounts_in(text: str) -> set[str]:
    return set(AMOUNT.findall(text))


def chart_labels(document: Document) -> str:
    return " ".join(
        json.dumps(dict(block.option), ensure_ascii=False)
        for block in document.blocks
        if isinstance(block, Chart)
    )
