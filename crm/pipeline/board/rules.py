"""What a board adds up: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.enums import Stage

LONGEST: Mapping[Stage, int] = {
    Stage.LEAD: 30,
    Stage.TALKS: 180,
    Stage.REVIEW: 60,
    Stage.SIGNED: 90,
    Stage.REGISTERED: 180,
    Stage.CONSTRUCTION: 540,
}
"""Days in a stage past which a project counts as old in it; one that operates is where it should be."""


class Lanes(StrEnum):
    PARK = "park"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Ageing:
    """How long the projects of a column have been there; None where none has a day."""

    median: int | None
    over: int


def ageing(stage: Stage, entered: Sequence[tuple[date, int]], today: date) -> Ageing:
    """Of (day of the stage, number of projects): the median in days, and how many are past the limit."""
    days = sorted(((today - day).days, number) for day, number in entered)
    limit = LONGEST.get(stage)
    over = sum(number for age, number in days if limit is not None and age > limit)
    return Ageing(_median(days), over)


def _median(days: Sequence[tuple[int, int]]) -> int | None:
    """The lower one of the middle two."""
    half = (sum(number for _, number in days) + 1) // 2
    passed = 0
    for age, number in days:
        passed += number
        if passed >= half:
            return age
    return None


def days_in_stage(entered: date | None, today: date) -> int | None:
    return (today - entered).days if entered is not None else None
