"""Backup and restore: every row and file again, byte for byte, or nothing at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from crm.core import (
    auditing,
    backups,
    database,
    fitness,
    migrating,
    restoring,
    row_text,
    search_index,
    storage,
)
from crm.core.database import get_engine, session
from crm.core.row_text import Held, measure, read_lines
from models import Attachment, AuditRecord, Base, Firm, Setting
from models.enums import AuditAction
from tests.architecture import permission_matrix
from tests.architecture import permission_records as records
from tests.conftest import SERVER_URL
from tests.factories.firms import make_firm
from tests.factories.users import make_user


@pytest.fixture
def away(app: Flask, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Go to another, empty system, of the named kind of database, with a store of its own."""
    made: list[str] = []

    def go(kind: str) -> None:
        session.remove()
        app.config["STORAGE_PATH"] = str(tmp_path / f"files-{len(made)}")
        if kind == "sqlite":
            database.connect(f"sqlite:///{tmp_path / f'other-{len(made)}.db'}")
            made.append("")
            return
        name = f"restored_{id(made)}_{len(made)}"
        on_server(f'CREATE DATABASE "{name}"')
        made.append(name)
        database.connect(make_url(SERVER_URL).set(database=name).render_as_string(hide_password=False))

    yield go
    session.remove()
    get_engine().dispose()
    for name in filter(None, made):
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def on_server(statement: str) -> None:
    engine = create_engine(SERVER_URL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that tables of a test, too, take several."""
    monkeypatch.setattr(row_text, "BATCH", 2)


KINDS = ["sqlite", "postgresql"] if SERVER_URL else ["sqlite"]
HERE = "postgresql" if SERVER_URL else "sqlite"


def run(app: Flask, *words: str) -> Result:
    session.remove()
    return app.test_cli_runner().invoke(args=words)


def hashes() -> dict[str, Held]:
    with get_engine().connect() as connection:
        return {table.name: measure(read_lines(connection, table)) for table in Base.metadata.sorted_tables}


def fill() -> None:
    """Several records of each kind, one of them pointing to a later one, and a stored file."""
    records.make_zone()
    visitor = make_user()
    for make in set(permission_matrix.RECORDS.values()):
        make("YY", visitor)
    child, parent = make_firm(), make_firm()
    child.parent = parent
    session.commit()
    session.remove()


@pytest.fixture
def archive(app: Flask, tmp_path: Path) -> Path:
    fill()
    path = tmp_path / "backup.zip"
    reply = run(app, "backup", str(path), "--without-missing")
    assert reply.exit_code == 0, reply.output
    return path


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of an archive with its members changed; None leaves one out."""
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return changed


# --- There and back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_and_file_comes_back(
    app: Flask, archive: Path, away: Callable[[str], None], kind: str
) -> None:
    with zipfile.ZipFile(archive) as opened:
        manifest = restoring.read_manifest(opened)
    away(kind)

    reply = run(app, "restore", str(archive))

    assert reply.exit_code == 0, reply.output
    assert str(manifest.chain_head) in reply.output
    assert hashes() == manifest.tables
    assert sum(held.rows == 0 for held in manifest.tables.values()) < len(manifest.tables) / 2
    assert auditing.find_break(session()) is None
    assert session.scalars(select(Firm.id).where(search_index.matches(Firm, "鸿海"))).all() != []
    kept = session.scalars(select(Attachment.sha256)).all()
    stored = [sha256 for sha256 in kept if sha256 not in manifest.missing]
    assert len(set(stored)) == manifest.files > 0
    for sha256 in stored:
        storage.load(sha256)


def test_the_restored_system_goes_on(app: Flask, archive: Path, away: Callable[[str], None]) -> None:
    away(HERE)
    assert run(app, "restore", str(archive)).exit_code == 0
    last = max(session.scalars(select(Firm.id)))

    firm = make_firm()
    session.add(Setting(key="after", value="1"))
    session.commit()

    assert firm.id > last
    assert auditing.find_break(session()) is None
    assert run(app, "audit", "verify").exit_code == 0


def test_a_backup_is_of_one_moment_though_others_write(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user()
    session.remove()
    before = hashes()
    read = backups.read_lines

    def write_meanwhile(connection: Any, table: Any) -> Iterator[str]:
        yield from read(connection, table)
        if table.name == "parks":
            with Session(get_engine()) as other, other.begin():
                other.add(Setting(key="meanwhile", value="1"))

    monkeypatch.setattr(backups, "read_lines", write_meanwhile)

    manifest = backups.write(tmp_path / "backup.zip")

    assert session.get(Setting, "meanwhile") is not None
    assert manifest.tables == before


def test_who_makes_a_backup_is_in_the_log(app: Flask, archive: Path) -> None:
    record = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc())).first()

    assert record is not None
    assert (record.action, record.entity) == (AuditAction.EXPORTED, "backup")
    assert record.origin.endswith(" backup")


# --- Backups that are not made ------------------------------------------------------------------------------


