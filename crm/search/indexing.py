"""Keeping the words of records: with each flush, and once over for what came in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, UOWTransaction

from crm.core import names
from crm.core.bulk import insert_in_bulk
from crm.search import queries
from crm.search.kinds import BY_MODEL, KINDS, Kind
from models import SearchDocument

BATCH = 1_000
Row = dict[str, Any]


def document_of(kind: Kind, record: Any) -> Row:
    """The record's row of the index, but for its own number."""
    texts, codes = kind.words(record)
    words = f"{kind.token} {names.tokens(texts, codes)}".strip()
    return {"kind": kind.name, "record_id": record.id, "search_text": words}


def index_changes(current: Session, _context: UOWTransaction) -> None:
    """After a flush: the words of what is new or changed."""
    rows = [
        document_of(kind, record)
        for record in [*current.new, *(each for each in current.dirty if current.is_modified(each))]
        for kind in BY_MODEL.get(type(record), ())
    ]
    if rows:
        connection = current.connection()
        connection.execute(_upsert(connection), rows)


def index_missing() -> None:
    """Index what has no words yet, such as rows written in bulk."""
    for kind in KINDS:
        _index_missing_of(kind)


def _index_missing_of(kind: Kind) -> None:
    for rows in _batches(document_of(kind, record) for record in queries.iterate_missing(kind)):
        insert_in_bulk(SearchDocument, rows)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _upsert(connection: Connection) -> Insert:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(SearchDocument)
    return statement.on_conflict_do_update(
        index_elements=[SearchDocument.kind, SearchDocument.record_id],
        set_={"search_text": statement.excluded.search_text},
    )
