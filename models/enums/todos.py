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
    CHAIN_TARGET = "chain_target"
    APPLICATION = "application"
    REFERRAL = "referral"
    STATUS_UPDATE = "status_update"
    REWARD = "reward"
    POLICY_CLAIM = "policy_claim"
    PROMISE = "promise"
    PLEDGE = "pledge"
    MAJOR_YEAR = "major_year"
    MAJOR_PROBLEM = "major_problem"
    GREEN_STEP = "green_step"


class Repeat(StrEnum):
    """How often a to-do comes again once it is done."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
