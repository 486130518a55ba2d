from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Base, Editable, Recorded
from models.enums import Decision, Direction, IndicatorKind, IndicatorSource, TargetKind
from models.types import ExactDecimal, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.parks import Park


class Plan(Editable, Base):
    """A planning period. Which lens, scope and list lead is recorded here."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    headline_lens: Mapped[str] = mapped_column(default="plan-headline")
    ranking_series: Mapped[str] = mapped_column(default="taiwan-top-100")
    fixed_cny_per_usd: Mapped[Decimal] = mapped_column(ExactDecimal, default=Decimal("6.3"))
    source: Mapped[str | None]

    indicators: Mapped[list[Indicator]] = relationship(back_populates="plan", order_by="Indicator.number")


class Indicator(Editable, Base):
    """One of the plan's measures, with the plan's own line as its source."""

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    number: Mapped[int]
    category_hans: Mapped[str]
    category_hant: Mapped[str]
    category_en: Mapped[str]
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str]
    unit_hans: Mapped[str]
    unit_hant: Mapped[str]
    unit_en: Mapped[str]
    kind: Mapped[IndicatorKind] = mapped_column(enum_column(IndicatorKind))
    direction: Mapped[Direction] = mapped_column(enum_column(Direction), default=Direction.UP)
    source: Mapped[IndicatorSource] = mapped_column(enum_column(IndicatorSource))
    target_kind: Mapped[TargetKind] = mapped_column(enum_column(TargetKind))
    baseline: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    target: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    """The plan's final target; derived where it is relative, None where it is qualitative."""
    target_text: Mapped[str]
    note: Mapped[str | None]
    quote: Mapped[str | None]

    plan: Mapped[Plan] = relationship(back_populates="indicators")
    targets: Mapped[list[IndicatorTarget]] = relationship(
        back_populates="indicator", order_by="IndicatorTarget.id"
    )
    values: Mapped[list[IndicatorValue]] = relationship(
        back_populates="indicator", order_by="IndicatorValue.id"
    )


class IndicatorTarget(AppendOnly, Recorded, Base):
    """A target by year and park; None in ``year`` is the whole plan, in ``park_id`` the zone.

    The latest record of an (indicator, year, park) holds; earlier ones stay readable.
    """

    __tablename__ = "indicator_targets"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    year: Mapped[int | None]
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    """None takes an earlier target back."""
    note: Mapped[str | None]

    indicator: Mapped[Indicator] = relationship(back_populates="targets")
    park: Mapped[Park | None] = relationship()


class IndicatorValue(AppendOnly, Recorded, Base):
    """A value that a park reports for a period; it counts once another person verified it."""

    __tablename__ = "indicator_values"
    __table_args__ = (
        Index("ix_indicator_values_indicator_id_park_id_period", "indicator_id", "park_id", "period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    period: Mapped[str]
    """``2024``, ``2024-H1``, ``2024-Q2`` or ``2024-06``."""
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    """None takes an earlier value back."""
    evidence_note: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)

    indicator: Mapped[Indicator] = relationship(back_populates="values")
    park: Mapped[Park | None] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()
    decisions: Mapped[list[IndicatorDecision]] = relationship(
        back_populates="indicator_value", order_by="IndicatorDecision.id"
    )


class IndicatorDecision(AppendOnly, Recorded, Base):
    __tablename__ = "indicator_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    value_id: Mapped[int] = mapped_column(ForeignKey("indicator_values.id"), index=True)
    decision: Mapped[Decision] = mapped_column(enum_column(Decision))
    note: Mapped[str | None]

    indicator_value: Mapped[IndicatorValue] = relationship(back_populates="decisions")
    recorded_by: Mapped[User | None] = relationship()
