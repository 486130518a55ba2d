from __future__ import annotations

from enum import StrEnum


class TodoState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class TodoSource(StrEnum):
    """What a to-do came from: written by a person, or a duty that stands in another record."""

    OWN = "own"
    ENGAGEMENT = "engagement"
    COMMITMENT = "commitment"
    FOLLOW_UP = "follow_up"
    CLAIM = "claim"
    MILESTONE = "milestone"
    ISSUE = "issue"
    PROCEDURE = "procedure"


class Repeat(StrEnum):
    """How often a to-do comes again once it is done."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
