from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.core.database import session
from models import Park
from models.enums import ParkKind

PARKS = {
    "YY": "岳阳产业园",
    "XT": "湘潭产业园",
    "CZ": "郴州产业园",
    "CS": "长沙",
    "ZZ": "株洲",
    "HY": "衡阳",
    "XJ": "湘江新区",
    "LINK": "其他联动发展区",
}
CORE = ("YY", "XT", "CZ")


def add_parks(session: Session) -> None:
    for position, (code, name) in enumerate(PARKS.items()):
        session.add(
            Park(
                code=code,
                kind=ParkKind.CORE if code in CORE else ParkKind.LINKED,
                position=position,
                name_hans=name,
                name_hant=name,
                name_en=f"Park {code}",
            )
        )


def get_park(code: str) -> Park:
    return session.scalars(select(Park).where(Park.code == code)).one()
