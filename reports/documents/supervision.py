"""The supervision letter (督办单): which issues are overdue, who owes them, and by when an answer is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reports import formatting, words
from reports.content import Align, Block, Column, Document, Heading, Kind, Locale, Paragraph, Table
from reports.words import Translate

NAME = "supervision"


@dataclass(frozen=True, slots=True)
class OverdueIssue:
    """A row of the letter; ``overdue`` in calendar days, ``progress`` the newest word on it."""

    number: str
    title: str
    raised_on: date
    owner: str
    partners: str
    due_on: date
    progress: str
    state: str
    overdue: int


@dataclass(frozen=True, slots=True)
class SupervisionInput:
    """``addressee`` is a park or a person in words; nothing for the whole zone."""

    zone: str
    as_of: date
    known_at: datetime
    locale: Locale
    issues: tuple[OverdueIssue, ...]
    addressee: str = ""
    reply_by: date | None = None
    document_number: str = ""
    notice: str = ""
    issuer: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def build(data: SupervisionInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("%(zone)s: supervision letter") % {"zone": data.zone},
        subtitle=t("To: %(addressee)s") % {"addressee": data.addressee} if data.addressee else "",
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=_blocks(data, t),
        lenses={},
        document_number=data.document_number,
        notice=data.notice,
        issuer=data.issuer,
        data=data.data,
    )


def _blocks(data: SupervisionInput, t: Translate) -> tuple[Block, ...]:
    return (
        Paragraph((_opening(data, t),)),
        Paragraph((_request(data, t),)),
        Heading(1, t("Overdue matters"), "overdue"),
        _table(data, t),
    )


def _opening(data: SupervisionInput, t: Translate) -> str:
    day = formatting.show_date(data.as_of, data.locale)
    if not data.issues:
        return t("On %(day)s no matter was overdue.") % {"day": day}
    longest = max(issue.overdue for issue in data.issues)
    return t(
        "On %(day)s the %(number)s matters below were past the day by which they were to be solved, the "
        "longest by %(longest)s days."
    ) % {"day": day, "number": len(data.issues), "longest": longest}


def _request(data: SupervisionInput, t: Translate) -> str:
    if not data.issues:
        return t("Nothing is asked.")
    asked = t(
        "Each owner is asked to solve what is owed and to answer in writing, with the papers that prove it; "
        "what can't be solved in time needs a reason and a new date. Somebody else than the owner closes it."
    )
    if data.reply_by is None:
        return asked
    by = t("An answer is expected by %(day)s.") % {"day": formatting.show_date(data.reply_by, data.locale)}
    return f"{asked}{'' if data.locale.is_chinese else ' '}{by}"


def _table(data: SupervisionInput, t: Translate) -> Table:
    """The heads of the standard table of matters to be closed (销号)."""
    columns = (
        Column("number", t("Number of the issue"), weight=14),
        Column("title", t("Matter"), weight=24),
        Column("raised_on", t("Handed over on"), Kind.DATE),
        Column("owner", t("In the lead"), align=Align.CENTER, weight=9),
        Column("partners", t("Support"), weight=10),
        Column("due_on", t("Time limit"), Kind.DATE),
        Column("progress", t("Progress"), weight=20),
        Column("state", t("State"), align=Align.CENTER, weight=8),
        Column("overdue", t("Days overdue"), Kind.COUNT, align=Align.CENTER, weight=6),
    )
    rows = tuple(
        (
            issue.number,
            issue.title,
            issue.raised_on,
            issue.owner,
            issue.partners,
            issue.due_on,
            issue.progress,
            issue.state,
            issue.overdue,
        )
        for issue in data.issues
    )
    return Table("overdue-issues", t("Overdue matters"), columns, rows, empty=t("No matter is overdue."))
