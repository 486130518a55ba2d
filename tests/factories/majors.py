from __future__ import annotations

from typing import Any

from crm.core import names
from crm.core.database import session
from kernel import clock
from models import GreenChannelKind, MajorProject, MajorYear
from models.enums import Preparation
from tests.factories import next_number
from tests.factories.zone import get_park


def make_major(*, park: str = "YY", name: str = "绿色物流园", **values: Any) -> MajorProject:
    """A planned project of the library, without an investor."""
    now = clock.now()
    major = MajorProject(
        ref=f"MP-T-{next_number():05d}",
        name_hans=name,
        name_key=names.pinyin(name),
        park_id=get_park(park).id,
        preparation=Preparation.PLANNED,
        created_at=now,
        updated_at=now,
    )
    for key, value in values.items():
        setattr(major, key, value)
    session.add(major)
    session.commit()
    return major


def make_year(major: MajorProject, *, year: int | None = None, **values: Any) -> MajorYear:
    planned = MajorYear(
        major_id=major.id, year=year or clock.today().year, plan="主体开工", percent=0, created_at=clock.now()
    )
    for key, value in values.items():
        setattr(planned, key, value)
    session.add(planned)
    session.commit()
    return planned


def make_kind(**values: Any) -> GreenChannelKind:
    number = next_number()
    kind = GreenChannelKind(
        key=f"green-{number}",
        position=number,
        name_hans="用地预审",
        name_hant="用地預審",
        name_en="Pre-examination",
        department="自然资源局",
        working_days=5,
        **values,
    )
    session.add(kind)
    session.commit()
    return kind
