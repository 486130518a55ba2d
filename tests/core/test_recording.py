from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crm.core import auditing, database, recording, revisions
from crm.core.database import get_engine, session
from kernel import clock
from models import AuditRecord, RankingEdition, RankingEditionVersion, RankingSeries, Setting
from models.enums import AuditAction
from tests.factories.projects import make_project


def make_edition(**values: object) -> RankingEdition:
    edition = RankingEdition(
        series=RankingSeries(code="s", name_hans="s", name_hant="s", name_en="s"),
        code="FY2021",
        as_of=date(2021, 12, 31),
        in_force_from=date(2021, 12, 31),
        created_at=clock.now(),
    )
    session.add(edition)
    session.commit()
    return edition


def test_every_state_of_a_versioned_record_is_kept(clock_at) -> None:
    clock_at("2024-01-01T00:00:00Z")
    edition = make_edition()
    clock_at("2024-02-01T00:00:00Z")

    edition.in_force_from = date(2022, 5, 1)
    session.commit()

    versions = session.scalars(select(RankingEditionVersion).order_by(RankingEditionVersion.id)).all()
    assert [row.in_force_from for row in versions] == [date(2021, 12, 31), date(2022, 5, 1)]
    assert [clock.format_moment(row.recorded_at)[:7] for row in versions] == ["2024-01", "2024-02"]


def test_what_changes_no_fact_makes_no_version() -> None:
    edition = make_edition()

    edition.is_reference = True
    session.commit()

    assert len(session.scalars(select(RankingEditionVersion)).all()) == 1


def test_every_change_is_in_the_log_with_before_and_after() -> None:
    session.add(Setting(key="a", value="1"))
    session.commit()
    session.get_one(Setting, "a").value = "2"
    session.commit()

    record = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc())).first()
    assert record is not None
    assert record.action is AuditAction.CHANGED
    assert record.detail is not None
    assert record.detail.content["value"] == ["1", "2"]


def test_what_is_rolled_back_is_not_in_the_log() -> None:
    session.add(Setting(key="a", value="1"))
    session.flush()
    session.rollback()
    session.add(Setting(key="b", value="1"))
    session.commit()

    entities = session.scalars(select(AuditRecord.entity_id).where(AuditRecord.entity == "settings")).all()
    assert entities == ["b"]


@pytest.mark.parametrize("statement", ["UPDATE {t} SET {c} = {c}", "DELETE FROM {t}"])
@pytest.mark.parametrize(
    ("table", "column"), [("audit_records", "hash"), ("ranking_edition_versions", "as_of")]
)
def test_the_database_refuses_to_change_what_is_written_once(statement: str, table: str, column: str) -> None:
    make_edition()

    with pytest.raises(DBAPIError, match="append-only"), get_engine().begin() as connection:
        connection.execute(text(statement.format(t=table, c=column)))


def test_a_whole_chain_has_no_break() -> None:
    for key in "abc":
        session.add(Setting(key=key, value="1"))
        session.commit()
    auditing.refuse("GET /x", "no")

    assert auditing.find_break(session()) is None


TAMPERINGS = {
    "edit": ("UPDATE audit_records SET actor_name = 'x' WHERE sequence = {at}", "was changed"),
    "edit details": ("UPDATE audit_details SET content = '{{}}' WHERE sequence = {at}", "changed details"),
    "drop details": ("DELETE FROM audit_details WHERE sequence = {at}", "lost its details"),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_tampering_breaks_the_chain(kind: str) -> None:
    for key in "abcd":
        session.add(Setting(key=key, value="1"))
        session.commit()
    last = auditing.head(session())[0]
    statement, word = TAMPERINGS[kind]
    _without_guards(statement.format(at=last - 1))

    assert f"record {last - 1}: " in (auditing.find_break(session()) or "")
    assert word in (auditing.find_break(session()) or "")


def test_a_removed_record_breaks_the_chain() -> None:
    for key in "abcd":
        session.add(Setting(key=key, value="1"))
        session.commit()
    last = auditing.head(session())[0]
    _without_guards(
        f"DELETE FROM audit_details WHERE sequence = {last - 1}",
        f"DELETE FROM audit_records WHERE sequence = {last - 1}",
    )

    assert auditing.find_break(session()) == f"record {last - 1}: missing (the next one is {last})"


def _without_guards(*statements: str) -> None:
    """Change guarded tables as somebody with the owner's rights could."""
    from crm.core import append_only

    session.rollback()
    dialect = get_engine().dialect.name
    with Session(get_engine()) as own, own.begin():
        for statement in append_only.drop_statements(dialect, ("audit_details", "audit_records")):
            own.execute(text(statement))
        for statement in statements:
            own.execute(text(statement))


def test_a_second_application_does_not_record_twice() -> None:
    before = revisions.current()
    make_project()
    grown = revisions.current() - before
    recording.install(database.session)
    revisions.install(database.session)
    middle = revisions.current()

    make_project()

    assert revisions.current() - middle == grown
