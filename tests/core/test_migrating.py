"""The schema forward, back and forward again, also with data; and that it is what the models say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy import ClauseElement, create_engine, inspect, text
from sqlalchemy.engine import make_url

from crm.core import append_only, auditing, database, migrating, search_index
from crm.core.database import get_engine, is_sqlite, session
from kernel.errors import RuleError
from models import Base, Firm, Project
from tests.architecture import permission_records as records
from tests.conftest import SERVER_URL
from tests.factories.users import make_user

Description = dict[str, Any]

FTS = tuple(f"{name}_fts" for name in search_index.SEARCHED_TABLES)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """A second database, with nothing in it; the session is bound to it."""
    if not SERVER_URL:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        database.connect(url)
        yield url
        return
    name = f"empty_{tmp_path.name[:20].lower()}_{id(tmp_path)}"
    server = create_engine(SERVER_URL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(SERVER_URL).set(database=name).render_as_string(hide_password=False)
    engine = database.connect(url)
    yield url
    database.session.remove()
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def contents() -> dict[str, list[str]]:
    """Every row of every table, as the database gives it."""
    with get_engine().connect() as connection:
        return {
            name: sorted(repr(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))
            for name in table_names()
        }


def table_names() -> list[str]:
    return sorted(
        name
        for name in inspect(get_engine()).get_table_names()
        if name != migrating.REVISION_TABLE and not name.startswith(FTS)
    )


def described_tables() -> Description:
    """What the database says of its tables, in comparable form."""
    looked_at = inspect(get_engine())
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in looked_at.get_columns(name)
                if column["name"] != search_index.VECTOR
            },
            "primary key": looked_at.get_pk_constraint(name),
            "foreign keys": comparable(looked_at.get_foreign_keys(name)),
            "uniques": comparable(looked_at.get_unique_constraints(name)),
            "checks": comparable(looked_at.get_check_constraints(name)),
            "indexes": comparable(
                index for index in looked_at.get_indexes(name) if not str(index["name"]).endswith("_search")
            ),
        }
        for name in table_names()
    }


def comparable(things: Any) -> list[str]:
    return sorted(
        repr(sorted(((key, in_words(value)) for key, value in thing.items()), key=str)) for thing in things
    )


def in_words(value: Any) -> Any:
    """Without objects that are new at each look, such as the condition of an index."""
    if isinstance(value, dict):
        return {key: in_words(each) for key, each in value.items()}
    return str(value) if isinstance(value, ClauseElement) else value


def triggers() -> dict[str, str]:
    """Each trigger with its definition."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite()
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    with get_engine().connect() as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def word_indexes() -> dict[str, str]:
    query = (
        "SELECT name, sql FROM sqlite_master WHERE name LIKE '%\\_fts' ESCAPE '\\' AND type = 'table'"
        if is_sqlite()
        else "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE '%\\_search'"
    )
    with get_engine().connect() as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql(query.replace("%", "%%"))}


def schema() -> Description:
    return {"tables": described_tables(), "triggers": triggers(), "words": word_indexes()}


def check_against_models() -> None:
    with get_engine().connect() as connection:
        command.check(migrating._config(connection))


def script() -> ScriptDirectory:
    return ScriptDirectory.from_config(migrating._config())


# --- What the migrations make -------------------------------------------------------------------------------


@pytest.mark.no_database
def test_the_migrations_are_one_line() -> None:
    steps = list(script().walk_revisions())

    assert len(script().get_heads()) == 1
    assert [step.revision for step in steps if step.is_branch_point or step.is_merge_point] == []
    assert [path.name[:4] for path in sorted((migrating.FOLDER / "versions").glob("*.py"))] == [
        step.revision for step in reversed(steps)
    ]


def test_the_models_ask_for_nothing_that_the_migrations_did_not_make() -> None:
    check_against_models()


@pytest.mark.parametrize(
    "fault",
    [
        "DROP INDEX ix_projects_name_key",
        "ALTER TABLE settings ADD COLUMN forgotten VARCHAR",
        "DROP TABLE sign_in_attempts",
    ],
)
def test_a_schema_that_differs_from_the_models_is_noticed(fault: str) -> None:
    with get_engine().begin() as connection:
        connection.exec_driver_sql(fault)

    with pytest.raises(CommandError, match="New upgrade operations detected"):
        check_against_models()


