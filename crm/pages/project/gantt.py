"""A milestone plan as a picture: where each day lies, in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.pipeline.milestones.rules import span_of
from models import Milestone

LEFT = 190
WIDTH = 960
HEAD = 26
ROW = 28
LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """``end`` is where it is expected, or was reached."""

    name: str
    y: int
    planned: int
    end: int
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    left: int
    today: int
    months: list[Mark]
    rows: list[Row]


def picture_of(milestones: Sequence[Milestone], today: date) -> Picture:
    span = span_of(milestones, today)

    def x_of(day: date) -> int:
        return LEFT + span.place(day, WIDTH - LEFT)

    rows = [
        Row(
            _short(milestone.name),
            HEAD + ROW * place + ROW // 2,
            x_of(milestone.planned_on),
            x_of(milestone.expected_on),
            milestone.actual_on is not None,
        )
        for place, milestone in enumerate(milestones)
    ]
    months = [Mark(x_of(month), f"{month:%Y-%m}") for month in span.months()]
    return Picture(WIDTH, HEAD + ROW * len(rows) + 6, LEFT, x_of(today), months, rows)


def _short(name: str) -> str:
    """As much as fits beside the picture; the whole name stands in the table. Wide characters count twice."""
    length, cut = 0, ""
    for character in name:
        length += 1 if character.isascii() else 2
        if length > LONGEST_NAME * 2:
            return f"{cut}…"
        cut += character
    return cut
