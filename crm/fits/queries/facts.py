"""Facts of groups: counting is by group, so what any member has or did counts for its group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    select,
    union,
)
from sqlalchemy.orm import aliased

from crm.core.database import session
from crm.core.visibility import (
    visible_chains,
    visible_enquiries,
    visible_projects,
)
from crm.fits.queries.sources import FIRMS, Gathered, every_row, group_of, note
from crm.fits.rules import FirmFacts, Wanted
from models import (
    ChainLink,
    Enquiry,
    Firm,
    LinkFiller,
    Project,
    User,
)


@dataclass(slots=True)
class Groups:
    """Facts of each group, the name to show, and to which group each kept firm belongs."""

    facts: dict[int, FirmFacts] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def groups_for(wanted: Wanted, *, viewer: User | None) -> Groups:
    """Groups that something ties to the matter: the trade, a like link, a project, an enquiry."""
    own = group_of(Firm)
    of_trade = select(own).where(Firm.industry_id.in_(wanted.industries), Firm.archived_at.is_(None))
    filling = (
        select(own)
        .join(LinkFiller, LinkFiller.firm_id == Firm.id)
        .join(ChainLink, ChainLink.id == LinkFiller.link_id)
        .join(ChainLink.chain)
        .where(ChainLink.name_hans == wanted.link, LinkFiller.archived_at.is_(None), visible_chains(viewer))
    )
    with_project = (
        select(own)
        .join(Project, Project.firm_id == Firm.id)
        .where(Project.archived_at.is_(None), visible_projects(viewer))
    )
    asking = select(own).join(Enquiry, Enquiry.firm_id == Firm.id).where(visible_enquiries(viewer))
    return _load(union(of_trade, filling, with_project, asking).cte("tied"), viewer)


def groups_of_firm(firm_id: int, *, viewer: User | None) -> Groups:
    """The one group to which a firm belongs."""
    member = aliased(Firm)
    return _load(select(group_of(member)).where(member.id == firm_id).cte("tied"), viewer)


def _load(groups: CTE, viewer: User | None) -> Groups:
    """The facts of the groups; one merged away speaks for the one kept."""
    wanted = select(groups.c[0])
    alone = select(Firm.id).where(Firm.id.in_(wanted), Firm.group_id.is_(None))
    members = union(alone, select(Firm.id).where(Firm.group_id.in_(wanted))).cte("members")
    # Records merged away hang on the kept one; their rows are asked for along with it.
    merged = select(Firm.id).where(Firm.merged_into_id.in_(select(members.c[0])))
    ids = union(select(members.c[0]), merged).cte("firm_ids")
    every = session.execute(every_row(ids, viewer)).all()
    groups_by_firm, gathered = _members([row for row in every if row.source == FIRMS])
    for row in every:
        group = gathered.get(groups_by_firm.get(row.firm_id, 0))
        if group is not None:
            note(group, row)
    return Groups(
        {group_id: group.facts(group_id) for group_id, group in gathered.items()},
        {group_id: group.name for group_id, group in gathered.items()},
    )


def _members(rows: Sequence[Any]) -> tuple[dict[int, int], dict[int, Gathered]]:
    """By firm its group, and what the firms themselves say. A group goes by its head's name."""
    gathered: dict[int, Gathered] = {}
    for row in sorted(rows, key=lambda row: row.firm_id):
        group = gathered.setdefault(row.one, Gathered())
        if row.firm_id == row.one or not group.name:
            group.name = row.words
    return {row.firm_id: row.one for row in rows}, gathered