def test_the_migrations_make_what_the_models_would_make(empty: str) -> None:
    Base.metadata.create_all(get_engine())
    asked = described_tables()
    with get_engine().begin() as connection:
        Base.metadata.drop_all(connection)

    migrating.upgrade()

    made = described_tables()
    assert sorted(made) == sorted(asked)
    for name, description in asked.items():
        assert made[name] == description, name


EMPTIED_OF_PERSONS = (
    "application_steps",
    "benefit_deliveries",
    "benefit_payments",
    "contact_consents",
    "decision_keys",
    "policy_claim_steps",
    "talent_consents",
    "talent_decisions",
)
"""Written once, but what they say of a person can be emptied when the person is erased."""


def test_every_append_only_table_is_guarded() -> None:
    ways = ("no_update", "no_delete", "no_replace") if is_sqlite() else ("no_change", "no_truncate")

    guards = {name for name in triggers() if not name.rpartition("_")[0].endswith("_fts")}

    expected = {f"{table}_{way}" for table in append_only.TABLES for way in ways}
    # SQLite says in the trigger of updates itself what may be emptied.
    rewriting = set() if is_sqlite() else {f"{table}_no_rewriting" for table in EMPTIED_OF_PERSONS}
    assert guards == expected | rewriting


def test_every_searched_table_has_its_word_index() -> None:
    made = {name.removeprefix("ix_").removesuffix("_fts").removesuffix("_search") for name in word_indexes()}

    assert made == set(search_index.SEARCHED_TABLES)


# --- Forward, back, forward ---------------------------------------------------------------------------------


def test_an_empty_schema_goes_back_and_comes_again(empty: str) -> None:
    migrating.upgrade()
    first = schema()

    migrating.downgrade("base")
    assert table_names() == []
    assert (triggers(), word_indexes()) == ({}, {})
    assert migrating.current_revision() is None

    migrating.upgrade()
    assert schema() == first
    assert migrating.current_revision() == migrating.head_revision()


def test_each_step_back_keeps_every_row_or_refuses() -> None:
    fill()
    before, shape = contents(), schema()
    at = migrating.current_revision()
    assert empty_tables(before) <= RARE, "rows in nearly every table are what this test is about"

    for step in script().walk_revisions():
        try:
            migrating.downgrade(str(step.down_revision or "base"))
        except RuleError:
            break
    else:
        pytest.fail("the way back to nothing must refuse somewhere: nothing can hold the rows")
    migrating.upgrade()

    assert contents() == before
    assert schema() == shape
    assert migrating.current_revision() == at == migrating.head_revision()


def test_after_a_refused_way_back_the_system_works_on() -> None:
    fill()
    with pytest.raises(RuleError):
        migrating.downgrade("base")

    made = records.project("YY", None)

    session.rollback()
    found = session.query(Project.id).where(search_index.matches(Project, "示例项目")).all()
    assert (made,) in found
    assert session.query(Firm.id).where(search_index.matches(Firm, "鸿海")).count() > 0
    assert auditing.find_break(session()) is None


def test_the_command_says_why_it_refuses(app: Flask) -> None:
    make_user()
    session.commit()

    reply = app.test_cli_runner().invoke(args=["db", "downgrade", "base"])

    assert reply.exit_code == 1
    assert reply.output.startswith("Error: Going back would lose data")
    assert reply.output.count("\n") == 1


def test_an_unknown_revision_is_refused_with_one_line(app: Flask) -> None:
    for verb in ("upgrade", "downgrade"):
        reply = app.test_cli_runner().invoke(args=["db", verb, "9999"])

        assert reply.exit_code == 1
        assert reply.output.count("\n") == 1, reply.output


RARE = {
    "counters",
    "engagement_contacts",
    "firm_aliases",
    "firm_parentages",
    "import_batches",
    "import_changes",
    "indicator_decisions",
    "indicator_targets",
    "industries",
    "kept_answers",
    "registered_companies",
    "settings",
    "sign_in_attempts",
    "stage_moves",
}


def empty_tables(held: dict[str, list[str]]) -> set[str]:
    return {name for name, rows in held.items() if not rows}


def fill() -> None:
    """Rows in most tables, made as the application makes them."""
    records.make_zone()
    visitor = make_user()
    makers: list[Callable[..., int]] = [
        records.access_token,
        records.account,
        records.attachment,
        records.contact,
        records.edition,
        records.engagement,
        records.entry,
        records.establishment_evidence,
        records.indicator_value,
        records.issued_report,
        records.project_document,
        records.report,
        records.sample,
        records.sign_in,
        *records.OF_FEATURES.values(),
    ]
    for make in makers:
        make("YY", visitor)
    session.commit()
    session.remove()
