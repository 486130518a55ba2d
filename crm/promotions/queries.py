"""Events and who is invited, limited by the viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.streaming import iterate
from crm.core.visibility import visible_contacts, visible_promotions
from kernel.errors import NotFoundError
from models import Contact, Firm, Promotion, PromotionInvitation, User
from models.enums import InvitationReply, PromotionKind


@dataclass(frozen=True, slots=True)
class PromotionFilters:
    query: str = ""
    kind: PromotionKind | None = None
    park_id: int | None = None
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are invited, said yes, came."""

    invited: int = 0
    accepted: int = 0
    attended: int = 0


def promotions_query(filters: PromotionFilters, *, viewer: User | None) -> Select[Promotion]:
    return (
        select(Promotion)
        .where(visible_promotions(viewer), *_conditions(filters))
        .options(joinedload(Promotion.park))
    )


def _conditions(filters: PromotionFilters) -> Iterator[ColumnElement[bool]]:
    archived = Promotion.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.kind is not None:
        yield Promotion.kind == filters.kind
    if filters.park_id is not None:
        yield Promotion.park_id == filters.park_id
    if text := filters.query.strip():
        columns = (Promotion.ref, Promotion.name, Promotion.place)
        yield or_(*(column.icontains(text, autoescape=True) for column in columns))


def get_promotion(promotion_id: int, *, viewer: User | None) -> Promotion:
    """
    Raises:
        NotFoundError: no such event, or none that the viewer may know of.
    """
    row = session.scalars(
        select(Promotion)
        .where(Promotion.id == promotion_id, visible_promotions(viewer))
        .options(joinedload(Promotion.park), joinedload(Promotion.created_by))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such event, or none that you may see."))
    return row


def get_invitation(invitation_id: int, *, viewer: User | None) -> PromotionInvitation:
    row = session.scalars(
        select(PromotionInvitation)
        .join(PromotionInvitation.promotion)
        .where(
            PromotionInvitation.id == invitation_id,
            visible_promotions(viewer),
            PromotionInvitation.archived_at.is_(None),
        )
        .options(joinedload(PromotionInvitation.promotion))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such invitation, or none that you may see."))
    return row


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Promotion.id).where(Promotion.ref == ref)).first() is not None


def invitations_query(promotion: Promotion) -> Select[PromotionInvitation]:
    return (
        select(PromotionInvitation)
        .where(PromotionInvitation.promotion_id == promotion.id, PromotionInvitation.archived_at.is_(None))
        .options(joinedload(PromotionInvitation.firm))
    )


def iterate_invitations(promotion: Promotion) -> Iterator[PromotionInvitation]:
    return iterate(invitations_query(promotion), PromotionInvitation.id)


def count_invitations(promotion_ids: Collection[int]) -> dict[int, Counts]:
    """By event, in one statement."""
    row = PromotionInvitation
    accepted = func.count().filter(row.reply == InvitationReply.ACCEPTED)
    attended = func.count().filter(row.has_attended.is_(True))
    found = session.execute(
        select(row.promotion_id, func.count(), accepted, attended)
        .where(row.promotion_id.in_(promotion_ids), row.archived_at.is_(None))
        .group_by(row.promotion_id)
    )
    return {number: Counts(*counts) for number, *counts in found}


def list_invited(promotion: Promotion) -> tuple[set[int], set[int]]:
    """Firms and contacts that are invited already; of two records that were merged the one that is kept."""
    firm = func.coalesce(Firm.merged_into_id, Firm.id)
    contact = func.coalesce(Contact.merged_into_id, Contact.id)
    rows = session.execute(
        select(firm, contact)
        .select_from(PromotionInvitation)
        .outerjoin(Firm, Firm.id == PromotionInvitation.firm_id)
        .outerjoin(Contact, Contact.id == PromotionInvitation.contact_id)
        .where(PromotionInvitation.promotion_id == promotion.id, PromotionInvitation.archived_at.is_(None))
    ).all()
    firms = {firm_id for firm_id, contact_id in rows if firm_id and not contact_id}
    return firms, {contact_id for _firm_id, contact_id in rows if contact_id}


def list_firms(ids: Collection[int]) -> Sequence[Firm]:
    return session.scalars(select(Firm).where(Firm.id.in_(ids)).order_by(Firm.id)).all() if ids else []


def list_contacts(ids: Collection[int], *, viewer: User | None) -> Sequence[Contact]:
    if not ids:
        return []
    return session.scalars(
        select(Contact)
        .where(Contact.id.in_(ids), Contact.archived_at.is_(None), visible_contacts(viewer))
        .order_by(Contact.id)
    ).all()
