from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.attachments import Attachment
from models.base import AppendOnly, Base, Recorded
from models.enums import Basis, Decision, EntryKind, EvidenceType, Nature, Origin, Standing
from models.types import ExactDecimal, ExactInteger, SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.parks import Park
    from models.projects import Project


class LedgerEntry(AppendOnly, Recorded, Base):
    """One dated amount of one project. Never changed: a mistake is undone by a reversing entry.

    ``amount_minor``, ``usd_cents`` and ``cny_fen`` are as written (withdrawals positive), with
    the opposite sign on a reversal; the shares carry the sign with which they count.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index("ix_ledger_entries_effective_on_id", "effective_on", "id"),
        Index("ix_ledger_entries_recorded_at_id", "recorded_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(enum_column(EntryKind))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[Currency] = mapped_column(enum_column(Currency))
    effective_on: Mapped[date]
    nature: Mapped[Nature] = mapped_column(enum_column(Nature))
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    basis: Mapped[Basis | None] = mapped_column(enum_column(Basis))
    rate: Mapped[Decimal] = mapped_column(ExactDecimal)
    """Units of ``currency`` per USD."""
    cny_rate: Mapped[Decimal] = mapped_column(ExactDecimal)
    """CNY per USD of the same month."""
    rate_month: Mapped[str]
    rate_source: Mapped[str]
    is_rate_provisional: Mapped[bool] = mapped_column(default=False)
    usd_cents: Mapped[int] = mapped_column(BigInteger)
    cny_fen: Mapped[int] = mapped_column(ExactInteger)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    note: Mapped[str | None]

    project: Mapped[Project] = relationship(back_populates="entries")
    recorded_by: Mapped[User | None] = relationship()
    reverses: Mapped[LedgerEntry | None] = relationship(
        remote_side="LedgerEntry.id", back_populates="reversals"
    )
    reversals: Mapped[list[LedgerEntry]] = relationship(back_populates="reverses")
    shares: Mapped[list[LedgerShare]] = relationship(back_populates="entry", order_by="LedgerShare.position")
    evidence: Mapped[list[LedgerEvidence]] = relationship(
        back_populates="entry", order_by="LedgerEvidence.id"
    )
    decisions: Mapped[list[LedgerDecision]] = relationship(
        back_populates="entry", order_by="LedgerDecision.sequence"
    )
    standing: Mapped[LedgerStanding] = relationship(back_populates="entry")

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class LedgerShare(AppendOnly, Base):
    """A park's share of an entry: percent, and its cents with the sign with which they count."""

    __tablename__ = "ledger_shares"
    __table_args__ = (UniqueConstraint("entry_id", "park_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    position: Mapped[int]
    share: Mapped[int]
    """Hundredths of a percent."""
    usd_cents: Mapped[int] = mapped_column(BigInteger)

    entry: Mapped[LedgerEntry] = relationship(back_populates="shares")
    park: Mapped[Park] = relationship()


class LedgerEvidence(AppendOnly, Recorded, Base):
    """A document that proves an entry; one document may prove several."""

    __tablename__ = "ledger_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)
    type: Mapped[EvidenceType] = mapped_column(enum_column(EvidenceType))
    document_number: Mapped[str | None]

    entry: Mapped[LedgerEntry] = relationship(back_populates="evidence")
    attachment: Mapped[Attachment] = relationship()


class LedgerDecision(AppendOnly, Recorded, Base):
    """A second person's word on an entry; the last one (but for checks) holds."""

    __tablename__ = "ledger_decisions"
    __table_args__ = (UniqueConstraint("entry_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    sequence: Mapped[int]
    decision: Mapped[Decision] = mapped_column(enum_column(Decision))
    note: Mapped[str | None]

    entry: Mapped[LedgerEntry] = relationship(back_populates="decisions")
    recorded_by: Mapped[User | None] = relationship()


class LedgerStanding(Base):
    """What holds of an entry now: an index for lists, rebuilt from the decisions at will.

    Figures never read it: they read the decisions as known.
    """

    __tablename__ = "ledger_standings"
    __table_args__ = (Index("ix_ledger_standings_standing_entry_id", "standing", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), primary_key=True)
    standing: Mapped[Standing] = mapped_column(enum_column(Standing))
    is_checked: Mapped[bool] = mapped_column(default=False)

    entry: Mapped[LedgerEntry] = relationship(back_populates="standing")


class LedgerSample(Base):
    """A verification drawn at random for the auditor's second look."""

    __tablename__ = "ledger_samples"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("ledger_decisions.id"), unique=True)
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_sound: Mapped[bool | None]
    finding: Mapped[str | None]

    decision: Mapped[LedgerDecision] = relationship()
    reviewed_by: Mapped[User | None] = relationship()


class ExchangeRate(AppendOnly, Recorded, Base):
    """A month's mean rates; of two records of one month the later one holds."""

    __tablename__ = "exchange_rates"
    __table_args__ = (Index("ix_exchange_rates_month_id", "month", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str]
    """``2024-02``"""
    cny_per_usd: Mapped[Decimal] = mapped_column(ExactDecimal)
    twd_per_usd: Mapped[Decimal] = mapped_column(ExactDecimal)
    hkd_per_usd: Mapped[Decimal] = mapped_column(ExactDecimal)
    source: Mapped[str]
    is_retracted: Mapped[bool] = mapped_column(default=False)
