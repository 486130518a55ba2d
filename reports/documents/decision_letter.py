"""The letter on a talent's application (人才认定决定书): the decision, its clauses, what it entitles to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reports import formatting, words
from reports.content import (
    Align,
    Block,
    Column,
    Definition,
    DefinitionList,
    Document,
    Heading,
    Kind,
    Locale,
    Notice,
    Paragraph,
    Table,
)
from reports.words import Translate

NAME = "decision-letter"


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause that is met, as it stands."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Award:
    """A benefit; ``total_minor`` is None where it is a service."""

    kind: str
    number: str
    text: str
    monthly_minor: int | None
    months: int | None
    total_minor: int | None


@dataclass(frozen=True, slots=True)
class DecisionLetterInput:
    """``level`` is empty where the application was refused."""

    zone: str
    park: str
    as_of: date
    known_at: datetime
    locale: Locale
    name: str
    applies_as: str
    employer: str
    application: str
    number: str
    received_on: date
    decided_on: date
    level: str
    reasons: str
    rules: str
    grounds: tuple[Ground, ...]
    awards: tuple[Award, ...]
    is_review: bool
    is_example: bool
    review_until: date | None
    notice: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def build(data: DecisionLetterInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("%(zone)s: decision on a talent's level") % {"zone": data.zone},
        subtitle=t("To: %(addressee)s") % {"addressee": data.name},
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=tuple(_blocks(data, t)),
        lenses={},
        document_number=data.number,
        notice=data.notice,
        issuer=data.park or data.zone,
        signed_on=data.decided_on,
        data=data.data,
    )


def _blocks(data: DecisionLetterInput, t: Translate) -> list[Block]:
    blocks: list[Block] = []
    if data.is_example:
        blocks.append(
            Notice(t("Example"), t("The rules that this letter cites are an example, no rule of anybody's."))
        )
    blocks += [
        Paragraph((_opening(data, t),)),
        Paragraph((_result(data, t),)),
        Heading(1, t("The application"), "application"),
        _case(data, t),
        Heading(1, t("Grounds"), "grounds"),
        Paragraph((data.reasons,)),
    ]
    if data.grounds:
        blocks.append(_grounds(data, t))
    if data.awards:
        blocks += [Heading(1, t("What the level entitles to"), "benefits"), _benefits(data, t)]
    blocks += [Heading(1, t("Review of the decision"), "review"), Paragraph((_review(data, t),))]
    return blocks


def _opening(data: DecisionLetterInput, t: Translate) -> str:
    text = t("Your application %(ref)s arrived on %(day)s and was examined under “%(rules)s”.")
    if data.is_review:
        text = t(
            "You asked for a review of the decision on your application %(ref)s, which arrived on %(day)s. "
            "Another official has examined it anew under “%(rules)s”."
        )
    day = formatting.show_date(data.received_on, data.locale)
    return text % {"ref": data.application, "day": day, "rules": data.rules}


def _result(data: DecisionLetterInput, t: Translate) -> str:
    day = formatting.show_date(data.decided_on, data.locale)
    if not data.level:
        return t("On %(day)s it was decided that no level is granted.") % {"day": day}
    return t("On %(day)s it was decided that you are granted: %(level)s.") % {"day": day, "level": data.level}


def _case(data: DecisionLetterInput, t: Translate) -> DefinitionList:
    items = [Definition(t("Applies as"), data.applies_as)]
    if data.employer:
        items.append(Definition(t("Employer"), data.employer))
    items += [Definition(t("Park"), data.park), Definition(t("Number of the decision"), data.number)]
    return DefinitionList(t("Particulars"), tuple(items))


def _grounds(data: DecisionLetterInput, t: Translate) -> Table:
    columns = (
        Column("number", t("Clause"), align=Align.CENTER, weight=8),
        Column("text", t("Text of the clause that is met"), weight=60),
    )
    rows = tuple((ground.number, ground.text) for ground in data.grounds)
    return Table("grounds", t("Clauses that give the level"), columns, rows)


def _benefits(data: DecisionLetterInput, t: Translate) -> Table:
    columns = (
        Column("kind", t("Benefit"), weight=14),
        Column("number", t("Clause"), align=Align.CENTER, weight=9),
        Column("text", t("Text of the clause"), weight=29),
        Column("monthly", t("Each month (CNY)"), Kind.CNY, weight=12),
        Column("months", t("Number of months"), Kind.COUNT, align=Align.CENTER, weight=11),
        Column("total", t("In all (CNY)"), Kind.CNY, weight=14),
    )
    rows = tuple(
        (award.kind, award.number, award.text, award.monthly_minor, award.months, award.total_minor)
        for award in data.awards
    )
    total = sum(award.total_minor or 0 for award in data.awards)
    foot = (t("Total"), None, None, None, None, total) if total else None
    return Table("benefits", t("Benefits"), columns, rows, total=foot)


def _review(data: DecisionLetterInput, t: Translate) -> str:
    if data.review_until is None:
        return t("This decision was made on your request for a review.")
    day = formatting.show_date(data.review_until, data.locale)
    return t(
        "If you don't agree, you can ask for a review on line until %(day)s, with your reasons. Another "
        "official than the one who decided examines it."
    ) % {"day": day}
