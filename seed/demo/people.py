"""Accounts to try the zone with. They exist in demo zones only and sign in nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import select

from crm.core.database import session
from crm.users import passwords
from kernel import clock
from models import User
from models.enums import Role

PARK_NAMES = {
    "YY": "岳阳",
    "XT": "湘潭",
    "CZ": "郴州",
    "CS": "长沙",
    "ZZ": "株洲",
    "HY": "衡阳",
    "XJ": "湘江",
    "LINK": "联动",
}
OFFICE = (
    ("coordinator", Role.COORDINATOR, "示例·省级统筹甲"),
    ("coordinator2", Role.COORDINATOR, "示例·省级统筹乙"),
    ("leader", Role.LEADER, "示例·领导"),
    ("adviser", Role.ADVISER, "示例·招商顾问"),
    ("employer", Role.EMPLOYER, "示例·用人单位"),
    ("applicant", Role.APPLICANT, "示例·申报人"),
    ("sysadmin", Role.SYSTEM_ADMINISTRATOR, "示例·系统管理员"),
    ("secadmin", Role.SECURITY_ADMINISTRATOR, "示例·安全管理员"),
    ("auditor", Role.AUDITOR, "示例·审计管理员"),
)


@dataclass(slots=True)
class Staff:
    """The numbers of those who record and decide."""

    by_park: dict[int, list[int]] = field(default_factory=dict)
    coordinators: list[int] = field(default_factory=list)

    @property
    def everyone(self) -> list[int]:
        return [person for people in self.by_park.values() for person in people]


def make(parks: dict[str, int]) -> Staff:
    """Make an officer and a lead of every park, and the posts of the office; those there already stay."""
    staff = Staff()
    shared = passwords.hash_password(passwords.demo_password(current_app.config["SECRET_KEY"]))
    for code, park in parks.items():
        officer = _person(
            f"officer.{code.lower()}", Role.OFFICER, f"示例·{PARK_NAMES[code]}专员", park, shared
        )
        lead = _person(f"lead.{code.lower()}", Role.PARK_LEAD, f"示例·{PARK_NAMES[code]}负责人", park, shared)
        staff.by_park[park] = [officer, lead]
    for name, role, display_name in OFFICE:
        person = _person(name, role, display_name, None, shared)
        if role is Role.COORDINATOR:
            staff.coordinators.append(person)
    return staff


def _person(name: str, role: Role, display_name: str, park: int | None, password_hash: str) -> int:
    known = session.scalars(select(User.id).where(User.name == name)).first()
    if known is not None:
        return known
    now = clock.real_now()
    person = User(
        name=name,
        display_name=display_name,
        role=role,
        park_id=park,
        password_hash=password_hash,
        password_changed_at=now,
        created_at=now,
        is_demo=True,
    )
    session.add(person)
    session.flush()
    return person.id
