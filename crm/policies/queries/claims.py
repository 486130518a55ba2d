"""Claims under policies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.names import in_simplified
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import visible_policy_claims, visible_talents
from crm.firms.queries import ids_of_record
from crm.policies.rules.claims import TO_HAND_IN, UNDER_WAY
from kernel.errors import NotFoundError
from models import (
    Firm,
    Policy,
    PolicyArticle,
    PolicyClaim,
    PolicyClaimFile,
    PolicyClaimStep,
    Talent,
    User,
)
from models.enums import PolicyClaimState

LISTED = (
    joinedload(PolicyClaim.article).joinedload(PolicyArticle.policy),
    joinedload(PolicyClaim.firm),
    joinedload(PolicyClaim.talent),
    joinedload(PolicyClaim.park),
)


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    query: str = ""
    state: PolicyClaimState | None = None
    park_id: int | None = None
    firm_id: int | None = None
    policy_id: int | None = None
    talent_id: int | None = None
    late_on: date | None = None
    is_archived: bool = False


def get_claim(claim_id: int, *, viewer: User | None) -> PolicyClaim:
    """The claim with its steps and papers.

    Raises:
        NotFoundError: no such claim, or none that the viewer may know of.
    """
    claim = session.scalars(
        select(PolicyClaim)
        .where(PolicyClaim.id == claim_id, visible_policy_claims(viewer))
        .options(
            *LISTED,
            joinedload(PolicyClaim.created_by),
            joinedload(PolicyClaim.owner),
            selectinload(PolicyClaim.steps).joinedload(PolicyClaimStep.recorded_by),
            selectinload(PolicyClaim.files).joinedload(PolicyClaimFile.attachment),
        )
    ).one_or_none()
    if claim is None:
        raise NotFoundError(_("There is no such claim, or none that you may see."))
    return claim


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(PolicyClaim.id).where(PolicyClaim.ref == ref)).first() is not None


def claims_query(filters: ClaimFilters, *, viewer: User | None) -> Select[PolicyClaim]:
    """The claims that fit, without an order."""
    return select(PolicyClaim).where(visible_policy_claims(viewer), *_conditions(filters)).options(*LISTED)


def _conditions(filters: ClaimFilters) -> Iterator[ColumnElement[bool]]:
    archived = PolicyClaim.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.state is not None:
        yield PolicyClaim.state == filters.state
    if filters.park_id is not None:
        yield PolicyClaim.park_id == filters.park_id
    if filters.firm_id is not None:
        yield PolicyClaim.firm_id.in_(ids_of_record(filters.firm_id))
    if filters.talent_id is not None:
        yield PolicyClaim.talent_id == filters.talent_id
    if filters.policy_id is not None:
        articles = select(PolicyArticle.id).where(PolicyArticle.policy_id == filters.policy_id)
        yield PolicyClaim.article_id.in_(articles)
    if filters.late_on is not None:
        yield PolicyClaim.state.in_(TO_HAND_IN)
        yield PolicyClaim.due_on < filters.late_on
    if query := filters.query.strip():
        yield _names(query)


def _names(query: str) -> ColumnElement[bool]:
    """The number, a part of the policy's name or of the article, or the firm's name."""
    writings = dict.fromkeys((query, in_simplified(query)))
    articles = (
        select(PolicyArticle.id)
        .join(PolicyArticle.policy)
        .where(
            or_(
                *(Policy.name.icontains(each, autoescape=True) for each in writings),
                *(PolicyArticle.text.icontains(each, autoescape=True) for each in writings),
            )
        )
    )
    firms = select(Firm.id).where(matches(Firm, query))
    return or_(
        PolicyClaim.ref == query.upper(),
        PolicyClaim.article_id.in_(articles),
        PolicyClaim.firm_id.in_(firms),
    )


def iterate_claims(filters: ClaimFilters, *, viewer: User | None) -> Iterator[PolicyClaim]:
    """Every claim that fits, by its number, in flat memory."""
    return iterate(claims_query(filters, viewer=viewer), PolicyClaim.id)


def find_open(article_id: int, *, firm_id: int | None, talent_id: int | None) -> PolicyClaim | None:
    """A claim of the same under the same article that is under way."""
    whose = (
        PolicyClaim.firm_id.in_(ids_of_record(firm_id))
        if firm_id is not None
        else PolicyClaim.talent_id == talent_id
    )
    return session.scalars(
        select(PolicyClaim).where(
            whose,
            PolicyClaim.article_id == article_id,
            PolicyClaim.archived_at.is_(None),
            PolicyClaim.state.in_(UNDER_WAY),
        )
    ).first()


def get_talent(talent_id: int, *, viewer: User | None) -> Talent:
    """
    Raises:
        NotFoundError: no such talent, or none that the viewer may know of.
    """
    talent = session.scalars(
        select(Talent)
        .where(Talent.id == talent_id, Talent.archived_at.is_(None), visible_talents(viewer))
        .options(joinedload(Talent.park))
    ).one_or_none()
    if talent is None:
        raise NotFoundError(_("There is no such talent, or none that you may see."))
    return talent


def list_of_firm(firm_id: int, *, viewer: User | None) -> Sequence[PolicyClaim]:
    """What a firm claimed, as far as the viewer may see it, the newest first."""
    query = claims_query(ClaimFilters(firm_id=firm_id), viewer=viewer)
    return session.scalars(query.order_by(PolicyClaim.id.desc()).limit(50)).all()
