"""Two records that are one: what becomes of every relation, and how their fields are put together.

Foreign keys stay where they are. The record merged away leads to the one that is kept, and whatever lists
what hangs on the kept one reads both (``one_record``, ``one_person``). A test finds a key without a rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import func, literal, select, union_all

from crm.core.database import session
from kernel.errors import RuleError
from models import Base
from models.enums import MergeKind


class MergeRule(StrEnum):
    """What becomes of the rows that name the record merged away."""

    LISTED = "listed"
    """They stay, and stand in the lists of the kept record."""
    GROUPED = "grouped"
    """They stay, and count for the group to which the record belongs from now on."""
    HISTORY = "history"
    """They stay: what was known of the record itself, or of another one, at a time."""
    REWRITTEN = "rewritten"
    """New versions are added: the kept record stands above the one merged away, since ever."""
    REDIRECT = "redirect"
    """The redirect itself, and the merges that made it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One foreign key to firms or contacts. ``words`` name its rows in a preview, where they are counted."""

    rule: MergeRule
    words: LazyString | None = None
    is_of_parks: bool = False
    """Its rows belong to parks: only the office is told how many there are."""


_L, _G, _H = MergeRule.LISTED, MergeRule.GROUPED, MergeRule.HISTORY

MERGE_RULES: Mapping[MergeKind, Mapping[str, Relation]] = {
    MergeKind.FIRM: {
        "adviser_relations.firm_id": Relation(_L, _l("Related parties of advisers")),
        "association_firms.firm_id": Relation(_L, _l("Memberships in associations")),
        "chain_targets.firm_id": Relation(_L, _l("Targets of chain teams"), is_of_parks=True),
        "claims.firm_id": Relation(_G, _l("Claims"), is_of_parks=True),
        "claims.group_id": Relation(_G),
        "contact_roles.firm_id": Relation(_L, _l("Roles of people")),
        "contacts.firm_id": Relation(_L, _l("Contacts")),
        "enquiries.firm_id": Relation(_L, _l("Enquiries"), is_of_parks=True),
        "delegation_commitments.firm_id": Relation(_H, _l("Commitments"), is_of_parks=True),
        "delegation_members.firm_id": Relation(_H, _l("Members of delegations"), is_of_parks=True),
        "delegation_sessions.firm_id": Relation(_H, _l("One-to-one sessions"), is_of_parks=True),
        "employers.firm_id": Relation(_L, _l("Employers of talents"), is_of_parks=True),
        "engagement_firms.firm_id": Relation(_L, _l("Engagements"), is_of_parks=True),
        "establishment_versions.firm_id": Relation(_H),
        "establishments.firm_id": Relation(_L, _l("Establishments")),
        "firm_aliases.firm_id": Relation(_H),
        "firm_parentages.firm_id": Relation(MergeRule.REWRITTEN),
        "firm_parentages.parent_id": Relation(_H),
        "firms.group_id": Relation(_G),
        "firms.merged_into_id": Relation(MergeRule.REDIRECT),
        "firms.parent_id": Relation(_G, _l("Firms that it owns")),
        "introductions.firm_id": Relation(_L, _l("Introductions")),
        "issues.firm_id": Relation(_L, _l("Issues and needs"), is_of_parks=True),
        "link_fillers.firm_id": Relation(_L, _l("Links of chains that it fills"), is_of_parks=True),
        "merges.from_firm_id": Relation(MergeRule.REDIRECT),
        "merges.into_firm_id": Relation(MergeRule.REDIRECT),
        "policy_claims.firm_id": Relation(_L, _l("Claims under policies"), is_of_parks=True),
        "project_versions.firm_id": Relation(_H),
        "projects.firm_id": Relation(_L, _l("Projects"), is_of_parks=True),
        "promises.firm_id": Relation(_L, _l("Promises"), is_of_parks=True),
        "promotion_invitations.firm_id": Relation(_H, _l("Invitations"), is_of_parks=True),
        "ranking_entries.firm_id": Relation(_G, _l("Places in ranking lists")),
        "ranking_entry_versions.firm_id": Relation(_H),
        "referral_rulings.firm_id": Relation(_H),
        "referrals.firm_id": Relation(_G, _l("Referrals by advisers"), is_of_parks=True),
        "todos.firm_id": Relation(_L, _l("To-dos"), is_of_parks=True),
    },
    MergeKind.CONTACT: {
        "acquaintances.contact_id": Relation(_L, _l("Acquaintances")),
        "advisers.contact_id": Relation(_H, _l("Advisers")),
        "chain_targets.contact_id": Relation(_H, _l("Targets of chain teams"), is_of_parks=True),
        "contact_consents.contact_id": Relation(_L, _l("Consents")),
        "contact_roles.contact_id": Relation(_L, _l("Roles")),
        "contacts.merged_into_id": Relation(MergeRule.REDIRECT),
        "delegation_members.contact_id": Relation(_H, _l("Members of delegations"), is_of_parks=True),
        "engagement_contacts.contact_id": Relation(_L, _l("Engagements"), is_of_parks=True),
        "introductions.contact_id": Relation(_L, _l("Introductions to the person")),
        "introductions.introducer_id": Relation(_L, _l("Introductions by the person")),
        "merges.from_contact_id": Relation(MergeRule.REDIRECT),
        "merges.into_contact_id": Relation(MergeRule.REDIRECT),
        "promotion_invitations.contact_id": Relation(_H, _l("Invitations"), is_of_parks=True),
    },
}
"""By foreign key, ``table.column``: what becomes of it."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many rows of a relation name the record merged away."""

    words: str
    rule: MergeRule
    rows: int


