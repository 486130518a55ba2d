"""Names of what figures are counted by beside the ledger's lenses, and of what groups lack."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.rankings.rules import Missing

OTHER_LENSES: dict[str, LazyString] = {
    "top-groups": _l("Top-100 groups settled in core parks"),
    "signed-cohort": _l("Projects of core parks signed within the plan"),
    "pipeline": _l("Projects by stage, terminated ones left out"),
    "calendar": _l("Days of the plan"),
    "target": _l("Target"),
    "baseline": _l("Baseline of the plan"),
    "indicator": _l("Indicator of the plan"),
}

MISSING: dict[Missing, LazyString] = {
    Missing.ESTABLISHMENT: _l("No establishment in a core park yet"),
    Missing.RANK: _l("Settled, but not among the first hundred of the edition in force"),
    Missing.CEASED_BEFORE_RANKED: _l("Its establishment had closed or moved before the group was ranked"),
    Missing.RANKED_BEFORE_SETTLED: _l("Was ranked earlier, and settled only afterwards"),
}

if {*MISSING} != {*Missing}:
    raise ValueError("every lack has a name")


def other_lens_name(key: str) -> str:
    """What counts and rates are counted by; a key that is none of ours stays as it is."""
    return str(OTHER_LENSES.get(key, key))


def missing_words(missing: Missing) -> str:
    return str(MISSING[missing])
