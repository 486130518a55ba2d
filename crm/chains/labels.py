"""Words for links of chains."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.chains.rules import StateRule
from crm.web.labels import register_labels
from models.enums import ChainNeed, LinkState, LinkTier

register_labels(
    LinkTier,
    {
        LinkTier.UPSTREAM: _l("Upstream"),
        LinkTier.MIDSTREAM: _l("Midstream"),
        LinkTier.DOWNSTREAM: _l("Downstream"),
    },
)
register_labels(
    LinkState,
    {LinkState.MISSING: _l("Missing"), LinkState.WEAK: _l("Weak"), LinkState.FILLED: _l("Filled")},
)
register_labels(
    ChainNeed,
    {
        ChainNeed.FILL: _l("Fill the gap"),
        ChainNeed.EXTEND: _l("Extend the chain"),
        ChainNeed.STRENGTHEN: _l("Strengthen"),
    },
)

STRENGTHS = {1: _l("1 – beginning"), 2: _l("2 – solid"), 3: _l("3 – leading")}


def rule_words(rule: StateRule) -> str:
    """What a rule asks for, in words."""
    if rule.strongest and rule.together:
        return str(
            _(
                "A firm of the park of strength %(strongest)s or more, and %(together)s of strength together",
                strongest=rule.strongest,
                together=rule.together,
            )
        )
    if rule.strongest:
        return str(_("A firm of the park of strength %(strongest)s at least", strongest=rule.strongest))
    if rule.anywhere:
        return str(_("Somebody fills it, be it a firm of another park of the zone"))
    return str(_("Nobody fills it"))
