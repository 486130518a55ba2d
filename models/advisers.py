from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import Archivable, Base, Editable, present_index
from models.enums import AdviserKind, AdviserRegion
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.associations import Association
    from models.contacts import Contact
    from models.firms import Firm, Industry
    from models.referrals import Referral


class Adviser(Editable, Archivable, Base):
    """An outside person or agency who refers firms; with an account, sees own referrals and nothing else."""

    __tablename__ = "advisers"
    __table_args__ = (present_index("advisers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    kind: Mapped[AdviserKind] = mapped_column(enum_column(AdviserKind), index=True)
    name_hans: Mapped[str | None]
    name_hant: Mapped[str | None]
    name_en: Mapped[str | None]
    organisation: Mapped[str | None]
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    note: Mapped[str | None]
    """Internal: its adviser never reads it."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    """The account that acts as this adviser."""
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    # Derived for sorting and for finding two characters of a name in any script.
    pinyin_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_text: Mapped[str]

    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    contact: Mapped[Contact | None] = relationship()
    association: Mapped[Association | None] = relationship()
    areas: Mapped[list[AdviserArea]] = relationship(
        back_populates="adviser", cascade="all, delete-orphan", order_by="AdviserArea.id"
    )
    fields: Mapped[list[AdviserField]] = relationship(
        back_populates="adviser", cascade="all, delete-orphan", order_by="AdviserField.id"
    )
    terms: Mapped[list[AdviserTerm]] = relationship(
        back_populates="adviser", order_by="AdviserTerm.from_on, AdviserTerm.id"
    )
    relations: Mapped[list[AdviserRelation]] = relationship(
        back_populates="adviser", order_by="AdviserRelation.id"
    )
    referrals: Mapped[list[Referral]] = relationship(back_populates="adviser")

    @property
    def name(self) -> str:
        """The name to show where there is room for one."""
        return self.name_hant or self.name_hans or self.name_en or self.ref


class AdviserArea(Base):
    """A region in which an adviser is at home."""

    __tablename__ = "adviser_areas"
    __table_args__ = (UniqueConstraint("adviser_id", "region"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("advisers.id"))
    region: Mapped[AdviserRegion] = mapped_column(enum_column(AdviserRegion), index=True)

    adviser: Mapped[Adviser] = relationship(back_populates="areas")


class AdviserField(Base):
    """An industry that an adviser knows."""

    __tablename__ = "adviser_fields"
    __table_args__ = (UniqueConstraint("adviser_id", "industry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("advisers.id"))
    industry_id: Mapped[int] = mapped_column(ForeignKey("industries.id"), index=True)

    adviser: Mapped[Adviser] = relationship(back_populates="fields")
    industry: Mapped[Industry] = relationship()


class AdviserTerm(Editable, Archivable, Base):
    """From when until when an adviser is appointed, and to do what."""

    __tablename__ = "adviser_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("advisers.id"), index=True)
    letter_number: Mapped[str | None]
    duties: Mapped[str | None]
    from_on: Mapped[date]
    until_on: Mapped[date]
    """The last day of the term as agreed."""
    ended_on: Mapped[date | None]
    """The last day on which it held, where it was ended before its time."""
    ended_reason: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    adviser: Mapped[Adviser] = relationship(back_populates="terms")
    attachment: Mapped[Attachment | None] = relationship()
    created_by: Mapped[User | None] = relationship()


class AdviserRelation(Editable, Archivable, Base):
    """A firm to which an adviser is related: to refer it doesn't count. Put away: a mistake."""

    __tablename__ = "adviser_relations"
    __table_args__ = (
        Index(
            "ix_adviser_relations_present",
            "adviser_id",
            "firm_id",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
            sqlite_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("advisers.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    why: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    adviser: Mapped[Adviser] = relationship(back_populates="relations")
    firm: Mapped[Firm] = relationship()
    created_by: Mapped[User | None] = relationship()
