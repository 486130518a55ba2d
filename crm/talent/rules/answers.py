"""What an application asks, step by step, and what is still missing or can't be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from models.enums import (
    AwardGrade,
    Education,
    IdentityPaper,
    PostRank,
    TalentDocumentKind,
    TalentKind,
)

Answers = Mapping[str, Any]
"""As kept: enum values as texts, whole numbers as numbers, ``monthly_pay`` in CNY cents."""

STEPS: Mapping[str, tuple[str, ...]] = {
    "person": (
        "kind",
        "name_hant",
        "name_hans",
        "birth_year",
        "paper_kind",
        "paper_number",
        "email",
        "phone",
    ),
    "work": ("business_name", "credit_code", "team_name", "team_size", "team_doctorates", "monthly_pay"),
    "ability": (
        "industry_id",
        "speciality",
        "skills",
        "education",
        "experience_years",
        "post_rank",
        "highest_post",
        "award_grade",
        "awards",
        "patents",
    ),
    "statement": ("statement",),
}
"""The questions of each step. Papers and the employer stand beside the answers."""

NAMES = tuple(name for names in STEPS.values() for name in names)

READ_BY_EMPLOYER = (
    "kind",
    "name_hant",
    "name_hans",
    "team_name",
    "team_size",
    "speciality",
    "education",
    "experience_years",
    "post_rank",
    "highest_post",
    "monthly_pay",
)
"""What an employer can know and confirm: no paper of identity, no address, no award."""
SETTLED = ("kind", "credit_code")
"""What says whose turn it was, once it was sent."""

KINDS: Mapping[str, type[StrEnum]] = {
    "kind": TalentKind,
    "paper_kind": IdentityPaper,
    "education": Education,
    "post_rank": PostRank,
    "award_grade": AwardGrade,
}
BOUNDS: Mapping[str, tuple[int, int]] = {
    "birth_year": (1900, 2100),
    "experience_years": (0, 70),
    "patents": (0, 10_000),
    "monthly_pay": (0, 10**12),
    "team_size": (2, 500),
    "team_doctorates": (0, 500),
    "industry_id": (1, 2**31 - 1),
}
MAX_TEXT = 4000

NEEDED = (
    "kind",
    "name_hant",
    "birth_year",
    "paper_kind",
    "paper_number",
    "email",
    "industry_id",
    "skills",
    "education",
    "experience_years",
    "post_rank",
)
NEEDED_OF: Mapping[TalentKind, tuple[str, ...]] = {
    TalentKind.PERSON: (),
    TalentKind.TEAM: ("team_name", "team_size"),
    TalentKind.SELF_EMPLOYED: ("business_name",),
}
PAPERS_OF: Mapping[TalentKind, tuple[TalentDocumentKind, ...]] = {
    TalentKind.PERSON: (TalentDocumentKind.IDENTITY, TalentDocumentKind.CONTRACT),
    TalentKind.TEAM: (TalentDocumentKind.IDENTITY, TalentDocumentKind.TEAM),
    TalentKind.SELF_EMPLOYED: (TalentDocumentKind.IDENTITY, TalentDocumentKind.LICENCE),
}
"""Without these an application isn't sent."""


class AnswerFault(StrEnum):
    MISSING = "missing"
    NOT_ONE_OF = "not_one_of"
    NOT_A_NUMBER = "not_a_number"
    TOO_LONG = "too_long"
    NOT_BORN = "not_born"
    UNKNOWN = "unknown"
    SETTLED = "settled"


def faults(answers: Answers, *, today: date, step: str | None = None) -> dict[str, AnswerFault]:
    """What stands against the answers as they are, by question; ``step`` looks at one step alone."""
    names = NAMES if step is None else STEPS[step]
    found = {name: AnswerFault.UNKNOWN for name in answers if name not in NAMES}
    for name in names:
        if (fault := _fault(name, answers.get(name), today)) is not None:
            found[name] = fault
    return found


def missing(answers: Answers, *, step: str | None = None) -> list[str]:
    """Questions that have to be answered before it is sent, and aren't."""
    kind = kind_of(answers)
    needed = (*NEEDED, *(NEEDED_OF[kind] if kind else ()))
    names = NAMES if step is None else STEPS[step]
    return [name for name in needed if name in names and answers.get(name) in (None, "")]


def missing_papers(kind: TalentKind, papers: Collection[TalentDocumentKind]) -> list[TalentDocumentKind]:
    return [paper for paper in PAPERS_OF[kind] if paper not in papers]


def settled_changes(before: Answers, after: Answers, *, has_employer: bool) -> list[str]:
    """Answers that stand while the park waits for a supplement, and would become others.

    The employer confirmed them, and is not asked again before the park decides.
    """
    names = dict.fromkeys((*SETTLED, *(READ_BY_EMPLOYER if has_employer else ())))
    return [name for name in names if (before.get(name) or None) != (after.get(name) or None)]


def kind_of(answers: Answers) -> TalentKind | None:
    return next((kind for kind in TalentKind if kind.value == answers.get("kind")), None)


def facts_of(answers: Answers, *, on: date) -> dict[str, Any]:
    """What the rule table looks at, as of the day on which it was sent."""
    born = answers.get("birth_year")
    names = (
        "education",
        "experience_years",
        "post_rank",
        "award_grade",
        "patents",
        "monthly_pay",
        "team_size",
        "team_doctorates",
    )
    return {"age": on.year - born if born is not None else None} | {
        name: None if answers.get(name) == "" else answers.get(name) for name in names
    }


def _fault(name: str, value: Any, today: date) -> AnswerFault | None:
    if value in (None, ""):
        return None
    if name in KINDS:
        return None if value in {member.value for member in KINDS[name]} else AnswerFault.NOT_ONE_OF
    if name in BOUNDS:
        return _number_fault(name, value, today)
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        return AnswerFault.TOO_LONG
    return None


def _number_fault(name: str, value: Any, today: date) -> AnswerFault | None:
    low, high = BOUNDS[name]
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        return AnswerFault.NOT_A_NUMBER
    return AnswerFault.NOT_BORN if name == "birth_year" and value > today.year - 16 else None
