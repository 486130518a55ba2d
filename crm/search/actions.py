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
    Action(_l("Change password"), "users.password", "key", Permission.USE_OWN_ACCOUNT),
    Action(_l("My account"), "users.account", "user", Permission.USE_OWN_ACCOUNT),
)


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
