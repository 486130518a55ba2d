"""Policies and their articles, with their versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.names import in_simplified
from crm.core.streaming import iterate
from crm.core.visibility import visible_policies, visible_policy_claims
from crm.policies.rules.claims import HELD
from kernel.errors import NotFoundError
from models import Policy, PolicyArticle, PolicyArticleVersion, PolicyClaim, PolicyVersion, User
from models.enums import Claimant, PolicyBenefit, PolicyLevel, PolicyTag

VERSION_LIMIT = 50
ARTICLE_LIMIT = 500
LISTED = (joinedload(Policy.park), selectinload(Policy.articles))


@dataclass(frozen=True, slots=True)
class PolicyFilters:
    query: str = ""
    level: PolicyLevel | None = None
    tag: PolicyTag | None = None
    claimant: Claimant | None = None
    benefit: PolicyBenefit | None = None
    park_id: int | None = None
    is_in_force: bool = False
    is_archived: bool = False


def get_policy(policy_id: int, *, viewer: User | None) -> Policy:
    """The policy with its articles.

    Raises:
        NotFoundError: no such policy, or none that the viewer may know of.
    """
    policy = session.scalars(
        select(Policy).where(Policy.id == policy_id, visible_policies(viewer)).options(*LISTED)
    ).one_or_none()
    if policy is None:
        raise NotFoundError(_("There is no such policy."))
    return policy


def get_article(article_id: int, *, viewer: User | None) -> PolicyArticle:
    """
    Raises:
        NotFoundError: no such article, or none that the viewer may know of.
    """
    article = session.scalars(
        select(PolicyArticle)
        .join(PolicyArticle.policy)
        .where(PolicyArticle.id == article_id, visible_policies(viewer))
        .options(joinedload(PolicyArticle.policy))
    ).one_or_none()
    if article is None:
        raise NotFoundError(_("There is no such article."))
    return article


def policies_query(filters: PolicyFilters, *, viewer: User | None, today: date) -> Select[Policy]:
    """The policies that fit, without an order."""
    return select(Policy).where(visible_policies(viewer), *_conditions(filters, today)).options(*LISTED)


def _conditions(filters: PolicyFilters, today: date) -> Iterator[ColumnElement[bool]]:
    archived = Policy.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.level is not None:
        yield Policy.level == filters.level
    if filters.park_id is not None:
        yield or_(Policy.park_id == filters.park_id, Policy.park_id.is_(None))
    if filters.is_in_force:
        yield or_(Policy.valid_until.is_(None), Policy.valid_until >= today)
    if filters.tag is not None:
        yield _lists(Policy.tags, filters.tag.value)
    if filters.claimant is not None or filters.benefit is not None:
        yield Policy.id.in_(_with_article(filters))
    if query := filters.query.strip():
        yield _names(query)


def _with_article(filters: PolicyFilters) -> Select[int]:
    articles = select(PolicyArticle.policy_id).where(PolicyArticle.archived_at.is_(None))
    if filters.claimant is not None:
        articles = articles.where(_lists(PolicyArticle.claimants, filters.claimant.value))
    if filters.benefit is not None:
        articles = articles.where(PolicyArticle.benefit == filters.benefit)
    return articles


def _lists(column: Any, value: str) -> ColumnElement[bool]:
    """Whether a list of plain words holds one, on either database: no word stands within another's quotes."""
    return cast(column, Text).contains(f'"{value}"')


def _names(query: str) -> ColumnElement[bool]:
    """A part of the name, the title, the issuer or of an article."""
    writings = dict.fromkeys((query, in_simplified(query)))
    columns = (Policy.name, Policy.full_title, Policy.issuer)
    said = select(PolicyArticle.policy_id).where(
        PolicyArticle.archived_at.is_(None),
        or_(*(PolicyArticle.text.icontains(each, autoescape=True) for each in writings)),
    )
    return or_(
        *(column.icontains(each, autoescape=True) for column in columns for each in writings),
        Policy.id.in_(said),
    )


def iterate_policies(filters: PolicyFilters, *, viewer: User | None, today: date) -> Iterator[Policy]:
    """Every policy that fits, by its number, in flat memory."""
    return iterate(policies_query(filters, viewer=viewer, today=today), Policy.id)


def is_code_taken(code: str) -> bool:
    return session.execute(select(Policy.id).where(Policy.code == code)).first() is not None


def list_articles(*, viewer: User | None, only: Claimant | None = None) -> Sequence[PolicyArticle]:
    """Articles that are there, with their policies, in the order of policies."""
    query = (
        select(PolicyArticle)
        .join(PolicyArticle.policy)
        .where(visible_policies(viewer), Policy.archived_at.is_(None), PolicyArticle.archived_at.is_(None))
        .options(joinedload(PolicyArticle.policy))
        .order_by(Policy.id, PolicyArticle.position, PolicyArticle.id)
        .limit(at_most(ARTICLE_LIMIT))
    )
    if only is not None:
        query = query.where(_lists(PolicyArticle.claimants, only.value))
    return session.scalars(query).all()


def count_claims(policy_id: int, *, viewer: User | None) -> Mapping[int, int]:
    """How many claims under each article of a policy the viewer may see: those under way and paid."""
    rows = session.execute(
        select(PolicyClaim.article_id, func.count())
        .join(PolicyClaim.article)
        .where(
            PolicyArticle.policy_id == policy_id,
            PolicyClaim.archived_at.is_(None),
            PolicyClaim.state.in_(HELD),
            visible_policy_claims(viewer),
        )
        .group_by(PolicyClaim.article_id)
    )
    return {row[0]: row[1] for row in rows}


def list_versions(policy_id: int) -> Sequence[PolicyVersion]:
    """What the policy said, the newest first."""
    return session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.policy_id == policy_id)
        .options(joinedload(PolicyVersion.recorded_by))
        .order_by(PolicyVersion.id.desc())
        .limit(at_most(VERSION_LIMIT))
    ).all()


def list_article_versions(policy_id: int) -> Sequence[PolicyArticleVersion]:
    """What its articles said, the newest first."""
    return session.scalars(
        select(PolicyArticleVersion)
        .join(PolicyArticleVersion.article)
        .where(PolicyArticle.policy_id == policy_id)
        .options(joinedload(PolicyArticleVersion.recorded_by), joinedload(PolicyArticleVersion.article))
        .order_by(PolicyArticleVersion.id.desc())
        .limit(at_most(VERSION_LIMIT))
    ).all()
