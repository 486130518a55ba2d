"""Referrals and status updates for the staff: the queue, one of them, what waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from crm.advisers.rules import OPEN_STATES
from crm.core import names
from crm.core.database import at_most, session
from crm.core.records import hold
from crm.core.streaming import iterate
from crm.core.visibility import visible_referrals, visible_status_updates
from kernel.errors import NotFoundError
from models import Firm, Project, Referral, ReferralFile, ReferralRuling, StatusUpdate, User
from models.enums import ReferralState, UpdateState

LISTED = (joinedload(Referral.adviser), joinedload(Referral.firm), joinedload(Referral.park))
SHOWN = 20


@dataclass(frozen=True, slots=True)
class ReferralFilters:
    """What the queue is narrowed by; ``query`` is a part of the firm as typed, or the receipt's number."""

    query: str = ""
    state: ReferralState | None = None
    park_id: int | None = None
    adviser_id: int | None = None
    firm_id: int | None = None
    is_open: bool = False


def referrals_query(filters: ReferralFilters, *, viewer: User | None) -> Select[Referral]:
    return select(Referral).where(visible_referrals(viewer), *_conditions(filters)).options(*LISTED)


def _conditions(filters: ReferralFilters) -> Iterator[ColumnElement[bool]]:
    if filters.state is not None:
        yield Referral.state == filters.state
    if filters.park_id is not None:
        yield Referral.park_id == filters.park_id
    if filters.adviser_id is not None:
        yield Referral.adviser_id == filters.adviser_id
    if filters.firm_id is not None:
        yield Referral.firm_id == filters.firm_id
    if filters.is_open:
        yield Referral.state.in_(OPEN_STATES)
    for token, _is_prefix in names.query_tokens(filters.query):
        yield Referral.search_text.contains(token, autoescape=True)


def iterate_referrals(filters: ReferralFilters, *, viewer: User | None) -> Iterator[Referral]:
    """Every referral that fits, in the order in which they came."""
    query = referrals_query(filters, viewer=viewer).options(joinedload(Referral.project))
    return iterate(query, Referral.id)


def get_referral(referral_id: int, *, viewer: User | None) -> Referral:
    """With what its page names.

    Raises:
        NotFoundError: none, or none that the viewer may see.
    """
    found = session.scalars(
        select(Referral)
        .where(Referral.id == referral_id, visible_referrals(viewer))
        .options(
            joinedload(Referral.adviser),
            joinedload(Referral.firm).joinedload(Firm.merged_into),
            joinedload(Referral.park),
            joinedload(Referral.wished_park),
            joinedload(Referral.project),
            joinedload(Referral.filed_by),
            selectinload(Referral.files).joinedload(ReferralFile.attachment),
            selectinload(Referral.rulings).options(
                joinedload(ReferralRuling.recorded_by), joinedload(ReferralRuling.project)
            ),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such referral, or none that you may see."))
    return found


def hold_referral(referral: Referral) -> None:
    """Keep it until the commit, with its rulings as they are by now: nobody rules on it twice."""
    hold(referral)
    session.scalars(
        select(Referral)
        .where(Referral.id == referral.id)
        .options(selectinload(Referral.rulings))
        .execution_options(populate_existing=True)
    ).one()


def list_referrals_of(adviser_id: int, *, viewer: User | None) -> Sequence[Referral]:
    """The last ones of an adviser that the viewer may see."""
    found = referrals_query(ReferralFilters(adviser_id=adviser_id), viewer=viewer)
    return session.scalars(
        found.order_by(Referral.received_at.desc(), Referral.id.desc()).limit(at_most(SHOWN))
    ).all()


def list_recognised_on(project_id: int, *, viewer: User | None) -> Sequence[Referral]:
    """Who brought the project: the referrals recognised for it, the first received first."""
    recognised = Referral.state == ReferralState.RECOGNISED
    return session.scalars(
        select(Referral)
        .where(Referral.project_id == project_id, recognised, visible_referrals(viewer))
        .options(joinedload(Referral.adviser))
        .order_by(Referral.received_at, Referral.id)
    ).all()


def updates_query(state: UpdateState | None, *, viewer: User | None) -> Select[StatusUpdate]:
    """What advisers tell of projects that the viewer may see."""
    query = select(StatusUpdate).where(visible_status_updates(viewer))
    if state is not None:
        query = query.where(StatusUpdate.state == state)
    return query.options(
        joinedload(StatusUpdate.referral).joinedload(Referral.adviser), joinedload(StatusUpdate.project)
    )


def get_update(update_id: int, *, viewer: User | None) -> StatusUpdate:
    """Raises NotFoundError."""
    found = session.scalars(
        updates_query(None, viewer=viewer)
        .where(StatusUpdate.id == update_id)
        .options(
            joinedload(StatusUpdate.attachment),
            joinedload(StatusUpdate.decided_by),
            joinedload(StatusUpdate.project).joinedload(Project.firm),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such status update, or none that you may see."))
    return found


def list_updates_on(referral_id: int, *, viewer: User | None) -> Sequence[StatusUpdate]:
    """What its adviser told, the last first."""
    return session.scalars(
        updates_query(None, viewer=viewer)
        .where(StatusUpdate.referral_id == referral_id)
        .options(joinedload(StatusUpdate.attachment), joinedload(StatusUpdate.decided_by))
        .order_by(StatusUpdate.submitted_at.desc(), StatusUpdate.id.desc())
        .limit(at_most(SHOWN))
    ).all()
