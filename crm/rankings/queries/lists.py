"""Ranking lists: series, editions, entries, and how near each ranked group is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CTE, Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from crm.core.database import session
from crm.core.visibility import visible_engagements, visible_firms, visible_projects
from crm.firms.queries import in_group
from crm.rankings.rules import GroupState
from kernel import clock
from kernel.errors import NotFoundError
from models import (
    Engagement,
    Establishment,
    Firm,
    Park,
    Project,
    RankingEdition,
    RankingEntry,
    RankingSeries,
    User,
    engagement_firms,
)
from models.enums import ParkKind, Stage, Status


@dataclass(frozen=True, slots=True)
class EditionRow:
    edition: RankingEdition
    entry_count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How near a group is, as the viewer may know it, and the parks where it is on that day."""

    state: GroupState = GroupState.UNTOUCHED
    parks: tuple[str, ...] = ()


def list_editions() -> Sequence[EditionRow]:
    """Every edition with its series and the number of its entries, by series, the latest first."""
    number = (
        select(func.count())
        .where(RankingEntry.edition_id == RankingEdition.id, RankingEntry.is_retracted.is_(False))
        .correlate(RankingEdition)
        .scalar_subquery()
    )
    rows = session.execute(
        select(RankingEdition, number)
        .join(RankingEdition.series)
        .where(RankingEdition.is_retracted.is_(False))
        .options(joinedload(RankingEdition.series))
        .order_by(RankingSeries.id, RankingEdition.in_force_from.desc(), RankingEdition.id.desc())
    )
    return [EditionRow(*row) for row in rows]


def find_series(code: str) -> RankingSeries | None:
    return session.scalars(select(RankingSeries).where(RankingSeries.code == code)).one_or_none()


def get_series(code: str) -> RankingSeries:
    """Raises NotFoundError."""
    series = find_series(code)
    if series is None:
        raise NotFoundError(_("There is no such ranking list."))
    return series


def list_series() -> Sequence[RankingSeries]:
    return session.scalars(select(RankingSeries).order_by(RankingSeries.id)).all()


def find_edition(series_id: int, code: str) -> RankingEdition | None:
    """The edition, taken back or not."""
    return session.scalars(
        select(RankingEdition).where(RankingEdition.series_id == series_id, RankingEdition.code == code)
    ).one_or_none()


def get_edition(edition_id: int) -> RankingEdition:
    """The edition with its series. Raises NotFoundError."""
    edition = session.scalars(
        select(RankingEdition)
        .where(RankingEdition.id == edition_id, RankingEdition.is_retracted.is_(False))
        .options(joinedload(RankingEdition.series))
    ).one_or_none()
    if edition is None:
        raise NotFoundError(_("There is no such edition of a ranking list."))
    return edition


def list_siblings(edition: RankingEdition) -> Sequence[RankingEdition]:
    """The editions of its series, itself among them, the latest first."""
    return session.scalars(
        select(RankingEdition)
        .where(RankingEdition.series_id == edition.series_id, RankingEdition.is_retracted.is_(False))
        .order_by(RankingEdition.in_force_from.desc(), RankingEdition.id.desc())
    ).all()


def find_entry(edition_id: int, firm_id: int) -> RankingEntry | None:
    """The firm's entry, taken back or not."""
    return session.scalars(
        select(RankingEntry).where(RankingEntry.edition_id == edition_id, RankingEntry.firm_id == firm_id)
    ).one_or_none()


def list_entries(edition_id: int, *, viewer: User | None) -> Sequence[RankingEntry]:
    """The places of an edition by rank, each with its firm and the firm's group."""
    return session.scalars(
        select(RankingEntry)
        .join(RankingEntry.firm)
        .where(
            RankingEntry.edition_id == edition_id, RankingEntry.is_retracted.is_(False), visible_firms(viewer)
        )
        .options(
            joinedload(RankingEntry.firm).joinedload(Firm.group),
            joinedload(RankingEntry.firm).joinedload(Firm.industry),
        )
        .order_by(RankingEntry.rank, RankingEntry.id)
    ).all()


