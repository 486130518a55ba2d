"""Visits with their parts, calendar subscriptions, events."""

from __future__ import annotations

from datetime import timedelta

from crm.core.database import session
from crm.core.visibility import own_park_id
from crm.users.signing import token_hash
from kernel import clock
from models import (
    CalendarFeed,
    Delegation,
    DelegationApproval,
    DelegationFile,
    DelegationFollowUp,
    Job,
    PromotionInvitation,
    User,
)
from models.enums import ApprovalKind, ApprovalState, DelegationState, JobState, Party, Role
from tests.architecture.permission_records.base import Maker, _file
from tests.factories import next_number
from tests.factories.delegations import (
    make_commitment,
    make_delegation,
    make_member,
    make_promotion,
    make_stop,
    make_talk,
)
from tests.factories.projects import make_attachment, make_investor
from tests.factories.users import make_user
from tests.factories.zone import get_park


def delegation(park: str, _visitor: User | None) -> int:
    """One that can go on to any state, with a paper and another park that would take part."""
    row = make_delegation(park=park, state=DelegationState.PLANNED)
    row.parks = [get_park("ZZ")]
    session.add(DelegationFile(delegation_id=row.id, attachment_id=make_attachment().id))
    session.commit()
    return row.id


def _visit(park: str) -> Delegation:
    return make_delegation(park=park)


def member(park: str, _visitor: User | None) -> int:
    return int(make_member(_visit(park)).id)


def stop(park: str, _visitor: User | None) -> int:
    """The second of two, so that it can be moved; held, with one of ours there."""
    visit = _visit(park)
    make_stop(visit)
    ours = make_member(visit, side=Party.OURS)
    return int(make_stop(visit, people=[ours]).id)


def talk(park: str, _visitor: User | None) -> int:
    return int(make_talk(_visit(park), make_investor(), park=park).id)


def approval(park: str, _visitor: User | None) -> int:
    row = DelegationApproval(
        delegation_id=_visit(park).id, kind=ApprovalKind.INVITATION, state=ApprovalState.NEEDED
    )
    session.add(row)
    session.commit()
    return row.id


def commitment(park: str, _visitor: User | None) -> int:
    return int(make_commitment(_visit(park)).id)


def follow_up(park: str, _visitor: User | None) -> int:
    visit = _visit(park)
    row = DelegationFollowUp(delegation_id=visit.id, days=7, due_on=visit.until_on + timedelta(days=7))
    session.add(row)
    session.commit()
    return row.id


def feed(_park: str, visitor: User | None) -> int:
    row = CalendarFeed(
        user_id=(visitor or make_user()).id,
        name="telephone",
        token_hash=f"{next_number():064d}",
        created_at=clock.real_now(),
    )
    session.add(row)
    session.commit()
    return row.id


def handbook(_park: str, visitor: User | None) -> int:
    """A handbook that the visitor ordered, ready to be fetched."""
    owner = visitor or make_user()
    row = Job(
        kind="handbook",
        arguments={
            "delegation": make_delegation().id,
            "ref": "DG-1",
            "edition": "external",
            "locale": "en",
            "format": "pdf",
        },
        state=JobState.DONE,
        created_at=clock.real_now(),
        created_by_id=owner.id,
        role=owner.role,
        park_id=own_park_id(owner),
        attachment=_file("handbook.pdf"),
        result={"size": 1},
    )
    session.add(row)
    session.commit()
    return row.id


def secret(_park: str, _visitor: User | None) -> int:
    """What opens the calendar of somebody of the office."""
    number = next_number()
    owner = make_user(role=Role.COORDINATOR)
    session.add(
        CalendarFeed(
            user_id=owner.id,
            name="telephone",
            token_hash=token_hash(str(number)),
            created_at=clock.real_now(),
        )
    )
    session.commit()
    return number


def promotion(park: str, _visitor: User | None) -> int:
    return int(make_promotion(park=park).id)


def invitation(park: str, _visitor: User | None) -> int:
    row = PromotionInvitation(
        promotion_id=make_promotion(park=park).id, name="guest", invited_on=clock.today()
    )
    session.add(row)
    session.commit()
    return row.id


RECORDS: dict[str, Maker] = {
    "promotion_id": promotion,
    "invitation_id": invitation,
    "secret": secret,
    "handbook.job:job_id": handbook,
    "handbook.download:job_id": handbook,
    "delegation_id": delegation,
    "member_id": member,
    "stop_id": stop,
    "talk_id": talk,
    "approval_id": approval,
    "commitment_id": commitment,
    "follow_up_id": follow_up,
    "feed_id": feed,
}
