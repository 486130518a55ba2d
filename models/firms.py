from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Archivable, Base, Editable, Recorded, present_index
from models.enums import AliasKind
from models.types import SortKey, UtcDateTime, enum_column

if TYPE_CHECKING:
    from models.contacts import Contact
    from models.establishments import Establishment
    from models.projects import Project


class Industry(Base):
    """An entry of the industry dictionary."""

    __tablename__ = "industries"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    """As first written; what an export gives back."""
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str | None]


class Firm(Editable, Archivable, Base):
    """A legal entity or a group. Legal names stay as registered.

    ``parent_id`` and ``group_id`` say what holds now (``group_id`` is None for a group itself);
    figures read the dated :class:`FirmParentage`. ``merged_into_id`` leads to the record with which this one
    was found to be one firm; the one merged away stands below it.
    """

    __tablename__ = "firms"
    __table_args__ = (Index("ix_firms_updated_at_id", "updated_at", "id"), present_index("firms"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    is_ref_generated: Mapped[bool] = mapped_column(default=False)
    name_hant: Mapped[str | None]
    name_hans: Mapped[str | None]
    name_en: Mapped[str | None]
    business_number: Mapped[str | None] = mapped_column(unique=True)
    credit_code: Mapped[str | None] = mapped_column(unique=True)
    stock_code: Mapped[str | None] = mapped_column(index=True)
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    address: Mapped[str | None]
    website: Mapped[str | None]
    source: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # Derived for matching, search and sorting; see crm.core.names.
    name_key: Mapped[str] = mapped_column(SortKey, index=True)
    pinyin_key: Mapped[str] = mapped_column(SortKey, index=True)
    initials_key: Mapped[str] = mapped_column(SortKey, index=True)
    english_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_text: Mapped[str]

    industry: Mapped[Industry | None] = relationship()
    parent: Mapped[Firm | None] = relationship(
        remote_side="Firm.id", foreign_keys="Firm.parent_id", back_populates="children"
    )
    children: Mapped[list[Firm]] = relationship(foreign_keys="Firm.parent_id", back_populates="parent")
    group: Mapped[Firm | None] = relationship(remote_side="Firm.id", foreign_keys="Firm.group_id")
    merged_into: Mapped[Firm | None] = relationship(remote_side="Firm.id", foreign_keys="Firm.merged_into_id")
    aliases: Mapped[list[FirmAlias]] = relationship(
        back_populates="firm", cascade="all, delete-orphan", order_by="FirmAlias.id"
    )
    parentages: Mapped[list[FirmParentage]] = relationship(
        back_populates="firm", foreign_keys="FirmParentage.firm_id", order_by="FirmParentage.id"
    )
    establishments: Mapped[list[Establishment]] = relationship(back_populates="firm")
    contacts: Mapped[list[Contact]] = relationship(back_populates="firm")
    projects: Mapped[list[Project]] = relationship(back_populates="firm")

    @property
    def own_aliases(self) -> list[FirmAlias]:
        """Without the names and numbers of records that were merged into this one."""
        return [alias for alias in self.aliases if alias.kind is not AliasKind.MERGED]

    @property
    def website_url(self) -> str | None:
        """The website as an address; people write it without its beginning."""
        if self.website is None or self.website.startswith(("http://", "https://")):
            return self.website
        return f"http://{self.website}"

    @property
    def name(self) -> str:
        """The name to show where there is room for one."""
        return self.name_hant or self.name_hans or self.name_en or self.ref


class FirmAlias(Base):
    """A former, short or brand name."""

    __tablename__ = "firm_aliases"

    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    name: Mapped[str]
    kind: Mapped[AliasKind] = mapped_column(enum_column(AliasKind), default=AliasKind.OTHER)
    name_key: Mapped[str] = mapped_column(SortKey, index=True)

    firm: Mapped[Firm] = relationship(back_populates="aliases")


class FirmParentage(AppendOnly, Recorded, Base):
    """Who owns a firm from a day on.

    Of the versions known, the one with the latest ``holds_from`` on or before a day holds on it;
    of two from one day the later recorded. None in ``holds_from`` is "since ever"; None in
    ``parent_id`` is "nobody: a group of its own".
    """

    __tablename__ = "firm_parentages"

    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    holds_from: Mapped[date | None]

    firm: Mapped[Firm] = relationship(back_populates="parentages", foreign_keys=[firm_id])
    parent: Mapped[Firm | None] = relationship(foreign_keys=[parent_id])


class RegisteredCompany(Base):
    """A row of the public register of listed companies: a look-up when a firm is added."""

    __tablename__ = "registered_companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    board: Mapped[str]
    name_hant: Mapped[str]
    name_hans: Mapped[str]
    short_hant: Mapped[str]
    name_en: Mapped[str | None]
    short_en: Mapped[str | None]
    business_number: Mapped[str | None] = mapped_column(index=True)
    industry: Mapped[str | None]
    address: Mapped[str | None]
    website: Mapped[str | None]
    listed_on: Mapped[date | None]
    paid_in_capital_ntd: Mapped[int | None] = mapped_column(BigInteger)
    as_of: Mapped[date]
    name_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_text: Mapped[str]
