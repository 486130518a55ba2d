"""One claim with its steps, proof, and what was asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.claims.queries.protections import LISTED, is_on_groups_of, is_pending, of_groups
from crm.claims.rules import Step
from crm.core.database import session
from crm.core.visibility import (
    visible_claim_requests,
    visible_claims,
    visible_projects,
)
from kernel import clock
from kernel.errors import NotFoundError
from models import (
    Claim,
    ClaimProgress,
    ClaimProof,
    ClaimRequest,
    ClaimShare,
    Engagement,
    Firm,
    Project,
    Ruling,
    User,
)
from models.enums import RequestKind, RequestState


def get_claim(claim_id: int, *, viewer: User | None) -> Claim:
    """The claim; how much of it the viewer reads says ``may_read_claim``.

    Raises:
        NotFoundError: no such claim, or none that the viewer may know of.
    """
    claim = session.scalars(
        select(Claim)
        .where(Claim.id == claim_id, visible_claims(viewer))
        .options(*LISTED, joinedload(Claim.industry), joinedload(Claim.filed_by), joinedload(Claim.project))
    ).one_or_none()
    if claim is None:
        raise NotFoundError(_("There is no such claim, or none that you may see."))
    return claim


def list_progress(claim: Claim) -> Sequence[ClaimProgress]:
    """The steps, the last first; with what an engagement says. For who may read the claim whole."""
    return session.scalars(
        select(ClaimProgress)
        .where(ClaimProgress.claim_id == claim.id)
        .options(
            joinedload(ClaimProgress.engagement),
            joinedload(ClaimProgress.recorded_by),
            selectinload(ClaimProgress.proofs).joinedload(ClaimProof.attachment),
        )
        .order_by(ClaimProgress.happened_on.desc(), ClaimProgress.id.desc())
    ).all()


def list_proofs(claim: Claim) -> Sequence[ClaimProof]:
    """What proves the first talk. For who may read the claim whole."""
    return session.scalars(
        select(ClaimProof)
        .where(ClaimProof.claim_id == claim.id, ClaimProof.progress_id.is_(None))
        .options(joinedload(ClaimProof.attachment))
        .order_by(ClaimProof.id)
    ).all()


def list_requests(claim: Claim) -> Sequence[ClaimRequest]:
    """All that was asked about the claim, the last first: whom it concerns learns that, by whom and when."""
    return session.scalars(
        select(ClaimRequest)
        .where(or_(ClaimRequest.claim_id == claim.id, ClaimRequest.other_claim_id == claim.id))
        .options(
            joinedload(ClaimRequest.park),
            joinedload(ClaimRequest.claim).joinedload(Claim.park),
            selectinload(ClaimRequest.rulings).options(
                joinedload(Ruling.from_park),
                joinedload(Ruling.to_park),
                selectinload(Ruling.shares).joinedload(ClaimShare.park),
            ),
        )
        .order_by(ClaimRequest.asked_at.desc(), ClaimRequest.id.desc())
    ).all()


def get_request(request_id: int, *, viewer: User | None) -> ClaimRequest:
    """Raises NotFoundError, also where the viewer may not know of it."""
    request = session.scalars(
        select(ClaimRequest).where(ClaimRequest.id == request_id, visible_claim_requests(viewer))
    ).one_or_none()
    if request is None:
        raise NotFoundError(_("There is no such request, or none that you may see."))
    return request


def list_steps(claim: Claim) -> list[Step]:
    """The steps that can count: one from an engagement only while that stands, on the day it says."""
    rows = session.execute(
        select(
            ClaimProgress.happened_on,
            ClaimProgress.recorded_at,
            ClaimProgress.engagement_id,
            Engagement.happened_at,
        )
        .outerjoin(
            Engagement,
            and_(Engagement.id == ClaimProgress.engagement_id, _still_moves(claim)),
        )
        .where(
            ClaimProgress.claim_id == claim.id,
            or_(ClaimProgress.engagement_id.is_(None), Engagement.id.is_not(None)),
        )
    )
    return [
        Step(day, clock.business_date(recorded))
        for day, recorded, number, moment in rows
        if number is None or clock.business_date(moment) == day
    ]


def _still_moves(claim: Claim) -> ColumnElement[bool]:
    """The engagement was not put away, and by its last writing is still one with the group."""
    of_group = Firm.id.in_(of_groups((claim.firm_id, claim.group_id)))
    return and_(
        Engagement.archived_at.is_(None),
        Engagement.is_two_way,
        Engagement.park_id == claim.park_id,
        Engagement.firms.any(of_group),
    )


def is_of_claim(firm_id: int, claim: Claim) -> bool:
    """Whether the firm belongs by now to a group on which the claim holds."""
    members = of_groups((claim.firm_id, claim.group_id))
    return (
        session.execute(select(Firm.id).where(Firm.id == firm_id, Firm.id.in_(members))).first() is not None
    )


def has_step(claim_id: int, engagement_id: int, day: date) -> bool:
    return (
        session.execute(
            select(ClaimProgress.id).where(
                ClaimProgress.claim_id == claim_id,
                ClaimProgress.engagement_id == engagement_id,
                ClaimProgress.happened_on == day,
            )
        ).first()
        is not None
    )


def list_claims_moved_by(engagement: Engagement) -> Sequence[Claim]:
    """The park's claims, protected or to be ruled on, on the groups it met, and those it once moved."""
    firm_ids = [firm.id for firm in engagement.firms]
    moved = select(ClaimProgress.claim_id).where(ClaimProgress.engagement_id == engagement.id)
    met = and_(Claim.park_id == engagement.park_id, is_on_groups_of(firm_ids))
    return session.scalars(
        select(Claim).where(is_pending(clock.today()), or_(met, Claim.id.in_(moved))).order_by(Claim.id)
    ).all()


