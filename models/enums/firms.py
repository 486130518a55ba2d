from __future__ import annotations

from enum import StrEnum


class AliasKind(StrEnum):
    FORMER = "former"
    SHORT = "short"
    BRAND = "brand"
    OTHER = "other"
