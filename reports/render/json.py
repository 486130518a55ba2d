"""A report as data: what scripts read, and what travels inside its PDF."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from kernel.clock import format_moment
from kernel.figures import Figure, Unit
from kernel.money import format_minor
from reports.content import Cell, Column, Document, FigureItem, Kind, Table, items_of, tables_of


def render(document: Document) -> str:
    """Amounts are strings with two decimals, rates strings, counts numbers; what isn't there is null."""
    return json.dumps(as_data(document), ensure_ascii=False, indent=1)


def as_data(document: Document) -> dict[str, Any]:
    return {
        "report": document.name,
        "title": document.title,
        "subtitle": document.subtitle,
        "document_number": document.document_number,
        "as_of": document.as_of.isoformat(),
        "known_at": format_moment(document.known_at),
        "locale": document.locale.value,
        "lenses": dict(document.lenses),
        "figures": [_item(item) for item in items_of(document)],
        "tables": [_table(table) for table in tables_of(document)],
        "data": dict(document.data),
        **(
            {}
            if document.seal is None
            else {"seal": {"sha256": document.seal.sha256, "text": document.seal.text}}
        ),
    }


def figure_data(figure: Figure) -> dict[str, Any]:
    data: dict[str, Any] = {
        "value": _value(figure.value, figure.unit),
        "unit": figure.unit.value,
        "lens": figure.lens,
        "as_of": figure.as_of.isoformat(),
        "known_at": format_moment(figure.known_at),
    }
    return data if figure.row_count is None else {**data, "rows": figure.row_count}


def _item(item: FigureItem) -> dict[str, Any]:
    return {"label": item.label, **figure_data(item.figure)}


def _value(value: int | Decimal | None, unit: Unit) -> str | int | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if value is not None and unit in (Unit.USD, Unit.CNY):
        return format_minor(value)
    return value


def _table(table: Table) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": table.key,
        "title": table.title,
        "columns": [_column(column) for column in table.columns],
        "rows": [_row(table, row) for row in table.rows],
        "note": table.note,
    }
    return data if table.total is None else {**data, "total": _row(table, table.total)}


def _column(column: Column) -> dict[str, str]:
    label = f"{column.group} · {column.label}" if column.group else column.label
    return {"key": column.key, "label": label, "kind": column.kind.value}


def _row(table: Table, row: tuple[Cell, ...]) -> list[Any]:
    return [_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)]


def _cell(cell: Cell, column: Column) -> Any:
    if isinstance(cell, Figure):
        return figure_data(cell)
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        is_money = column.kind in (Kind.USD, Kind.CNY)
        return format_minor(cell) if is_money else cell
    return f"{cell:f}" if isinstance(cell, Decimal) else cell.isoformat()
