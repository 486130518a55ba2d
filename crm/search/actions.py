"""What one can do from anywhere: found in the box by words of any of the three languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.core.names import query_tokens, tokens
from crm.core.permissions import Permission, may
from crm.web.display import endpoint_url
from crm.web.languages import LANGUAGES
from crm.web.navigation import GROUPS
from models import User


@dataclass(frozen=True, slots=True)
class Action:
    label: LazyString
    endpoint: str
    icon: str
    permission: Permission


DOINGS: tuple[Action, ...] = (
    Action(_l("Log an engagement"), "engagements.new", "message-plus", Permission.LOG_ENGAGEMENTS),
    Action(_l("Add a firm"), "firms.new", "building-plus", Permission.EDIT_FIRMS),
    Action(_l("New project"), "projects.new", "briefcase", Permission.EDIT_PROJECTS),
    Action(_l("Record an entry"), "ledger.new", "cash", Permission.RECORD_LEDGER),
    Action(_l("Plan a project"), "majors.new", "building-factory-2", Permission.EDIT_MAJORS),
    Action(_l("New offer"), "catalogue.new", "book-2", Permission.EDIT_CATALOGUE),
    Action(_l("Draw a chain"), "chains.new", "sitemap", Permission.EDIT_CHAINS),
    Action(_l("Set up a team"), "teams.new", "users-group", Permission.EDIT_CHAINS),
    Action(_l("Write a talent down"), "talent.new", "school", Permission.EDIT_TALENTS),
    Action(_l("Write a need down"), "talent.new_need", "school", Permission.EDIT_TALENTS),
    Action(_l("Add a policy"), "policies.new", "scale", Permission.EDIT_POLICIES),
    Action(_l("Prepare a claim"), "policy_claims.new", "scale", Permission.HANDLE_POLICY_CLAIMS),
    Action(_l("Write down a promise"), "promises.new", "heart-handshake", Permission.EDIT_PROMISES),
    Action(_l("File a review"), "reviews.new", "gavel", Permission.FILE_REVIEWS),
    Action(_l("Add an adviser"), "advisers.new", "user-star", Permission.EDIT_ADVISERS),
    Action(_l("Change password"), "users.password", "key", Permission.USE_OWN_ACCOUNT),
    Action(_l("My account"), "users.account", "user", Permission.USE_OWN_ACCOUNT),
)

BEYOND: tuple[Action, ...] = (
    Action(_l("Major projects by park"), "majors.schematic", "layout-grid", Permission.VIEW_MAJORS),
    Action(_l("Gaps of the chains"), "chains.gaps", "puzzle", Permission.VIEW_CHAINS),
    Action(_l("Chain teams"), "teams.index", "users-group", Permission.VIEW_CHAINS),
    Action(_l("Targets of chain teams"), "teams.targets", "target-arrow", Permission.VIEW_CHAINS),
    Action(_l("Weights of fits"), "fits.weights", "adjustments", Permission.EDIT_FIT_WEIGHTS),
    Action(_l("Needs for talents"), "talent.needs", "school", Permission.VIEW_TALENTS),
    Action(_l("Employers of talents"), "talent.employers", "school", Permission.VIEW_TALENTS),
    Action(_l("Payments to talents"), "talent.payments", "cash", Permission.VIEW_TALENTS),
    Action(_l("Budgets for talents"), "talent.budgets", "cash", Permission.VIEW_TALENTS),
    Action(_l("Rules on levels and benefits"), "talent.rule_versions", "scale", Permission.VIEW_TALENTS),
    Action(_l("Claims under policies"), "policy_claims.index", "scale", Permission.VIEW_POLICIES),
    Action(_l("Reviews"), "reviews.index", "gavel", Permission.VIEW_POLICIES),
    Action(_l("Status updates"), "advisers.updates", "message-circle", Permission.VIEW_ADVISERS),
    Action(_l("Rules of rewards"), "rewards.rules", "scale", Permission.VIEW_REWARDS),
)
"""Pages that the navigation reaches through another one."""

_words: dict[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as the box shows it."""

    label: str
    url: str
    icon: str


def offers(query: str, *, user: User) -> list[Offer]:
    """What the person may do, and every page they may open, where the words fit; all of it for no words."""
    return [
        Offer(str(action.label), url, action.icon)
        for action in _actions()
        if may(user, action.permission)
        and (url := endpoint_url(action.endpoint)) is not None
        and _answers(action, query)
    ]


def _actions() -> Iterator[Action]:
    yield from DOINGS
    for group in GROUPS:
        for item in group.items:
            yield Action(item.label, item.endpoint, item.icon, item.permission)
    yield from BEYOND


def _answers(action: Action, query: str) -> bool:
    held = _words_of(action)
    return all(
        any(word.startswith(token) if is_prefix else word == token for word in held)
        for token, is_prefix in query_tokens(query)
    )


def _words_of(action: Action) -> frozenset[str]:
    """The words of its label in each language; worked out once."""
    if action.endpoint not in _words:
        spoken = []
        for language in LANGUAGES:
            with force_locale(language):
                spoken.append(str(action.label))
        _words[action.endpoint] = frozenset(tokens(spoken).split())
    return _words[action.endpoint]
