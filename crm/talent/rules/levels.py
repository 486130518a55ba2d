"""Which level the clauses of a rule table give to what somebody answered, and why.

A clause is a list of conditions that all have to hold. A condition is a leaf, or ``{"any": [leaf, …]}`` of
which one has to. A leaf names a field with ``least`` or ``most``; ``margin`` says how far past the line it
still is a person's to judge, ``paper`` which document proves it. Nothing here guesses: what is near, missing
or unproven goes to a person, and so do two clauses that contradict each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from models.enums import AwardGrade, Education, PostRank, TalentDocumentKind, TalentKind, TalentLevel

SCALES: Mapping[str, type[Education | PostRank | AwardGrade]] = {
    "education": Education,
    "post_rank": PostRank,
    "award_grade": AwardGrade,
}
"""Fields whose values are steps of a scale."""
NUMBERS = ("age", "experience_years", "patents", "monthly_pay", "team_size", "team_doctorates")
"""Fields that are whole numbers; ``monthly_pay`` in CNY cents."""
FIELDS = (*SCALES, *NUMBERS)

Facts = Mapping[str, Any]
"""What was answered, by the names of :data:`FIELDS`; None or missing: no answer."""


class Verdict(StrEnum):
    """What became of a condition or a clause, the best first."""

    MET = "met"
    UNPROVEN = "unproven"
    """Met by the answer, but the paper that proves it isn't there."""
    NEAR = "near"
    """Not met, within the margin."""
    UNKNOWN = "unknown"
    """There is no answer."""
    NOT_MET = "not_met"

    @property
    def order(self) -> int:
        return list(Verdict).index(self)

    @property
    def is_open(self) -> bool:
        """A person has to look."""
        return self not in (Verdict.MET, Verdict.NOT_MET)


class Cause(StrEnum):
    """Why a person decides."""

    UNPROVEN = "unproven"
    NEAR = "near"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    """A clause for this kind of applicant and a general one give different levels."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One row of the rule table for levels."""

    id: int
    number: str
    level: TalentLevel
    audience: TalentKind | None
    conditions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Tested:
    """One leaf, and what the answer makes of it."""

    condition: Mapping[str, Any]
    answer: Any
    verdict: Verdict
    is_alternative: bool = False


@dataclass(frozen=True, slots=True)
class ClauseResult:
    clause: Clause
    verdict: Verdict
    tested: Sequence[Tested]


@dataclass(frozen=True, slots=True)
class Assessment:
    """``level`` is what the clauses that are met give; with ``causes`` it is a person's to decide."""

    level: TalentLevel | None
    results: Sequence[ClauseResult]
    causes: Sequence[Cause] = field(default_factory=list)

    @property
    def is_borderline(self) -> bool:
        return bool(self.causes)

    @property
    def grounds(self) -> list[ClauseResult]:
        """The clauses that give the level."""
        return [
            each for each in self.results if each.verdict is Verdict.MET and each.clause.level is self.level
        ]

    @property
    def open_clauses(self) -> list[ClauseResult]:
        """Clauses of a higher level that only a person can settle."""
        return [
            each for each in self.results if each.verdict.is_open and _is_above(each.clause.level, self.level)
        ]


def assess(facts: Facts, papers: Collection[str], kind: TalentKind, clauses: Iterable[Clause]) -> Assessment:
    """The highest level of which a clause is met; what is open above it goes to a person."""
    results = [_try_clause(clause, facts, papers) for clause in clauses if clause.audience in (None, kind)]
    met = [each.clause for each in results if each.verdict is Verdict.MET]
    level = _highest(met)
    open_verdicts = {
        each.verdict for each in results if each.verdict.is_open and _is_above(each.clause.level, level)
    }
    causes = [cause for cause in Cause if cause.value in {verdict.value for verdict in open_verdicts}]
    if _is_conflict(met):
        causes.append(Cause.CONFLICT)
    return Assessment(level, results, causes)


