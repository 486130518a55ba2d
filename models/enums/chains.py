from __future__ import annotations

from enum import StrEnum


class LinkTier(StrEnum):
    """Where a link stands in its chain, where one can say."""

    UPSTREAM = "upstream"
    MIDSTREAM = "midstream"
    DOWNSTREAM = "downstream"


class LinkState(StrEnum):
    """Whether a link is there: computed from who fills it, never set."""

    MISSING = "missing"
    WEAK = "weak"
    FILLED = "filled"

    @property
    def weight(self) -> int:
        """What is missing weighs most."""
        return {"filled": 0, "weak": 1, "missing": 2}[self.value]


class ChainNeed(StrEnum):
    """What a chain asks for at a link: 补 fill a gap, 延 extend it, 强 strengthen what is there."""

    FILL = "fill"
    EXTEND = "extend"
    STRENGTHEN = "strengthen"
