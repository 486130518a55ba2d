from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from kernel.money import Currency
from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded
from models.enums import (
    PeriodStart,
    RewardCause,
    RewardGap,
    RewardPaymentKind,
    RewardRuleState,
    RewardState,
    RewardStep,
)
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.advisers import Adviser
    from models.ledger import LedgerEntry
    from models.projects import Project
    from models.referrals import Referral
    from models.reviews import Review


class RewardRule(Editable, Archivable, Base):
    """One version of what is paid for an introduction. Its terms are changed while it is a draft, then never.

    Written by one person, enacted by another, and not without a passed fair-competition review.
    """

    __tablename__ = "reward_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """How often its draft was written; its bands are those of the last time."""
    name: Mapped[str]
    basis: Mapped[str | None]
    """The paper on which it rests."""
    in_force_from: Mapped[date] = mapped_column(index=True)
    retired_from: Mapped[date | None]
    """From this day on nothing is introduced under it."""
    period_start: Mapped[PeriodStart] = mapped_column(enum_column(PeriodStart))
    period_months: Mapped[int]
    threshold_cents: Mapped[int] = mapped_column(BigInteger)
    """US cents of verified arrivals below which nothing is paid."""
    cap_minor: Mapped[int | None] = mapped_column(BigInteger)
    cap_currency: Mapped[Currency | None] = mapped_column(enum_column(Currency))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    state: Mapped[RewardRuleState] = mapped_column(enum_column(RewardRuleState))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who wrote it last."""
    enacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enacted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    review: Mapped[Review | None] = relationship()
    drafted_by: Mapped[User | None] = relationship(foreign_keys=[drafted_by_id])
    enacted_by: Mapped[User | None] = relationship(foreign_keys=[enacted_by_id])
    bands: Mapped[list[RewardBand]] = relationship(
        back_populates="rule",
        order_by="RewardBand.position",
        primaryjoin=lambda: and_(
            RewardRule.id == foreign(remote(RewardBand.rule_id)),
            RewardRule.revision == remote(RewardBand.revision),
        ),
    )


