"""Applications as their applicants and employers meet them, wishes for erasure, mails and codes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.talent.queries import applications as queries
from crm.talent.queries import people
from crm.talent.service import applications
from kernel import clock
from models import (
    Applicant,
    ApplicationDocument,
    AuditPersonal,
    EmailCode,
    Erasure,
    OutgoingMail,
    RateCount,
    TalentApplication,
    User,
)
from models.enums import ErasureState, Role
from tests.architecture.permission_records.base import Maker
from tests.factories import next_number
from tests.factories.talents import make_decided, make_draft, make_employer, make_rules
from tests.factories.users import make_user


def _draft(park: str, visitor: User | None) -> TalentApplication:
    """The visitor's own, where an applicant comes: the same one for every part of an address."""
    if visitor is None or visitor.role is not Role.APPLICANT:
        return make_draft(park=park)
    talent = people.find_own(visitor)
    found = queries.find_open(talent.id) if talent is not None else None
    return found or make_draft(park=park, applicant=visitor)


def application(park: str, visitor: User | None) -> int:
    return _draft(park, visitor).id


def paper(park: str, visitor: User | None) -> int:
    query = select(ApplicationDocument.id).where(
        ApplicationDocument.application_id == _draft(park, visitor).id,
        ApplicationDocument.archived_at.is_(None),
    )
    return session.scalars(query).first() or 0


def of_staff(park: str, visitor: User | None) -> int:
    """Of an employer for which the visitor acts; it waits for the answer."""
    is_employer = visitor is not None and visitor.role is Role.EMPLOYER
    employer = make_employer(park=park, user=visitor if is_employer else None)
    row = make_draft(park=park, employer=employer)
    by = row.talent.user
    assert by is not None
    with acting(Actor(by.id, by.name, "test")):
        applications.submit(row, by=by)
        session.commit()
    return row.id


def decided(park: str, visitor: User | None) -> int:
    """The visitor's own, where an applicant comes, with a decision that holds."""
    make_rules()
    applicant = visitor if visitor is not None and visitor.role is Role.APPLICANT else None
    _withdraw_open(applicant)
    return make_decided(park=park, lead=make_user(role=Role.PARK_LEAD, park=park), applicant=applicant).id


def _withdraw_open(applicant: User | None) -> None:
    """One person has one application under way at a time."""
    talent = people.find_own(applicant) if applicant is not None else None
    under_way = queries.find_open(talent.id) if talent is not None else None
    if applicant is None or under_way is None:
        return
    with acting(Actor(applicant.id, applicant.name, "test")):
        applications.withdraw(under_way, by=applicant)
        session.commit()


def wish(park: str, _visitor: User | None) -> int:
    """Agreed to by one official."""
    row = make_draft(park=park)
    row.talent.park_id = row.park_id
    number = next_number()
    user_id = row.talent.user_id
    now = clock.now()
    erasure = Erasure(
        user_id=user_id,
        talent_id=row.talent_id,
        state=ErasureState.AGREED,
        asked_at=now,
        decided_at=now,
        decided_by_id=make_user().id,
        grounds="as asked for",
    )
    session.add_all(
        [
            erasure,
            Applicant(user_id=user_id, email=f"a{number}@example.org", created_at=now),
            EmailCode(
                email=f"a{number}@example.org",
                code_hash="-",
                created_at=now,
                expires_at=now + timedelta(minutes=10),
            ),
            OutgoingMail(to=f"a{number}@example.org", subject="code", body="code", created_at=now),
            RateCount(key=f"{number:064x}", count=1, resets_at=now),
        ]
    )
    session.commit()
    assert session.scalars(select(AuditPersonal)).first() is not None
    return erasure.id


RECORDS: dict[str, Maker] = {
    **{
        f"applying.{view}:application_id": application
        for view in (
            "step",
            "autosave",
            "papers",
            "remove_paper",
            "consent",
            "send",
            "detail",
            "withdraw",
            "ask_review",
        )
    },
    "applying.remove_paper:paper_id": paper,
    "employers.detail:application_id": of_staff,
    "applying.letter:application_id": decided,
    "wish_id": wish,
}
