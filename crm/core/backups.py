"""A backup: every row and every stored file in one archive, taken while the system runs.

The archive is a zip: ``tables/<name>.jsonl`` with a row per line, ``files/<sha256>``, and ``manifest.json``,
which is written last. Rows are text, so that a backup of one database can be restored into the other kind.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from flask_babel import gettext as _
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from crm.core import auditing, migrating, storage
from crm.core.database import get_engine, is_reading
from crm.core.row_text import Held, measure, read_lines
from kernel import clock
from kernel.errors import RuleError
from models import Attachment, Base
from models.enums import AuditAction

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. ``chain_length`` and ``chain_head`` are those of the audit log."""

    format: int
    made_at: str
    revision: str
    tables: dict[str, Held]
    files: int
    missing: tuple[str, ...]
    chain_length: int
    chain_head: str

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def write(path: Path, *, without_missing: bool = False) -> Manifest:
    """Write an archive to ``path``; nothing lies there before it is whole.

    Raises:
        RuleError: a stored file is missing or damaged (unless ``without_missing``), or the place can't be
            written to.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as partial:
            try:
                manifest = _write(partial, without_missing=without_missing)
                partial.flush()
                os.fsync(partial.fileno())
                Path(partial.name).replace(path)
            except BaseException:
                Path(partial.name).unlink()
                raise
    except OSError as error:
        raise RuleError(
            _("%(path)s can't be written: %(reason)s.", path=path, reason=error.strerror)
        ) from error
    auditing.note(
        AuditAction.EXPORTED,
        entity="backup",
        rows=str(sum(held.rows for held in manifest.tables.values())),
        files=str(manifest.files),
        chain_head=manifest.chain_head,
    )
    return manifest


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment, however long it is read from, and keeps nobody waiting."""
    token = is_reading.set(True)
    try:
        with get_engine().connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection
    finally:
        is_reading.reset(token)


def _write(target: IO[bytes], *, without_missing: bool) -> Manifest:
    with (
        snapshot() as connection,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
    ):
        revision = migrating.current_revision()
        if revision is None or revision != migrating.head_revision():
            raise RuleError(_("The database is not up to date: run “db upgrade” first."))
        tables = {
            table.name: _add_table(archive, connection, table.name) for table in Base.metadata.sorted_tables
        }
        wanted = list(connection.scalars(select(Attachment.sha256).distinct().order_by(Attachment.sha256)))
        missing = tuple(sha256 for sha256 in wanted if not _add_file(archive, sha256))
        if missing and not without_missing:
            raise RuleError(
                _(
                    "%(count)s stored files are missing or damaged, the first is %(name)s. "
                    "With --without-missing the backup is made without them.",
                    count=len(missing),
                    name=storage.path_of(missing[0]),
                )
            )
        length, head = auditing.head(Session(connection))
        manifest = Manifest(
            FORMAT,
            clock.format_moment(clock.real_now()),
            revision,
            tables,
            len(wanted) - len(missing),
            missing,
            length,
            head,
        )
        archive.writestr(MANIFEST, manifest.as_json())
    return manifest


def _add_table(archive: zipfile.ZipFile, connection: Connection, name: str) -> Held:
    with archive.open(table_member(name), "w", force_zip64=True) as member:
        lines = read_lines(connection, Base.metadata.tables[name])
        return measure(lines, lambda line: member.write(line.encode()))


def _add_file(archive: zipfile.ZipFile, sha256: str) -> bool:
    """Whether the stored file is there and undamaged; only then it is in the archive."""
    path = storage.path_of(sha256)
    if not path.is_file() or _hash_of(path) != sha256:
        return False
    archive.write(path, file_member(sha256), compress_type=zipfile.ZIP_STORED)
    return True


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


def file_member(sha256: str) -> str:
    return f"files/{sha256}"
