"""Whether two documents say the same figures: an issued report, and what is worked out today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kernel.figures import Figure
from reports.content import Cell, Document, Table, items_of, tables_of

_NAMES = frozenset({"name"})
"""What may be written otherwise later without any figure being another."""


def differences(before: Document, after: Document) -> list[str]:
    """Each place where a figure is another, or is there in one document only; empty if there is none.

    Texts are not compared: a firm may be called otherwise by now.
    """
    old, new = dict(_values(before)), dict(_values(after))
    return [
        f"{place}: {_shown(old.get(place))} → {_shown(new.get(place))}"
        for place in dict.fromkeys((*old, *new))
        if (place in old) != (place in new) or old.get(place) != new.get(place)
    ]


def _values(document: Document) -> Iterator[tuple[str, Any]]:
    for at, item in enumerate(items_of(document), 1):
        yield f"figure {at} ({item.label})", item.figure.value
    for table in tables_of(document):
        yield from _table_values(table)
    yield from _leaves("data", document.data)


def _table_values(table: Table) -> Iterator[tuple[str, Any]]:
    for at, row in enumerate(table.all_rows, 1):
        for column, cell in zip(table.columns, row, strict=True):
            if (value := _number(cell)) is not None:
                yield f"table {table.key}, row {at}, {column.key}", value


def _number(cell: Cell) -> int | Decimal | None:
    value = cell.value if isinstance(cell, Figure) else cell
    return value if isinstance(value, int | Decimal) else None


def _leaves(place: str, node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for name, each in node.items():
            if name not in _NAMES:
                yield from _leaves(f"{place}.{name}", each)
    elif isinstance(node, list | tuple):
        for at, each in enumerate(node, 1):
            yield from _leaves(f"{place}.{at}", each)
    else:
        yield place, node


def _shown(value: Any) -> str:
    return "—" if value is None else str(value)
