"""The files that rows name as evidence: found beside the import file, checked, kept once."""

from __future__ import annotations

import hashlib

from flask_babel import gettext as _

from crm.core import storage
from crm.imports.kinds.base import Scene
from crm.imports.rows import Row
from kernel import clock
from kernel.errors import RuleError
from models import Attachment, LedgerEntry
from models.enums import EvidenceType

Evidence = tuple[EvidenceType, str]


class EvidenceFiles:
    """What lies beside an import file. One file proves as many rows as name it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._refusals: dict[str, str | None] = {}
        self._attachments: dict[str, Attachment] = {}
        self._hashes: dict[str, str | None] = {}

    def require(self, row: Row, kind: EvidenceType, name: str) -> None:
        """Refuse the row's cell where the file is missing or of no kind that is taken."""
        if name not in self._refusals:
            self._refusals[name] = self._refusal(name)
        refusal = self._refusals[name]
        if refusal is not None:
            row.refuse("evidence", refusal)

    def missing(self, row: Row, entry: LedgerEntry) -> list[Evidence]:
        """What the row brings that the entry doesn't have: another file, or another content of one name."""
        new: list[Evidence] = []
        for kind, name in row.get("evidence") or ():
            kept = {
                each.attachment.sha256
                for each in entry.evidence
                if each.type is kind and each.attachment.file_name == storage.clean_name(name)
            }
            if kept and self._hash(name) in kept | {None}:
                continue
            self.require(row, kind, name)
            new.append((kind, name))
        return new

    def attachment(self, name: str) -> Attachment:
        """The file, kept in the store; in a rehearsal nothing is kept."""
        if name not in self._attachments:
            self._attachments[name] = self._keep(name, self._scene.files(name) or b"")
        return self._attachments[name]

    def _keep(self, name: str, content: bytes) -> Attachment:
        owner = self._scene.actor.id
        if not self._scene.is_rehearsal:
            return storage.attach(content, name, by_id=owner)
        checked = storage.check(content, name)
        return Attachment(
            sha256=checked.sha256,
            size=checked.size,
            media_type=checked.media_type,
            file_name=checked.file_name,
            uploaded_at=clock.now(),
            uploaded_by_id=owner,
        )

    def _refusal(self, name: str) -> str | None:
        content = self._scene.files(name)
        if content is None:
            return str(_("The file “%(name)s” does not lie beside the import file.", name=name))
        try:
            storage.check(content, name)
        except RuleError as error:
            return str(error.message)
        return None

    def _hash(self, name: str) -> str | None:
        if name not in self._hashes:
            content = self._scene.files(name)
            self._hashes[name] = None if content is None else hashlib.sha256(content).hexdigest()
        return self._hashes[name]
