"""An example of a rule table in two editions: made up to show how it works, and marked so everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.enums import BenefitKind, TalentKind, TalentLevel

L, K, B = TalentLevel, TalentKind, BenefitKind
SOURCE = "示例：并非任何机关的规定"


@dataclass(frozen=True, slots=True)
class LevelText:
    number: str
    level: TalentLevel
    conditions: tuple[dict[str, Any], ...]
    hans: str
    en: str
    audience: TalentKind | None = None


@dataclass(frozen=True, slots=True)
class BenefitText:
    number: str
    level: TalentLevel
    kind: BenefitKind
    amount_cny: int | None
    months: int | None
    hans: str
    en: str
    audience: TalentKind | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    title: str
    in_force_from: date
    text: str
    levels: tuple[LevelText, ...]
    benefits: tuple[BenefitText, ...]


def _least(field: str, value: str | int, *, margin: int = 0, paper: str = "") -> dict[str, Any]:
    leaf: dict[str, Any] = {"field": field, "least": value}
    if margin:
        leaf["margin"] = margin
    if paper:
        leaf["paper"] = paper
    return leaf


_AGE = {"field": "age", "most": 60, "margin": 2}

_LEVELS_1 = (
    LevelText(
        "1.1",
        L.A,
        (
            _least("education", "doctorate", paper="diploma"),
            _least("award_grade", "international", paper="award"),
            _least("experience_years", 15, margin=1, paper="experience"),
        ),
        "具有博士学位，获国际性奖项，从事本领域工作满15年的，可认定为A类。",
        "A doctorate, an international award and 15 years in the field give level A.",
    ),
    LevelText(
        "1.2",
        L.B,
        (
            _least("education", "doctorate", paper="diploma"),
            _least("experience_years", 8, margin=1, paper="experience"),
            _AGE,
        ),
        "具有博士学位，从事本领域工作满8年，申报当年不超过60周岁的，可认定为B类。",
        "A doctorate, 8 years in the field and an age of at most 60 give level B.",
    ),
    LevelText(
        "1.3",
        L.B,
        (
            {
                "any": [
                    _least("award_grade", "national", paper="award"),
                    _least("patents", 10, margin=2, paper="patent"),
                ]
            },
            _least("experience_years", 5),
        ),
        "获全国性及以上奖项或者取得授权专利10件以上，并从事本领域工作满5年的，可认定为B类。",
        "A nationwide award or 10 patents, with 5 years in the field, give level B.",
    ),
    LevelText(
        "1.4",
        L.C,
        (
            _least("education", "master", paper="diploma"),
            _least("experience_years", 5, margin=1, paper="experience"),
        ),
        "具有硕士以上学位，从事本领域工作满5年的，可认定为C类。",
        "A master's degree and 5 years in the field give level C.",
    ),
    LevelText(
        "1.5",
        L.C,
        (_least("team_size", 5), _least("team_doctorates", 2, paper="team")),
        "团队成员不少于5人、其中具有博士学位的不少于2人的，可认定为C类。",
        "A team of at least 5 with 2 doctorates has level C.",
        K.TEAM,
    ),
    LevelText(
        "1.6",
        L.D,
        (_least("education", "bachelor", paper="diploma"), _least("experience_years", 3, margin=1)),
        "具有学士学位，从事本领域工作满3年的，可认定为D类。",
        "A bachelor's degree and 3 years in the field give level D.",
    ),
    LevelText(
        "1.7",
        L.D,
        (_least("monthly_pay", 2_000_000, margin=200_000, paper="salary"),),
        "月薪酬不低于2万元的，可认定为D类。",
        "A monthly pay of CNY 20,000 gives level D.",
    ),
    LevelText(
        "1.8",
        L.E,
        (_least("education", "college"),),
        "具有专科以上学历的，可认定为E类。",
        "A college degree gives level E.",
    ),
    LevelText(
        "1.9",
        L.E,
        (_least("experience_years", 2, paper="licence"),),
        "个体经营者实际经营满2年的，可认定为E类。",
        "The self-employed have level E after 2 years of business.",
        K.SELF_EMPLOYED,
    ),
)
_LEVELS_2 = tuple(
    LevelText(
        "1.4",
        L.C,
        (
            _least("education", "master", paper="diploma"),
            _least("experience_years", 3, margin=1, paper="experience"),
        ),
        "具有硕士以上学位，从事本领域工作满3年的，可认定为C类。",
        "A master's degree and 3 years in the field give level C.",
    )
    if row.number == "1.4"
    else row
    for row in _LEVELS_1
    if row.number != "1.7"
)


def _living(number: str, level: TalentLevel, cny: int, months: int = 36) -> BenefitText:
    return BenefitText(
        number,
        level,
        B.LIVING,
        cny,
        months,
        f"{level.value.upper()}类每月发放生活补贴{cny:,}元，期限{months}个月。",
        f"Level {level.value.upper()}: a living allowance of CNY {cny:,} each month for {months} months.",
    )


def _settlement(number: str, level: TalentLevel, cny: int, audience: TalentKind | None = None) -> BenefitText:
    whom, who = ("团队", " for a team") if audience is K.TEAM else ("", "")
    return BenefitText(
        number,
        level,
        B.SETTLEMENT,
        cny,
        None,
        f"{level.value.upper()}类{whom}一次性发放安家补贴{cny:,}元。",
        f"Level {level.value.upper()}: a settlement allowance of CNY {cny:,}, once{who}.",
        audience,
    )


def _service(number: str, level: TalentLevel, kind: BenefitKind) -> BenefitText:
    is_school = kind is B.SCHOOLING
    hans = "子女由园区所在地统筹安排公办学校就读。" if is_school else "提供人才公寓一套，可住三年。"
    en = (
        "Children are given places at public schools."
        if is_school
        else "A flat for talents is provided for three years."
    )
    prefix = level.value.upper()
    return BenefitText(number, level, kind, None, None, f"{prefix}类{hans}", f"Level {prefix}: {en}")


_BENEFITS_1 = (
    _living("2.1", L.A, 8000),
    _living("2.2", L.B, 5000),
    _living("2.3", L.C, 3000),
    _living("2.4", L.D, 1500, 24),
    _living("2.5", L.E, 800, 12),
    _settlement("2.6", L.A, 500_000),
    _settlement("2.7", L.B, 200_000),
    _settlement("2.8", L.C, 80_000),
    _settlement("2.9", L.C, 150_000, K.TEAM),
    _service("2.10", L.A, B.SCHOOLING),
    _service("2.11", L.B, B.SCHOOLING),
    _service("2.12", L.C, B.SCHOOLING),
    _service("2.13", L.A, B.HOUSING),
    _service("2.14", L.B, B.HOUSING),
)
_BENEFITS_2 = (
    *(row for row in _BENEFITS_1 if row.number != "2.3"),
    _living("2.3", L.C, 3500),
    _service("2.15", L.C, B.HOUSING),
)

EDITIONS = (
    Edition(
        "人才分级与待遇表（示例第一版）",
        date(2022, 1, 1),
        "示例：说明分级与待遇如何按条款计算。",
        _LEVELS_1,
        _BENEFITS_1,
    ),
    Edition(
        "人才分级与待遇表（示例第二版）",
        date(2025, 1, 1),
        "示例：C类年限由5年改为3年，取消按薪酬认定，C类生活补贴提高并增加住房。",
        _LEVELS_2,
        _BENEFITS_2,
    ),
)
