"""The way through the house: one table, of which everybody sees what they may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.core.permissions import Permission, may
from models import User


@dataclass(frozen=True, slots=True)
class Item:
    label: LazyString
    endpoint: str
    icon: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Group:
    label: LazyString
    items: tuple[Item, ...]


GROUPS = (
    Group(
        _l("Overview"),
        (
            Item(_l("My work"), "home.index", "home", Permission.USE_OWN_ACCOUNT),
            Item(_l("To-dos"), "todos.index", "checkbox", Permission.VIEW_TODOS),
            Item(_l("Quick log"), "engagements.quick", "message-plus", Permission.LOG_ENGAGEMENTS),
            Item(_l("Calendar"), "calendar.index", "calendar", Permission.VIEW_ENGAGEMENTS),
            Item(_l("Cockpit"), "cockpit.index", "dashboard", Permission.VIEW_FIGURES),
        ),
    ),
    Group(
        _l("Investment"),
        (
            Item(_l("Firms"), "firms.index", "building", Permission.VIEW_FIRMS),
            Item(_l("Contacts"), "contacts.index", "users", Permission.VIEW_CONTACTS),
            Item(_l("Associations"), "associations.index", "users-group", Permission.VIEW_CONTACTS),
            Item(_l("Ranking lists"), "rankings.index", "list-numbers", Permission.VIEW_RANKINGS),
            Item(_l("Projects"), "projects.index", "briefcase", Permission.VIEW_PROJECTS),
            Item(_l("Issues"), "issues.index", "exclamation-circle", Permission.VIEW_ISSUES),
            Item(_l("Minutes"), "minutes.index", "notebook", Permission.VIEW_MINUTES),
            Item(_l("Approvals under way"), "procedures.index", "list-check", Permission.VIEW_PROJECTS),
            Item(_l("Engagements"), "engagements.index", "message-circle", Permission.VIEW_ENGAGEMENTS),
            Item(_l("Delegations"), "delegations.index", "plane", Permission.VIEW_DELEGATIONS),
            Item(_l("Events"), "promotions.index", "calendar-event", Permission.VIEW_DELEGATIONS),
            Item(_l("Claims"), "claims.index", "flag", Permission.VIEW_CLAIMS),
            Item(_l("Rulings on claims"), "rulings.index", "gavel", Permission.RULE_CLAIMS),
        ),
    ),
    Group(
        _l("Libraries"),
        (
            Item(_l("Major projects"), "majors.index", "building-factory-2", Permission.VIEW_MAJORS),
            Item(_l("Investment catalogue"), "catalogue.index", "book-2", Permission.VIEW_CATALOGUE),
            Item(_l("Enquiries"), "catalogue.enquiries", "mail-opened", Permission.EDIT_CATALOGUE),
            Item(_l("Chain map"), "chains.index", "sitemap", Permission.VIEW_CHAINS),
            Item(_l("Talent pool"), "talent.index", "school", Permission.VIEW_TALENTS),
            Item(_l("Talent applications"), "talent.applications", "clipboard-text", Permission.VIEW_TALENTS),
            Item(_l("Erasure of personal data"), "erasures.index", "shield-lock", Permission.DECIDE_TALENTS),
            Item(_l("Policies"), "policies.index", "scale", Permission.VIEW_POLICIES),
            Item(_l("Promises"), "promises.index", "heart-handshake", Permission.VIEW_PROMISES),
            Item(_l("Advisers"), "advisers.index", "user-star", Permission.VIEW_ADVISERS),
            Item(_l("Referrals"), "advisers.referrals", "user-share", Permission.VIEW_ADVISERS),
            Item(_l("Rewards"), "rewards.index", "award", Permission.VIEW_REWARDS),
        ),
    ),
    Group(
        _l("My matters"),
        (
            Item(_l("My referrals"), "portal.index", "user-share", Permission.USE_ADVISER_PORTAL),
            Item(_l("My projects"), "portal.projects", "briefcase", Permission.USE_ADVISER_PORTAL),
            Item(_l("My rewards"), "my_rewards.index", "award", Permission.USE_ADVISER_PORTAL),
            Item(_l("My application"), "applying.index", "clipboard-text", Permission.APPLY_AS_TALENT),
            Item(_l("Applications of our staff"), "employers.index", "users", Permission.REVIEW_OWN_STAFF),
        ),
    ),
    Group(
        _l("Figures"),
        (
            Item(_l("Investment ledger"), "ledger.index", "cash", Permission.VIEW_LEDGER),
            Item(_l("Two-key queue"), "ledger.queue", "checks", Permission.VERIFY_LEDGER),
            Item(_l("Lenses"), "ledger.lenses", "adjustments", Permission.VIEW_FIGURES),
            Item(_l("Sample for review"), "ledger.samples", "eye-check", Permission.REVIEW_SAMPLES),
            Item(_l("Targets"), "indicators.index", "target", Permission.VIEW_TARGETS),
            Item(_l("Reports"), "bulletins.index", "file-text", Permission.MAKE_REPORTS),
        ),
    ),
    Group(
        _l("Administration"),
        (
            Item(_l("Import and export"), "imports.index", "database-import", Permission.IMPORT_OWN_PARK),
            Item(_l("Hand-over"), "handover.index", "user-share", Permission.HAND_OVER),
            Item(_l("Users"), "users.index", "users", Permission.VIEW_USERS),
            Item(_l("Settings"), "users.settings", "settings", Permission.EDIT_SETTINGS),
            Item(
                _l("Security settings"), "users.security_settings", "lock", Permission.EDIT_SECURITY_SETTINGS
            ),
            Item(_l("Audit log"), "audit.index", "history", Permission.VIEW_AUDIT),
        ),
    ),
)

_BELOW = {
    **dict.fromkeys(
        ("advisers.referral", "advisers.match", "advisers.rule", "advisers.confirm", "advisers.give_back"),
        "advisers.referrals",
    ),
    "ledger.lens": "ledger.lenses",
    "ledger.rows": "ledger.lenses",
    "ledger.reconciliation": "ledger.lenses",
    "ledger.step_rows": "ledger.lenses",
    "ledger.review": "ledger.samples",
}
"""Pages that belong to another item than the first one of their feature."""


def navigation_for(user: User) -> list[dict[str, Any]]:
    """The groups and items that the user may open, with the present one marked."""
    groups = []
    for group in GROUPS:
        items = [_shown(item) for item in group.items if _is_open(item, user)]
        if items:
            groups.append({"label": group.label, "items": items})
    return groups


def _is_open(item: Item, user: User) -> bool:
    return item.endpoint in current_app.view_functions and may(user, item.permission)


def _shown(item: Item) -> dict[str, Any]:
    here = _BELOW.get(request.endpoint or "", request.endpoint or "")
    blueprint, _, view = item.endpoint.partition(".")
    exact = {other.endpoint for group in GROUPS for other in group.items}
    active = here == item.endpoint or (
        view == "index" and here.startswith(f"{blueprint}.") and here not in exact
    )
    return {"label": item.label, "url": url_for(item.endpoint), "icon": item.icon, "active": active}
