from __future__ import annotations

from enum import StrEnum


class AliasKind(StrEnum):
    FORMER = "former"
    SHORT = "short"
    BRAND = "brand"
    OTHER = "other"
    MERGED = "merged"
    """A name or number of a record that was merged into this firm's."""
