"""What a record of the library says, how far it is, whether it keeps pace, and what it may become."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kernel.money import Money
from models.enums import Colour, ConversionKind, MajorTagKind, PlanBox, Preparation, Stage, Status

if TYPE_CHECKING:
    from models import Firm, GreenChannelStep, MajorProject, User

BEHIND = 10
"""Points behind the pace of the year from which on a plan is behind; as with the slip of milestones."""
FAR_BEHIND = 30

FIRST_YEAR, LAST_YEAR = 2000, 2100
WHOLE = 100
"""Percent."""

REPORT_AHEAD = timedelta(days=15)
"""Before the end of a quarter its report is asked for."""

OF_STAGE = {
    Stage.LEAD: Preparation.OFFERED,
    Stage.TALKS: Preparation.OFFERED,
    Stage.REVIEW: Preparation.OFFERED,
    Stage.SIGNED: Preparation.UNDER_WAY,
    Stage.REGISTERED: Preparation.UNDER_WAY,
    Stage.CONSTRUCTION: Preparation.UNDER_WAY,
    Stage.OPERATING: Preparation.DONE,
}
OF_STATUS = {Status.TERMINATED: Preparation.DROPPED, Status.COMPLETED: Preparation.DONE}

TAG_OF_BOX = {PlanBox.DIGITAL: MajorTagKind.DIGITAL, PlanBox.LOW_CARBON: MajorTagKind.LOW_CARBON}

FROM_THE_PROJECT = (
    "park_id",
    "responsible_id",
    "preparation",
    "content",
    "planned_minor",
    "planned_currency",
    "land_mu",
    "energy_class",
    "carbon_class",
)
"""What a pipeline project says itself: it is written there, and read from there."""


def name_of(major: MajorProject) -> str:
    """As its project is called, else as the library calls it: read in any language."""
    return major.project.name if major.project else major.name_hans or ""


def preparation_of(stage: Stage, status: Status) -> Preparation:
    """How far a pipeline project is, in the words of the library."""
    return OF_STATUS.get(status, OF_STAGE[stage])


def pace_of(year: int, today: date) -> int:
    """The share of the year that is over, in whole percent (序时进度)."""
    if today.year != year:
        return 0 if today.year < year else 100
    days = 366 if calendar.isleap(year) else 365
    return today.timetuple().tm_yday * 100 // days


def standing_of(percent: int, year: int, today: date) -> Colour:
    """Whether a year's plan keeps the pace; a year that lies ahead has no light."""
    if year > today.year:
        return Colour.GREY
    behind = pace_of(year, today) - percent
    if behind >= FAR_BEHIND:
        return Colour.RED
    return Colour.YELLOW if behind >= BEHIND else Colour.GREEN


def least_percent(year: int, today: date) -> int:
    """Below what percentage a year's plan is behind."""
    return pace_of(year, today) - BEHIND + 1


def quarter_start(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_end(day: date) -> date:
    month = day.month - (day.month - 1) % 3 + 2
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


def report_due(year: int, reported_on: date | None, begun_on: date, *, is_done: bool) -> date | None:
    """The end of the first quarter of which nothing was reported, from that on in which it was planned."""
    since = begun_on if reported_on is None else quarter_end(reported_on) + timedelta(days=1)
    due = quarter_end(max(since, date(year, 1, 1)))
    if is_done or (reported_on is not None and due.year > year):
        return None
    return min(due, date(year, 12, 31))


def responsible_of(major: MajorProject) -> User | None:
    """Who is responsible for the pipeline project, else for the record of the library."""
    return (major.project.responsible_user if major.project else None) or major.responsible_user


def seen_to_by(step: GreenChannelStep) -> User | None:
    """Whoever is named, else who is responsible."""
    return step.owner or responsible_of(step.major)


def next_step(steps: Sequence[GreenChannelStep]) -> GreenChannelStep | None:
    """The first on the list that is needed and not done."""
    return next((step for step in steps if step.is_needed and step.done_on is None), None)


class Missing(StrEnum):
    """What a step of the green channel still lacks."""

    OWNER = "owner"
    DAY = "day"
    PROOF = "proof"


def missing_of(step: GreenChannelStep, *, has_responsible: bool) -> list[Missing]:
    """Nothing of what is done or not needed. Who is responsible for the project sees to what names nobody."""
    if step.done_on is not None or not step.is_needed:
        return []
    lacks = {
        Missing.OWNER: step.owner_id is None and not has_responsible,
        Missing.DAY: step.due_on is None,
        Missing.PROOF: not step.files and not step.number,
    }
    return [missing for missing, is_so in lacks.items() if is_so]


@dataclass(frozen=True, slots=True)
class Facts:
    """What people read of a record: the project's own where there is one, else what the library planned."""

    ref: str
    investor: Firm | None
    responsible: str | None
    content: str | None
    planned: Money | None
    land_mu: int | None
    energy_class: str | None
    carbon_class: str | None


def facts_of(major: MajorProject) -> Facts:
    """What the project doesn't say is what the library planned."""
    project = major.project
    own = Facts(
        ref=major.ref or "",
        investor=None,
        responsible=major.responsible_user.display_name if major.responsible_user else None,
        content=major.content,
        planned=major.own_planned,
        land_mu=major.land_mu,
        energy_class=major.energy_class,
        carbon_class=major.carbon_class,
    )
    if project is None:
        return own
    person = project.responsible_user
    return Facts(
        ref=major.ref or project.ref,
        investor=project.firm,
        responsible=person.display_name if person else project.responsible or own.responsible,
        content=project.content or own.content,
        planned=project.planned or own.planned,
        land_mu=own.land_mu if project.land_need_mu is None else project.land_need_mu,
        energy_class=project.energy_class or own.energy_class,
        carbon_class=project.carbon_class or own.carbon_class,
    )


def can_become(kind: ConversionKind, *, has_project: bool, done: Collection[ConversionKind]) -> bool:
    """Once an offer and once a project; with an investor there is nothing left to offer."""
    return not has_project and kind not in done


def lines_of(text: str | None) -> list[str]:
    """The entries of a text with one in each line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
