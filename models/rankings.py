from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Base, Recorded, Versioned
from models.types import ExactDecimal, UtcDateTime

if TYPE_CHECKING:
    from models.firms import Firm


class RankingSeries(Base):
    """A list that appears again and again, such as the Taiwan Top-100."""

    __tablename__ = "ranking_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str]

    editions: Mapped[list[RankingEdition]] = relationship(back_populates="series")


class RankingEdition(Versioned, Base):
    """One dated issue; in force from ``in_force_from`` until the next one."""

    __tablename__ = "ranking_editions"
    __table_args__ = (UniqueConstraint("series_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("ranking_series.id"), index=True)
    code: Mapped[str]
    as_of: Mapped[date]
    in_force_from: Mapped[date] = mapped_column(index=True)
    is_reference: Mapped[bool] = mapped_column(default=False)
    is_retracted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    series: Mapped[RankingSeries] = relationship(back_populates="editions")
    entries: Mapped[list[RankingEntry]] = relationship(back_populates="edition", order_by="RankingEntry.rank")
    versions: Mapped[list[RankingEditionVersion]] = relationship(back_populates="edition")


class RankingEditionVersion(AppendOnly, Recorded, Base):
    __tablename__ = "ranking_edition_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("ranking_editions.id"), index=True)
    as_of: Mapped[date]
    in_force_from: Mapped[date]
    is_retracted: Mapped[bool] = mapped_column(default=False)

    edition: Mapped[RankingEdition] = relationship(back_populates="versions")


class RankingEntry(Versioned, Base):
    """A firm's place in an edition."""

    __tablename__ = "ranking_entries"
    __table_args__ = (
        UniqueConstraint("edition_id", "firm_id"),
        Index("ix_ranking_entries_edition_id_rank", "edition_id", "rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("ranking_editions.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    rank: Mapped[int]
    name_listed: Mapped[str | None]
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    unit: Mapped[str | None]
    method: Mapped[str | None]
    source: Mapped[str | None]
    is_retracted: Mapped[bool] = mapped_column(default=False)

    edition: Mapped[RankingEdition] = relationship(back_populates="entries")
    firm: Mapped[Firm] = relationship()
    versions: Mapped[list[RankingEntryVersion]] = relationship(back_populates="entry")


class RankingEntryVersion(AppendOnly, Recorded, Base):
    __tablename__ = "ranking_entry_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ranking_entries.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("ranking_editions.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    rank: Mapped[int]
    is_retracted: Mapped[bool] = mapped_column(default=False)

    entry: Mapped[RankingEntry] = relationship(back_populates="versions")
    edition: Mapped[RankingEdition] = relationship()
    firm: Mapped[Firm] = relationship()


RankingEdition.version_model = RankingEditionVersion
RankingEdition.version_owner = "edition"
RankingEdition.versioned = ("as_of", "in_force_from", "is_retracted")
RankingEntry.version_model = RankingEntryVersion
RankingEntry.version_owner = "entry"
RankingEntry.versioned = ("edition_id", "firm_id", "rank", "is_retracted")
