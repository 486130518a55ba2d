"""Conditions and what was found, in words: why an article fits or doesn't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from crm.policies.rules.matching import Condition, Finding, Outcome, read_conditions
from crm.web.labels import label, local_name
from models import Policy, PolicyArticle
from models.enums import Claimant, PolicyCondition, PolicyTag, Stage, TalentLevel

K = PolicyCondition
Names = Mapping[str, str]
"""Codes of parks and numbers of industries by their names in the reader's language."""


def names_of(parks: Iterable[Any], industries: Iterable[Any]) -> Names:
    return {
        **{park.code: local_name(park) for park in parks},
        **{str(row.id): local_name(row) for row in industries},
    }


def tag_words(policy: Policy) -> str:
    return _joined(label(PolicyTag(tag)) for tag in policy.tags)


def claimant_words(article: PolicyArticle) -> list[str]:
    return [label(Claimant(each)) for each in article.claimants]


def condition_words(article: PolicyArticle, names: Names) -> list[str]:
    """What an article asks, a line for each condition."""
    return [wanted_words(each, names) for each in read_conditions(article.conditions)]


def wanted_words(condition: Condition, names: Names) -> str:
    values = _values(condition.kind, condition.values, names)
    if not values:
        return label(condition.kind)
    return str(_("%(what)s: %(which)s", what=label(condition.kind), which=values))


def reason_words(finding: Finding, names: Names) -> str:
    """One condition with what was found, such as "In one of the parks: Yueyang — on record: Chenzhou"."""
    wanted = wanted_words(finding.condition, names)
    if finding.outcome is Outcome.UNKNOWN:
        if finding.condition.kind is K.DECLARED:
            return wanted
        return str(_("%(wanted)s — not on record", wanted=wanted))
    found = _values(finding.condition.kind, finding.found, names)
    if found and found != _values(finding.condition.kind, finding.condition.values, names):
        return str(_("%(wanted)s — on record: %(found)s", wanted=wanted, found=found))
    if finding.outcome is Outcome.UNMET:
        return str(_("%(wanted)s — not so", wanted=wanted))
    return wanted


def _values(kind: PolicyCondition, values: Iterable[str], names: Names) -> str:
    if kind is K.STAGE:
        return _joined(label(Stage(each)) for each in values)
    if kind is K.LEVELS:
        return _joined(label(TalentLevel(each)) for each in values)
    if kind is K.INVESTMENT:
        return _joined(f"{int(each):,}" for each in values)
    return _joined(names.get(each, each) for each in values)


def _joined(words: Iterable[str]) -> str:
    return str(_(", ")).join(words)
