"""The statement of rewards (结算单) of one adviser and one year: what was paid, for which introduction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kernel.figures import Figure, RowFilter, Unit
from reports import words
from reports.content import (
    Align,
    Block,
    Column,
    Document,
    FigureItem,
    FigureList,
    Heading,
    Kind,
    Locale,
    Paragraph,
    Table,
)
from reports.words import Translate

NAME = "reward-statement"
PAID = "reward-paid"


@dataclass(frozen=True, slots=True)
class PaidReward:
    """One introduction, in fen: ``firm`` as its adviser wrote it."""

    referral: str
    received_on: date
    firm: str
    rule: str
    before_fen: int
    paid_fen: int
    back_fen: int
    """Came back in the year, or was reversed: not positive."""

    @property
    def total_fen(self) -> int:
        return self.before_fen + self.paid_fen + self.back_fen


@dataclass(frozen=True, slots=True)
class StatedPayment:
    day: date
    number: str
    referral: str
    kind: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class StatementInput:
    """``open_fen`` is what is released and not yet paid; None for a year that is over."""

    zone: str
    adviser: str
    adviser_number: str
    """Nothing on the adviser's own: our numbers tell how many advisers there are."""
    year: int
    as_of: date
    known_at: datetime
    locale: Locale
    rewards: tuple[PaidReward, ...]
    payments: tuple[StatedPayment, ...]
    open_fen: int | None = None
    rows: RowFilter | None = None
    notice: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def build(data: StatementInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    who = f"{data.adviser} ({data.adviser_number})" if data.adviser_number else data.adviser
    return Document(
        name=NAME,
        title=t("%(zone)s: statement of rewards for %(year)s") % {"zone": data.zone, "year": data.year},
        subtitle=t("Adviser: %(adviser)s") % {"adviser": who},
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=_blocks(data, t),
        lenses={PAID: t("payments recorded with their documents, less what came back")},
        notice=data.notice,
        data=data.data,
    )


def _blocks(data: StatementInput, t: Translate) -> tuple[Block, ...]:
    return (
        Paragraph((_opening(data, t),)),
        FigureList(tuple(_figures(data, t)), leading=True),
        Heading(1, t("By introduction"), "introductions"),
        _by_introduction(data, t),
        Heading(1, t("Payments of the year"), "payments"),
        _payments(data, t),
        _signatures(t),
    )


def _opening(data: StatementInput, t: Translate) -> str:
    if not data.payments:
        return t("Nothing was paid in %(year)s.") % {"year": data.year}
    return t(
        "Rewards are computed from capital that has arrived and was verified, by the rule in force on the "
        "day on which the introduction was received. Amounts are in CNY."
    )


def _figures(data: StatementInput, t: Translate) -> list[FigureItem]:
    paid = sum(each.paid_fen for each in data.rewards)
    back = sum(each.back_fen for each in data.rewards)
    items = [
        FigureItem(t("Paid in the year"), _figure(data, paid)),
        FigureItem(t("Came back or was reversed"), _figure(data, back)),
        FigureItem(t("Net of the year"), _figure(data, paid + back)),
    ]
    if data.open_fen is not None:
        items.append(FigureItem(t("Released, not yet paid"), _figure(data, data.open_fen)))
    return items


def _figure(data: StatementInput, fen: int) -> Figure:
    return Figure(fen, Unit.CNY, PAID, data.as_of, data.known_at, rows=data.rows)


def _by_introduction(data: StatementInput, t: Translate) -> Table:
    columns = (
        Column("referral", t("Referral"), weight=16),
        Column("received", t("Received on"), Kind.DATE),
        Column("firm", t("Firm as introduced"), weight=27),
        Column("rule", t("Rule"), align=Align.CENTER, weight=11),
        Column("before", t("Paid before"), Kind.CNY, weight=14),
        Column("paid", t("Paid in the year"), Kind.CNY, weight=14),
        Column("back", t("Came back"), Kind.CNY, weight=12),
        Column("total", t("Paid in all"), Kind.CNY, weight=14),
    )
    rows = tuple(
        (
            each.referral,
            each.received_on,
            each.firm,
            each.rule,
            each.before_fen,
            each.paid_fen,
            each.back_fen,
            each.total_fen,
        )
        for each in data.rewards
    )
    sums = [sum(row[at] for row in rows if isinstance(row[at], int)) for at in range(4, 8)]  # type: ignore[misc]
    total = (t("Sum"), None, "", "", *sums) if rows else None
    empty = t("No introduction was paid.")
    return Table("introductions", t("By introduction"), columns, rows, total=total, empty=empty)


def _payments(data: StatementInput, t: Translate) -> Table:
    columns = (
        Column("day", t("Day"), Kind.DATE),
        Column("number", t("Payment document"), weight=22),
        Column("referral", t("Referral"), weight=26),
        Column("kind", t("Kind"), align=Align.CENTER, weight=14),
        Column("amount", t("Amount"), Kind.CNY, weight=18),
    )
    rows = tuple((each.day, each.number, each.referral, each.kind, each.amount_fen) for each in data.payments)
    whole = sum(each.amount_fen for each in data.payments)
    total = (None, t("Sum"), "", "", whole) if rows else None
    empty = t("No payment was recorded.")
    return Table("payments", t("Payments of the year"), columns, rows, total=total, empty=empty)


def _signatures(t: Translate) -> Table:
    columns = (
        Column("side", t("Side"), weight=20),
        Column("name", t("Name and seal"), weight=40),
        Column("day", t("Date"), weight=20),
    )
    rows = ((t("Paying office"), "", ""), (t("Adviser"), "", ""))
    return Table("signatures", t("Signatures"), columns, rows)
