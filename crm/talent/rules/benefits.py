"""What a level entitles to, and what of it was paid: whole cents, each line with its clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from models.enums import BenefitKind, TalentKind, TalentLevel


@dataclass(frozen=True, slots=True)
class BenefitClause:
    """One row of the rule table for benefits."""

    id: int
    number: str
    level: TalentLevel
    audience: TalentKind | None
    kind: BenefitKind
    amount_minor: int | None
    """CNY: each month where there are ``months``, else once. None: a service."""
    months: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit as computed."""

    clause: BenefitClause
    total_minor: int


class Paid(Protocol):
    """A payment as summed up: a reversal is a row of its own, with a negative amount."""

    @property
    def paid_on(self) -> date: ...
    @property
    def park_id(self) -> int: ...
    @property
    def amount_minor(self) -> int: ...


def benefits_of(level: TalentLevel | None, kind: TalentKind, clauses: Iterable[BenefitClause]) -> list[Line]:
    """What the level entitles to. Of a kind of benefit, clauses for this applicant's kind replace the
    general ones."""
    fitting = [each for each in clauses if each.level is level and each.audience in (None, kind)]
    lines = []
    for benefit in BenefitKind:
        of_kind = [each for each in fitting if each.kind is benefit]
        own = [each for each in of_kind if each.audience is not None]
        lines += [Line(clause, total_of(clause)) for clause in own or of_kind]
    return lines


def total_of(clause: BenefitClause) -> int:
    """CNY cents in all; 0 for a service."""
    return (clause.amount_minor or 0) * (clause.months if clause.months is not None else 1)


def total(lines: Iterable[Line]) -> int:
    return sum(line.total_minor for line in lines)


def needs_second_key(total_minor: int, threshold_cny: int) -> bool:
    """Above the threshold, a whole number of CNY, a second person confirms."""
    return total_minor > threshold_cny * 100


def paid_by_year_and_park(payments: Iterable[Paid]) -> Mapping[tuple[int, int], int]:
    """CNY cents by year of payment and park. A reversal counts in the year of its own day."""
    sums: dict[tuple[int, int], int] = {}
    for payment in payments:
        key = payment.paid_on.year, payment.park_id
        sums[key] = sums.get(key, 0) + payment.amount_minor
    return sums


def open_minor(awarded: int, amounts: Sequence[int]) -> int:
    """What of an award is still to be paid."""
    return awarded - sum(amounts)
