from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded, present_index
from models.enums import PaymentVerdict, PromiseKind
from models.policies import PolicyArticle
from models.reviews import Review
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.firms import Firm
    from models.parks import Park
    from models.projects import Project


class Promise(Editable, Archivable, Base):
    """One clause promised to a firm, what it rests on, and what the firm promises in return.

    What was paid is never typed here: it is the sum of the confirmed :class:`PromisePayment`.
    """

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_park_id_due_key_id", "park_id", "due_key", "id"),
        Index("ix_promises_due_key_id", "due_key", "id"),
        present_index("promises"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"))
    kind: Mapped[PromiseKind] = mapped_column(enum_column(PromiseKind))
    need: Mapped[str | None]
    """What the firm asked for."""
    text: Mapped[str]
    """The clause, as promised."""
    article_id: Mapped[int | None] = mapped_column(ForeignKey("policy_articles.id"), index=True)
    legal_basis: Mapped[str | None]
    fair_review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    legality_review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    decision_number: Mapped[str | None]
    """Of the collective decision."""
    condition: Mapped[str | None]
    """On what, and when, it is to be kept."""
    due_on: Mapped[date | None]
    due_key: Mapped[str] = mapped_column(SortKey)
    """The same for sorting: what has no day comes last."""
    budget_source: Mapped[str | None]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    """In CNY; None for what isn't money."""
    responsible_unit: Mapped[str | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    pledged_currency: Mapped[Currency] = mapped_column(enum_column(Currency), default=Currency.CNY)
    pledged_investment_minor: Mapped[int | None] = mapped_column(BigInteger)
    pledged_output_minor: Mapped[int | None] = mapped_column(BigInteger)
    """A year."""
    pledged_tax_minor: Mapped[int | None] = mapped_column(BigInteger)
    """A year."""
    pledged_jobs: Mapped[int | None]
    pledged_by: Mapped[date | None]
    """By when the firm keeps its word."""
    bound_on: Mapped[date | None]
    """The day on which it was given bindingly."""
    cleared_on: Mapped[date | None]
    cleared_note: Mapped[str | None]
    cancelled_on: Mapped[date | None]
    cancelled_reason: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    """The agreement or minute in which it stands."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    firm: Mapped[Firm] = relationship()
    project: Mapped[Project | None] = relationship()
    park: Mapped[Park] = relationship()
    article: Mapped[PolicyArticle | None] = relationship()
    fair_review: Mapped[Review | None] = relationship(foreign_keys=[fair_review_id])
    legality_review: Mapped[Review | None] = relationship(foreign_keys=[legality_review_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    attachment: Mapped[Attachment | None] = relationship()
    payments: Mapped[list[PromisePayment]] = relationship(
        back_populates="promise", order_by="PromisePayment.id"
    )

    @property
    def amount(self) -> Money | None:
        return None if self.amount_minor is None else Money(self.amount_minor, Currency.CNY)

    @property
    def pledged_investment(self) -> Money | None:
        return self._pledged(self.pledged_investment_minor)

    @property
    def pledged_output(self) -> Money | None:
        return self._pledged(self.pledged_output_minor)

    @property
    def pledged_tax(self) -> Money | None:
        return self._pledged(self.pledged_tax_minor)

    def _pledged(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self.pledged_currency)


class PromisePayment(AppendOnly, Recorded, Base):
    """What was paid on a promise, with its proof; a mistake is undone by a reversing row."""

    __tablename__ = "promise_payments"
    __table_args__ = (CheckConstraint("amount_minor <> 0", name="not_nothing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    """In CNY; negative on a reversal."""
    paid_on: Mapped[date]
    document_number: Mapped[str | None]
    note: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    """None on a reversal only."""
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("promise_payments.id"), index=True)

    promise: Mapped[Promise] = relationship(back_populates="payments")
    attachment: Mapped[Attachment | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()
    reverses: Mapped[PromisePayment | None] = relationship(remote_side="PromisePayment.id")
    decision: Mapped[PromisePaymentDecision | None] = relationship(back_populates="payment")

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, Currency.CNY)


class PromisePaymentDecision(AppendOnly, Recorded, Base):
    """The second key: only a confirmed payment counts."""

    __tablename__ = "promise_payment_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("promise_payments.id"), index=True, unique=True)
    """Answered once, though two turn the key at one moment."""
    verdict: Mapped[PaymentVerdict] = mapped_column(enum_column(PaymentVerdict))
    note: Mapped[str | None]

    payment: Mapped[PromisePayment] = relationship(back_populates="decision")
    recorded_by: Mapped[User | None] = relationship()
