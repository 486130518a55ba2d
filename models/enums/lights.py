from __future__ import annotations

from enum import StrEnum


class Colour(StrEnum):
    """A light; grey where none burns, and the reason says why."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"

    @property
    def weight(self) -> int:
        """Red weighs most, then yellow: the worst of several is the heaviest."""
        return {"grey": 0, "green": 1, "yellow": 2, "red": 3}[self.value]


class LightReason(StrEnum):
    """What a light goes by."""

    ANSWER = "answer"
    JUDGEMENT = "judgement"
    FEEDBACK = "feedback"
    CONTACT = "contact"
    NO_CONTACT = "no_contact"
    SLIP = "slip"
    PAUSE_OVER = "pause_over"
    HELD = "held"
    OVERRIDDEN = "overridden"
    OPERATING = "operating"
    PAUSED = "paused"
    TERMINATED = "terminated"
    COMPLETED = "completed"
    PUT_AWAY = "put_away"


class MilestoneKind(StrEnum):
    """What a milestone of a project's plan is about."""

    LAND = "land"
    APPROVAL = "approval"
    FUNDING = "funding"
    DESIGN = "design"
    BUILDING = "building"
    EQUIPMENT = "equipment"
    STAFFING = "staffing"
    PRODUCTION = "production"
    OTHER = "other"
