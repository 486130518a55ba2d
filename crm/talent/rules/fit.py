"""Who fits a need, and which needs fit somebody: the same points both ways, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.enums import Education, TalentLevel

SKILL_POINTS = 40
INDUSTRY_POINTS = 20
EDUCATION_POINTS = 10
EXPERIENCE_POINTS = 10
LEVEL_POINTS = 10
PARK_POINTS = 10
FULL = SKILL_POINTS + INDUSTRY_POINTS + EDUCATION_POINTS + EXPERIENCE_POINTS + LEVEL_POINTS + PARK_POINTS

_BETWEEN = re.compile(r"[、，,;；/\n]+")


class Reason(StrEnum):
    SKILLS = "skills"
    INDUSTRY = "industry"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    LEVEL = "level"
    PARK = "park"


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of a talent."""

    skills: str
    industry_id: int | None
    education: Education | None
    experience_years: int | None
    level: TalentLevel | None
    park_id: int | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What a need asks for; what it doesn't ask for counts for everyone."""

    skills: str
    industry_id: int | None
    education: Education | None
    experience_years: int | None
    level: TalentLevel | None
    park_id: int


@dataclass(frozen=True, slots=True)
class Point:
    reason: Reason
    points: int
    most: int
    matched: Sequence[str] = ()
    """Of skills: which."""
    lacking: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    score: int
    points: Sequence[Point]


def words_of(text: str) -> list[str]:
    """Skills as written, one by one."""
    return [word.strip() for word in _BETWEEN.split(text) if word.strip()]


def fit(offered: Offered, sought: Sought) -> Fit:
    """0 to 100."""
    points = [
        _skills(offered.skills, sought.skills),
        _yes(
            Reason.INDUSTRY,
            INDUSTRY_POINTS,
            sought.industry_id is None or offered.industry_id == sought.industry_id,
        ),
        _yes(Reason.EDUCATION, EDUCATION_POINTS, _at_least(offered.education, sought.education)),
        _experience(offered.experience_years, sought.experience_years),
        _yes(Reason.LEVEL, LEVEL_POINTS, _is_level(offered.level, sought.level)),
        _yes(Reason.PARK, PARK_POINTS, offered.park_id == sought.park_id),
    ]
    return Fit(sum(point.points for point in points), points)


def _skills(has: str, wants: str) -> Point:
    wanted = words_of(wants)
    known = {word.casefold() for word in words_of(has)}
    matched = [word for word in wanted if word.casefold() in known]
    lacking = [word for word in wanted if word.casefold() not in known]
    points = SKILL_POINTS * len(matched) // len(wanted) if wanted else SKILL_POINTS
    return Point(Reason.SKILLS, points, SKILL_POINTS, matched, lacking)


def _experience(has: int | None, wants: int | None) -> Point:
    if not wants:
        return Point(Reason.EXPERIENCE, EXPERIENCE_POINTS, EXPERIENCE_POINTS)
    share = min(has or 0, wants)
    return Point(Reason.EXPERIENCE, EXPERIENCE_POINTS * share // wants, EXPERIENCE_POINTS)


def _at_least(has: Education | None, wants: Education | None) -> bool:
    return wants is None or (has is not None and has.order >= wants.order)


def _is_level(has: TalentLevel | None, wants: TalentLevel | None) -> bool:
    return wants is None or (has is not None and has.order <= wants.order)


def _yes(reason: Reason, points: int, is_so: bool) -> Point:
    return Point(reason, points if is_so else 0, points)
