"""Putting a backup into an empty system: all of it and unchanged, or nothing."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, exists, func, select, text
from sqlalchemy.orm import Session

from crm.core import auditing, backups, fitness, migrating, storage
from crm.core.backups import Manifest, file_member, table_member
from crm.core.database import get_engine
from crm.core.row_text import Held, insert_lines, measure, read_lines
from kernel.errors import RuleError
from models import Base, Counter

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAMAGE = (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError)


def restore(path: Path, *, is_production: bool) -> Manifest:
    """Fill the empty system with what the archive at ``path`` holds; check every row's hash and the chain.

    Raises:
        RuleError: the system isn't empty, or the archive is damaged, of another revision, or unfit for
            production; the database is as before then.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_manifest(archive)
            _prepare(manifest)
            new_files: list[Path] = []
            try:
                _fill(archive, manifest, new_files, is_production=is_production)
            except BaseException:
                for file in new_files:
                    file.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise RuleError(_("%(path)s can't be read: %(reason)s.", path=path, reason=error.strerror)) from error
    except _DAMAGE as error:
        raise RuleError(
            _("%(path)s is no backup, or is damaged: %(reason)s.", path=path, reason=error)
        ) from error
    return manifest


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """
    Raises:
        KeyError, TypeError, ValueError: there is none, or it isn't one of this format.
    """
    described: dict[str, Any] = json.loads(archive.read(backups.MANIFEST))
    if described.get("format") != backups.FORMAT:
        raise ValueError(_("its format is another one"))
    tables = {name: Held(**held) for name, held in described.pop("tables").items()}
    if set(tables) != set(Base.metadata.tables):
        raise ValueError(_("its tables are others"))
    return Manifest(tables=tables, missing=tuple(described.pop("missing")), **described)


def _prepare(manifest: Manifest) -> None:
    """Make the schema where there is none; refuse a system that holds anything."""
    head = migrating.head_revision()
    if manifest.revision != head:
        raise RuleError(
            _(
                "The backup is of revision %(theirs)s, this code is of %(ours)s: use the code of its time.",
                theirs=manifest.revision,
                ours=head,
            )
        )
    if migrating.current_revision() is None:
        migrating.upgrade()
    if migrating.current_revision() != head:
        raise RuleError(_("The database is not up to date: run “db upgrade” first."))


def _fill(
    archive: zipfile.ZipFile, manifest: Manifest, new_files: list[Path], *, is_production: bool
) -> None:
    with get_engine().connect() as connection, connection.begin():
        _refuse_non_empty(connection)
        connection.execute(delete(Counter))
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in Base.metadata.sorted_tables:
            with closing(_lines(archive, table.name)) as lines:
                insert_lines(connection, table, lines)
        _check(connection, manifest)
        driver, dialect = connection.connection.driver_connection, connection.dialect.name
        if is_production and (refusal := fitness.find_refusal(driver, dialect)):
            raise RuleError(refusal)
        if dialect == "postgresql":
            _advance_sequences(connection)
        _put_files(archive, manifest, new_files)


def _refuse_non_empty(connection: Connection) -> None:
    """A worker that waits has written its breath into a counter already."""
    for table in Base.metadata.sorted_tables:
        if table.name != Counter.__tablename__ and connection.scalar(select(exists().select_from(table))):
            raise RuleError(
                _("This system isn't empty (%(name)s, at least). Restore into a new one.", name=table.name)
            )


def _lines(archive: zipfile.ZipFile, name: str) -> Generator[str, None, None]:
    with archive.open(table_member(name)) as member:
        yield from io.TextIOWrapper(member, encoding="utf-8", newline="\n")


def _check(connection: Connection, manifest: Manifest) -> None:
    for table in Base.metadata.sorted_tables:
        if measure(read_lines(connection, table)) != manifest.tables[table.name]:
            raise ValueError(_("the rows of %(name)s are not what they were", name=table.name))
    with Session(connection) as session:
        if found := auditing.find_break(session):
            raise ValueError(_("the audit log is broken at %(found)s", found=found))
        if auditing.head(session) != (manifest.chain_length, manifest.chain_head):
            raise ValueError(_("the audit log ends elsewhere"))


def _advance_sequences(connection: Connection) -> None:
    """What is made from now on gets numbers after those that came."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None or (last := connection.scalar(select(func.max(column)))) is None:
            continue
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
            {"table": table.name, "column": column.name, "last": last},
        )


def _put_files(archive: zipfile.ZipFile, manifest: Manifest, new_files: list[Path]) -> None:
    names = [
        name.removeprefix(file_member("")) for name in archive.namelist() if name.startswith(file_member(""))
    ]
    if len(names) != manifest.files or not all(_SHA256.fullmatch(name) for name in names):
        raise ValueError(_("its files are not what they were"))
    for sha256 in names:
        path = storage.path_of(sha256)
        if not path.exists():
            new_files.append(path)
            _put_file(archive.read(file_member(sha256)), sha256, path)


def _put_file(content: bytes, sha256: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    storage.load(sha256)
