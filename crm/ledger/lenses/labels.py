"""What the lenses are called and what they count: the card beside every figure."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.ledger import labels as _ledger_words  # noqa: F401 - the words of what lenses choose
from crm.ledger.lenses.rules import (
    ALL_NATURES,
    ALL_ORIGINS,
    LENSES,
    Dimension,
    Lens,
    LensRate,
    Scope,
    Step,
)
from crm.web.labels import label, register_labels
from models.enums import Basis

NAMES: dict[str, LazyString] = {
    "plan-headline": _l("Contracted, the plan's headline"),
    "agreed": _l("Agreed"),
    "plan-arrived": _l("Arrived, province's count"),
    "arrived-ministry": _l("Arrived, ministry's count"),
    "reported-contracted": _l("Contracted as reported"),
    "reported-arrived": _l("Arrived as reported"),
    "new-only": _l("Contracted, new projects only"),
    "direct-only": _l("Contracted, direct from Taiwan, China only"),
    "zone-and-linked": _l("Contracted, with linked areas"),
    "fixed-rate": _l("Contracted at the plan's fixed rate"),
}

DEFINITIONS: dict[str, LazyString] = {
    "plan-headline": _l(
        "Contracted capital net of amendments and withdrawals; verified; new projects and reinvestment; "
        "direct and via third places; core parks; effective within the plan; at the rates recorded with "
        "the entries."
    ),
    "agreed": _l("What the park agreements say; verified; core parks; effective within the plan."),
    "plan-arrived": _l(
        "Capital paid in and proven, less what was repatriated; by the province's count, which holds the "
        "ministry's; verified; core parks; effective within the plan."
    ),
    "arrived-ministry": _l(
        "Capital paid in and proven, less what was repatriated; by the ministry's count only; verified; "
        "core parks; effective within the plan."
    ),
    "reported-contracted": _l(
        "Like the headline, with entries that still wait for the second key; returned ones are left out."
    ),
    "reported-arrived": _l(
        "Like arrived capital by the province's count, with entries that still wait for the second key; "
        "returned ones are left out."
    ),
    "new-only": _l("Like the headline, new projects only: no increases and no reinvestment."),
    "direct-only": _l("Like the headline, only what came directly from Taiwan, China."),
    "zone-and-linked": _l("Like the headline, with the shares of the linked areas."),
    "fixed-rate": _l(
        "Like the headline, in USD by the plan's fixed rate of CNY per USD instead of the rates recorded "
        "with the entries: USD amounts stay, CNY amounts are divided by it, others first become CNY at the "
        "cross rate of their own month."
    ),
}

SHORT: dict[str, LazyString] = {
    "plan-headline": _l("Contracted"),
    "agreed": _l("Agreed"),
    "plan-arrived": _l("Arrived"),
}
"""The three that stand side by side wherever the headline is shown."""

if {*NAMES} != {*LENSES} or {*DEFINITIONS} != {*LENSES}:
    raise ValueError("every lens has a name and a definition")

register_labels(
    Scope,
    {
        Scope.CORE: _l("Core parks"),
        Scope.ZONE: _l("Core parks and linked areas"),
    },
)
register_labels(
    LensRate,
    {
        LensRate.RECORDED: _l("Rates as recorded"),
        LensRate.PLAN: _l("The plan's fixed rate"),
    },
)
register_labels(
    Dimension,
    {
        Dimension.MEASURE: _l("Measure"),
        Dimension.DECISIONS: _l("Decisions"),
        Dimension.NATURE: _l("Nature"),
        Dimension.ORIGIN: _l("Origin"),
        Dimension.SCOPE: _l("Scope"),
        Dimension.BASIS: _l("Basis"),
        Dimension.RATE: _l("Exchange rate"),
    },
)


def lens_name(key: str) -> str:
    """What a lens is called; a key that is none of ours stays as it is."""
    return str(NAMES.get(key, key))


def describe(step: Step) -> str:
    """A line of a reconciliation in words: what is taken out, put in, or chosen otherwise."""
    if step.after is None:
        return str(_("%(measure)s, taken out whole", measure=words_of(step.before, step.dimension)))
    if step.before is None:
        return str(_("%(measure)s, put in whole", measure=words_of(step.after, step.dimension)))
    before, after = (words_of(side, step.dimension) for side in (step.before, step.after))
    return str(_("%(before)s → %(after)s", before=before, after=after))


def words_of(lens: Lens | None, dimension: Dimension) -> str:
    """What a lens chooses in one dimension."""
    if lens is None:
        return ""
    if dimension is Dimension.BASIS:
        return label(lens.basis or Basis.PROVINCE)
    value = getattr(lens, dimension.value)
    whole = {Dimension.NATURE: _("all natures"), Dimension.ORIGIN: _("all origins")}
    if dimension in whole and value in (ALL_NATURES, ALL_ORIGINS):
        return str(whole[dimension])
    members = sorted(value) if isinstance(value, frozenset) else [value]
    return str(_(" or ")).join(label(member) for member in members)
