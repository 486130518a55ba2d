"""The picture of the library: parks as boxes, each number the register behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from crm.core.database import session
from crm.core.visibility import own_park_id, visible_majors
from crm.majors.rules import least_percent
from models import MajorProject, MajorTag, MajorYear, Park, User
from models.enums import MajorTagKind, Preparation


@dataclass(slots=True)
class ParkBox:
    """One park: how many records, with an investor, by stage and tag, behind plan."""

    park: Park
    total: int = 0
    with_investor: int = 0
    behind: int = 0
    by_stage: dict[Preparation, int] = field(default_factory=lambda: defaultdict(int))
    by_tag: dict[MajorTagKind, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def planned(self) -> int:
        """Those without an investor."""
        return self.total - self.with_investor


def park_boxes(*, viewer: User | None, today: date) -> Sequence[ParkBox]:
    """In the order of the parks; of park staff their own alone."""
    parks = select(Park).order_by(Park.position, Park.id)
    if (own := own_park_id(viewer)) is not None:
        parks = parks.where(Park.id == own)
    boxes = {park.id: ParkBox(park) for park in session.scalars(parks)}
    _count_stages(boxes, viewer)
    _count_tags(boxes, viewer)
    _count_behind(boxes, viewer, today)
    return list(boxes.values())


def _count_stages(boxes: Mapping[int, ParkBox], viewer: User | None) -> None:
    rows = session.execute(
        select(
            MajorProject.park_id,
            MajorProject.preparation,
            func.count(),
            func.count(MajorProject.project_id),
        )
        .where(visible_majors(viewer), MajorProject.archived_at.is_(None))
        .group_by(MajorProject.park_id, MajorProject.preparation)
    )
    for park_id, preparation, total, with_investor in rows:
        box = boxes[park_id]
        box.by_stage[preparation] += total
        box.total += total
        box.with_investor += with_investor


def _count_tags(boxes: Mapping[int, ParkBox], viewer: User | None) -> None:
    rows = session.execute(
        select(MajorProject.park_id, MajorTag.tag, func.count())
        .join(MajorTag.major)
        .where(visible_majors(viewer), MajorProject.archived_at.is_(None))
        .group_by(MajorProject.park_id, MajorTag.tag)
    )
    for park_id, tag, number in rows:
        boxes[park_id].by_tag[tag] += number


def _count_behind(boxes: Mapping[int, ParkBox], viewer: User | None, today: date) -> None:
    rows = session.execute(
        select(MajorProject.park_id, func.count())
        .join(MajorYear.major)
        .where(
            visible_majors(viewer),
            MajorProject.archived_at.is_(None),
            MajorYear.year == today.year,
            MajorYear.percent < least_percent(today.year, today),
        )
        .group_by(MajorProject.park_id)
    )
    for park_id, number in rows:
        boxes[park_id].behind = number
