"""Levels, benefits and sums counted a second time: from the words of the example table, clause by clause.

Nothing of the product's rules, scales or verdicts is used. Whoever changes the table rewrites this too.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import groupby
from typing import Any

DEGREES = {"other": 0, "college": 1, "bachelor": 2, "master": 3, "doctorate": 4}
AWARDS = {"none": 0, "municipal": 1, "provincial": 2, "national": 3, "international": 4}

YES, PERSON, NO = "yes", "person", "no"


def _all(*found: str) -> str:
    if NO in found:
        return NO
    return PERSON if PERSON in found else YES


def _degree(case: dict[str, Any], wanted: str, *, proof: bool = True) -> str:
    if case["education"] is None:
        return PERSON
    if DEGREES[case["education"]] < DEGREES[wanted]:
        return NO
    return YES if not proof or "diploma" in case["papers"] else PERSON


def _years(case: dict[str, Any], wanted: int, near: int, proof: str | None) -> str:
    years = case["experience_years"]
    if years is None:
        return PERSON
    if years >= wanted:
        return YES if proof is None or proof in case["papers"] else PERSON
    return PERSON if wanted - years <= near else NO


def _award(case: dict[str, Any], wanted: str) -> str:
    if case["award_grade"] is None:
        return PERSON
    if AWARDS[case["award_grade"]] < AWARDS[wanted]:
        return NO
    return YES if "award" in case["papers"] else PERSON


def _patents(case: dict[str, Any]) -> str:
    number = case["patents"]
    if number is None:
        return PERSON
    if number >= 10:
        return YES if "patent" in case["papers"] else PERSON
    return PERSON if number >= 8 else NO


def _young(case: dict[str, Any]) -> str:
    if case["birth_year"] is None:
        return PERSON
    age = case["sent_on"].year - case["birth_year"]
    return YES if age <= 60 else PERSON if age <= 62 else NO


def _either(one: str, other: str) -> str:
    return YES if YES in (one, other) else PERSON if PERSON in (one, other) else NO


def _by_pay(case: dict[str, Any]) -> str:
    pay = case["monthly_pay"]
    if pay is None:
        return PERSON
    if pay >= 2_000_000:
        return YES if "salary" in case["papers"] else PERSON
    return PERSON if pay >= 1_800_000 else NO


def clauses(case: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """(level, outcome, whether the clause is for this kind of applicant alone)."""
    is_new = case["sent_on"] >= date(2025, 1, 1)
    years_c = 3 if is_new else 5
    found = [
        (
            "a",
            _all(
                _degree(case, "doctorate"),
                _award(case, "international"),
                _years(case, 15, 1, "experience"),
            ),
            False,
        ),
        (
            "b",
            _all(_degree(case, "doctorate"), _years(case, 8, 1, "experience"), _young(case)),
            False,
        ),
        ("b", _all(_either(_award(case, "national"), _patents(case)), _years(case, 5, 0, None)), False),
        ("c", _all(_degree(case, "master"), _years(case, years_c, 1, "experience")), False),
        ("d", _all(_degree(case, "bachelor"), _years(case, 3, 1, None)), False),
        ("e", _degree(case, "college", proof=False), False),
    ]
    if not is_new:
        found.append(("d", _by_pay(case), False))
    if case["kind"] == "team":
        size, doctors = case["team_size"], case["team_doctorates"]
        big = PERSON if size is None else YES if size >= 5 else NO
        learned = PERSON if doctors is None else NO if doctors < 2 else YES
        if learned == YES and "team" not in case["papers"]:
            learned = PERSON
        found.append(("c", _all(big, learned), True))
    if case["kind"] == "self_employed":
        found.append(("e", _years(case, 2, 0, "licence"), True))
    return found


def level_of(case: dict[str, Any]) -> tuple[str | None, bool]:
    """The level by the words, and whether a person has to look."""
    found = clauses(case)
    granted = sorted(level for level, outcome, _own in found if outcome == YES)
    level = granted[0] if granted else None
    has_open = any(outcome == PERSON and (level is None or each < level) for each, outcome, _own in found)
    own = sorted(each for each, outcome, is_own in found if outcome == YES and is_own)
    general = sorted(each for each, outcome, is_own in found if outcome == YES and not is_own)
    disagree = bool(own and general and own[0] != general[0])
    return level, has_open or disagree


def benefits_of(level: str | None, kind: str, sent_on: date) -> dict[str, int]:
    """CNY cents in all by kind of benefit; a service is 0."""
    is_new = sent_on >= date(2025, 1, 1)
    if level is None:
        return {}
    living = {"a": 288_000, "b": 180_000, "c": 126_000 if is_new else 108_000, "d": 36_000, "e": 9_600}
    found = {"living": living[level] * 100}
    once = {"a": 500_000, "b": 200_000, "c": 150_000 if kind == "team" else 80_000}
    if level in once:
        found["settlement"] = once[level] * 100
        found["schooling"] = 0
    if level in ("a", "b") or (is_new and level == "c"):
        found["housing"] = 0
    return found


def sums(rows: list[tuple[date, int, int, int | None]]) -> dict[tuple[int, int], int]:
    """CNY cents by year and park. A row is (day, park, cents, the number of the row that it takes back)."""
    by_year: dict[tuple[int, int], int] = defaultdict(int)
    ordered = sorted(rows, key=lambda row: (row[0].year, row[1]))
    for key, group in groupby(ordered, key=lambda row: (row[0].year, row[1])):
        plus = minus = 0
        for _day, _park, cents, takes_back in group:
            if takes_back is None:
                plus += cents
            else:
                minus += abs(cents)
        by_year[key] = plus - minus
    return dict(by_year)
