from __future__ import annotations

from enum import StrEnum


class ParkKind(StrEnum):
    CORE = "core"
    LINKED = "linked"
