"""The library of major projects: planned ones of a park, and what hangs on them."""

from __future__ import annotations

from crm.core import storage
from crm.core.database import session
from kernel import clock
from models import (
    GreenChannelFile,
    GreenChannelStep,
    MajorConversion,
    MajorProblem,
    MajorProgress,
    MajorTag,
    User,
)
from models.enums import ConversionKind, MajorTagKind
from tests.architecture.permission_records.base import Maker
from tests.factories.majors import make_kind, make_major, make_year
from tests.factories.projects import make_project


def major(park: str, _visitor: User | None) -> int:
    """Planned, with a land need and words for an offer."""
    made = make_major(park=park, land_mu=80, content="what is to be built")
    session.add(MajorTag(major_id=made.id, tag=MajorTagKind.DIGITAL))
    session.commit()
    make_kind()
    return made.id


def year(park: str, _visitor: User | None) -> int:
    made = make_year(make_major(park=park))
    session.add(MajorProgress(year_id=made.id, reported_on=clock.today(), percent=10, text="begun"))
    session.commit()
    return made.id


def problem(park: str, _visitor: User | None) -> int:
    row = MajorProblem(
        major_id=make_major(park=park).id, text="no power", raised_on=clock.today(), created_at=clock.now()
    )
    session.add(row)
    session.commit()
    return row.id


def green_step(park: str, _visitor: User | None) -> int:
    """With a file that proves it."""
    step = GreenChannelStep(
        major_id=make_major(park=park, land_mu=80).id,
        kind_id=make_kind().id,
        position=1,
        created_at=clock.now(),
    )
    step.files.append(GreenChannelFile(attachment=storage.attach(b"%PDF-1.7 land", "land.pdf", by_id=None)))
    session.add(step)
    session.commit()
    return step.id


def converted(park: str, _visitor: User | None) -> int:
    """One that became a pipeline project; for the backups and migrations, which see every table."""
    made = make_major(park=park)
    row = MajorConversion(
        major_id=made.id, kind=ConversionKind.PROJECT, project_id=make_project(park=park).id
    )
    session.add(row)
    session.commit()
    return row.id


RECORDS: dict[str, Maker] = {
    "major_id": major,
    "year_id": year,
    "problem_id": problem,
    "green_step_id": green_step,
    "conversion_id": converted,
}
