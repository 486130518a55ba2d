"""The fourteen major projects that the plan names, and the usual steps of the green channel for land.

The plan names no amount, so none is loaded. The days of the steps are a beginning: each office sets its own.
"""

from __future__ import annotations

from sqlalchemy import select

from crm.core.database import session
from crm.majors.service.records import MajorFields, create_major
from models import GreenChannelKind, MajorProject, Park
from models.enums import MajorTagKind, PlanBox, Preparation
from seed import facts

SOURCE = "湘发改经贸〔2022〕887号"


def load() -> int:
    """Load what isn't here yet; how many projects."""
    _load_kinds()
    parks = {park.code: park.id for park in session.scalars(select(Park))}
    loaded = session.execute(
        select(MajorProject.box, MajorProject.box_position).where(MajorProject.box.is_not(None))
    )
    known = {(box, position) for box, position in loaded}
    rows = facts.read("major_projects")
    new = [row for row in rows if (PlanBox(row["box"]), int(row["position"])) not in known]
    for row in new:
        _load_project(row, parks[row["park"]])
    return len(new)


def _load_project(row: dict[str, str], park_id: int) -> None:
    major = create_major(
        MajorFields(
            name_hans=row["name_hans"],
            name_hant=row["name_hant"],
            name_en=row["name_en"],
            park_id=park_id,
            preparation=Preparation.PLANNED,
            place=row["place"],
            kind=row["kind"],
            sub_projects="\n".join(row["sub_projects"].split(";")) or None,
            content=row["content"],
            tags=frozenset(MajorTagKind(tag) for tag in row["tags"].split()),
        ),
        by=None,
    )
    major.box, major.box_position = PlanBox(row["box"]), int(row["position"])
    major.quote, major.source = row["quote"], SOURCE


def _load_kinds() -> None:
    known = set(session.scalars(select(GreenChannelKind.key)))
    for row in facts.read("green_channel_kinds"):
        if row["key"] not in known:
            session.add(
                GreenChannelKind(
                    key=row["key"],
                    position=int(row["position"]),
                    name_hans=row["name_hans"],
                    name_hant=row["name_hant"],
                    name_en=row["name_en"],
                    department=row["department"],
                    papers=row["papers"] or None,
                    working_days=int(row["working_days"]),
                )
            )
