"""Chain teams and their targets, limited by the viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from crm.core.database import session
from crm.core.streaming import iterate
from crm.core.visibility import (
    visible_chain_targets,
    visible_chain_teams,
    visible_contacts,
    visible_engagements,
    visible_projects,
)
from crm.fits.teams.rules import TargetState, target_state
from kernel import clock
from kernel.errors import NotFoundError
from models import (
    ChainTarget,
    ChainTeam,
    Contact,
    Engagement,
    Firm,
    Project,
    User,
    engagement_firms,
)
from models.enums import Role


@dataclass(frozen=True, slots=True)
class TeamFilters:
    query: str = ""
    park_id: int | None = None
    is_archived: bool = False


def teams_query(filters: TeamFilters, *, viewer: User | None) -> Select[ChainTeam]:
    return (
        select(ChainTeam)
        .where(visible_chain_teams(viewer), *_team_conditions(filters))
        .options(joinedload(ChainTeam.park), joinedload(ChainTeam.chain), joinedload(ChainTeam.lead))
    )


def _team_conditions(filters: TeamFilters) -> Iterator[ColumnElement[bool]]:
    archived = ChainTeam.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.park_id is not None:
        yield ChainTeam.park_id == filters.park_id
    if text := filters.query.strip():
        yield or_(*(each.icontains(text, autoescape=True) for each in (ChainTeam.name, ChainTeam.ref)))


def get_team(team_id: int, *, viewer: User | None) -> ChainTeam:
    """
    Raises:
        NotFoundError: no such team, or none that the viewer may know of.
    """
    row = session.scalars(
        select(ChainTeam)
        .where(ChainTeam.id == team_id, visible_chain_teams(viewer))
        .options(
            joinedload(ChainTeam.park),
            joinedload(ChainTeam.chain),
            joinedload(ChainTeam.lead),
            selectinload(ChainTeam.members),
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such team, or none that you may see."))
    return row


def get_target(target_id: int, *, viewer: User | None) -> ChainTarget:
    row = session.scalars(
        _targets().where(ChainTarget.id == target_id, visible_chain_targets(viewer))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such target, or none that you may see."))
    return row


def _targets() -> Select[ChainTarget]:
    return select(ChainTarget).options(
        joinedload(ChainTarget.park),
        joinedload(ChainTarget.chain),
        joinedload(ChainTarget.link),
        joinedload(ChainTarget.team),
        joinedload(ChainTarget.firm),
        joinedload(ChainTarget.caller),
        joinedload(ChainTarget.contact),
    )


@dataclass(frozen=True, slots=True)
class TargetFilters:
    park_id: int | None = None
    team_id: int | None = None
    caller_id: int | None = None
    is_archived: bool = False


def targets_query(filters: TargetFilters, *, viewer: User | None) -> Select[ChainTarget]:
    return _targets().where(visible_chain_targets(viewer), *_target_conditions(filters))


def _target_conditions(filters: TargetFilters) -> Iterator[ColumnElement[bool]]:
    archived = ChainTarget.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.park_id is not None:
        yield ChainTarget.park_id == filters.park_id
    if filters.team_id is not None:
        yield ChainTarget.team_id == filters.team_id
    if filters.caller_id is not None:
        yield ChainTarget.caller_id == filters.caller_id


def iterate_targets(filters: TargetFilters, *, viewer: User | None) -> Iterator[ChainTarget]:
    return iterate(targets_query(filters, viewer=viewer), ChainTarget.id)


def states_of(targets: Sequence[ChainTarget], *, viewer: User | None) -> dict[int, TargetState]:
    """By target how far it is, from what the viewer sees of its park, in two statements."""
    ids = [target.id for target in targets]
    last = {row.id: row.last_at for row in session.execute(_last_contacts(ids, viewer))}
    with_project = set(session.scalars(_with_projects(ids, viewer)))
    return {
        target.id: target_state(
            assigned_on=clock.business_date(target.created_at),
            last_contact_on=clock.business_date(last[target.id]) if target.id in last else None,
            has_project=target.id in with_project,
        )
        for target in targets
    }


def _group_of(firm: Any) -> Any:
    return func.coalesce(firm.group_id, firm.merged_into_id, firm.id)


def _firms_of(ids: Collection[int]) -> Subquery:
    """By target its park and all firms of its firm's group, merged ones too; each arm goes by an index."""
    asked = (
        select(ChainTarget.id.label("target_id"), ChainTarget.park_id, _group_of(Firm).label("group_id"))
        .join(ChainTarget.firm)
        .where(ChainTarget.id.in_(ids))
        .cte("asked")
    )
    member = aliased(Firm)
    is_in_group = (
        and_(member.id == asked.c.group_id, member.group_id.is_(None), member.merged_into_id.is_(None)),
        member.group_id == asked.c.group_id,
        and_(member.merged_into_id == asked.c.group_id, member.group_id.is_(None)),
    )
    found = select(asked.c.target_id, asked.c.park_id, member.id.label("firm_id"))
    return union_all(*(found.join(member, each) for each in is_in_group)).subquery("of_target")


