"""The dossier of a major project (项目档案): what it is, who invests, how far it is, money, plan, land.

Agreed, contracted and arrived stand side by side and are never added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reports import words
from reports.content import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Locale,
    Notice,
    Paragraph,
    Table,
    or_words,
)
from reports.words import Translate

NAME = "dossier"

Facts = tuple[tuple[str, str], ...]
"""What is known, as (name, text); what is unknown is left out by whoever builds it."""
Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class DossierInput:
    """Rows are in the order of the columns below; cells are raw values."""

    name: str
    ref: str
    issuer: str
    as_of: date
    known_at: datetime
    locale: Locale
    facts: Facts
    content: str = ""
    parts: tuple[str, ...] = ()
    quote: str = ""
    source: str = ""
    investor: Facts = ()
    stages: Rows = ()
    money: Rows = ()
    """Measure, verified cents, cents of what holds or waits; empty before there is a project."""
    milestones: Rows = ()
    years: Rows = ()
    land: str = ""
    steps: Rows = ()
    problems: Rows = ()
    issues: Rows = ()
    approvals: Rows = ()
    engagements: Rows = ()
    engagements_left: int = 0
    notice: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def build(data: DossierInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("%(name)s: project dossier") % {"name": data.name},
        subtitle="",
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=(*_what(data, t), *_money(data, t), *_plan(data, t), *_work(data, t)),
        lenses={},
        document_number=data.ref,
        notice=data.notice,
        issuer=data.issuer,
        data=data.data,
    )


def _what(data: DossierInput, t: Translate) -> tuple[Block, ...]:
    quoted = (Notice(t("What the plan says"), f"{data.quote}（{data.source}）"),) if data.quote else ()
    parts = (Paragraph((t("Parts of it: ") + "；".join(data.parts),)),) if data.parts else ()
    return (
        Heading(1, t("Basics"), "basics"),
        _facts("basics", t("Basics"), data.facts, t),
        Heading(1, t("What is to be built"), "building"),
        *_lines(data.content or t("Not said yet.")),
        *parts,
        *quoted,
        Heading(1, t("Investor"), "investor"),
        _facts("investor", t("Investor"), data.investor, t)
        if data.investor
        else Paragraph((t("There is no investor yet."),)),
        Heading(1, t("Stages"), "stages"),
        or_words(
            Table(
                "stages",
                t("Stages"),
                (
                    Column("stage", t("Stage"), weight=40),
                    Column("on", t("Entered on"), Kind.DATE, weight=25),
                    Column("note", t("Note"), weight=35),
                ),
                data.stages,
                empty=t("It is not in the pipeline yet."),
            )
        ),
    )


def _money(data: DossierInput, t: Translate) -> tuple[Block, ...]:
    columns = (
        Column("measure", t("Kind of amount"), weight=40),
        Column("verified", t("Verified"), Kind.USD, weight=30),
        Column("held", t("With what waits to be verified"), Kind.USD, weight=30),
    )
    return (
        Heading(1, t("Agreed, contracted, arrived"), "money"),
        or_words(
            Table(
                "money",
                t("Agreed, contracted, arrived"),
                columns,
                data.money,
                note=t("From the investment ledger, all parks' shares. The three are never added up."),
                empty=t("No money is recorded before there is a pipeline project."),
            )
        ),
    )


def _plan(data: DossierInput, t: Translate) -> tuple[Block, ...]:
    return (
        Heading(1, t("Yearly plan and progress"), "years"),
        or_words(_years(data, t)),
        Heading(1, t("Milestones"), "milestones"),
        or_words(_milestones(data, t)),
        Heading(1, t("Land and the green channel"), "land"),
        *_lines(data.land),
        or_words(_steps(data, t)),
    )


def _years(data: DossierInput, t: Translate) -> Table:
    columns = (
        Column("year", t("Year"), align=Align.CENTER, weight=7),
        Column("plan", t("Plan of the year"), weight=24),
        Column("planned", t("Planned investment"), Kind.CNY, weight=15),
        Column("percent", t("Done"), align=Align.END, weight=8),
        Column("pace", t("Year over"), align=Align.END, weight=8),
        Column("done", t("Invested"), Kind.CNY, weight=15),
        Column("progress", t("Progress"), weight=23),
    )
    return Table("years", t("Yearly plan and progress"), columns, data.years, empty=t("No year is planned."))


def _milestones(data: DossierInput, t: Translate) -> Table:
    columns = (
        Column("name", t("Milestone"), weight=40),
        Column("planned", t("Planned"), Kind.DATE, weight=18),
        Column("expected", t("Expected"), Kind.DATE, weight=18),
        Column("actual", t("Happened"), Kind.DATE, weight=18),
        Column("slip", t("Slip in days"), Kind.COUNT, weight=12),
    )
    return Table("milestones", t("Milestones"), columns, data.milestones, empty=t("None is planned."))


def _steps(data: DossierInput, t: Translate) -> Table:
    columns = (
        Column("step", t("Step"), weight=25),
        Column("office", t("Which office does it"), weight=21),
        Column("due", t("Due on"), Kind.DATE, weight=14),
        Column("done", t("Done on"), Kind.DATE, weight=14),
        Column("state", t("State"), align=Align.CENTER, weight=10),
        Column("number", t("Number"), weight=20),
    )
    return Table("land", t("Green channel for land"), columns, data.steps, empty=t("It has not begun."))


def _work(data: DossierInput, t: Translate) -> tuple[Block, ...]:
    return (
        Heading(1, t("Problems"), "problems"),
        or_words(_problems(data, t)),
        or_words(_issues(data, t)),
        Heading(1, t("Approvals done for the firm"), "approvals"),
        or_words(_approvals(data, t)),
        Heading(1, t("Engagements"), "engagements"),
        or_words(_engagements(data, t)),
    )


def _problems(data: DossierInput, t: Translate) -> Table:
    columns = (
        Column("since", t("Noted on"), Kind.DATE, weight=14),
        Column("text", t("Problem"), weight=40),
        Column("wanted", t("What would help"), weight=26),
        Column("solved", t("Solved on"), Kind.DATE, weight=14),
    )
    return Table("problems", t("Problems"), columns, data.problems, empty=t("None is noted."))


def _issues(data: DossierInput, t: Translate) -> Table:
    columns = (
        Column("number", t("Number of the issue"), weight=18),
        Column("title", t("Matter"), weight=36),
        Column("owner", t("In the lead"), weight=16),
        Column("due", t("Time limit"), Kind.DATE, weight=14),
        Column("state", t("State"), align=Align.CENTER, weight=12),
    )
    return Table("issues", t("Issues"), columns, data.issues, empty=t("None is open that you may see."))


def _approvals(data: DossierInput, t: Translate) -> Table:
    title = t("Approvals done for the firm")
    columns = (
        Column("name", t("Approval"), weight=28),
        Column("office", t("Which office gives it"), weight=26),
        Column("due", t("Due on"), Kind.DATE, weight=14),
        Column("done", t("Given on"), Kind.DATE, weight=14),
        Column("state", t("State"), align=Align.CENTER, weight=12),
    )
    return Table("approvals", title, columns, data.approvals, empty=t("None is on the list."))


def _engagements(data: DossierInput, t: Translate) -> Table:
    columns = (
        Column("on", t("Date"), Kind.DATE, weight=14),
        Column("kind", t("Kind"), align=Align.CENTER, weight=12),
        Column("summary", t("What it was about"), weight=46),
        Column("outcome", t("Outcome"), weight=28),
    )
    left = data.engagements_left
    note = t("%(number)s older ones are not printed.") % {"number": left} if left else ""
    return Table("engagements", t("Engagements"), columns, data.engagements, note=note, empty=t("None yet."))


def _facts(key: str, title: str, facts: Facts, t: Translate) -> Table:
    columns = (Column("item", t("Fact"), weight=30), Column("text", t("Content"), weight=70))
    return Table(f"{key}-facts", title, columns, facts)


def _lines(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((line,)) for line in text.splitlines() if line.strip())