def list_entries_of_group(group_id: int) -> Sequence[RankingEntry]:
    """Where a firm and its group's members stand: the latest edition, the best rank first."""
    return session.scalars(
        select(RankingEntry)
        .join(RankingEntry.edition)
        .join(RankingEntry.firm)
        .where(
            in_group(group_id),
            RankingEntry.is_retracted.is_(False),
            RankingEdition.is_retracted.is_(False),
        )
        .options(
            contains_eager(RankingEntry.firm),
            contains_eager(RankingEntry.edition).joinedload(RankingEdition.series),
        )
        .order_by(RankingEdition.in_force_from.desc(), RankingEdition.id.desc(), RankingEntry.rank)
    ).all()


def list_standings(edition_id: int, as_of: date, *, viewer: User | None) -> dict[int, Standing]:
    """How near each group is whose members the edition ranks, in one statement.

    Members by today's parents. A rival park's projects and engagements stay hidden, so that the state is what
    the viewer may know; an establishment is public.
    """
    members = _members(edition_id)
    found: dict[int, set[GroupState]] = {}
    parks: dict[int, set[str]] = {}
    united = union_all(
        _settled(members, as_of), _projects(members, as_of, viewer), _met(members, as_of, viewer)
    )
    for group_id, state, park in session.execute(united):
        found.setdefault(group_id, set()).add(GroupState(state))
        if park:
            parks.setdefault(group_id, set()).add(park)
    order = list(GroupState)
    return {
        group_id: Standing(max(states, key=order.index), tuple(sorted(parks.get(group_id, ()))))
        for group_id, states in found.items()
    }


def _members(edition_id: int) -> CTE:
    ranked = (
        select(func.coalesce(Firm.group_id, Firm.id))
        .join(RankingEntry, RankingEntry.firm_id == Firm.id)
        .where(RankingEntry.edition_id == edition_id, RankingEntry.is_retracted.is_(False))
    )
    return (
        select(Firm.id.label("firm_id"), func.coalesce(Firm.group_id, Firm.id).label("group_id"))
        .where(or_(Firm.id.in_(ranked), Firm.group_id.in_(ranked)))
        .cte("members")
    )


def _settled(members: CTE, as_of: date) -> Select[Any]:
    state = case((Park.kind == ParkKind.CORE, GroupState.SETTLED.value), else_=GroupState.LINKED.value)
    return (
        select(members.c.group_id, state, Park.code)
        .join(Establishment, Establishment.firm_id == members.c.firm_id)
        .join(Park, Park.id == Establishment.park_id)
        .where(
            Establishment.is_retracted.is_(False),
            Establishment.registered_on <= as_of,
            or_(Establishment.ceased_on.is_(None), Establishment.ceased_on > as_of),
        )
        .distinct()
    )


def _projects(members: CTE, as_of: date, viewer: User | None) -> Select[Any]:
    is_signed = Project.stage.not_in((Stage.LEAD, Stage.TALKS, Stage.REVIEW)) & (
        Project.signed_on.is_(None) | (Project.signed_on <= as_of)
    )
    is_in_talks = (Project.stage != Stage.LEAD) & (Project.talks_on.is_(None) | (Project.talks_on <= as_of))
    state = case(
        (is_signed, GroupState.SIGNED.value),
        (is_in_talks, GroupState.IN_TALKS.value),
        else_=GroupState.IN_TOUCH.value,
    )
    return (
        select(members.c.group_id, state, literal(""))
        .join(Project, Project.firm_id == members.c.firm_id)
        .where(
            Project.status != Status.TERMINATED,
            Project.archived_at.is_(None),
            or_(Project.lead_on.is_(None), Project.lead_on <= as_of),
            visible_projects(viewer),
        )
        .distinct()
    )


def _met(members: CTE, as_of: date, viewer: User | None) -> Select[Any]:
    return (
        select(members.c.group_id, literal(GroupState.IN_TOUCH.value), literal(""))
        .join(engagement_firms, engagement_firms.c.firm_id == members.c.firm_id)
        .join(Engagement, Engagement.id == engagement_firms.c.engagement_id)
        .where(
            Engagement.archived_at.is_(None),
            Engagement.happened_at <= clock.end_of_day(as_of),
            visible_engagements(viewer),
        )
        .distinct()
    )
