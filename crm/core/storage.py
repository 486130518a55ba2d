"""The store of attachments: bytes under their SHA-256, checked by size and by what they are."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from crm.core.database import session
from kernel import clock
from kernel.errors import RuleError
from models import Attachment

MAX_BYTES = 50 * 1024 * 1024
MAX_NAME = 120

_MAGIC: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "ofd": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "json": "application/json",
    "txt": "text/plain",
    "csv": "text/csv",
}
OWN_MEDIA_TYPES = MEDIA_TYPES | {"html": "text/html"}
"""What the system makes itself is taken too; nobody can hand a page in."""
_ZIP_MEMBER = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    sha256: str
    size: int
    media_type: str
    file_name: str


def check(content: bytes, file_name: str, *, is_own: bool = False) -> StoredFile:
    """Say what a file is; ``is_own`` where the system made it.

    Raises:
        RuleError: empty, too large, of a kind that isn't taken, or not what its name says.
    """
    name = clean_name(file_name)
    ending = name.rpartition(".")[2].lower()
    if not content:
        raise RuleError(_("%(name)s is empty.", name=name))
    if len(content) > MAX_BYTES:
        raise RuleError(_("%(name)s is larger than %(limit)s MB.", name=name, limit=MAX_BYTES // 2**20))
    media_types = OWN_MEDIA_TYPES if is_own else MEDIA_TYPES
    if ending not in media_types:
        kinds = ", ".join(MEDIA_TYPES)
        raise RuleError(
            _("%(name)s: files of this kind are not taken. Taken are: %(kinds)s.", name=name, kinds=kinds)
        )
    if not _is_what_it_says(content, ending):
        raise RuleError(_("%(name)s is not a %(kind)s file inside.", name=name, kind=ending.upper()))
    return StoredFile(hashlib.sha256(content).hexdigest(), len(content), media_types[ending], name)


def store(content: bytes, file_name: str, *, is_own: bool = False) -> StoredFile:
    """Keep the bytes, once however often they come; a crash leaves no half file."""
    stored = check(content, file_name, is_own=is_own)
    path = path_of(stored.sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as partial:
            partial.write(content)
            partial.flush()
            os.fsync(partial.fileno())
        Path(partial.name).replace(path)
    return stored


def attach(content: bytes, file_name: str, *, by_id: int | None, is_own: bool = False) -> Attachment:
    """Keep the bytes and record the file, in the transaction at hand."""
    stored = store(content, file_name, is_own=is_own)
    row = Attachment(
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        file_name=stored.file_name,
        uploaded_at=clock.now(),
        uploaded_by_id=by_id,
    )
    session.add(row)
    return row


def load(sha256: str) -> bytes:
    """The bytes, checked against their hash.

    Raises:
        RuleError: they are gone or were changed on disk.
    """
    path = path_of(sha256)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise RuleError(_("The stored file is missing or damaged. Restore it from a backup."))
    return content


def path_of(sha256: str) -> Path:
    root = Path(current_app.config["STORAGE_PATH"])
    return root / sha256[:2] / sha256


def clean_name(file_name: str) -> str:
    """The last part of a name, without control characters, short enough to keep."""
    last = unicodedata.normalize("NFC", file_name).replace("\\", "/").rsplit("/", 1)[-1]
    safe = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", last).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    return f"{stem[:MAX_NAME]}{dot}{ending[:10]}" or "file"


def nameless(kind: str, file_name: str) -> str:
    """A name that says what a file is and not whose: of papers about a person, which the log names too."""
    return f"{kind}.{clean_name(file_name).rpartition('.')[2]}"


def _is_what_it_says(content: bytes, ending: str) -> bool:
    if ending in ("txt", "csv", "json", "html"):
        return b"\x00" not in content
    if not content.startswith(_MAGIC[ending]):
        return False
    return ending not in _ZIP_MEMBER or _has_member(content, _ZIP_MEMBER[ending])


def _has_member(content: bytes, member: str) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return member in archive.namelist()
    except zipfile.BadZipFile:
        return False