def count_shares(kind: MergeKind, record_id: int, *, is_office: bool) -> list[Share]:
    """What hangs on a record, relation by relation, in one statement; those without a row are left out."""
    shown = {
        name: relation
        for name, relation in MERGE_RULES[kind].items()
        if relation.words is not None and (is_office or not relation.is_of_parks)
    }
    counts = []
    for name in shown:
        table, _dot, column = name.partition(".")
        key = Base.metadata.tables[table].c[column]
        counts.append(select(literal(name), func.count()).where(key == record_id))
    found: dict[str, int] = {}
    for name, rows in session.execute(union_all(*counts)):
        found[name] = rows
    return [Share(str(shown[name].words), shown[name].rule, rows) for name in shown if (rows := found[name])]


class Side(StrEnum):
    """Whose value is kept."""

    INTO = "into"
    FROM = "from"


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of two records. ``is_conflict``: both have one, and no record may have two."""

    name: str
    into: Any
    other: Any
    is_conflict: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.other) and self.into != self.other

    @property
    def default(self) -> Side:
        """What the kept record has stays; what it lacks is taken."""
        return Side.INTO if self.into or not self.other else Side.FROM


def compare(
    into: Mapping[str, Any], other: Mapping[str, Any], *, exclusive: Collection[str] = ()
) -> list[FieldPair]:
    """Field by field in the order of ``into``; of ``exclusive`` ones two different values can't be one's."""
    pairs = []
    for name, value in into.items():
        both = bool(value) and bool(other[name])
        pairs.append(FieldPair(name, value, other[name], both and name in exclusive and value != other[name]))
    return pairs


def taken(pairs: Sequence[FieldPair], choices: Mapping[str, Side]) -> dict[str, Any]:
    """What the kept record takes from the other one: as chosen, else as by default.

    Raises:
        RuleError: two numbers that no firm can have both.
    """
    faults = {
        pair.name: _("Both have one, and they differ: they are two, or one of the numbers is wrong.")
        for pair in pairs
        if pair.is_conflict
    }
    if faults:
        raise RuleError(_("These two can't be merged as they are."), fields=faults)
    return {
        pair.name: pair.other
        for pair in pairs
        if pair.differs and choices.get(pair.name, pair.default) is Side.FROM
    }
