"""The measures for one firm (一企一策): what it asks, what is promised both ways, on which basis and money.

The first page says who the firm is and what is meant for it; then every clause at length, under the heads
that readers of such papers expect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports import words
from reports.content import Align, Block, Column, Document, Heading, Kind, Locale, Table, or_words
from reports.formatting import scale_for
from reports.words import Translate

NAME = "measures"


@dataclass(frozen=True, slots=True)
class Measure:
    """One clause. Texts as written; ``amount`` in fen, and as people read it; ``is_binding`` is False for a
    plan."""

    need: str
    basis: str
    support: str
    amount: int | None
    amount_words: str
    pledges: str
    condition: str
    money: str
    fair_review: str
    legality_review: str
    decision_number: str
    unit: str
    owner: str
    due_on: date | None
    state: str
    is_binding: bool


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """What the firm asks for and nothing is promised on yet."""

    number: str
    kind: str
    text: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class MeasuresInput:
    """``place`` is the park, or all of them; ``facts`` are terms with their texts."""

    firm: str
    place: str
    as_of: date
    known_at: datetime
    locale: Locale
    facts: tuple[tuple[str, str], ...]
    measures: tuple[Measure, ...]
    needs: tuple[OpenNeed, ...]
    notice: str = ""


def build(data: MeasuresInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("%(firm)s: measures for one firm") % {"firm": data.firm},
        subtitle=data.place,
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=_blocks(data, t),
        lenses={},
        notice=data.notice,
        issuer=data.place,
    )


def _blocks(data: MeasuresInput, t: Translate) -> tuple[Block, ...]:
    """What is promised at length stands last: its page lies on its side. The short tables before it need no
    title but their heading."""
    needs = (Heading(1, t("Needs without a measure yet"), "needs"), _needs(data, t)) if data.needs else ()
    at_length = (Heading(1, t("Measures"), "measures"), _measures(data, t)) if data.measures else ()
    return (
        Heading(1, t("The firm in brief"), "overview"),
        _facts(data, t),
        Heading(1, t("Measures at a glance"), "summary"),
        or_words(_summary(data, t)),
        *needs,
        *at_length,
    )


def _facts(data: MeasuresInput, t: Translate) -> Table:
    columns = (Column("term", t("Fact"), weight=24, merges=True), Column("text", t("As recorded"), weight=76))
    return Table("facts", "", columns, data.facts)


def _summary(data: MeasuresInput, t: Translate) -> Table:
    """Every clause in a line, its money added up."""
    amounts = [each.amount for each in data.measures if each.amount is not None]
    columns = (
        Column("number", t("No."), Kind.COUNT, align=Align.CENTER, weight=8),
        Column("support", t("Support intended"), weight=38),
        Column("amount", t("Amount"), Kind.CNY, scale_for(*amounts), weight=14),
        Column("state", t("State"), weight=13, align=Align.CENTER),
        Column("responsible", t("Responsible unit"), weight=14),
        Column("due_on", t("Time limit"), Kind.DATE, weight=13),
    )
    rows = tuple(
        (at, each.support, each.amount, _state(each, t), each.unit, each.due_on)
        for at, each in enumerate(data.measures, 1)
    )
    total = (None, t("Total"), sum(amounts), None, None, None) if len(amounts) > 1 else None
    nothing = t("Nothing was promised yet.")
    return Table("summary", "", columns, rows, total, note=_left(data, t), empty=nothing, parts=True)


def _left(data: MeasuresInput, t: Translate) -> str:
    """How much of it binds nobody yet; and that nothing else is asked for, where that is so."""
    drafts = sum(not each.is_binding for each in data.measures)
    told = t("%(drafts)s of the %(all)s clauses are not binding yet; the total holds them too.")
    draft = told % {"drafts": drafts, "all": len(data.measures)} if drafts else ""
    return " ".join(filter(None, (draft, "" if data.needs else t("No need is known that has no measure."))))


def _state(measure: Measure, t: Translate) -> str:
    return measure.state if measure.is_binding else t("Draft")


def _measures(data: MeasuresInput, t: Translate) -> Table:
    columns = (
        Column("need", t("Needs of the firm"), weight=8),
        Column("basis", t("Basis in law and policy"), weight=10),
        Column("support", t("Support intended"), weight=12),
        Column("pledges", t("What the firm promises (investment, output, tax, jobs)"), weight=13),
        Column("condition", t("Condition and time of fulfilment"), weight=9),
        Column("money", t("Source of the money"), weight=8),
        Column("fair_review", t("Fair-competition review"), weight=10),
        Column("legality_review", t("Legality review"), weight=8),
        Column("decision_number", t("Number of the collective decision"), weight=10),
        Column("responsible", t("Responsible unit"), weight=10),
        Column("due_on", t("Time limit"), Kind.DATE, align=Align.CENTER, weight=10),
    )
    rows = tuple(
        (
            each.need,
            each.basis,
            t("; ").join(part for part in (each.support, each.amount_words) if part),
            each.pledges,
            each.condition,
            each.money,
            each.fair_review,
            each.legality_review,
            each.decision_number,
            t("; ").join(part for part in (each.unit, each.owner) if part),
            each.due_on,
        )
        for each in data.measures
    )
    note = t("What the firm promises stands with each clause; it is not added up.")
    return Table("measures", t("Measures"), columns, rows, note=note, empty=t("Nothing was promised yet."))


def _needs(data: MeasuresInput, t: Translate) -> Table:
    columns = (
        Column("number", t("Number of the issue"), weight=18),
        Column("kind", t("Kind of need"), weight=16),
        Column("text", t("Matter"), weight=38),
        Column("owner", t("In the lead"), weight=14, align=Align.CENTER),
        Column("due_on", t("Time limit"), Kind.DATE, weight=14),
    )
    rows = tuple((each.number, each.kind, each.text, each.owner, each.due_on) for each in data.needs)
    return Table("needs", "", columns, rows)
