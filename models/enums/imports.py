from __future__ import annotations

from enum import StrEnum


class ImportState(StrEnum):
    APPLIED = "applied"
    UNDONE = "undone"


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
