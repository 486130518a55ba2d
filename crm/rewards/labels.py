"""Words for rewards, and for why something can't be done with one."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.rewards.rules.drafts import MOST_MONTHS, Fault
from crm.rewards.rules.public import PublicReward
from crm.rewards.rules.steps import Refusal
from crm.web.labels import register_labels
from models.enums import (
    PeriodStart,
    RewardCause,
    RewardGap,
    RewardPaymentKind,
    RewardRuleState,
    RewardState,
    RewardStep,
)

register_labels(
    RewardRuleState,
    {
        RewardRuleState.DRAFT: _l("Draft"),
        RewardRuleState.IN_FORCE: _l("Enacted"),
        RewardRuleState.RETIRED: _l("Retired"),
    },
)
register_labels(
    PeriodStart,
    {
        PeriodStart.SIGNED: _l("from the signing"),
        PeriodStart.REGISTERED: _l("from the registration"),
    },
)
register_labels(
    RewardState,
    {
        RewardState.COMPUTED: _l("Computed"),
        RewardState.PROPOSED: _l("Proposed"),
        RewardState.FIRST_KEY: _l("Approved by the first key"),
        RewardState.APPROVED: _l("Approved by both keys"),
        RewardState.PART_PAID: _l("Paid in part"),
        RewardState.PAID: _l("Paid"),
        RewardState.REFUSED: _l("Refused"),
        RewardState.CLAWBACK_DUE: _l("Overpaid"),
        RewardState.CLAWBACK_PROPOSED: _l("Claw-back proposed"),
        RewardState.CLAWBACK_ORDERED: _l("To be paid back"),
    },
)
register_labels(
    RewardStep,
    {
        RewardStep.PROPOSED: _l("Proposed"),
        RewardStep.FIRST_KEY: _l("First key"),
        RewardStep.SECOND_KEY: _l("Second key"),
        RewardStep.RETURNED: _l("Returned"),
        RewardStep.REFUSED: _l("Refused"),
        RewardStep.CLAWBACK_PROPOSED: _l("Claw-back proposed"),
        RewardStep.CLAWBACK_CONFIRMED: _l("Claw-back confirmed"),
        RewardStep.CLAWBACK_RETURNED: _l("Claw-back returned"),
    },
)
register_labels(
    RewardPaymentKind,
    {
        RewardPaymentKind.PAYMENT: _l("Payment"),
        RewardPaymentKind.PAID_BACK: _l("Paid back"),
        RewardPaymentKind.REVERSAL: _l("Reversal"),
    },
)
register_labels(
    RewardCause,
    {
        RewardCause.FIRST: _l("Computed for the first time"),
        RewardCause.ENTRY_DECIDED: _l("A ledger entry was decided on"),
        RewardCause.PROJECT_MOVED: _l("The project moved on"),
        RewardCause.REFERRAL_RULED: _l("The referral was ruled on"),
        RewardCause.DAILY: _l("Looked at by the day"),
        RewardCause.ASKED: _l("Asked for by hand"),
    },
)
register_labels(
    RewardGap,
    {
        RewardGap.NOT_RECOGNISED: _l("The referral is not recognised (any more)."),
        RewardGap.RELATED: _l("The adviser is related to the investor."),
        RewardGap.NO_PROJECT: _l("The referral is tied to no project."),
        RewardGap.NO_RULE: _l("No rule was in force when the referral was received."),
        RewardGap.NOT_SIGNED: _l("The project is not signed yet."),
        RewardGap.AFTER_SIGNING: _l("The referral was received only after the signing."),
        RewardGap.NOT_REGISTERED: _l("The project is not registered yet."),
        RewardGap.NO_ARRIVAL: _l("No capital has arrived and been verified in the period."),
        RewardGap.BELOW_THRESHOLD: _l("What has arrived lies below the threshold."),
    },
)
register_labels(
    PublicReward,
    {
        PublicReward.EXAMINED: _l("Being examined"),
        PublicReward.RELEASED: _l("Released, to be paid"),
        PublicReward.PART_PAID: _l("Paid in part"),
        PublicReward.PAID: _l("Paid"),
        PublicReward.NOT_PAID: _l("Not paid"),
        PublicReward.TO_COME_BACK: _l("To be paid back"),
    },
)

REFUSALS: Mapping[Refusal, LazyString] = {
    Refusal.WRONG_STATE: _l("The reward doesn't stand where this step begins. Look at it again."),
    Refusal.NOTHING_EARNED: _l("There is nothing to be paid beyond what was paid."),
    Refusal.OWN_STEP: _l("Whoever proposes, the first key and the second key are three people."),
    Refusal.OWN_CLAWBACK: _l("Whoever proposes a claw-back doesn't confirm it."),
    Refusal.NO_REASON: _l("Give the reason."),
    Refusal.NO_REVIEW: _l("The rule rests on no passed fair-competition review that stands."),
    Refusal.NO_EVIDENCE: _l("Hand in the document that proves it."),
    Refusal.NO_NUMBER: _l("Write the number of the payment document."),
    Refusal.IN_FUTURE: _l("This day lies ahead."),
    Refusal.NOT_POSITIVE: _l("Write an amount above nought."),
    Refusal.TOO_MUCH: _l("This is more than is open."),
    Refusal.REVERSED_ALREADY: _l("This row was reversed already."),
    Refusal.IS_REVERSAL: _l("A reversing row isn't reversed; record the payment again."),
}

FAULTS: Mapping[Fault, LazyString] = {
    Fault.NO_NAME: _l("Give the rule a name."),
    Fault.NO_BANDS: _l("A rule has at least one band."),
    Fault.FIRST_BAND: _l("The first band begins at 0."),
    Fault.BANDS_RISE: _l("Each band begins above the one before it."),
    Fault.SHARE: _l("A share lies between 0 and 100 percent."),
    Fault.MONTHS: _l("Between 1 and %(most)s months.", most=MOST_MONTHS),
    Fault.THRESHOLD: _l("Not below nought."),
    Fault.CAP: _l("Write an amount above nought and its currency, or leave both empty."),
    Fault.NOT_DRAFT: _l("This version is no draft any more."),
    Fault.OWN_DRAFT: _l("Whoever drafted a rule doesn't enact it."),
    Fault.NO_REVIEW: _l("Name a fair-competition review that was passed and stands."),
    Fault.REVIEW_LATER: _l("The review was made only after the day on which the rule would begin."),
    Fault.NOT_LAST: _l("It has to begin after every version that is enacted."),
    Fault.USED_ALREADY: _l("Introductions received since that day were computed by another version already."),
    Fault.NOT_IN_FORCE: _l("Only an enacted version is retired."),
    Fault.RETIRED_BEFORE: _l("It can be retired from today or a later day on, and not before it begins."),
}
