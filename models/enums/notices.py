from __future__ import annotations

from enum import StrEnum


class NoticeKind(StrEnum):
    """What people are told of, each kind to be had by mail or not as they choose."""

    TODO_DUE = "todo_due"
    TODO_GIVEN = "todo_given"
    DEPUTY_NAMED = "deputy_named"
    RECORDS_HANDED_OVER = "records_handed_over"
    MENTIONED = "mentioned"
    CLAIM_RULED = "claim_ruled"
    CLAIM_EXPIRING = "claim_expiring"
    RULING_WANTED = "ruling_wanted"
    LIGHT_TURNED = "light_turned"
    ISSUE_RAISED = "issue_raised"
    ISSUE_ANSWERED = "issue_answered"
    ISSUE_RETURNED = "issue_returned"
    ISSUE_ESCALATED = "issue_escalated"
    DIRECTIVE_GIVEN = "directive_given"