def _last_contacts(ids: Collection[int], viewer: User | None) -> Select[int, datetime]:
    of_target = _firms_of(ids)
    return (
        select(of_target.c.target_id.label("id"), func.max(Engagement.happened_at).label("last_at"))
        .join(engagement_firms, engagement_firms.c.firm_id == of_target.c.firm_id)
        .join(
            Engagement,
            and_(
                Engagement.id == engagement_firms.c.engagement_id, Engagement.park_id == of_target.c.park_id
            ),
        )
        .where(
            Engagement.archived_at.is_(None),
            Engagement.is_two_way.is_(True),
            visible_engagements(viewer),
        )
        .group_by(of_target.c.target_id)
    )


def _with_projects(ids: Collection[int], viewer: User | None) -> Select[int]:
    of_target = _firms_of(ids)
    is_there = and_(Project.firm_id == of_target.c.firm_id, Project.park_id == of_target.c.park_id)
    return (
        select(of_target.c.target_id)
        .join(Project, is_there)
        .where(Project.archived_at.is_(None), visible_projects(viewer))
        .distinct()
    )


def count_targets(team_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(ChainTarget.team_id, func.count())
        .where(ChainTarget.team_id.in_(team_ids), ChainTarget.archived_at.is_(None))
        .group_by(ChainTarget.team_id)
    )
    return {team_id: number for team_id, number in rows if team_id is not None}


def list_callers(park_id: int) -> Sequence[User]:
    """Who can be asked to call: the park's people and the office."""
    return session.scalars(
        select(User)
        .where(
            or_(
                and_(User.role.in_((Role.OFFICER, Role.PARK_LEAD)), User.park_id == park_id),
                User.role == Role.COORDINATOR,
            ),
            User.is_enabled.is_(True),
            User.archived_at.is_(None),
        )
        .order_by(User.display_name, User.id)
    ).all()


def list_teams_of_chain(chain_id: int) -> Sequence[ChainTeam]:
    return session.scalars(
        select(ChainTeam)
        .where(ChainTeam.chain_id == chain_id, ChainTeam.archived_at.is_(None))
        .order_by(ChainTeam.id)
    ).all()


def list_people(firm_id: int, *, viewer: User | None) -> Sequence[Contact]:
    """Whom one could call: people of the firm's group."""
    own, member = aliased(Firm), aliased(Firm)
    group = select(func.coalesce(own.group_id, own.id)).where(own.id == firm_id).scalar_subquery()
    return session.scalars(
        select(Contact)
        .join(member, member.id == Contact.firm_id)
        .where(
            func.coalesce(member.group_id, member.merged_into_id, member.id) == group,
            Contact.archived_at.is_(None),
            visible_contacts(viewer),
        )
        .order_by(Contact.name, Contact.id)
        .limit(200)
    ).all()


def find_same_target(target: ChainTarget) -> int | None:
    """One that asks for the same firm at the same place of the chain already."""
    return session.scalar(
        select(ChainTarget.id).where(
            ChainTarget.chain_id == target.chain_id,
            ChainTarget.link_id.is_not_distinct_from(target.link_id),
            ChainTarget.firm_id == target.firm_id,
            ChainTarget.id != (target.id or 0),
            ChainTarget.archived_at.is_(None),
        )
    )


def list_open_targets(firm_ids: Collection[int], park_id: int) -> Sequence[ChainTarget]:
    """Targets of the park at the groups of these firms, for what was said there."""
    own, named = aliased(Firm), aliased(Firm)
    groups = select(_group_of(named)).where(named.id.in_(firm_ids))
    return session.scalars(
        select(ChainTarget)
        .join(own, own.id == ChainTarget.firm_id)
        .where(
            ChainTarget.park_id == park_id,
            ChainTarget.archived_at.is_(None),
            _group_of(own).in_(groups),
        )
        .order_by(ChainTarget.id)
    ).all()


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(ChainTeam.id).where(ChainTeam.ref == ref)).first() is not None
