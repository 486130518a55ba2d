"""What somebody handed in on the page: kept by its hash until it is taken in, with what was said of it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from crm.core import storage
from crm.imports.columns import fold_heading
from crm.imports.kinds.base import Scene
from crm.imports.parsing import look_at
from crm.imports.planning import ImportFile
from crm.imports.rules import INLINE_ROWS, MAX_BYTES, MAX_EVIDENCE_BYTES, MAX_EVIDENCE_FILES, Kind
from kernel.errors import RuleError
from models import User

Named = tuple[str, bytes]
"""A file's name and its bytes."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An import file on its way; as the arguments of a job it outlives the request."""

    kind: Kind
    name: str
    sha256: str
    rows: int
    heads: Sequence[str] = ()
    unknown: Sequence[str] = ()
    """Headings that name no column."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """What those mean: folded heading → name of a column, or "" to leave the column out."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What was chosen where a row was a question: ``row/column`` → key of the candidate."""
    evidence: Mapping[str, str] = field(default_factory=dict)
    """Files handed in beside it: name → hash."""
    locale: str = "zh_Hans_CN"

    @property
    def is_large(self) -> bool:
        """Too large to be looked through or taken in while a page waits."""
        return self.rows > INLINE_ROWS

    @property
    def unmapped(self) -> list[str]:
        return [head for head in self.unknown if fold_heading(head) not in self.mapping]

    def meaning(self, head: str) -> str | None:
        """The column that an unknown heading stands for, "" where it is left out; None before it was said."""
        return self.mapping.get(fold_heading(head))

    def as_arguments(self) -> dict[str, Any]:
        return asdict(self)

    def file(self) -> ImportFile:
        return ImportFile(self.name, storage.load(self.sha256), self.mapping)

    def scene(self, user: User | None) -> Scene:
        chosen = (key.partition("/") for key in self.answers)
        answers = {(int(row), column): self.answers[f"{row}/{column}"] for row, _mark, column in chosen}
        return Scene(user, files=self.find_evidence, answers=answers)

    def find_evidence(self, name: str) -> bytes | None:
        digest = self.evidence.get(storage.clean_name(name))
        return storage.load(digest) if digest else None


def upload_of(arguments: Mapping[str, Any]) -> Upload:
    """The upload that :meth:`Upload.as_arguments` wrote."""
    return Upload(**{**arguments, "kind": Kind(arguments["kind"])})


def keep(kind: Kind, file: Named, evidence: Sequence[Named], *, locale: str) -> Upload:
    """Keep what was handed in.

    Raises:
        RuleError: the import file is of another kind, too large or unreadable, or evidence is.
    """
    blank = Upload(kind, name="", sha256="", rows=0, locale=locale)
    return with_evidence(with_file(blank, file), evidence)


def with_file(upload: Upload, file: Named) -> Upload:
    """Another import file in its place; what was said of rows falls away, what was said of headings stays.

    Raises:
        RuleError: as :func:`keep`.
    """
    name, content = file
    look = look_at(upload.kind, content, name)
    stored = storage.store(content, name)
    return replace(
        upload,
        name=stored.file_name,
        sha256=stored.sha256,
        rows=look.rows,
        heads=list(look.heads),
        unknown=list(look.unknown),
        answers={},
    )


def with_evidence(upload: Upload, files: Sequence[Named]) -> Upload:
    """More files beside it; one of the same name takes the earlier one's place.

    Raises:
        RuleError: a file is of no kind that is taken, or too large; an archive is unsafe.
    """
    kept = dict(upload.evidence)
    for name, content in _unpacked(files):
        stored = storage.store(content, name)
        kept[stored.file_name] = stored.sha256
    if len(kept) > MAX_EVIDENCE_FILES:
        raise RuleError(_("More than %(limit)s files; split the import.", limit=MAX_EVIDENCE_FILES))
    return replace(upload, evidence=kept)


def _unpacked(files: Sequence[Named]) -> list[Named]:
    found: list[Named] = []
    for name, content in files:
        if name.lower().endswith(".zip"):
            found += _members(name, content)
        else:
            found.append((name, content))
    return found


def _members(name: str, content: bytes) -> list[Named]:
    """The files in an archive, by the last part of their names; its size is known before it is opened."""
    if len(content) > MAX_BYTES:
        raise RuleError(_("%(name)s is larger than %(limit)s MB.", name=name, limit=MAX_BYTES // 2**20))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _read_members(name, archive)
    except RuntimeError as error:
        raise RuleError(_("%(name)s is locked by a password.", name=name)) from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise RuleError(_("%(name)s is no zip file that can be read.", name=name)) from error


def _read_members(name: str, archive: zipfile.ZipFile) -> list[Named]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_EVIDENCE_FILES:
        raise RuleError(_("%(name)s holds more than %(limit)s files.", name=name, limit=MAX_EVIDENCE_FILES))
    found: list[Named] = []
    total = 0
    for member in members:
        last = storage.clean_name(member.filename)
        if any(last == other for other, _content in found):
            raise RuleError(_("%(name)s holds two files named %(file)s.", name=name, file=last))
        with archive.open(member) as part:
            # The size that an archive states may be a lie: no more is read than is allowed.
            found.append((last, part.read(MAX_EVIDENCE_BYTES - total + 1)))
        total += len(found[-1][1])
        if total > MAX_EVIDENCE_BYTES:
            limit = MAX_EVIDENCE_BYTES // 2**20
            raise RuleError(_("%(name)s unpacks to more than %(limit)s MB.", name=name, limit=limit))
    return found
