"""Who fits an article: each condition is looked up among known facts, and says what was found.

A fact that no record holds leaves the condition open. Nobody is turned away for what isn't known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.enums import PolicyCondition, Stage

K = PolicyCondition


class Outcome(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Fit(StrEnum):
    """What follows for the article as a whole."""

    FITS = "fits"
    TO_CHECK = "to_check"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Condition:
    """``values`` are texts as stored: codes of parks, numbers of industries, a stage, US dollars, words."""

    kind: PolicyCondition
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a firm or a person. None: no record says."""

    parks: frozenset[str] = frozenset()
    """Codes of the parks where a firm has settled, or a person works."""
    industries: frozenset[str] = frozenset()
    """Numbers of the industries of the record and of its projects."""
    is_settled: bool | None = None
    is_operating: bool | None = None
    stage: Stage | None = None
    """The furthest that one of its projects has come."""
    investment_usd: int | None = None
    """The largest planned investment, in whole US dollars."""
    is_listed: bool | None = None
    employs_talents: bool | None = None
    level: str | None = None
    is_employed: bool | None = None
    is_self_employed: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition and what was found: the reason in pieces, for words."""

    condition: Condition
    outcome: Outcome
    found: tuple[str, ...] = ()


def read_conditions(stored: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Conditions as an article keeps them.

    Raises:
        ValueError: a kind that isn't one.
    """
    return tuple(Condition(K(each["kind"]), tuple(map(str, each.get("values", ())))) for each in stored)


def stored_conditions(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """The same as it is kept."""
    return [{"kind": each.kind.value, "values": list(each.values)} for each in conditions]


def findings(conditions: Sequence[Condition], facts: Facts) -> tuple[Finding, ...]:
    return tuple(_find(each, facts) for each in conditions)


def fit_of(found: Sequence[Finding]) -> Fit:
    """One unmet condition is enough to turn away; one open enough to ask."""
    outcomes = {each.outcome for each in found}
    if Outcome.UNMET in outcomes:
        return Fit.NOT
    return Fit.TO_CHECK if Outcome.UNKNOWN in outcomes else Fit.FITS


def _find(condition: Condition, facts: Facts) -> Finding:
    if condition.kind is K.DECLARED:
        return Finding(condition, Outcome.UNKNOWN)
    if condition.kind in _SETS:
        return _among(condition, getattr(facts, _SETS[condition.kind]))
    if condition.kind in _FLAGS:
        return Finding(condition, _outcome(getattr(facts, _FLAGS[condition.kind])))
    if condition.kind is K.STAGE:
        return _stage(condition, facts.stage)
    if condition.kind is K.INVESTMENT:
        return _investment(condition, facts.investment_usd)
    return _level(condition, facts.level)


_SETS = {K.PARKS: "parks", K.INDUSTRIES: "industries"}
_FLAGS = {
    K.SETTLED: "is_settled",
    K.OPERATING: "is_operating",
    K.LISTED: "is_listed",
    K.EMPLOYS_TALENTS: "employs_talents",
    K.EMPLOYED: "is_employed",
    K.SELF_EMPLOYED: "is_self_employed",
}


def _outcome(known: bool | None) -> Outcome:
    if known is None:
        return Outcome.UNKNOWN
    return Outcome.MET if known else Outcome.UNMET


def _among(condition: Condition, known: frozenset[str]) -> Finding:
    """One of several is enough."""
    if not known:
        return Finding(condition, Outcome.UNKNOWN)
    common = known & set(condition.values)
    return Finding(condition, _outcome(bool(common)), tuple(sorted(common or known)))


def _stage(condition: Condition, reached: Stage | None) -> Finding:
    """Without a project the stage isn't reached: there is nothing to ask about."""
    if reached is None:
        return Finding(condition, Outcome.UNMET)
    order = list(Stage)
    is_there = order.index(reached) >= order.index(Stage(condition.values[0]))
    return Finding(condition, _outcome(is_there), (reached.value,))


def _investment(condition: Condition, usd: int | None) -> Finding:
    if usd is None:
        return Finding(condition, Outcome.UNKNOWN)
    return Finding(condition, _outcome(usd >= int(condition.values[0])), (str(usd),))


def _level(condition: Condition, level: str | None) -> Finding:
    if level is None:
        return Finding(condition, Outcome.UNKNOWN)
    return Finding(condition, _outcome(level in condition.values), (level,))


def is_in_force(*, valid_until: date | None, claim_until: date | None, today: date) -> bool:
    """Whether something can still be claimed."""
    return all(day is None or day >= today for day in (valid_until, claim_until))
