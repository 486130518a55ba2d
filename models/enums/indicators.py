from __future__ import annotations

from enum import StrEnum


class IndicatorKind(StrEnum):
    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class TargetKind(StrEnum):
    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    QUALITATIVE = "qualitative"


class IndicatorSource(StrEnum):
    """Where an indicator's value comes from: two are computed here, the others reported."""

    NEW_INVESTMENT = "new_investment"
    TOP_GROUPS = "top_groups"
    REPORTED = "reported"
