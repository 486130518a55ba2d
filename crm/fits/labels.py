"""Words for what speaks for a fit, and the page that shows it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.fits.rules import Case, Reason, Signal
from crm.web.display import endpoint_url
from crm.web.labels import register_labels

register_labels(
    Signal,
    {
        Signal.GAP: _l("Gap in the chain"),
        Signal.INDUSTRY: _l("Industry"),
        Signal.SIZE: _l("Size"),
        Signal.MAINLAND: _l("Sites on the mainland"),
        Signal.RANK: _l("Place in a list"),
        Signal.WARMTH: _l("Warmth of the contact"),
        Signal.INTEREST: _l("Interest shown"),
    },
)
register_labels(
    Case,
    {
        Case.MISSING_DOES_IT: _l("the link is missing, and the group fills the like elsewhere"),
        Case.WEAK_DOES_IT: _l("the link is weak, and the group fills the like elsewhere"),
        Case.MISSING_TRADE: _l("the link is missing, and the group is of the trade"),
        Case.WEAK_TRADE: _l("the link is weak, and the group is of the trade"),
        Case.SAME_INDUSTRY: _l("of the industry wanted"),
        Case.CHAIN_INDUSTRY: _l("of the industry of the chain"),
        Case.MEANS_AMPLE: _l("capital covers the investment"),
        Case.MEANS_FAIR: _l("capital is a third of the investment or more"),
        Case.MEANS_TIGHT: _l("capital is a tenth of the investment or more"),
        Case.LARGE: _l("capital of NT$10 billion or more"),
        Case.MIDDLE: _l("capital of NT$1 billion or more"),
        Case.SMALL: _l("capital of NT$100 million or more"),
        Case.SITE_HERE: _l("settled in this park"),
        Case.SITE_ZONE: _l("settled in another park of the zone"),
        Case.SITE_MAINLAND: _l("has a registered entity on the mainland"),
        Case.RANK_20: _l("among the first 20 of a list in force"),
        Case.RANK_50: _l("among the first 50 of a list in force"),
        Case.RANK_100: _l("among the first 100 of a list in force"),
        Case.LISTED: _l("on a list in force"),
        Case.WARM: _l("in touch within 60 days"),
        Case.COOLING: _l("in touch within half a year"),
        Case.COLD: _l("in touch within a year"),
        Case.LONG_AGO: _l("in touch more than a year ago"),
        Case.KNOWN: _l("we know somebody there"),
        Case.ASKED_THIS: _l("asked about this offer"),
        Case.ASKED_LIKE: _l("asked about an offer of the industry"),
        Case.PROJECT_LIKE: _l("has or had a project of the industry with us"),
        Case.PROJECT: _l("has or had another project with us"),
    },
)

_PLACES: dict[Case, tuple[str, str]] = {
    **dict.fromkeys((Case.SITE_HERE, Case.SITE_ZONE), ("firms.establishment", "establishment_id")),
    Case.SITE_MAINLAND: ("firms.detail", "firm_id"),
    **dict.fromkeys(
        (Case.RANK_20, Case.RANK_50, Case.RANK_100, Case.LISTED), ("rankings.edition", "edition_id")
    ),
    **dict.fromkeys(
        (Case.WARM, Case.COOLING, Case.COLD, Case.LONG_AGO), ("engagements.detail", "engagement_id")
    ),
    **dict.fromkeys((Case.ASKED_THIS, Case.ASKED_LIKE), ("catalogue.enquiry", "enquiry_id")),
    **dict.fromkeys((Case.PROJECT_LIKE, Case.PROJECT), ("projects.detail", "project_id")),
}


def proof_url(reason: Reason, firm_id: int) -> str | None:
    """The record that shows a reason; what follows from the firm itself is shown on its page."""
    if reason.case in _PLACES and reason.proof is not None:
        endpoint, argument = _PLACES[reason.case]
        return endpoint_url(endpoint, **{argument: reason.proof})
    return endpoint_url("firms.detail", firm_id=firm_id)
