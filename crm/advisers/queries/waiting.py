"""What of referrals and status updates waits for the person who looks."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import aliased

from crm.advisers.queries.referrals import ReferralFilters, referrals_query, updates_query
from crm.core.permissions import Permission, may
from crm.core.visibility import own_park_id
from models import Project, Referral, ReferralRuling, StatusUpdate, User
from models.enums import ReferralState, RulingStep, UpdateState


def referrals_waiting(viewer: User) -> Select[Referral]:
    """Those to rule on, and those that somebody else proposed, the first received first."""
    asked = or_(
        Referral.state.in_((ReferralState.RECEIVED, ReferralState.EXAMINED)), _is_proposed_by_another(viewer)
    )
    waits = asked if may(viewer, Permission.RULE_REFERRALS) else false()
    return (
        referrals_query(ReferralFilters(), viewer=viewer)
        .where(waits)
        .order_by(Referral.received_at, Referral.id)
    )


def _is_proposed_by_another(viewer: User) -> ColumnElement[bool]:
    last = aliased(ReferralRuling)
    newest = select(func.max(last.id)).where(last.referral_id == Referral.id).correlate(Referral)
    return (
        select(ReferralRuling.id)
        .where(
            ReferralRuling.id == newest.scalar_subquery(),
            ReferralRuling.step == RulingStep.PROPOSED,
            ReferralRuling.recorded_by_id.is_distinct_from(viewer.id),
        )
        .correlate(Referral)
        .exists()
    )


def updates_waiting(viewer: User) -> Select[StatusUpdate]:
    """What advisers told of projects of the person's own park, the first told first."""
    own = StatusUpdate.project.has(Project.park_id == own_park_id(viewer))
    waits = own if may(viewer, Permission.CONFIRM_UPDATES) else false()
    return (
        updates_query(UpdateState.WAITING, viewer=viewer)
        .where(waits)
        .order_by(StatusUpdate.submitted_at, StatusUpdate.id)
    )
