"""Wishes for erasure, and whose time is over."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.visibility import own_park_id
from crm.talent.rules.steps import OPEN_STATES
from kernel.errors import NotFoundError
from models import BenefitAward, BenefitPayment, Erasure, Talent, TalentApplication, User
from models.enums import ApplicationState, ErasureState

OPEN = (ErasureState.ASKED, ErasureState.AGREED)


def find_open_wish(user: User) -> Erasure | None:
    query = select(Erasure).where(Erasure.user_id == user.id, Erasure.state.in_(OPEN))
    return session.scalars(query.order_by(Erasure.id.desc())).first()


def talent_id_of(user: User) -> int | None:
    return session.scalars(select(Talent.id).where(Talent.user_id == user.id)).one_or_none()


def visible_wishes(viewer: User) -> ColumnElement[bool]:
    """Who decides sees them: a park's lead those of the park's talents, the office every one."""
    if not may(viewer, Permission.DECIDE_TALENTS):
        return false()
    park_id = own_park_id(viewer)
    own = select(Talent.id).where(Talent.park_id == park_id)
    return Erasure.id.is_not(None) if park_id is None else Erasure.talent_id.in_(own)


def wishes_query(viewer: User) -> Select[Erasure]:
    return (
        select(Erasure)
        .where(visible_wishes(viewer))
        .options(joinedload(Erasure.talent), joinedload(Erasure.decided_by), joinedload(Erasure.done_by))
    )


def get_wish(wish_id: int, *, viewer: User) -> Erasure:
    """
    Raises:
        NotFoundError: no such wish, or none that the viewer may know of.
    """
    wish = session.scalars(wishes_query(viewer).where(Erasure.id == wish_id)).one_or_none()
    if wish is None:
        raise NotFoundError(_("There is no such wish, or none that you may see."))
    return wish


def count_payments(talent_id: int | None) -> int:
    """Payments to the person: their amounts stay."""
    query = (
        select(func.count(BenefitPayment.id))
        .join(BenefitPayment.award)
        .join(BenefitAward.application)
        .where(TalentApplication.talent_id == talent_id)
    )
    return session.scalar(query) or 0


def list_over(*, drafts_before: datetime, ended_before: datetime) -> list[Talent]:
    """Talents who came by an application, none of which is of use any more."""
    of_talent = TalentApplication.talent_id == Talent.id
    is_draft = TalentApplication.state == ApplicationState.DRAFT
    still = or_(
        and_(TalentApplication.state.in_(OPEN_STATES), TalentApplication.state != ApplicationState.DRAFT),
        and_(is_draft, TalentApplication.saved_at >= drafts_before),
        and_(~is_draft, TalentApplication.saved_at >= ended_before),
        and_(~is_draft, TalentApplication.decided_on >= ended_before.date()),
    )
    paid = (
        select(BenefitPayment.id)
        .join(BenefitPayment.award)
        .join(BenefitAward.application)
        .where(of_talent, BenefitPayment.paid_on >= ended_before.date())
    )
    query = select(Talent).where(
        Talent.user_id.is_not(None),
        Talent.erased_at.is_(None),
        Talent.is_in_pool.is_(False),
        select(TalentApplication.id).where(of_talent).correlate(Talent).exists(),
        ~select(TalentApplication.id).where(of_talent, still).correlate(Talent).exists(),
        ~paid.correlate(Talent).exists(),
    )
    return list(session.scalars(query.order_by(Talent.id).limit(200)))
