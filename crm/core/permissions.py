"""Who may do what: one table, read by guards, navigation, imports, API and the matrix test."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext as _

from kernel.errors import NotAllowedError
from models import User
from models.enums import Role

R = Role
STAFF = frozenset({R.OFFICER, R.PARK_LEAD, R.COORDINATOR})
READERS = STAFF | {R.LEADER}
EVERYONE = frozenset(Role)


class Permission(StrEnum):
    USE_OWN_ACCOUNT = "use_own_account"
    VIEW_FIRMS = "view_firms"
    EDIT_FIRMS = "edit_firms"
    VIEW_RANKINGS = "view_rankings"
    VIEW_CONTACTS = "view_contacts"
    EDIT_CONTACTS = "edit_contacts"
    MERGE_RECORDS = "merge_records"
    VIEW_PROJECTS = "view_projects"
    EDIT_PROJECTS = "edit_projects"
    MOVE_PROJECTS = "move_projects"
    OVERRIDE_GATES = "override_gates"
    OVERRIDE_LIGHTS = "override_lights"
    VIEW_ENGAGEMENTS = "view_engagements"
    LOG_ENGAGEMENTS = "log_engagements"
    VIEW_TODOS = "view_todos"
    HAND_OVER = "hand_over"
    VIEW_DELEGATIONS = "view_delegations"
    EDIT_DELEGATIONS = "edit_delegations"
    VIEW_CLAIMS = "view_claims"
    FILE_CLAIMS = "file_claims"
    RULE_CLAIMS = "rule_claims"
    VIEW_ISSUES = "view_issues"
    RAISE_ISSUES = "raise_issues"
    HANDLE_ISSUES = "handle_issues"
    ASSIGN_ISSUES = "assign_issues"
    GIVE_DIRECTIVES = "give_directives"
    VIEW_MINUTES = "view_minutes"
    EDIT_MINUTES = "edit_minutes"
    ISSUE_MINUTES = "issue_minutes"
    EDIT_PROCEDURE_KINDS = "edit_procedure_kinds"
    VIEW_LEDGER = "view_ledger"
    RECORD_LEDGER = "record_ledger"
    CHECK_LEDGER = "check_ledger"
    VERIFY_LEDGER = "verify_ledger"
    REVIEW_SAMPLES = "review_samples"
    VIEW_FIGURES = "view_figures"
    VIEW_TARGETS = "view_targets"
    EDIT_TARGETS = "edit_targets"
    REPORT_INDICATORS = "report_indicators"
    VERIFY_INDICATORS = "verify_indicators"
    EDIT_PLANS = "edit_plans"
    MAKE_REPORTS = "make_reports"
    ISSUE_REPORTS = "issue_reports"
    IMPORT_OWN_PARK = "import_own_park"
    IMPORT_EVERYTHING = "import_everything"
    EXPORT = "export"
    VIEW_USERS = "view_users"
    CREATE_USERS = "create_users"
    GRANT_ROLES = "grant_roles"
    EDIT_SETTINGS = "edit_settings"
    EDIT_SECURITY_SETTINGS = "edit_security_settings"
    VIEW_AUDIT = "view_audit"


GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.USE_OWN_ACCOUNT: EVERYONE,
    Permission.VIEW_FIRMS: READERS,
    Permission.EDIT_FIRMS: STAFF,
    Permission.VIEW_RANKINGS: READERS,
    Permission.VIEW_CONTACTS: READERS,
    Permission.EDIT_CONTACTS: STAFF,
    Permission.MERGE_RECORDS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.VIEW_PROJECTS: READERS,
    Permission.EDIT_PROJECTS: STAFF,
    Permission.MOVE_PROJECTS: STAFF,
    Permission.OVERRIDE_GATES: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.OVERRIDE_LIGHTS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.VIEW_ENGAGEMENTS: READERS,
    Permission.LOG_ENGAGEMENTS: STAFF,
    Permission.VIEW_TODOS: READERS,
    Permission.HAND_OVER: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.VIEW_DELEGATIONS: READERS,
    Permission.EDIT_DELEGATIONS: STAFF,
    Permission.VIEW_CLAIMS: READERS,
    Permission.FILE_CLAIMS: STAFF,
    Permission.RULE_CLAIMS: frozenset({R.COORDINATOR}),
    Permission.VIEW_ISSUES: READERS,
    Permission.RAISE_ISSUES: READERS,
    Permission.HANDLE_ISSUES: STAFF,
    Permission.ASSIGN_ISSUES: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.GIVE_DIRECTIVES: frozenset({R.LEADER}),
    Permission.VIEW_MINUTES: READERS,
    Permission.EDIT_MINUTES: STAFF,
    Permission.ISSUE_MINUTES: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.EDIT_PROCEDURE_KINDS: frozenset({R.COORDINATOR}),
    Permission.VIEW_LEDGER: READERS | {R.AUDITOR},
    Permission.RECORD_LEDGER: STAFF,
    Permission.CHECK_LEDGER: frozenset({R.OFFICER, R.PARK_LEAD}),
    Permission.VERIFY_LEDGER: frozenset({R.COORDINATOR}),
    Permission.REVIEW_SAMPLES: frozenset({R.AUDITOR}),
    Permission.VIEW_FIGURES: READERS,
    Permission.VIEW_TARGETS: READERS,
    Permission.EDIT_TARGETS: frozenset({R.COORDINATOR}),
    Permission.REPORT_INDICATORS: STAFF,
    Permission.VERIFY_INDICATORS: frozenset({R.COORDINATOR}),
    Permission.EDIT_PLANS: frozenset({R.COORDINATOR}),
    Permission.MAKE_REPORTS: READERS,
    Permission.ISSUE_REPORTS: frozenset({R.COORDINATOR}),
    Permission.IMPORT_OWN_PARK: STAFF,
    Permission.IMPORT_EVERYTHING: frozenset({R.COORDINATOR}),
    Permission.EXPORT: READERS,
    Permission.VIEW_USERS: frozenset({R.SYSTEM_ADMINISTRATOR, R.SECURITY_ADMINISTRATOR, R.AUDITOR}),
    Permission.CREATE_USERS: frozenset({R.SYSTEM_ADMINISTRATOR}),
    Permission.GRANT_ROLES: frozenset({R.SECURITY_ADMINISTRATOR}),
    Permission.EDIT_SETTINGS: frozenset({R.SYSTEM_ADMINISTRATOR}),
    Permission.EDIT_SECURITY_SETTINGS: frozenset({R.SECURITY_ADMINISTRATOR}),
    Permission.VIEW_AUDIT: frozenset({R.AUDITOR}),
}

PARK_ROLES = frozenset({R.OFFICER, R.PARK_LEAD})
"""These belong to a park, and see and change what is that park's."""


def may(user: User | None, permission: Permission) -> bool:
    """Whether the user's role is granted ``permission``. A park role without a park is granted nothing."""
    if user is None or not user.is_active:
        return False
    if user.role in PARK_ROLES and user.park_id is None and permission is not Permission.USE_OWN_ACCOUNT:
        return False
    return user.role in GRANTS[permission]


def is_own_park(user: User, park_id: int | None) -> bool:
    """Whether the user may change what belongs to the park: park staff their own, the office every one."""
    return user.role not in PARK_ROLES or (park_id is not None and user.park_id == park_id)


def check_own_park(park_id: int | None, by: User | None) -> None:
    """Raises NotAllowedError where ``by`` may not change what is that park's; None is the system itself."""
    if by is not None and not is_own_park(by, park_id):
        raise NotAllowedError(_("This belongs to another park."))


def is_office(user: User | None) -> bool:
    """Whether the provincial office acts, or the system itself."""
    return user is None or user.role is Role.COORDINATOR
