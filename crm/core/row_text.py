"""Rows as lines of text, the same on both databases: what a backup holds, and what its hashes are over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.engine import Dialect

BATCH = 2000

_PARSERS: dict[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: Decimal,
}


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows a table has, and the hash over their lines in the order of the primary key."""

    rows: int
    sha256: str


def read_lines(connection: Connection, table: Table) -> Iterator[str]:
    """Each row as a line, by primary key, in flat memory."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in connection.execute(query):
        values = [_plain(value) for value in row]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def measure(lines: Iterable[str], tell: Callable[[str], object] = len) -> Held:
    """Count and hash ``lines``, handing each to ``tell`` on the way."""
    total, rows = hashlib.sha256(), 0
    for line in lines:
        total.update(line.encode())
        tell(line)
        rows += 1
    return Held(rows, total.hexdigest())


def insert_lines(connection: Connection, table: Table, lines: Iterable[str]) -> None:
    """Put the rows in as they were, past the session: in one statement where keys may point forward."""
    rows = _stored_rows(table, connection.dialect, lines)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" for _ in table.columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608 - names are ours
        while batch := list(islice(rows, BATCH)):
            connection.exec_driver_sql(statement, batch)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _stored_rows(table: Table, dialect: Dialect, lines: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Values as the driver takes them. No value at all stays none, in JSON columns too."""
    readers = [_reader(column, dialect) for column in table.columns]
    for line in lines:
        values = json.loads(line)
        yield tuple(
            None if value is None else read(value) for read, value in zip(readers, values, strict=True)
        )


def _reader(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any]:
    parse: Callable[[Any], Any] = _PARSERS.get(column.type.python_type, _same)
    implementation: Any = column.type.dialect_impl(dialect)
    bind: Callable[[Any], Any] = implementation.bind_processor(dialect) or _same
    return lambda value: bind(parse(value))


def _same(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value
