"""What waits for the office, and what it has decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.visibility import visible_claim_requests
from kernel.errors import NotFoundError
from models import Claim, ClaimProgress, ClaimProof, ClaimRequest, ClaimShare, Ruling, User
from models.enums import RequestKind, RequestState

_CLAIM = (joinedload(Claim.park), joinedload(Claim.group), joinedload(Claim.firm))


@dataclass(frozen=True, slots=True)
class RequestFilters:
    """What the queue is narrowed by; without a state it holds what waits."""

    state: RequestState | None = RequestState.OPEN
    kind: RequestKind | None = None
    park_id: int | None = None


def requests_query(filters: RequestFilters, *, viewer: User | None) -> Select[ClaimRequest]:
    query = select(ClaimRequest).where(visible_claim_requests(viewer))
    if filters.state is not None:
        query = query.where(ClaimRequest.state == filters.state)
    if filters.kind is not None:
        query = query.where(ClaimRequest.kind == filters.kind)
    if filters.park_id is not None:
        query = query.where(ClaimRequest.park_id == filters.park_id)
    return query.options(
        joinedload(ClaimRequest.park),
        joinedload(ClaimRequest.claim).options(*_CLAIM),
        selectinload(ClaimRequest.rulings),
    )


def get_case(request_id: int, *, viewer: User | None) -> ClaimRequest:
    """The request with both sides: claims, steps, proof, and the asking park's own records.

    Raises:
        NotFoundError: no such request, or none that the viewer may know of.
    """
    side = (
        *_CLAIM,
        joinedload(Claim.filed_by),
        selectinload(Claim.proofs).joinedload(ClaimProof.attachment),
        selectinload(Claim.progress).joinedload(ClaimProgress.engagement),
    )
    found = session.scalars(
        select(ClaimRequest)
        .where(ClaimRequest.id == request_id, visible_claim_requests(viewer))
        .options(
            joinedload(ClaimRequest.park),
            joinedload(ClaimRequest.asked_by),
            joinedload(ClaimRequest.engagement),
            joinedload(ClaimRequest.project),
            joinedload(ClaimRequest.claim).options(*side),
            joinedload(ClaimRequest.other_claim).options(*side),
            selectinload(ClaimRequest.rulings).options(
                joinedload(Ruling.recorded_by),
                joinedload(Ruling.from_park),
                joinedload(Ruling.to_park),
                selectinload(Ruling.shares).joinedload(ClaimShare.park),
            ),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such request, or none that you may see."))
    return found


def reread_locked(request: ClaimRequest) -> ClaimRequest:
    """The request as it is now, its claim held until the commit: the office decides on a claim one by one."""
    session.flush()
    held = select(Claim).where(Claim.id == request.claim_id).with_for_update()
    session.execute(held.execution_options(populate_existing=True)).all()
    fresh = select(ClaimRequest).where(ClaimRequest.id == request.id)
    return session.scalars(fresh.execution_options(populate_existing=True)).one()


def list_alike(request: ClaimRequest) -> Sequence[ClaimRequest]:
    """Open cases of the two same parks in the same matter, opened by further records: one ruling ends all."""
    return session.scalars(
        select(ClaimRequest).where(
            ClaimRequest.claim_id == request.claim_id,
            ClaimRequest.park_id == request.park_id,
            ClaimRequest.id != request.id,
            ClaimRequest.other_claim_id.is_(None),
            ClaimRequest.state == RequestState.OPEN,
            ClaimRequest.kind.in_((RequestKind.SAME_MATTER, RequestKind.OTHER_MATTER)),
        )
    ).all()


def find_case_of_filing(claim: Claim, park_id: int | None) -> ClaimRequest | None:
    """The open case of what that park filed itself on the same matter."""
    return session.scalars(
        select(ClaimRequest)
        .join(ClaimRequest.other_claim)
        .where(
            ClaimRequest.claim_id == claim.id,
            ClaimRequest.state == RequestState.OPEN,
            Claim.park_id == park_id,
        )
        .order_by(ClaimRequest.id)
        .limit(1)
    ).one_or_none()


def waits_elsewhere(claim: Claim, request: ClaimRequest) -> bool:
    """Whether the filing collides with still another claim on which nobody has ruled."""
    return (
        session.execute(
            select(ClaimRequest.id).where(
                ClaimRequest.other_claim_id == claim.id,
                ClaimRequest.id != request.id,
                ClaimRequest.claim_id != request.claim_id,
                ClaimRequest.kind == RequestKind.SAME_MATTER,
                ClaimRequest.state == RequestState.OPEN,
            )
        ).first()
        is not None
    )
