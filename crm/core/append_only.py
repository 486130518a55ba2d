"""Triggers that make the database itself refuse to change what is written once.

Of a row about a person what is personal may be emptied, where the law asks for it; never rewritten.
"""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from models import AppendOnly, Base
from models.base import Personal

TABLES = tuple(
    sorted(
        str(mapper.local_table.name)  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, AppendOnly)
    )
)

_ERASABLE: dict[str, frozenset[str]] = {
    str(mapper.local_table.name): mapper.class_.personal  # type: ignore[attr-defined]
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, AppendOnly) and issubclass(mapper.class_, Personal)
}

PG_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def create_statements(dialect: str, tables: tuple[str, ...] = TABLES) -> list[str]:
    """DDL that guards ``tables`` on ``dialect``."""
    if dialect == "sqlite":
        return [statement for table in tables for statement in _sqlite_triggers(table)]
    statements = [PG_FUNCTION]
    for table in tables:
        statements += [
            *_pg_row_triggers(table),
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return statements


def _pg_row_triggers(table: str) -> list[str]:
    refuse = "FOR EACH ROW {}EXECUTE FUNCTION refuse_change()"
    if table not in _ERASABLE:
        return [f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} {refuse.format('')}"]
    condition = _rewrites(table, differs="IS DISTINCT FROM", text="::text")
    rewriting = f"WHEN ({condition}) "
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE DELETE ON {table} {refuse.format('')}",
        f"CREATE TRIGGER {table}_no_rewriting BEFORE UPDATE ON {table} {refuse.format(rewriting)}",
    ]


def _rewrites(table: str, *, differs: str = "IS NOT", text: str = "") -> str:
    """The condition that an update does more than empty what is personal. JSON is compared as its text."""
    terms = []
    for column in Base.metadata.tables[table].columns:
        new, old = f"NEW.{column.name}{text}", f"OLD.{column.name}{text}"
        term = f"{new} {differs} {old}"
        if column.name in _ERASABLE[table]:
            term = f"({term} AND {new} {differs} '' AND {new} IS NOT NULL)"
        terms.append(term)
    return " OR ".join(terms)


def _sqlite_triggers(table: str) -> list[str]:
    """No UPDATE, no DELETE, and no REPLACE: that deletes without asking a trigger of deletions."""
    refused = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    rewriting = f"WHEN {_rewrites(table)} " if table in _ERASABLE else ""
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{name} = NEW.{name}' for name in key)})"  # noqa: S608
        for key in _keys(table)
    )
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {rewriting}{refused}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refused}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refused}",
    ]


def _keys(name: str) -> list[list[str]]:
    """What no two rows may share: the columns of the primary key and of every unique constraint."""
    table = Base.metadata.tables[name]
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys = [[column.name for column in each.columns] for each in (table.primary_key, *unique)]
    return [keys[0], *sorted(keys[1:])]


def drop_statements(dialect: str, tables: tuple[str, ...] = TABLES) -> list[str]:
    if dialect == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
            for table in tables
            for verb in ("update", "delete", "replace")
        ]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
        for table in tables
        for what in ("change", "rewriting", "truncate")
    ]
