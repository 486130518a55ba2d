from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """Whose calendar a day off stands in."""

    MAINLAND = "mainland"
    TAIWAN = "taiwan"