def list_open_requests_for(
    *,
    engagement_id: int | None = None,
    project_id: int | None = None,
    state: RequestState = RequestState.OPEN,
) -> Sequence[ClaimRequest]:
    """What waits for the office because of a record of the asking park; or what did, in another state."""
    column, number = (
        (ClaimRequest.engagement_id, engagement_id)
        if engagement_id is not None
        else (ClaimRequest.project_id, project_id)
    )
    return session.scalars(
        select(ClaimRequest)
        .where(column == number, ClaimRequest.state == state)
        .options(joinedload(ClaimRequest.claim).options(*LISTED))
        .order_by(ClaimRequest.id)
    ).all()


def find_claim_of_project(project_id: int, *, viewer: User | None) -> Claim | None:
    """The claim whose matter became the project."""
    return session.scalars(
        select(Claim)
        .where(Claim.project_id == project_id, Claim.archived_at.is_(None), visible_claims(viewer))
        .options(*LISTED)
        .order_by(Claim.id.desc())
        .limit(1)
    ).one_or_none()


def get_own_project(project_id: int, *, viewer: User | None) -> Project:
    """Raises NotFoundError."""
    found = session.scalars(
        select(Project)
        .where(Project.id == project_id, visible_projects(viewer))
        .options(joinedload(Project.firm))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such project, or none that you may see."))
    return found


def shares_in_force(project_id: int, on: date) -> list[tuple[int, int]]:
    """(park, hundredths of a percent) by the last ruling on the project's claim that holds then, if any."""
    ruling = session.scalars(
        select(Ruling)
        .join(Ruling.claim)
        .where(
            Claim.project_id == project_id,
            Claim.archived_at.is_(None),
            Ruling.holds_from <= on,
            Ruling.shares.any(),
        )
        .options(selectinload(Ruling.shares))
        .order_by(Ruling.holds_from.desc(), Ruling.id.desc())
        .limit(1)
    ).one_or_none()
    return [(share.park_id, share.share) for share in ruling.shares] if ruling is not None else []


def is_asked(claim_id: int, kind: RequestKind, park_id: int) -> bool:
    """Whether the park has asked just this and waits."""
    asked = select(ClaimRequest.id).where(
        ClaimRequest.claim_id == claim_id,
        ClaimRequest.kind == kind,
        ClaimRequest.park_id == park_id,
        ClaimRequest.state == RequestState.OPEN,
    )
    return session.execute(asked).first() is not None


def filer_of(claim_id: int) -> int | None:
    return session.execute(select(Claim.filed_by_id).where(Claim.id == claim_id)).scalar_one_or_none()
