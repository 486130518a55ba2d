"""Advisers for the staff: found, listed, counted, with their terms and relations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core import names
from crm.core.database import at_most, session
from crm.core.streaming import iterate
from crm.core.visibility import visible_advisers, visible_referrals
from kernel import clock
from kernel.errors import NotFoundError
from models import (
    Adviser,
    AdviserArea,
    AdviserField,
    AdviserRelation,
    AdviserTerm,
    Firm,
    Referral,
    User,
)
from models.enums import AdviserKind, AdviserRegion, Role

LEAST_CHARACTERS = 2


def get_adviser(adviser_id: int, *, viewer: User | None) -> Adviser:
    """With what its page names.

    Raises:
        NotFoundError: none, or none that the viewer may see.
    """
    found = session.scalars(
        select(Adviser)
        .where(Adviser.id == adviser_id, visible_advisers(viewer))
        .options(
            joinedload(Adviser.user),
            joinedload(Adviser.contact),
            joinedload(Adviser.association),
            selectinload(Adviser.areas),
            selectinload(Adviser.fields).joinedload(AdviserField.industry),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such adviser, or none that you may see."))
    return found


def is_adviser_ref_taken(ref: str) -> bool:
    return session.execute(select(Adviser.id).where(Adviser.ref == ref)).first() is not None


@dataclass(frozen=True, slots=True)
class AdviserFilters:
    """What the list is narrowed by; ``query`` is a part of a name, in any script."""

    query: str = ""
    kind: AdviserKind | None = None
    region: AdviserRegion | None = None
    industry_id: int | None = None
    in_office: bool = False
    is_archived: bool = False


def advisers_query(filters: AdviserFilters, *, viewer: User | None) -> Select[Adviser]:
    """The advisers that fit, without an order, with what a list names."""
    return (
        select(Adviser)
        .where(visible_advisers(viewer), *_conditions(filters))
        .options(selectinload(Adviser.areas), selectinload(Adviser.terms))
    )


def _conditions(filters: AdviserFilters) -> Iterator[ColumnElement[bool]]:
    archived = Adviser.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.kind is not None:
        yield Adviser.kind == filters.kind
    if filters.region is not None:
        yield Adviser.areas.any(AdviserArea.region == filters.region)
    if filters.industry_id is not None:
        yield Adviser.fields.any(AdviserField.industry_id == filters.industry_id)
    if filters.in_office:
        yield Adviser.terms.any(holds_on(clock.today()))
    # Some hundreds of rows: every word is looked for wherever it stands.
    for token, _is_prefix in names.query_tokens(filters.query):
        yield Adviser.search_text.contains(token, autoescape=True)


def holds_on(day: date) -> ColumnElement[bool]:
    """Terms that hold on a day."""
    ended = AdviserTerm.ended_on
    return and_(
        AdviserTerm.archived_at.is_(None),
        AdviserTerm.from_on <= day,
        AdviserTerm.until_on >= day,
        or_(ended.is_(None), ended >= day),
    )


def iterate_advisers(filters: AdviserFilters, *, viewer: User | None) -> Iterator[Adviser]:
    """Every adviser that fits, by its number, in flat memory."""
    query = advisers_query(filters, viewer=viewer)
    return iterate(query.options(selectinload(Adviser.fields).joinedload(AdviserField.industry)), Adviser.id)


def search_advisers(query: str, *, viewer: User | None, limit: int) -> Sequence[Adviser]:
    """Advisers to choose from, by two characters of a name."""
    if len(query.strip()) < LEAST_CHARACTERS or not names.query_tokens(query):
        return []
    found = select(Adviser).where(visible_advisers(viewer), *_conditions(AdviserFilters(query=query)))
    return session.scalars(found.order_by(Adviser.pinyin_key, Adviser.id).limit(at_most(limit))).all()


def count_referrals(adviser_ids: Sequence[int], *, viewer: User | None) -> dict[int, int]:
    """How many referrals of each the viewer may see."""
    rows = session.execute(
        select(Referral.adviser_id, func.count())
        .where(Referral.adviser_id.in_(adviser_ids), visible_referrals(viewer))
        .group_by(Referral.adviser_id)
    )
    found = dict(rows.all())
    return {each: found.get(each, 0) for each in adviser_ids}


def list_terms(adviser_id: int) -> Sequence[AdviserTerm]:
    """The terms that weren't recorded by mistake, the last first."""
    return session.scalars(
        select(AdviserTerm)
        .where(AdviserTerm.adviser_id == adviser_id, AdviserTerm.archived_at.is_(None))
        .options(joinedload(AdviserTerm.attachment))
        .order_by(AdviserTerm.from_on.desc(), AdviserTerm.id.desc())
    ).all()


def get_term(term_id: int, *, viewer: User | None) -> AdviserTerm:
    """Raises NotFoundError."""
    found = session.scalars(
        select(AdviserTerm)
        .join(AdviserTerm.adviser)
        .where(AdviserTerm.id == term_id, visible_advisers(viewer))
        .options(joinedload(AdviserTerm.adviser))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such term, or none that you may see."))
    return found


def list_relations(adviser_id: int) -> Sequence[AdviserRelation]:
    """The related firms, by name."""
    return session.scalars(
        select(AdviserRelation)
        .join(AdviserRelation.firm)
        .where(AdviserRelation.adviser_id == adviser_id, AdviserRelation.archived_at.is_(None))
        .options(joinedload(AdviserRelation.firm).joinedload(Firm.merged_into))
        .order_by(Firm.pinyin_key, AdviserRelation.id)
    ).all()


def get_relation(relation_id: int, *, viewer: User | None) -> AdviserRelation:
    """Raises NotFoundError."""
    found = session.scalars(
        select(AdviserRelation)
        .join(AdviserRelation.adviser)
        .where(AdviserRelation.id == relation_id, visible_advisers(viewer))
        .options(joinedload(AdviserRelation.adviser), joinedload(AdviserRelation.firm))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such relation, or none that you may see."))
    return found


def find_account(name: str) -> User | None:
    """An adviser's account by its name; capitals make no difference."""
    return session.scalars(
        select(User).where(
            func.lower(User.name) == name.lower(), User.role == Role.ADVISER, User.archived_at.is_(None)
        )
    ).one_or_none()


def find_adviser_of(user_id: int) -> Adviser | None:
    """Whom the account acts for, put away or not."""
    return session.scalars(select(Adviser).where(Adviser.user_id == user_id)).one_or_none()
