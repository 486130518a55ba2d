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
OUTSIDERS = frozenset({R.ADVISER, R.EMPLOYER, R.APPLICANT})
"""People outside: each sees own matters, and no page offers them more."""


class Permission(StrEnum):
    USE_OWN_ACCOUNT = "use_own_account"
    VIEW_FIRMS = "view_firms"
    EDIT_FIRMS = "edit_firms"
    VIEW_RANKINGS = "view_rankings"
    VIEW_CONTACTS = "view_contacts"
    EDIT_CONTACTS = "edit_contacts"
    ERASE_CONTACTS = "erase_contacts"
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
    VIEW_CHAINS = "view_chains"
    EDIT_CHAINS = "edit_chains"
    VIEW_POLICIES = "view_policies"
    EDIT_POLICIES = "edit_policies"
    HANDLE_POLICY_CLAIMS = "handle_policy_claims"
    VIEW_PROMISES = "view_promises"
    EDIT_PROMISES = "edit_promises"
    CONFIRM_PROMISE_PAYMENTS = "confirm_promise_payments"
    FILE_REVIEWS = "file_reviews"
    VIEW_MAJORS = "view_majors"
    EDIT_MAJORS = "edit_majors"
    VIEW_CATALOGUE = "view_catalogue"
    EDIT_CATALOGUE = "edit_catalogue"
    PUBLISH_OFFERS = "publish_offers"
    EDIT_FIT_WEIGHTS = "edit_fit_weights"
    VIEW_TALENTS = "view_talents"
    EDIT_TALENTS = "edit_talents"
    DECIDE_TALENTS = "decide_talents"
    CONFIRM_TALENTS = "confirm_talents"
    EDIT_TALENT_RULES = "edit_talent_rules"
    RECORD_BENEFITS = "record_benefits"
    APPLY_AS_TALENT = "apply_as_talent"
    REVIEW_OWN_STAFF = "review_own_staff"
    VIEW_ADVISERS = "view_advisers"
    EDIT_ADVISERS = "edit_advisers"
    RULE_REFERRALS = "rule_referrals"
    CONFIRM_UPDATES = "confirm_updates"
    USE_ADVISER_PORTAL = "use_adviser_portal"
    VIEW_REWARDS = "view_rewards"
    EDIT_REWARD_RULES = "edit_reward_rules"
    PROPOSE_REWARDS = "propose_rewards"
    APPROVE_REWARDS = "approve_rewards"
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
    Permission.ERASE_CONTACTS: frozenset({R.COORDINATOR}),
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
    Permission.VIEW_CHAINS: READERS,
    Permission.EDIT_CHAINS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.VIEW_POLICIES: READERS,
    Permission.EDIT_POLICIES: frozenset({R.COORDINATOR}),
    Permission.HANDLE_POLICY_CLAIMS: STAFF,
    Permission.VIEW_PROMISES: READERS,
    Permission.EDIT_PROMISES: STAFF,
    Permission.CONFIRM_PROMISE_PAYMENTS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.FILE_REVIEWS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.VIEW_MAJORS: READERS,
    Permission.EDIT_MAJORS: STAFF,
    Permission.VIEW_CATALOGUE: READERS,
    Permission.EDIT_CATALOGUE: STAFF,
    Permission.PUBLISH_OFFERS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.EDIT_FIT_WEIGHTS: frozenset({R.COORDINATOR}),
    Permission.VIEW_TALENTS: READERS,
    Permission.EDIT_TALENTS: STAFF,
    Permission.DECIDE_TALENTS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.CONFIRM_TALENTS: frozenset({R.COORDINATOR}),
    Permission.EDIT_TALENT_RULES: frozenset({R.COORDINATOR}),
    Permission.RECORD_BENEFITS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.APPLY_AS_TALENT: frozenset({R.APPLICANT}),
    Permission.REVIEW_OWN_STAFF: frozenset({R.EMPLOYER}),
    Permission.VIEW_ADVISERS: READERS,
    Permission.EDIT_ADVISERS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.RULE_REFERRALS: frozenset({R.COORDINATOR}),
    Permission.CONFIRM_UPDATES: STAFF,
    Permission.USE_ADVISER_PORTAL: frozenset({R.ADVISER}),
    Permission.VIEW_REWARDS: frozenset({R.PARK_LEAD, R.COORDINATOR, R.LEADER}),
    Permission.EDIT_REWARD_RULES: frozenset({R.COORDINATOR}),
    Permission.PROPOSE_REWARDS: frozenset({R.PARK_LEAD, R.COORDINATOR}),
    Permission.APPROVE_REWARDS: frozenset({R.COORDINATOR}),
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