class RewardBand(AppendOnly, Base):
    """From how many US cents on which share of them is paid, up to where the next band begins."""

    __tablename__ = "reward_bands"
    __table_args__ = (UniqueConstraint("rule_id", "revision", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("reward_rules.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    position: Mapped[int]
    from_cents: Mapped[int] = mapped_column(BigInteger)
    share: Mapped[int]
    """Hundredths of a percent."""

    rule: Mapped[RewardRule] = relationship(back_populates="bands")


class Reward(Editable, Base):
    """What one introduction has earned. No amount is ever typed: the last calculation says it."""

    __tablename__ = "rewards"
    __table_args__ = (
        Index("ix_rewards_state_id", "state", "id"),
        Index("ix_rewards_computed_on_id", "computed_on", "id"),
        Index("ix_rewards_result_fen_id", "result_fen", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), unique=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("advisers.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    state: Mapped[RewardState] = mapped_column(enum_column(RewardState))
    computed_on: Mapped[date]
    """The day of the last calculation that changed anything."""
    result_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    """What the last calculation came to."""
    approved_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    """What both keys have released, in all."""
    paid_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    """What was paid, less what came back."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    referral: Mapped[Referral] = relationship()
    adviser: Mapped[Adviser] = relationship()
    project: Mapped[Project | None] = relationship()
    calculations: Mapped[list[RewardCalculation]] = relationship(
        back_populates="reward", order_by="RewardCalculation.sequence"
    )
    approvals: Mapped[list[RewardApproval]] = relationship(
        back_populates="reward", order_by="RewardApproval.sequence"
    )
    payments: Mapped[list[RewardPayment]] = relationship(
        back_populates="reward", order_by="RewardPayment.sequence"
    )

    @property
    def open_fen(self) -> int:
        """What may still be paid."""
        return max(self.approved_fen - self.paid_fen, 0)

    @property
    def owed_back_fen(self) -> int:
        """What was paid beyond what is earned."""
        return max(self.paid_fen - self.result_fen, 0)


class RewardCalculation(AppendOnly, Recorded, Base):
    """What a reward came to, with all it rested on: made again it gives the same, to the cent."""

    __tablename__ = "reward_calculations"
    __table_args__ = (UniqueConstraint("reward_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    sequence: Mapped[int]
    cause: Mapped[RewardCause] = mapped_column(enum_column(RewardCause))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("reward_rules.id"), index=True)
    as_of: Mapped[date]
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gap: Mapped[RewardGap | None] = mapped_column(enum_column(RewardGap))
    counts_from: Mapped[date | None]
    counts_until: Mapped[date | None]
    base_cents: Mapped[int] = mapped_column(BigInteger)
    base_fen: Mapped[int] = mapped_column(BigInteger)
    uncapped_fen: Mapped[int] = mapped_column(BigInteger)
    cap_fen: Mapped[int | None] = mapped_column(BigInteger)
    result_fen: Mapped[int] = mapped_column(BigInteger)
    difference_fen: Mapped[int] = mapped_column(BigInteger)
    """Against the calculation before this one."""

    reward: Mapped[Reward] = relationship(back_populates="calculations")
    project: Mapped[Project | None] = relationship()
    rule: Mapped[RewardRule | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()
    arrivals: Mapped[list[RewardArrival]] = relationship(
        back_populates="calculation", order_by="RewardArrival.id"
    )
    lines: Mapped[list[RewardLine]] = relationship(
        back_populates="calculation", order_by="RewardLine.position"
    )


class RewardArrival(AppendOnly, Base):
    """A ledger entry on which a calculation rests, with the sign with which it counted."""

    __tablename__ = "reward_arrivals"
    __table_args__ = (UniqueConstraint("calculation_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calculation_id: Mapped[int] = mapped_column(ForeignKey("reward_calculations.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    usd_cents: Mapped[int] = mapped_column(BigInteger)
    cny_fen: Mapped[int] = mapped_column(BigInteger)

    calculation: Mapped[RewardCalculation] = relationship(back_populates="arrivals")
    entry: Mapped[LedgerEntry] = relationship()


class RewardLine(AppendOnly, Base):
    """One band of a calculation: what lay in it, and what it gave."""

    __tablename__ = "reward_lines"
    __table_args__ = (UniqueConstraint("calculation_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calculation_id: Mapped[int] = mapped_column(ForeignKey("reward_calculations.id"))
    position: Mapped[int]
    from_cents: Mapped[int] = mapped_column(BigInteger)
    to_cents: Mapped[int | None] = mapped_column(BigInteger)
    share: Mapped[int]
    within_cents: Mapped[int] = mapped_column(BigInteger)
    fen: Mapped[int] = mapped_column(BigInteger)

    calculation: Mapped[RewardCalculation] = relationship(back_populates="lines")


class RewardApproval(AppendOnly, Recorded, Base):
    """A word on a computed amount: proposed, approved by one key and by another, returned, refused; and on
    one to be asked back: proposed, confirmed by another person, returned."""

    __tablename__ = "reward_approvals"
    __table_args__ = (UniqueConstraint("reward_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    sequence: Mapped[int]
    calculation_id: Mapped[int] = mapped_column(ForeignKey("reward_calculations.id"), index=True)
    step: Mapped[RewardStep] = mapped_column(enum_column(RewardStep))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str | None]

    reward: Mapped[Reward] = relationship(back_populates="approvals")
    calculation: Mapped[RewardCalculation] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class RewardPayment(AppendOnly, Recorded, Base):
    """Money that went out or came back, proven by a document; a mistake is undone by a reversing row."""

    __tablename__ = "reward_payments"
    __table_args__ = (UniqueConstraint("reward_id", "sequence"), UniqueConstraint("reverses_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    sequence: Mapped[int]
    kind: Mapped[RewardPaymentKind] = mapped_column(enum_column(RewardPaymentKind))
    number: Mapped[str]
    paid_on: Mapped[date] = mapped_column(index=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    """With the sign with which it counts toward what was paid."""
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("reward_payments.id"))
    note: Mapped[str | None]

    reward: Mapped[Reward] = relationship(back_populates="payments")
    attachment: Mapped[Attachment | None] = relationship()
    reverses: Mapped[RewardPayment | None] = relationship(remote_side="RewardPayment.id")
    recorded_by: Mapped[User | None] = relationship()
