"""The word index of searched tables: FTS5 on SQLite, GIN on PostgreSQL, one condition for both.

The indexed column is ``search_text``: tokens made by :mod:`crm.core.names`, separated by spaces.
"""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    column,
    false,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.expression import cast

from crm.core.database import is_sqlite
from crm.core.names import query_tokens
from models import Firm, Project, RegisteredCompany, SearchDocument

_LAST_CHARACTER = "\U0010ffff"

VECTOR = "search_vector"
"""PostgreSQL's form of ``search_text``, a column that no model needs to know."""
SEARCHED_TABLES = ("firms", "projects", "registered_companies", "search_documents")

Tokens = list[tuple[str, bool]]
Searched = type[Firm | Project | RegisteredCompany | SearchDocument]


def matches(model: Searched, query: str) -> ColumnElement[bool]:
    """Rows whose tokens hold every word of ``query``; nothing where it has no word."""
    wanted = query_tokens(query)
    if not wanted:
        return false()
    if is_sqlite():
        return model.id.in_(_rowids(model, wanted))
    return _vector_holds(model, wanted)


WIDE = 2_000
"""So many rows that hold the words are looked at where only the first few are shown; one types more then."""


def some_that_match(model: Searched, query: str, *conditions: ColumnElement[bool]) -> Select[int]:
    """Ids of up to ``WIDE`` rows that hold every word of ``query``, for a look-up that sorts and cuts them.

    In a statement of its own inside another one: else PostgreSQL, which takes any word to be common, walks
    along the order asked for and reads a whole table where hardly a row holds the word.
    """
    found = select(model.id).where(matches(model, query), *conditions).limit(literal_column(str(WIDE)))
    return select(found.subquery().c.id)


def matching_ids(model: Searched, query: str, *, also: str, limit: int) -> Select[int]:
    """Ids of up to ``limit`` rows that hold every word of ``query`` and token ``also``, the newest or some.

    However many hold a common word, the work is bounded: PostgreSQL stops at the first so many that its
    index gives; SQLite's index gives the newest first.
    """
    wanted = [(also, False), *query_tokens(query)]
    if is_sqlite():
        newest = literal_column("rowid", Integer).desc()
        return _rowids(model, wanted, place=f"_{also}").order_by(newest).limit(literal_column(str(limit)))
    return select(model.id).where(_vector_holds(model, wanted)).limit(limit)


def _rowids(model: Searched, wanted: Tokens, *, place: str = "") -> Select[int]:
    name = f"{model.__tablename__}_fts"
    bind = f"asked_{name}{place}"
    asked = " ".join(f'"{token}"{"*" if prefix else ""}' for token, prefix in wanted)
    index = table(name, column("rowid", Integer))
    return select(index.c.rowid).where(text(f"{name} MATCH :{bind}")).params({bind: asked})


def _vector_holds(model: Searched, wanted: Tokens) -> ColumnElement[bool]:
    asked = " & ".join(f"'{token}'{':*' if prefix else ''}" for token, prefix in wanted)
    vector = literal_column(f"{model.__tablename__}.{VECTOR}", TSVECTOR)
    return vector.op("@@")(cast(literal(asked), TSQUERY))


def begins_with(column: ColumnElement[str] | InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """Rows whose ``column`` begins with ``start``: byte order makes that one range of the column's index."""
    return and_(column >= start, column < start + _LAST_CHARACTER)


def create_statements(dialect: str, tables: tuple[str, ...] = SEARCHED_TABLES) -> list[str]:
    """DDL of the indexes; part of the migrations that make the tables."""
    if dialect == "postgresql":
        # Kept in the row: a list in another order looks at the words of many rows, and making the vector
        # of each would take longer than all the rest.
        vector = "array_to_tsvector(string_to_array(search_text, ' '))"
        return [
            statement
            for name in tables
            for statement in (
                f"ALTER TABLE {name} ADD COLUMN {VECTOR} tsvector GENERATED ALWAYS AS ({vector}) STORED",
                f"CREATE INDEX ix_{name}_search ON {name} USING gin ({VECTOR})",
            )
        ]
    statements: list[str] = []  # the names are ours: nothing typed gets here
    for name in tables:
        row = f"INSERT INTO {name}_fts(rowid, search_text) VALUES (new.id, new.search_text)"  # noqa: S608
        gone = (
            f"INSERT INTO {name}_fts({name}_fts, rowid, search_text) "  # noqa: S608
            "VALUES ('delete', old.id, old.search_text)"
        )
        updated = f"AFTER UPDATE OF search_text ON {name}"
        statements += [
            f"CREATE VIRTUAL TABLE {name}_fts USING fts5(search_text, content='{name}', "
            "content_rowid='id', tokenize=\"unicode61 remove_diacritics 0\", prefix='2 3')",
            f"CREATE TRIGGER {name}_fts_insert AFTER INSERT ON {name} BEGIN {row}; END",
            f"CREATE TRIGGER {name}_fts_delete AFTER DELETE ON {name} BEGIN {gone}; END",
            f"CREATE TRIGGER {name}_fts_update {updated} BEGIN {gone}; {row}; END",
        ]
    return statements


def drop_statements(dialect: str, tables: tuple[str, ...] = SEARCHED_TABLES) -> list[str]:
    if dialect == "postgresql":
        return [f"ALTER TABLE {name} DROP COLUMN {VECTOR}" for name in tables]
    return [
        statement
        for name in tables
        for statement in (
            *(f"DROP TRIGGER {name}_fts_{verb}" for verb in ("insert", "delete", "update")),
            f"DROP TABLE {name}_fts",
        )
    ]
