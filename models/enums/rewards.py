from __future__ import annotations

from enum import StrEnum


class RewardRuleState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    """Enacted; it holds from its day on, until the next one."""
    RETIRED = "retired"


class PeriodStart(StrEnum):
    """The project's day from which the months run in which arrivals count."""

    SIGNED = "signed"
    REGISTERED = "registered"


class RewardState(StrEnum):
    COMPUTED = "computed"
    PROPOSED = "proposed"
    FIRST_KEY = "first_key"
    APPROVED = "approved"
    PART_PAID = "part_paid"
    PAID = "paid"
    REFUSED = "refused"
    CLAWBACK_DUE = "clawback_due"
    """More was paid than is earned: whether it is asked back waits for two keys."""
    CLAWBACK_PROPOSED = "clawback_proposed"
    CLAWBACK_ORDERED = "clawback_ordered"


class RewardStep(StrEnum):
    """What somebody did on the way from a computed amount to an approved one, or to one asked back."""

    PROPOSED = "proposed"
    FIRST_KEY = "first_key"
    SECOND_KEY = "second_key"
    RETURNED = "returned"
    REFUSED = "refused"
    CLAWBACK_PROPOSED = "clawback_proposed"
    CLAWBACK_CONFIRMED = "clawback_confirmed"
    CLAWBACK_RETURNED = "clawback_returned"


class RewardPaymentKind(StrEnum):
    PAYMENT = "payment"
    PAID_BACK = "paid_back"
    REVERSAL = "reversal"


class RewardCause(StrEnum):
    """Why a reward was computed anew."""

    FIRST = "first"
    ENTRY_DECIDED = "entry_decided"
    PROJECT_MOVED = "project_moved"
    REFERRAL_RULED = "referral_ruled"
    DAILY = "daily"
    ASKED = "asked"


class RewardGap(StrEnum):
    """Why a referral earns nothing (yet)."""

    NOT_RECOGNISED = "not_recognised"
    RELATED = "related"
    NO_PROJECT = "no_project"
    NO_RULE = "no_rule"
    NOT_SIGNED = "not_signed"
    AFTER_SIGNING = "after_signing"
    NOT_REGISTERED = "not_registered"
    NO_ARRIVAL = "no_arrival"
    BELOW_THRESHOLD = "below_threshold"
