"""The ledger's words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.ledger.rules import Oddity, Refusal
from crm.web.labels import register_labels
from models.enums import Basis, Decision, EntryKind, EvidenceType, Measure, Nature, Origin, Standing

register_labels(
    EntryKind,
    {
        EntryKind.AGREED: _l("Agreed investment"),
        EntryKind.CONTRACTED: _l("Contracted capital"),
        EntryKind.AMENDMENT: _l("Amendment of contracted capital"),
        EntryKind.WITHDRAWAL: _l("Withdrawal"),
        EntryKind.ARRIVED: _l("Arrived capital"),
        EntryKind.REPATRIATED: _l("Repatriated capital"),
    },
)
register_labels(
    Measure,
    {
        Measure.AGREED: _l("Agreed"),
        Measure.CONTRACTED: _l("Contracted"),
        Measure.ARRIVED: _l("Arrived"),
    },
)
register_labels(
    Nature,
    {
        Nature.NEW: _l("New project"),
        Nature.INCREASE: _l("Capital increase"),
        Nature.PROFIT_REINVESTMENT: _l("Reinvested profit"),
        Nature.DOMESTIC_REINVESTMENT: _l("Domestic reinvestment"),
    },
)
register_labels(
    Origin,
    {
        Origin.DIRECT: _l("Direct from Taiwan, China"),
        Origin.THIRD_PLACE: _l("Via a third place"),
    },
)
register_labels(
    Basis,
    {
        Basis.MINISTRY: _l("Ministry's count"),
        Basis.PROVINCE: _l("Province's count"),
    },
)
register_labels(
    EvidenceType,
    {
        EvidenceType.AGREEMENT: _l("Agreement"),
        EvidenceType.SUBSCRIPTION: _l("Articles or contract of subscription"),
        EvidenceType.VERIFICATION: _l("Capital verification"),
        EvidenceType.RECEIPT: _l("Bank or reporting receipt"),
        EvidenceType.RECORD: _l("Registration record"),
        EvidenceType.OTHER: _l("Other document"),
    },
)
register_labels(
    Decision,
    {
        Decision.CHECKED: _l("Checked by the park"),
        Decision.VERIFIED: _l("Verified"),
        Decision.RETURNED: _l("Returned"),
        Decision.WITHDRAWN: _l("Withdrawn by the recorder"),
    },
)
register_labels(
    Standing,
    {
        Standing.OPEN: _l("Open"),
        Standing.VERIFIED: _l("Verified"),
        Standing.RETURNED: _l("Returned"),
        Standing.WITHDRAWN: _l("Withdrawn by the recorder"),
    },
)

REFUSALS: dict[Refusal, LazyString] = {
    Refusal.NOT_POSITIVE: _l("Write an amount above zero; for this kind the sign is understood."),
    Refusal.ZERO: _l("An amount of zero is no entry."),
    Refusal.IN_FUTURE: _l("The effective date lies after today."),
    Refusal.BASIS_NOT_ASKED: _l("A basis is given only for arrived and repatriated capital."),
    Refusal.NO_RATE: _l("There is no exchange rate for the month before this date, nor for any earlier one."),
    Refusal.TOO_LARGE: _l("The amount is too large to be kept exactly in US$."),
    Refusal.CREDIT_FORM: _l("Write the credit as YY:70;XT:30, with park codes and at most two decimals."),
    Refusal.CREDIT_TWICE: _l("A park stands twice in the credit."),
    Refusal.CREDIT_SUM: _l("The shares of the credit must sum to 100."),
    Refusal.OWN_ENTRY: _l("Another person than the one who recorded the entry must do this."),
    Refusal.NO_EVIDENCE: _l("A document that proves this kind of entry is missing."),
    Refusal.WITHDRAWN: _l("The entry was withdrawn by its recorder; nothing can be decided on it."),
    Refusal.NOT_OPEN: _l("The entry is no longer open."),
    Refusal.NOT_RECORDER: _l("Only the person who recorded the entry can withdraw it."),
    Refusal.NOT_VERIFIED: _l("Only an entry that stands verified can be reversed."),
    Refusal.REVERSED_ALREADY: _l("There is a reversal of this entry already; return it first."),
    Refusal.OTHER_PROJECT: _l("The entry to reverse belongs to another project."),
    Refusal.DISAGREES: _l("This differs from the entry that is reversed."),
}

ODDITIES: dict[Oddity, LazyString] = {
    Oddity.CONTRACTED_NEGATIVE: _l("More has been withdrawn from this project than was contracted."),
    Oddity.ARRIVED_NEGATIVE: _l("More has been repatriated from this project than arrived."),
    Oddity.ARRIVED_ABOVE_CONTRACTED: _l("More has arrived for this project than was contracted."),
    Oddity.TWIN: _l("The project has another entry of the same kind, date and amount."),
    Oddity.RATE_PROVISIONAL: _l("The month's exchange rate is missing; an earlier month's was taken."),
    Oddity.REVERSED_NOT_VERIFIED: _l("What this entry reverses does not stand verified any longer."),
}
