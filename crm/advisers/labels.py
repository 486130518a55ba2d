"""Words for advisers, referrals, what checks find, and what an adviser is told."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.advisers.rules import Fault, Finding
from crm.web.labels import register_labels
from models.enums import (
    AdviserKind,
    AdviserRegion,
    CheckResult,
    PublicStage,
    PublicState,
    ReferralCheck,
    ReferralOutcome,
    ReferralState,
    RulingStep,
    TermState,
    UpdateState,
)

register_labels(AdviserKind, {AdviserKind.PERSON: _l("A person"), AdviserKind.AGENCY: _l("An agency")})
register_labels(
    AdviserRegion,
    {
        AdviserRegion.KUNSHAN: _l("Kunshan"),
        AdviserRegion.XIAMEN: _l("Xiamen"),
        AdviserRegion.DONGGUAN: _l("Dongguan"),
        AdviserRegion.GUANGZHOU: _l("Guangzhou"),
        AdviserRegion.SHENZHEN: _l("Shenzhen"),
        AdviserRegion.JIANGSU: _l("Jiangsu"),
        AdviserRegion.ZHEJIANG: _l("Zhejiang"),
        AdviserRegion.SHANGHAI: _l("Shanghai"),
        AdviserRegion.FUJIAN: _l("Fujian"),
        AdviserRegion.GUANGDONG: _l("Guangdong"),
        AdviserRegion.TAIWAN_NORTH: _l("Northern Taiwan"),
        AdviserRegion.TAIWAN_CENTRE: _l("Central Taiwan"),
        AdviserRegion.TAIWAN_SOUTH: _l("Southern Taiwan"),
        AdviserRegion.TAIWAN_EAST: _l("Eastern Taiwan"),
        AdviserRegion.ELSEWHERE: _l("Elsewhere"),
    },
)
register_labels(
    TermState,
    {
        TermState.AHEAD: _l("Not begun"),
        TermState.HELD: _l("In office"),
        TermState.OVER: _l("Run out"),
        TermState.ENDED: _l("Ended early"),
    },
)
register_labels(
    ReferralState,
    {
        ReferralState.RECEIVED: _l("Received"),
        ReferralState.EXAMINED: _l("Being examined"),
        ReferralState.SECOND_LOOK: _l("Waits for a second look"),
        ReferralState.RECOGNISED: _l("Recognised"),
        ReferralState.NOT_RECOGNISED: _l("Not recognised"),
        ReferralState.WITHDRAWN: _l("Taken back"),
    },
)
register_labels(
    PublicState,
    {
        PublicState.RECEIVED: _l("Received, the ruling follows"),
        PublicState.RECOGNISED: _l("Recognised"),
        PublicState.NOT_RECOGNISED: _l("Not recognised"),
        PublicState.WITHDRAWN: _l("Taken back"),
    },
)
register_labels(
    PublicStage,
    {
        PublicStage.TALKS: _l("In talks"),
        PublicStage.SIGNED: _l("Signed"),
        PublicStage.REGISTERED: _l("Company registered"),
        PublicStage.CONSTRUCTION: _l("Under construction"),
        PublicStage.OPERATING: _l("In operation"),
        PublicStage.ENDED: _l("Come to an end"),
    },
)
register_labels(
    ReferralOutcome,
    {
        ReferralOutcome.RECOGNISED: _l("Recognise it"),
        ReferralOutcome.NOT_RECOGNISED: _l("Don't recognise it"),
    },
)
register_labels(
    RulingStep,
    {
        RulingStep.DECIDED: _l("Decided"),
        RulingStep.PROPOSED: _l("Proposed, for a second look"),
        RulingStep.CONFIRMED: _l("Confirmed by a second person"),
        RulingStep.RETURNED: _l("Returned by a second person"),
    },
)
register_labels(
    ReferralCheck,
    {
        ReferralCheck.FIRM_KNOWN: _l("The firm"),
        ReferralCheck.TERM: _l("The adviser's term"),
        ReferralCheck.BEFORE_SIGNING: _l("Before the signing"),
        ReferralCheck.RELATED_PARTY: _l("Related party"),
        ReferralCheck.OTHER_REFERRALS: _l("Other referrals"),
        ReferralCheck.CLAIMS: _l("Claims of parks"),
        ReferralCheck.FIRST_CONTACT: _l("Contact before it"),
        ReferralCheck.PROOF: _l("Proof of contact"),
    },
)
register_labels(
    CheckResult,
    {
        CheckResult.PASSED: _l("Nothing against it"),
        CheckResult.FAILED: _l("Stands against it"),
        CheckResult.CONFLICT: _l("In conflict"),
        CheckResult.UNKNOWN: _l("Not known yet"),
    },
)
register_labels(
    UpdateState,
    {
        UpdateState.WAITING: _l("Waits for the park"),
        UpdateState.CONFIRMED: _l("Confirmed"),
        UpdateState.RETURNED: _l("Returned"),
    },
)

PUBLIC_WORDS: Mapping[PublicState, LazyString] = {
    PublicState.RECEIVED: _l(
        "Your referral was received. The office rules on every referral later and in the same way."
    ),
    PublicState.RECOGNISED: _l("Your referral is recognised."),
    PublicState.NOT_RECOGNISED: _l(
        "Your referral does not meet the conditions of the measure. Ask the office for a second look if you "
        "have further proof."
    ),
    PublicState.WITHDRAWN: _l("You took this referral back."),
}
"""What an adviser reads where the ruling adds no words of its own."""

REASONS: Mapping[tuple[ReferralCheck, str], LazyString] = {
    (ReferralCheck.FIRM_KNOWN, "matched"): _l("The firm is known: the checks look at its whole group."),
    (ReferralCheck.FIRM_KNOWN, "no_firm"): _l("Say which firm is meant, or add it to the firms first."),
    (ReferralCheck.TERM, "appointed"): _l("It came within a term."),
    (ReferralCheck.TERM, "not_appointed"): _l("No term of the adviser holds on %(day)s."),
    (ReferralCheck.BEFORE_SIGNING, "before"): _l("Received on %(received)s, signed on %(day)s."),
    (ReferralCheck.BEFORE_SIGNING, "after"): _l(
        "The project was signed on %(day)s; the referral came on %(received)s. It has to lie before."
    ),
    (ReferralCheck.BEFORE_SIGNING, "not_signed"): _l("The project isn't signed yet."),
    (ReferralCheck.BEFORE_SIGNING, "no_project"): _l("Not tied to a project yet."),
    (ReferralCheck.BEFORE_SIGNING, "other_signed"): _l(
        "A project of the group was signed on %(day)s, before the referral: say which project is meant."
    ),
    (ReferralCheck.BEFORE_SIGNING, "no_firm"): _l("Only once the firm is known."),
    (ReferralCheck.RELATED_PARTY, "related"): _l("The adviser is related to the group: %(why)s"),
    (ReferralCheck.RELATED_PARTY, "unrelated"): _l("No relation to the group is on record."),
    (ReferralCheck.RELATED_PARTY, "no_firm"): _l("Only once the firm is known."),
    (ReferralCheck.OTHER_REFERRALS, "alone"): _l("Nobody else referred the group."),
    (ReferralCheck.OTHER_REFERRALS, "own_again"): _l(
        "The same adviser referred the group before: %(ref)s on %(day)s."
    ),
    (ReferralCheck.OTHER_REFERRALS, "recognised"): _l(
        "%(number)s others referred the group; %(ref)s of %(adviser)s, received on %(day)s, is recognised."
    ),
    (ReferralCheck.OTHER_REFERRALS, "earlier"): _l(
        "%(number)s others referred the group; %(adviser)s came before, on %(day)s (%(ref)s)."
    ),
    (ReferralCheck.OTHER_REFERRALS, "later"): _l(
        "%(number)s others referred the group, all later; the first was %(adviser)s on %(day)s (%(ref)s)."
    ),
    (ReferralCheck.OTHER_REFERRALS, "no_firm"): _l("Only once the firm is known."),
    (ReferralCheck.CLAIMS, "claimed"): _l(
        "Claimed before it came: by %(park)s, first on %(day)s (%(ref)s). The park was in talks already."
    ),
    (ReferralCheck.CLAIMS, "claimed_later"): _l("Claims came only after it, the first on %(day)s."),
    (ReferralCheck.CLAIMS, "unclaimed"): _l("No park claims a matter of the group."),
    (ReferralCheck.CLAIMS, "no_firm"): _l("Only once the firm is known."),
    (ReferralCheck.FIRST_CONTACT, "met"): _l("A park had contact with the group before, on %(day)s."),
    (ReferralCheck.FIRST_CONTACT, "not_met"): _l("No earlier contact of ours with the group is on record."),
    (ReferralCheck.FIRST_CONTACT, "no_firm"): _l("Only once the firm is known."),
    (ReferralCheck.PROOF, "handed_in"): _l("Papers handed in: %(number)s."),
    (ReferralCheck.PROOF, "no_proof"): _l("No paper shows the adviser's contact with the firm."),
}
"""The sentence of what a check found; its words are numbers, days and names."""


def finding_words(finding: Finding) -> str:
    return str(REASONS[finding.check, finding.reason]) % finding.words


FAULTS: Mapping[Fault, LazyString] = {
    Fault.NO_NAME: _l("Write the firm's name as you know it."),
    Fault.NO_PROPOSAL: _l("Say in a few lines what the firm wants to do."),
    Fault.TOO_LONG: _l("This is too long."),
    Fault.DAY_AHEAD: _l("This day lies ahead."),
    Fault.TOO_MANY_FILES: _l("At most ten files."),
    Fault.NO_TEXT: _l("Say in a few lines what happened."),
    Fault.ENDS_BEFORE: _l("It can't end before it begins."),
    Fault.OVERLAPS: _l("Another term of this adviser holds on some of these days."),
}
FIELDS: Mapping[Fault, str] = {
    Fault.NO_NAME: "firm_name",
    Fault.NO_PROPOSAL: "proposal",
    Fault.TOO_LONG: "text",
    Fault.DAY_AHEAD: "introduced_on",
    Fault.TOO_MANY_FILES: "files",
    Fault.NO_TEXT: "text",
    Fault.ENDS_BEFORE: "until_on",
    Fault.OVERLAPS: "from_on",
}
"""The input at fault."""