def _try_clause(clause: Clause, facts: Facts, papers: Collection[str]) -> ClauseResult:
    tested: list[Tested] = []
    worst = Verdict.MET
    for node in clause.conditions:
        leaves = node.get("any")
        found = [_test(leaf, facts, papers, is_alternative=leaves is not None) for leaf in leaves or [node]]
        tested += found
        best = min(
            (each.verdict for each in found), key=lambda verdict: verdict.order, default=Verdict.NOT_MET
        )
        worst = max(worst, best, key=lambda verdict: verdict.order)
    return ClauseResult(clause, worst, tested)


def _test(leaf: Mapping[str, Any], facts: Facts, papers: Collection[str], *, is_alternative: bool) -> Tested:
    answer = facts.get(leaf["field"])
    return Tested(leaf, answer, _verdict(leaf, answer, papers), is_alternative)


def _verdict(leaf: Mapping[str, Any], answer: Any, papers: Collection[str]) -> Verdict:
    if answer is None:
        return Verdict.UNKNOWN
    short = _shortfall(leaf, answer)
    if short <= 0:
        paper = leaf.get("paper")
        return Verdict.MET if paper is None or paper in papers else Verdict.UNPROVEN
    return Verdict.NEAR if short <= leaf.get("margin", 0) else Verdict.NOT_MET


def _shortfall(leaf: Mapping[str, Any], answer: Any) -> int:
    """How far past the line the answer lies; 0 or less: it holds."""
    name = leaf["field"]
    value = _as_number(name, answer)
    if "least" in leaf:
        return _as_number(name, leaf["least"]) - value
    return value - _as_number(name, leaf["most"])


def _as_number(name: str, value: Any) -> int:
    scale = SCALES.get(name)
    return int(value) if scale is None else scale(value).order


def _highest(clauses: Iterable[Clause]) -> TalentLevel | None:
    return min((clause.level for clause in clauses), key=lambda level: level.order, default=None)


def _is_above(level: TalentLevel, than: TalentLevel | None) -> bool:
    return than is None or level.order < than.order


def _is_conflict(met: Sequence[Clause]) -> bool:
    own = _highest(clause for clause in met if clause.audience is not None)
    general = _highest(clause for clause in met if clause.audience is None)
    return own is not None and general is not None and own is not general


class RuleFault(StrEnum):
    """What is wrong with a clause as written."""

    NO_CONDITION = "no_condition"
    NO_FIELD = "no_field"
    NO_LINE = "no_line"
    BAD_VALUE = "bad_value"
    BAD_MARGIN = "bad_margin"
    BAD_PAPER = "bad_paper"


def faults_of(conditions: Any) -> list[RuleFault]:
    """What stands against a list of conditions that somebody wrote."""
    if not isinstance(conditions, list) or not conditions:
        return [RuleFault.NO_CONDITION]
    leaves: list[Any] = []
    for node in conditions:
        alternatives = node.get("any") if isinstance(node, dict) else None
        if alternatives is not None and not (isinstance(alternatives, list) and alternatives):
            return [RuleFault.NO_CONDITION]
        leaves += alternatives or [node]
    return list(dict.fromkeys(fault for leaf in leaves for fault in _leaf_faults(leaf)))


def _leaf_faults(leaf: Any) -> list[RuleFault]:
    if not isinstance(leaf, dict) or leaf.get("field") not in FIELDS:
        return [RuleFault.NO_FIELD]
    lines = [leaf[key] for key in ("least", "most") if key in leaf]
    if len(lines) != 1:
        return [RuleFault.NO_LINE]
    faults = []
    if not _is_value(leaf["field"], lines[0]):
        faults.append(RuleFault.BAD_VALUE)
    if not _is_count(leaf.get("margin", 0)):
        faults.append(RuleFault.BAD_MARGIN)
    if leaf.get("paper") not in (None, *(kind.value for kind in TalentDocumentKind)):
        faults.append(RuleFault.BAD_PAPER)
    return faults


def _is_value(name: str, value: Any) -> bool:
    scale = SCALES.get(name)
    return _is_count(value) if scale is None else value in {member.value for member in scale}


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**12
