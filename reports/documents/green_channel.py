"""The green channel for land of a major project (绿色通道清单): its steps, by whom, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports import words
from reports.content import Align, Cell, Column, Document, Kind, Locale, Paragraph, Table
from reports.words import Translate

NAME = "green_channel"


@dataclass(frozen=True, slots=True)
class GreenChannelInput:
    """A row: step, office, papers, who sees to it, due, done, state, what is missing."""

    name: str
    ref: str
    issuer: str
    as_of: date
    known_at: datetime
    locale: Locale
    land: str
    steps: tuple[tuple[Cell, ...], ...]
    notice: str = ""


def build(data: GreenChannelInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    columns = (
        Column("step", t("Step"), weight=17),
        Column("office", t("Which office does it"), weight=13),
        Column("papers", t("Papers needed"), weight=18),
        Column("owner", t("Who sees to it"), weight=11),
        Column("due", t("Due on"), Kind.DATE, weight=11),
        Column("done", t("Done on"), Kind.DATE, weight=11),
        Column("state", t("State"), align=Align.CENTER, weight=8),
        Column("missing", t("What is missing"), weight=13),
    )
    title = t("Green channel for land")
    return Document(
        name=NAME,
        title=t("Green channel: %(name)s") % {"name": data.name},
        subtitle="",
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=(
            Paragraph((data.land,)),
            Table("steps", title, columns, data.steps, empty=t("It has not begun.")),
        ),
        lenses={},
        document_number=data.ref,
        notice=data.notice,
        issuer=data.issuer,
    )