def test_a_missing_file_is_named_and_no_backup_is_made(app: Flask, tmp_path: Path) -> None:
    kept = storage.attach(b"%PDF-1.7 a", "a.pdf", by_id=None)
    session.commit()
    storage.path_of(kept.sha256).write_bytes(b"%PDF-1.7 b")
    path = tmp_path / "backup.zip"

    reply = run(app, "backup", str(path))

    assert reply.exit_code == 1
    assert str(storage.path_of(kept.sha256)) in reply.output
    assert reply.output.count("\n") == 1
    assert list(tmp_path.glob("*backup.zip*")) == []
    assert run(app, "backup", str(path), "--without-missing").exit_code == 0


def test_a_place_that_cannot_be_written_to_is_said_in_one_line(app: Flask, tmp_path: Path) -> None:
    reply = run(app, "backup", str(tmp_path / "none" / "backup.zip"))

    assert reply.exit_code == 1
    assert reply.output.startswith("Error: ")
    assert reply.output.count("\n") == 1


def test_a_backup_that_breaks_off_leaves_the_former_one(
    app: Flask, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = archive.read_bytes()
    monkeypatch.setattr(backups, "_add_file", lambda *_: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        backups.write(archive)

    assert archive.read_bytes() == before
    assert list(archive.parent.glob(".*")) == []


# --- Restores that are refused ------------------------------------------------------------------------------


def test_a_system_that_holds_anything_is_refused(app: Flask, archive: Path) -> None:
    before = hashes()

    reply = run(app, "restore", str(archive))

    assert reply.exit_code == 1
    assert "isn't empty" in reply.output
    assert reply.output.count("\n") == 1
    assert hashes() == before


def changed_row(name: str, content: bytes) -> bytes:
    return content.replace(b"YY", b"ZY", 1) if name == "tables/parks.jsonl" else content


def cut_log(name: str, content: bytes) -> bytes:
    """The last record of the log and its details are gone, and the hashes are made to fit."""
    if name in ("tables/audit_records.jsonl", "tables/audit_details.jsonl"):
        return b"".join(content.splitlines(keepends=True)[:-1])
    if name == backups.MANIFEST:
        described = json.loads(content)
        for table in ("audit_records", "audit_details"):
            described["tables"][table] = CUT[table]
        return json.dumps(described).encode()
    return content


CUT: dict[str, dict[str, Any]] = {}


def lost_table(name: str, content: bytes) -> bytes | None:
    return None if name == "tables/contacts.jsonl" else content


def lost_file(name: str, content: bytes) -> bytes | None:
    return None if name.startswith("files/") else content


def changed_file(name: str, content: bytes) -> bytes:
    return content + b"x" if name.startswith("files/") else content


def other_format(name: str, content: bytes) -> bytes:
    return content.replace(b'"format": 1', b'"format": 2') if name == backups.MANIFEST else content


def other_revision(name: str, content: bytes) -> bytes:
    return content.replace(b'"revision": "0', b'"revision": "9') if name == backups.MANIFEST else content


@pytest.mark.parametrize(
    "fault",
    [changed_row, cut_log, lost_table, lost_file, changed_file, other_format, other_revision],
)
def test_a_damaged_backup_is_refused_and_nothing_is_kept(
    app: Flask, archive: Path, away: Callable[[str], None], fault: Callable[[str, bytes], bytes | None]
) -> None:
    with zipfile.ZipFile(archive) as opened:
        for table in ("audit_records", "audit_details"):
            lines = opened.read(f"tables/{table}.jsonl").decode().splitlines(keepends=True)[:-1]
            held = measure(lines)
            CUT[table] = {"rows": held.rows, "sha256": held.sha256}
    damaged = rewrite(archive, fault)
    away(HERE)
    migrating.upgrade()

    reply = run(app, "restore", str(damaged))

    assert reply.exit_code == 1, reply.output
    assert reply.output.startswith("Error: ")
    assert reply.output.count("\n") == 1
    assert {name: held.rows for name, held in hashes().items() if held.rows} == {}
    assert [path for path in Path(app.config["STORAGE_PATH"]).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_what_is_no_backup_is_refused_in_one_line(
    app: Flask, tmp_path: Path, away: Callable[[str], None], content: bytes
) -> None:
    (tmp_path / "other").write_bytes(content)
    away(HERE)

    reply = run(app, "restore", str(tmp_path / "other"))

    assert (reply.exit_code, reply.output.count("\n")) == (1, 1)


def test_production_takes_no_backup_of_a_replayed_system(
    app: Flask,
    tmp_path: Path,
    away: Callable[[str], None],
    clock_at: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock_at("2024-03-01T02:00:00Z")
    make_firm()
    path = tmp_path / "backup.zip"
    assert run(app, "backup", str(path)).exit_code == 0
    assert fitness.REPLAYED == "replayed"
    away(HERE)
    monkeypatch.setitem(app.config, "CRM_ENV", "production")

    reply = run(app, "restore", str(path))

    assert reply.exit_code == 1
    assert "CRM_CLOCK" in reply.output
    assert {name: held.rows for name, held in hashes().items() if held.rows} == {}
