"""Words for to-dos, and the page of the record that one came from."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.todos.rules import Snooze, Timing
from crm.web.labels import register_labels
from models.enums import Repeat, TodoSource, TodoState

register_labels(
    TodoState,
    {TodoState.OPEN: _l("To be done"), TodoState.DONE: _l("Done"), TodoState.DROPPED: _l("Dropped")},
)
register_labels(
    TodoSource,
    {
        TodoSource.OWN: _l("Written by a person"),
        TodoSource.ENGAGEMENT: _l("Next step"),
        TodoSource.COMMITMENT: _l("Commitment"),
        TodoSource.FOLLOW_UP: _l("Follow-up of a delegation"),
        TodoSource.CLAIM: _l("Claim"),
        TodoSource.MILESTONE: _l("Milestone"),
        TodoSource.ISSUE: _l("Issues"),
        TodoSource.PROCEDURE: _l("Approval done for a firm"),
        TodoSource.CHAIN_TARGET: _l("Target of a chain team"),
        TodoSource.APPLICATION: _l("Talent applications"),
        TodoSource.REFERRAL: _l("Referrals"),
        TodoSource.STATUS_UPDATE: _l("Status updates of advisers"),
        TodoSource.REWARD: _l("Rewards"),
        TodoSource.POLICY_CLAIM: _l("Claim under a policy"),
        TodoSource.PROMISE: _l("Promise to a firm"),
        TodoSource.PLEDGE: _l("What a firm promised"),
        TodoSource.MAJOR_YEAR: _l("Yearly plan of a major project"),
        TodoSource.MAJOR_PROBLEM: _l("Problem of a major project"),
        TodoSource.GREEN_STEP: _l("Step of the green channel"),
    },
)
register_labels(
    Repeat,
    {
        Repeat.NEVER: _l("Once"),
        Repeat.DAILY: _l("Every day"),
        Repeat.WEEKLY: _l("Every week"),
        Repeat.MONTHLY: _l("Every month"),
        Repeat.QUARTERLY: _l("Every quarter"),
        Repeat.YEARLY: _l("Every year"),
    },
)
register_labels(
    Snooze,
    {
        Snooze.TOMORROW: _l("Tomorrow"),
        Snooze.WORKING_DAY: _l("Next working day"),
        Snooze.WEEK: _l("Next week"),
        Snooze.DAY: _l("Until a day"),
    },
)
register_labels(
    Timing,
    {
        Timing.OVERDUE: _l("Overdue"),
        Timing.TODAY: _l("Due today"),
        Timing.WEEK: _l("Due within a week"),
        Timing.LATER: _l("Due in more than a week"),
        Timing.SNOOZED: _l("Snoozed"),
    },
)

PLACES: dict[TodoSource, tuple[str, str]] = {
    TodoSource.ENGAGEMENT: ("engagements.detail", "engagement_id"),
    TodoSource.COMMITMENT: ("delegations.commitment", "commitment_id"),
    TodoSource.FOLLOW_UP: ("delegations.follow_up", "follow_up_id"),
    TodoSource.CLAIM: ("claims.detail", "claim_id"),
    TodoSource.MILESTONE: ("milestones.edit", "milestone_id"),
    TodoSource.ISSUE: ("issues.detail", "issue_id"),
    TodoSource.PROCEDURE: ("procedures.edit", "procedure_id"),
    TodoSource.CHAIN_TARGET: ("teams.target", "target_id"),
    TodoSource.APPLICATION: ("talent.application", "application_id"),
    TodoSource.REFERRAL: ("advisers.referral", "referral_id"),
    TodoSource.STATUS_UPDATE: ("advisers.update", "update_id"),
    TodoSource.REWARD: ("rewards.detail", "reward_id"),
    TodoSource.POLICY_CLAIM: ("policy_claims.detail", "policy_claim_id"),
    TodoSource.PROMISE: ("promises.detail", "promise_id"),
    TodoSource.PLEDGE: ("promises.detail", "promise_id"),
    TodoSource.MAJOR_YEAR: ("majors.report", "year_id"),
    TodoSource.MAJOR_PROBLEM: ("majors.edit_problem", "problem_id"),
    TodoSource.GREEN_STEP: ("majors.edit_step", "green_step_id"),
}
"""Source → the endpoint that shows the record, and the name of its argument."""


def place_of(source: TodoSource, source_id: int | None) -> tuple[str, dict[str, int]] | None:
    """Endpoint and arguments of the record that a to-do came from; None for a person's own."""
    if source_id is None or source not in PLACES:
        return None
    endpoint, argument = PLACES[source]
    return endpoint, {argument: source_id}
