"""Who has to act: holders of the second key, and payments that wait for them."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.permissions import GRANTS, Permission
from crm.core.visibility import visible_promises
from models import Promise, PromisePayment, PromisePaymentDecision, User
from models.enums import Role


def second_key_ids(park_id: int) -> list[int]:
    """Who leads the park, and the provincial office."""
    query = select(User.id).where(
        User.role.in_(GRANTS[Permission.CONFIRM_PROMISE_PAYMENTS]),
        or_(User.park_id == park_id, User.role == Role.COORDINATOR),
        User.is_enabled.is_(True),
        User.archived_at.is_(None),
    )
    return list(session.scalars(query.order_by(User.id)))


def payments_waiting(viewer: User) -> Select[PromisePayment]:
    """Payments that somebody else recorded and nobody decided on, the oldest first."""
    decided = select(PromisePaymentDecision.payment_id)
    return (
        select(PromisePayment)
        .join(PromisePayment.promise)
        .where(
            visible_promises(viewer),
            Promise.archived_at.is_(None),
            PromisePayment.id.not_in(decided),
            PromisePayment.recorded_by_id.is_distinct_from(viewer.id),
        )
        .options(
            joinedload(PromisePayment.promise).joinedload(Promise.firm),
            joinedload(PromisePayment.promise).joinedload(Promise.park),
        )
        .order_by(PromisePayment.id)
    )
