"""What a report is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from models import Park, Plan


@dataclass(frozen=True, slots=True)
class Order:
    """Which report, as of when, as known when, for which park, in which language."""

    plan: Plan
    as_of: date
    known_at: datetime
    park: Park | None
    locale: str
    every_park: Sequence[Park] = field(default=(), compare=False, repr=False)
    """The list of all parks, for who has it already."""
