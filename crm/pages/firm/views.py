"""The page of one firm: who is it, where does it stand, what happened?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.claims import queries as claims
from crm.contacts import queries as contacts
from crm.core.permissions import Permission, is_office
from crm.core.permissions import may as is_granted
from crm.core.visibility import may_read_contact
from crm.engagements import queries as engagements
from crm.engagements.timelines import timeline_lines
from crm.firms import queries as firms
from crm.firms import rules
from crm.firms.labels import fate_look
from crm.issues.queries.issues import card_of
from crm.policies.queries.promises import card_of_firm
from crm.projects import queries as projects
from crm.rankings import queries as rankings
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Firm, RankingEdition, RankingEntry, User

bp = Blueprint("firm_page", __name__)


@dataclass(slots=True)
class Node:
    """A firm in its group's tree, as the tree's macro prints it."""

    label: str
    url: str | None
    note: str | None
    children: list[Node] = field(default_factory=list)
    open: bool = True


@dataclass(frozen=True, slots=True)
class GroupRank:
    """The best place of a group's members in an edition, and whose it is."""

    edition: RankingEdition
    rank: int
    firm: Firm


@may(Permission.VIEW_FIRMS)
def detail(firm_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    firm = firms.get_firm(firm_id, viewer=user)
    if firm.merged_into_id is not None:
        flash(_("%(ref)s was merged into this record.", ref=firm.ref), "info")
        return redirect(url_for("firms.detail", firm_id=firm.merged_into_id))
    group_id = firm.group_id or firm.id
    members, member_count = firms.list_group_members(group_id, viewer=user)
    people = contacts.list_contacts([firm.id], viewer=user)
    timeline = engagements.list_timeline(firm_id=firm.id, viewer=user)
    return render_template(
        "firm/detail.html",
        firm=firm,
        tree=group_tree(members, group_id, firm),
        members=members,
        member_count=member_count,
        establishments=firms.list_establishments(firm.id),
        protections=claims.list_protections({firm.id}, on=clock.today()),
        people=[person for person in people if not person.contact.is_archived],
        roles_here=contacts.list_roles_at(firm.id, viewer=user),
        memberships=contacts.list_associations_of(firm.id, viewer=user),
        people_away=[person for person in people if person.contact.is_archived],
        ranks=group_ranks(rankings.list_entries_of_group(group_id)),
        projects=projects.list_projects_of_firm(firm.id, viewer=user),
        issues_card=card_of(firm_id=firm.id, viewer=user),
        promises_card=card_of_firm(firm.id, viewer=user, today=clock.today()),
        lines=timeline_lines(timeline, viewer=user),
        happenings=timeline.total,
        fate_of=rules.fate_of,
        fate_look=fate_look,
        **_rights(firm, user),
    )


def _rights(firm: Firm, user: User) -> dict[str, Any]:
    """What this person may do here."""
    is_there = not firm.is_archived
    return {
        "may_edit": is_there and is_granted(user, Permission.EDIT_FIRMS),
        "may_restore": not is_there and is_granted(user, Permission.EDIT_FIRMS),
        "may_merge": is_there and is_office(user) and is_granted(user, Permission.MERGE_RECORDS),
        "may_add_people": is_there and is_granted(user, Permission.EDIT_CONTACTS),
        "may_change_person": lambda contact: (
            is_granted(user, Permission.EDIT_CONTACTS) and may_read_contact(user, contact)
        ),
    }


def group_tree(members: Sequence[Firm], group_id: int, shown: Firm) -> list[Node]:
    """The members that were loaded as a tree; one whose parent was not stands below the group."""
    nodes = {member.id: _node(member, shown) for member in members}
    roots = []
    for member in members:
        above = nodes.get(member.parent_id or 0)
        if member.id == group_id or (above is None and group_id not in nodes):
            roots.append(nodes[member.id])
        else:
            (above or nodes[group_id]).children.append(nodes[member.id])
    return roots


def _node(member: Firm, shown: Firm) -> Node:
    if member.id == shown.id:
        return Node(member.name, None, str(_("this firm")))
    return Node(member.name, url_for("firms.detail", firm_id=member.id), member.stock_code)


def group_ranks(entries: Sequence[RankingEntry]) -> list[GroupRank]:
    """The best place in each edition, list by list; of an edition the best rank comes first."""
    best: dict[int, GroupRank] = {}
    for entry in entries:
        best.setdefault(entry.edition_id, GroupRank(entry.edition, entry.rank, entry.firm))
    return sorted(best.values(), key=lambda each: each.edition.series_id)


@bp.record
def _install(state: BlueprintSetupState) -> None:
    """The page goes by the name that links use, though it stands above the feature of that name."""
    state.app.add_url_rule("/firms/<int:firm_id>", endpoint="firms.detail", view_func=detail)
