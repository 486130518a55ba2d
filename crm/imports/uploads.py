"""What somebody handed in on the page: kept by its hash until it is taken in, with what was said of it."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flask_babel import gettext as _

from crm.core import storage
from crm.imports.columns import fold_heading
from crm.imports.kinds.base import Scene
from crm.imports.parsing import look_at
from crm.imports.planning import ImportFile
from crm.imports.readers.archives import open_archive
from crm.imports.rules import INLINE_ROWS, MAX_BYTES, MAX_EVIDENCE_BYTES, MAX_EVIDENCE_FILES, Kind
from kernel.errors import RuleError
from models import User

Named = tuple[str, bytes]
"""A file's name and its bytes."""

END_OF_LIST, LARGE_FORMAT = b"PK\x05\x06", b"PK\x06\x07"
END_REACH = 22 + 2**16
MAX_LIST = MAX_EVIDENCE_FILES * 1024
"""Bytes of an archive's list of names."""


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


def keep(kind: Kind, file: Named, evidence: Iterable[Named], *, locale: str) -> Upload:
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


def with_evidence(upload: Upload, files: Iterable[Named]) -> Upload:
    """More files beside it; one of the same name takes the earlier one's place.

    Raises:
        RuleError: a file is of no kind that is taken, or too large; an archive is unsafe; together
            they are too many or too large.
    """
    intake = _Intake(dict(upload.evidence))
    for name, content in files:
        if name.lower().endswith(".zip"):
            for member in _members(name, content, intake):
                intake.keep(*member)
        else:
            intake.keep(name, content)
    return replace(upload, evidence=intake.kept)


@dataclass(slots=True)
class _Intake:
    """The evidence of one request, however many archives: each file is stored before the next is read."""

    kept: dict[str, str]
    number: int = 0
    total: int = 0

    def keep(self, name: str, content: bytes) -> None:
        self.number += 1
        self.total += len(content)
        self.check(more=0)
        stored = storage.store(content, name)
        self.kept[stored.file_name] = stored.sha256
        if max(len(self.kept), self.number) > MAX_EVIDENCE_FILES:
            raise RuleError(_("More than %(limit)s files; split the import.", limit=MAX_EVIDENCE_FILES))

    def check(self, *, more: int) -> None:
        """Raises RuleError where so many bytes more are too many."""
        if self.total + more > MAX_EVIDENCE_BYTES:
            raise RuleError(
                _(
                    "The evidence files are larger than %(limit)s MB together; split the import.",
                    limit=MAX_EVIDENCE_BYTES // 2**20,
                )
            )


def _members(name: str, content: bytes, intake: _Intake) -> Iterator[Named]:
    """The files in an archive one by one, by the last part of their names."""
    if len(content) > MAX_BYTES:
        raise RuleError(_("%(name)s is larger than %(limit)s MB.", name=name, limit=MAX_BYTES // 2**20))
    if _lists_too_many(content):
        raise _too_many(name)
    unreadable = _("%(name)s is no zip file that can be read.", name=name)
    locked = _("%(name)s is locked by a password.", name=name)
    with open_archive(content, unreadable=unreadable, locked=locked) as archive:
        for last, member in _listed(name, archive, intake):
            with archive.open(member) as part:
                # The size that an archive states may be a lie: no more is read than one file may have.
                yield last, part.read(storage.MAX_BYTES + 1)


def _lists_too_many(content: bytes) -> bool:
    """Opening an archive makes an object of every name it lists: how long the list is, its end says."""
    end = content.rfind(END_OF_LIST, -END_REACH)
    if end < 0:
        return False
    is_large_format = end >= 20 and content[end - 20 : end - 16] == LARGE_FORMAT
    return is_large_format or int.from_bytes(content[end + 12 : end + 16], "little") > MAX_LIST


def _too_many(name: str) -> RuleError:
    return RuleError(_("%(name)s holds more than %(limit)s files.", name=name, limit=MAX_EVIDENCE_FILES))


def _listed(name: str, archive: zipfile.ZipFile, intake: _Intake) -> Iterable[tuple[str, zipfile.ZipInfo]]:
    """What the archive says that it holds, where that isn't too much."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_EVIDENCE_FILES:
        raise _too_many(name)
    names = [storage.clean_name(member.filename) for member in members]
    for last, times in Counter(names).items():
        if times > 1:
            raise RuleError(_("%(name)s holds two files named %(file)s.", name=name, file=last))
    intake.check(more=sum(member.file_size for member in members))
    return zip(names, members, strict=True)
