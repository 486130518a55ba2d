from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Base, Personal, Recorded
from models.enums import BenefitKind
from models.types import SortKey, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.parks import Park
    from models.talent_applications import TalentApplication, TalentDecision
    from models.talent_rules import BenefitRule


class BenefitAward(AppendOnly, Recorded, Base):
    """What a decision that holds entitles to. Those of an application's last such decision count."""

    __tablename__ = "benefit_awards"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("talent_applications.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("talent_decisions.id"), index=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("benefit_rules.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    kind: Mapped[BenefitKind] = mapped_column(enum_column(BenefitKind))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    """CNY in all; 0 for a service."""
    months: Mapped[int | None]

    application: Mapped[TalentApplication] = relationship()
    decision: Mapped[TalentDecision] = relationship(back_populates="awards")
    rule: Mapped[BenefitRule] = relationship()
    park: Mapped[Park] = relationship()
    payments: Mapped[list[BenefitPayment]] = relationship(
        back_populates="award", order_by="BenefitPayment.paid_on, BenefitPayment.id"
    )
    deliveries: Mapped[list[BenefitDelivery]] = relationship(
        back_populates="award", order_by="BenefitDelivery.id"
    )


class BenefitPayment(AppendOnly, Recorded, Personal, Base):
    """CNY paid on an award, or an earlier payment taken back by ``reverses_id`` with a negative amount."""

    __tablename__ = "benefit_payments"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})
    __table_args__ = (Index("ix_benefit_payments_park_id_paid_on", "park_id", "paid_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("benefit_awards.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"))
    paid_on: Mapped[date] = mapped_column(index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    voucher: Mapped[str | None]
    """The number on the payer's paper."""
    note: Mapped[str | None]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("benefit_payments.id"), unique=True)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)

    award: Mapped[BenefitAward] = relationship(back_populates="payments")
    park: Mapped[Park] = relationship()
    reverses: Mapped[BenefitPayment | None] = relationship(remote_side="BenefitPayment.id")
    attachment: Mapped[Attachment | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class BenefitDelivery(AppendOnly, Recorded, Personal, Base):
    """What was really given: a school place, a flat. A later row with ``until_on`` says when it ended."""

    __tablename__ = "benefit_deliveries"
    personal: ClassVar[frozenset[str]] = frozenset({"text"})

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("benefit_awards.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    text: Mapped[str]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)

    award: Mapped[BenefitAward] = relationship(back_populates="deliveries")
    attachment: Mapped[Attachment | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class TalentBudget(AppendOnly, Recorded, Base):
    """CNY set aside for a year and a park; the last row of both holds, earlier ones stay readable."""

    __tablename__ = "talent_budgets"
    __table_args__ = (Index("ix_talent_budgets_year_park_id", "year", "park_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str | None]

    park: Mapped[Park] = relationship()
    recorded_by: Mapped[User | None] = relationship()
