from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Archivable, Base, Editable, Personal, Recorded, present_index
from models.enums import ConsentMeans, ConsentPurpose
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.associations import Association
    from models.engagements import Engagement
    from models.firms import Firm


class Contact(Editable, Archivable, Personal, Base):
    """A person at a firm. Personal data: masked unless the viewer owns the record.

    ``firm_id`` and ``title`` are the main role now; further and former ones are :class:`ContactRole`.
    ``merged_into_id`` leads to the record with which this one was found to be one person.
    """

    __tablename__ = "contacts"
    personal: ClassVar[frozenset[str]] = frozenset(
        {"name", "title", "phone", "email", "source", "archived_reason"}
    )
    __table_args__ = (present_index("contacts"), Index("ix_contacts_name_id", "name", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    name: Mapped[str]
    title: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    source: Mapped[str]
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since then nothing here says who it was."""

    firm: Mapped[Firm] = relationship(back_populates="contacts")
    owner: Mapped[User | None] = relationship()
    merged_into: Mapped[Contact | None] = relationship(remote_side="Contact.id")


class ContactRole(Editable, Archivable, Personal, Base):
    """What a person is or was at a firm or an association, beside the main role. Put away: a mistake."""

    __tablename__ = "contact_roles"
    personal: ClassVar[frozenset[str]] = frozenset({"title", "archived_reason"})
    __table_args__ = (CheckConstraint("(firm_id IS NULL) <> (association_id IS NULL)", name="at_one_place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"), index=True)
    title: Mapped[str | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    """The first day on which it no longer holds."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    contact: Mapped[Contact] = relationship()
    firm: Mapped[Firm | None] = relationship()
    association: Mapped[Association | None] = relationship(back_populates="roles")


class ContactConsent(AppendOnly, Recorded, Personal, Base):
    """A person agreed to a purpose, or took it back; of one purpose the last says what holds."""

    __tablename__ = "contact_consents"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    purpose: Mapped[ConsentPurpose] = mapped_column(enum_column(ConsentPurpose))
    text_version: Mapped[str]
    """Which wording the person was shown."""
    means: Mapped[ConsentMeans] = mapped_column(enum_column(ConsentMeans))
    said_on: Mapped[date]
    is_withdrawal: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]

    contact: Mapped[Contact] = relationship()
    recorded_by: Mapped[User | None] = relationship(foreign_keys="ContactConsent.recorded_by_id")


class Acquaintance(Editable, Archivable, Personal, Base):
    """One of ours knows a person: how well (1 to 3), since when, and what shows it."""

    __tablename__ = "acquaintances"
    personal: ClassVar[frozenset[str]] = frozenset({"note", "archived_reason"})
    __table_args__ = (CheckConstraint("strength BETWEEN 1 AND 3", name="strength"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    strength: Mapped[int]
    since_on: Mapped[date | None]
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"), index=True)
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    contact: Mapped[Contact] = relationship()
    engagement: Mapped[Engagement | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])


class Introduction(Editable, Archivable, Personal, Base):
    """A person or an association led us to a firm or to another person."""

    __tablename__ = "introductions"
    personal: ClassVar[frozenset[str]] = frozenset({"note", "archived_reason"})
    __table_args__ = (
        CheckConstraint("(introducer_id IS NULL) <> (association_id IS NULL)", name="by_one"),
        CheckConstraint("(firm_id IS NULL) <> (contact_id IS NULL)", name="of_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introducer_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    introduced_on: Mapped[date]
    to_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """The one of ours who was led there."""
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"), index=True)
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    introducer: Mapped[Contact | None] = relationship(foreign_keys=[introducer_id])
    association: Mapped[Association | None] = relationship()
    firm: Mapped[Firm | None] = relationship()
    contact: Mapped[Contact | None] = relationship(foreign_keys=[contact_id])
    to_user: Mapped[User | None] = relationship(foreign_keys=[to_user_id])
    engagement: Mapped[Engagement | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
