from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Editable
from models.enums import BenefitKind, RuleState, TalentKind, TalentLevel
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User


class TalentRuleVersion(Editable, Base):
    """One edition of the rule table. A second person puts it in force; from then on nothing in it changes."""

    __tablename__ = "talent_rule_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    title: Mapped[str]
    text: Mapped[str | None]
    source: Mapped[str | None]
    """The paper it rests on."""
    is_example: Mapped[bool] = mapped_column(default=False)
    """Made up to show how it works: it says so wherever it is shown."""
    state: Mapped[RuleState] = mapped_column(enum_column(RuleState))
    in_force_from: Mapped[date]
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    drafted_by: Mapped[User | None] = relationship(foreign_keys=[drafted_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    levels: Mapped[list[LevelRule]] = relationship(
        back_populates="version", order_by="LevelRule.position, LevelRule.id"
    )
    benefits: Mapped[list[BenefitRule]] = relationship(
        back_populates="version", order_by="BenefitRule.position, BenefitRule.id"
    )


class LevelRule(Editable, Base):
    """One clause: who meets all of ``conditions`` has the level."""

    __tablename__ = "level_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("talent_rule_versions.id"), index=True)
    position: Mapped[int]
    number: Mapped[str]
    """The clause as it is cited."""
    level: Mapped[TalentLevel] = mapped_column(enum_column(TalentLevel))
    audience: Mapped[TalentKind | None] = mapped_column(enum_column(TalentKind))
    """None: everyone."""
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each ``{"field": …, "least": …, "margin": …, "paper": …}`` as crm.talent.rules reads it."""
    text_hans: Mapped[str]
    text_hant: Mapped[str]
    text_en: Mapped[str]
    is_retired: Mapped[bool] = mapped_column(default=False)
    """Taken out of the draft."""

    version: Mapped[TalentRuleVersion] = relationship(back_populates="levels")


class BenefitRule(Editable, Base):
    """One clause: what a level entitles to."""

    __tablename__ = "benefit_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("talent_rule_versions.id"), index=True)
    position: Mapped[int]
    number: Mapped[str]
    level: Mapped[TalentLevel] = mapped_column(enum_column(TalentLevel))
    audience: Mapped[TalentKind | None] = mapped_column(enum_column(TalentKind))
    """None: everyone for whom no clause of their own stands."""
    kind: Mapped[BenefitKind] = mapped_column(enum_column(BenefitKind))
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    """CNY: per month where there are months, else once. None: it is a service, not money."""
    months: Mapped[int | None]
    text_hans: Mapped[str]
    text_hant: Mapped[str]
    text_en: Mapped[str]
    is_retired: Mapped[bool] = mapped_column(default=False)

    version: Mapped[TalentRuleVersion] = relationship(back_populates="benefits")
