"""Words for policies, claims under them, promises and reviews, and for why something fits or can't be."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.policies.rules.matching import Fit, Outcome
from crm.policies.rules.promises import Fault, Show
from crm.web.labels import register_labels
from models.enums import (
    Claimant,
    PaymentVerdict,
    PolicyBenefit,
    PolicyClaimState,
    PolicyCondition,
    PolicyLevel,
    PolicyTag,
    PromiseKind,
    PromiseState,
    ReviewConclusion,
    ReviewKind,
)

register_labels(
    ReviewKind,
    {
        ReviewKind.FAIR_COMPETITION: _l("Fair-competition review"),
        ReviewKind.LEGALITY: _l("Legality review"),
    },
)
register_labels(
    ReviewConclusion,
    {
        ReviewConclusion.PASSED: _l("Passed"),
        ReviewConclusion.PASSED_WITH_CHANGES: _l("Passed with changes"),
        ReviewConclusion.NOT_PASSED: _l("Not passed"),
    },
)
register_labels(
    PolicyLevel,
    {
        PolicyLevel.CENTRAL: _l("Central"),
        PolicyLevel.PROVINCE: _l("Province"),
        PolicyLevel.CITY: _l("City"),
        PolicyLevel.PARK: _l("Park"),
    },
)
register_labels(
    PolicyTag,
    {
        PolicyTag.EXCHANGE: _l("Economic and cultural exchange"),
        PolicyTag.EQUAL_TREATMENT: _l("Equal treatment"),
        PolicyTag.INDUSTRY: _l("Industry"),
        PolicyTag.AGRICULTURE: _l("Agriculture and forestry"),
        PolicyTag.LAND: _l("Land"),
        PolicyTag.FINANCE: _l("Finance"),
        PolicyTag.TAX: _l("Tax"),
        PolicyTag.TRADE: _l("Trade"),
        PolicyTag.MARKETS: _l("Markets"),
        PolicyTag.SCIENCE: _l("Science and technology"),
        PolicyTag.INVESTMENT: _l("Investment promotion"),
        PolicyTag.TALENT: _l("Talents"),
        PolicyTag.YOUTH: _l("Young people"),
        PolicyTag.SCHOOLING: _l("Schooling"),
        PolicyTag.HOUSING: _l("Housing"),
        PolicyTag.SERVICE: _l("Services"),
        PolicyTag.STRATEGY: _l("Strategy"),
    },
)
register_labels(
    PolicyBenefit,
    {
        PolicyBenefit.SUBSIDY: _l("Subsidy"),
        PolicyBenefit.REWARD: _l("Reward"),
        PolicyBenefit.TAX: _l("Tax relief"),
        PolicyBenefit.LAND: _l("Land"),
        PolicyBenefit.FINANCE: _l("Finance"),
        PolicyBenefit.MARKETS: _l("Markets"),
        PolicyBenefit.TALENT: _l("Support for talents"),
        PolicyBenefit.HOUSING: _l("Housing"),
        PolicyBenefit.SCHOOLING: _l("Schooling"),
        PolicyBenefit.SERVICE: _l("Services"),
    },
)
register_labels(Claimant, {Claimant.FIRM: _l("Firms"), Claimant.PERSON: _l("Persons")})
register_labels(
    PolicyCondition,
    {
        PolicyCondition.PARKS: _l("In one of the parks"),
        PolicyCondition.INDUSTRIES: _l("Of one of the industries"),
        PolicyCondition.SETTLED: _l("Settled in a park"),
        PolicyCondition.OPERATING: _l("In operation"),
        PolicyCondition.STAGE: _l("A project has reached"),
        PolicyCondition.INVESTMENT: _l("Planned investment of at least (US dollars)"),
        PolicyCondition.LISTED: _l("Listed company"),
        PolicyCondition.EMPLOYS_TALENTS: _l("Employs talents from Taiwan"),
        PolicyCondition.LEVELS: _l("Talent level"),
        PolicyCondition.EMPLOYED: _l("Employed by a firm here"),
        PolicyCondition.SELF_EMPLOYED: _l("Has started a business of one's own"),
        PolicyCondition.DECLARED: _l("To be shown"),
    },
)
register_labels(
    PolicyClaimState,
    {
        PolicyClaimState.PREPARED: _l("In preparation"),
        PolicyClaimState.FILED: _l("Filed with the authority"),
        PolicyClaimState.SUPPLEMENT: _l("Papers asked for"),
        PolicyClaimState.ACCEPTED: _l("Accepted for handling"),
        PolicyClaimState.GRANTED: _l("Support granted"),
        PolicyClaimState.PAID: _l("Paid"),
        PolicyClaimState.REFUSED: _l("Not granted"),
        PolicyClaimState.WITHDRAWN: _l("Withdrawn"),
    },
)
register_labels(
    PromiseKind,
    {
        PromiseKind.SUBSIDY: _l("Subsidy"),
        PromiseKind.REWARD: _l("Reward"),
        PromiseKind.TAX: _l("Tax relief"),
        PromiseKind.LAND: _l("Land"),
        PromiseKind.PLANT: _l("Plant and rent"),
        PromiseKind.UTILITIES: _l("Power, water, gas"),
        PromiseKind.FINANCE: _l("Finance"),
        PromiseKind.TALENT: _l("Support for talents"),
        PromiseKind.INFRASTRUCTURE: _l("Infrastructure"),
        PromiseKind.SERVICE: _l("Services"),
    },
)
register_labels(
    PromiseState,
    {
        PromiseState.OVERDUE: _l("Overdue"),
        PromiseState.DUE: _l("Due soon"),
        PromiseState.PART_PAID: _l("Partly paid"),
        PromiseState.OPEN: _l("To be kept"),
        PromiseState.PAID: _l("Paid in full"),
        PromiseState.CLEARED: _l("Cleared up"),
        PromiseState.CANCELLED: _l("Called off"),
    },
)
register_labels(
    PaymentVerdict,
    {PaymentVerdict.CONFIRMED: _l("Confirmed"), PaymentVerdict.RETURNED: _l("Returned")},
)
register_labels(Fit, {Fit.FITS: _l("Fits"), Fit.TO_CHECK: _l("To be checked"), Fit.NOT: _l("Doesn't fit")})
register_labels(
    Outcome,
    {Outcome.MET: _l("met"), Outcome.UNMET: _l("not met"), Outcome.UNKNOWN: _l("not on record")},
)

SHOWN: Mapping[Show, LazyString] = {
    Show.OPEN: _l("Still to be kept"),
    Show.OVERDUE: _l("Overdue"),
    Show.DUE: _l("Due within 30 days"),
    Show.ENDED: _l("Paid, cleared up or called off"),
    Show.CLEARED: _l("Cleared up"),
    Show.GIVEN: _l("All but called off"),
    Show.ALL: _l("All"),
}

VERBS: Mapping[PolicyClaimState, LazyString] = {
    PolicyClaimState.PREPARED: _l("Take up again"),
    PolicyClaimState.FILED: _l("Note the filing"),
    PolicyClaimState.SUPPLEMENT: _l("Note what is asked for"),
    PolicyClaimState.ACCEPTED: _l("Note the acceptance"),
    PolicyClaimState.GRANTED: _l("Note what was granted"),
    PolicyClaimState.PAID: _l("Note the payment"),
    PolicyClaimState.REFUSED: _l("Note the refusal"),
    PolicyClaimState.WITHDRAWN: _l("Withdraw it"),
}

FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.NO_REVIEW: (
        "fair_review_id",
        _l("An incentive binds only once a fair-competition review has passed: name it."),
    ),
    Fault.REVIEW_LATER: ("bound_on", _l("The fair-competition review is of a later day: it comes first.")),
    Fault.UNREVIEWED: (
        "",
        _l("Money is an incentive: it is paid only where a passed fair-competition review stands."),
    ),
    Fault.NO_BASIS: ("legal_basis", _l("Name the legal basis: an article of a policy, or in words.")),
    Fault.NOT_POSITIVE: ("amount_minor", _l("Write an amount above nought.")),
    Fault.DAY_AHEAD: ("paid_on", _l("This day has not come yet.")),
    Fault.TOO_MUCH: ("amount_minor", _l("That would be more than was promised.")),
    Fault.NO_PROOF: ("files", _l("Hand in the paper that proves it.")),
    Fault.ENDED: ("", _l("It was cleared up or called off already.")),
    Fault.NOT_BOUND: ("", _l("Nothing is paid on a promise before it binds.")),
    Fault.PAID_ALREADY: (
        "",
        _l("Something was paid on it, or waits for its second key: reverse that first."),
    ),
    Fault.SAME_PERSON: ("", _l("A second person has to confirm what you recorded.")),
    Fault.DECIDED: ("", _l("This payment was decided on already.")),
    Fault.NOT_COUNTED: ("", _l("Only a confirmed payment is reversed.")),
    Fault.REVERSED: ("", _l("This payment is reversed already, or a reversal waits for its second key.")),
}
if {*FAULTS} != {*Fault} or {*SHOWN} != {*Show} or {*VERBS} != {*PolicyClaimState}:
    raise ValueError("every word has a text")

LENSES: Mapping[str, LazyString] = {
    "promises-promised": _l("Amounts promised and not called off"),
    "promises-paid": _l("Confirmed payments on promises, reversals taken off"),
    "promises-open": _l("Promised, neither paid nor cleared up"),
    "promises-cleared": _l("Promised, and cleared up without being paid"),
    "promises-overdue": _l("Promises past their day"),
}


def lens_name(key: str) -> str:
    """What sums of promises are counted by; a key that is none of ours stays as it is."""
    return str(LENSES.get(key, key))
