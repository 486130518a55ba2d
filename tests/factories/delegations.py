"""Delegations and events, as bare as a test needs them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from crm.core.database import session
from kernel import clock
from models import (
    Delegation,
    DelegationCommitment,
    DelegationMember,
    DelegationSession,
    DelegationStop,
    Firm,
    Promotion,
    User,
)
from models.enums import (
    DelegationDirection,
    DelegationState,
    MemberRole,
    Party,
    PromotionKind,
)
from tests.factories import next_number
from tests.factories.users import make_user
from tests.factories.zone import get_park

FIRST, LAST = date(2024, 3, 4), date(2024, 3, 6)


def make_delegation(
    *, park: str | None = "YY", taking_part: tuple[str, ...] = (), **values: Any
) -> Delegation:
    """An inbound visit of three days in March 2024, over."""
    number = next_number()
    row = Delegation(
        ref=f"DG-{number}",
        name_hans=f"示例团组{number}",
        direction=DelegationDirection.INBOUND,
        state=DelegationState.OVER,
        from_on=FIRST,
        until_on=LAST,
        park_id=get_park(park).id if park else None,
        parks=[get_park(code) for code in taking_part],
        created_at=clock.now(),
    )
    return _kept(row, values)


def make_member(delegation: Delegation, *, side: Party = Party.THEIRS, **values: Any) -> DelegationMember:
    role = MemberRole.GUEST if side is Party.THEIRS else MemberRole.HOST
    number = next_number()
    return _kept(
        DelegationMember(
            delegation_id=delegation.id, side=side, role=role, name=f"示例来宾{number}", position=number
        ),
        values,
    )


def make_stop(delegation: Delegation, **values: Any) -> DelegationStop:
    row = DelegationStop(
        delegation_id=delegation.id,
        day=delegation.from_on,
        starts_at=time(9),
        ends_at=time(10),
        title_hans=f"示例行程{next_number()}",
    )
    return _kept(row, values)


def make_talk(delegation: Delegation, firm: Firm, *, park: str = "YY", **values: Any) -> DelegationSession:
    row = DelegationSession(
        delegation_id=delegation.id,
        day=delegation.from_on,
        starts_at=time(14),
        ends_at=time(14, 20),
        firm_id=firm.id,
        park_id=get_park(park).id,
    )
    return _kept(row, values)


def make_commitment(delegation: Delegation, owner: User | None = None, **values: Any) -> DelegationCommitment:
    row = DelegationCommitment(
        delegation_id=delegation.id,
        side=Party.OURS,
        text="示例：提供用地方案",
        owner_id=(owner or make_user()).id,
    )
    return _kept(row, values)


def make_promotion(*, park: str | None = "YY", **values: Any) -> Promotion:
    number = next_number()
    row = Promotion(
        ref=f"PR-{number}",
        name=f"示例推介会{number}",
        kind=PromotionKind.PROMOTION,
        held_on=FIRST,
        park_id=get_park(park).id if park else None,
        created_at=clock.now(),
    )
    return _kept(row, values)


def _kept(row: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.commit()
    return row
