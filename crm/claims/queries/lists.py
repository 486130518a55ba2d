"""The register, and what the clock looks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from crm.claims.queries.protections import LISTED, is_on_groups_of, is_protected
from crm.core.database import session
from crm.core.names import query_tokens
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import (
    readable_claims,
    visible_claim_requests,
    visible_claims,
)
from kernel import clock
from models import (
    Claim,
    ClaimRequest,
    Firm,
    User,
)
from models.enums import ClaimState, RequestState, Role


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What the register is narrowed by; ``query`` is a part of the subject, or names a firm in any script."""

    query: str = ""
    state: ClaimState | None = None
    park_id: int | None = None
    firm_id: int | None = None
    within_days: int | None = None
    is_waiting: bool = False
    is_archived: bool = False


def claims_query(filters: ClaimFilters, *, viewer: User | None) -> Select[Claim]:
    return select(Claim).where(visible_claims(viewer), *_conditions(filters, viewer)).options(*LISTED)


def iterate_claims(filters: ClaimFilters, *, viewer: User | None) -> Iterator[Claim]:
    """Every claim that fits, by its number, in flat memory."""
    query = claims_query(filters, viewer=viewer).options(joinedload(Claim.industry))
    return iterate(query, Claim.id)


def _conditions(filters: ClaimFilters, viewer: User | None) -> Iterator[ColumnElement[bool]]:
    archived = Claim.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.park_id is not None:
        yield Claim.park_id == filters.park_id
    if filters.state is not None:
        yield _stands(filters.state)
    if filters.firm_id is not None:
        yield is_on_groups_of({filters.firm_id})
    if filters.within_days is not None:
        yield is_protected(clock.today())
        yield Claim.protected_until <= clock.today() + timedelta(days=filters.within_days)
    if filters.is_waiting:
        yield Claim.id.in_(_waiting(viewer))
    if query_tokens(filters.query):
        yield _names(filters.query, viewer)


def _stands(state: ClaimState) -> ColumnElement[bool]:
    """In the state by today's date."""
    today = clock.today()
    if state is ClaimState.PROTECTED:
        return is_protected(today)
    if state is ClaimState.EXPIRED:
        over = and_(Claim.state == ClaimState.PROTECTED, Claim.protected_until < today)
        return or_(Claim.state == ClaimState.EXPIRED, over)
    return Claim.state == state


def _waiting(viewer: User | None) -> Select[Any]:
    """Claims on which the office has yet to rule, by what the viewer may know of requests."""
    mine = select(Claim.id).where(readable_claims(viewer))
    return select(ClaimRequest.claim_id).where(
        ClaimRequest.state == RequestState.OPEN,
        or_(visible_claim_requests(viewer), ClaimRequest.claim_id.in_(mine)),
    )


def _names(query: str, viewer: User | None) -> ColumnElement[bool]:
    """Of a rival's claim only what is told of it answers: which member of the group it named is not."""
    firms = select(Firm.id).where(matches(Firm, query))
    text = Claim.subject.contains(query.strip(), autoescape=True)
    named = and_(Claim.firm_id.in_(firms), readable_claims(viewer))
    return or_(text, Claim.group_id.in_(firms), named, Claim.ref == query.strip().upper())


def list_ended(today: date) -> Sequence[Claim]:
    """Claims whose last day has passed and which nobody noted yet."""
    return session.scalars(
        select(Claim)
        .where(Claim.state == ClaimState.PROTECTED, Claim.protected_until < today)
        .options(*LISTED)
        .order_by(Claim.id)
    ).all()


def list_ending(today: date, within_days: int) -> Sequence[Claim]:
    return session.scalars(
        select(Claim)
        .where(is_protected(today), Claim.protected_until <= today + timedelta(days=within_days))
        .options(*LISTED)
        .order_by(Claim.id)
    ).all()


def people_of(park_id: int) -> list[int]:
    """Who leads the park."""
    return list(
        session.scalars(
            select(User.id).where(User.role == Role.PARK_LEAD, User.park_id == park_id, User.is_enabled)
        )
    )


def office_ids() -> list[int]:
    """The office, which rules."""
    return list(session.scalars(select(User.id).where(User.role == Role.COORDINATOR, User.is_enabled)))
