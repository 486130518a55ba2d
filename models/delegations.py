from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Personal, Recorded, present_index
from models.contacts import Contact
from models.enums import (
    ApprovalKind,
    ApprovalState,
    CommitmentState,
    DelegationDirection,
    DelegationState,
    MemberRole,
    Party,
)
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.firms import Firm
    from models.parks import Park

delegation_parks = Table(
    "delegation_parks",
    Base.metadata,
    Column("delegation_id", ForeignKey("delegations.id"), primary_key=True),
    Column("park_id", ForeignKey("parks.id"), primary_key=True, index=True),
)
"""Parks that take part in what another park, or the office, leads."""

stop_members = Table(
    "stop_members",
    Base.metadata,
    Column("stop_id", ForeignKey("delegation_stops.id"), primary_key=True),
    Column("member_id", ForeignKey("delegation_members.id"), primary_key=True, index=True),
)
"""Who is at a stop; nobody named means all."""


class Delegation(Editable, Archivable, Base):
    """An organised visit, inbound or outbound: its people, its plan, what was promised and came of it.

    What the office leads has no park; other parks take part by ``parks``.
    """

    __tablename__ = "delegations"
    __table_args__ = (
        Index("ix_delegations_from_on_id", "from_on", "id"),
        Index("ix_delegations_park_id_from_on", "park_id", "from_on"),
        present_index("delegations"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    name_hans: Mapped[str]
    name_hant: Mapped[str | None]
    name_en: Mapped[str | None]
    direction: Mapped[DelegationDirection] = mapped_column(enum_column(DelegationDirection))
    state: Mapped[DelegationState] = mapped_column(
        enum_column(DelegationState), default=DelegationState.PLANNED
    )
    purpose_hans: Mapped[str | None]
    purpose_hant: Mapped[str | None]
    purpose_en: Mapped[str | None]
    place: Mapped[str | None]
    from_on: Mapped[date]
    until_on: Mapped[date]
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    seating: Mapped[str | None]
    """The agenda of meetings and who sits where."""
    lodging: Mapped[str | None]
    """Hotels, meals, vehicles."""
    topics: Mapped[str | None]
    """Projects to talk about, and what the firms ask for."""
    emergency: Mapped[str | None]
    """Whom to call."""
    talking_points: Mapped[str | None]
    """For our own people only, as are ``internal_notes`` and all that money and approvals say."""
    internal_notes: Mapped[str | None]
    currency: Mapped[Currency] = mapped_column(enum_column(Currency), default=Currency.CNY)
    budget_minor: Mapped[int | None] = mapped_column(BigInteger)
    cost_minor: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park | None] = relationship()
    parks: Mapped[list[Park]] = relationship(secondary=delegation_parks, order_by="Park.position")
    lead: Mapped[User | None] = relationship(foreign_keys=[lead_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    members: Mapped[list[DelegationMember]] = relationship(
        back_populates="delegation", order_by="DelegationMember.position, DelegationMember.id"
    )
    stops: Mapped[list[DelegationStop]] = relationship(
        back_populates="delegation",
        order_by="DelegationStop.day, DelegationStop.starts_at, DelegationStop.position, DelegationStop.id",
    )
    sessions: Mapped[list[DelegationSession]] = relationship(
        back_populates="delegation",
        order_by="DelegationSession.day, DelegationSession.starts_at, DelegationSession.id",
    )
    commitments: Mapped[list[DelegationCommitment]] = relationship(
        back_populates="delegation", order_by="DelegationCommitment.due_on, DelegationCommitment.id"
    )
    approvals: Mapped[list[DelegationApproval]] = relationship(
        back_populates="delegation", order_by="DelegationApproval.id"
    )
    files: Mapped[list[DelegationFile]] = relationship(
        back_populates="delegation", order_by="DelegationFile.id"
    )
    follow_ups: Mapped[list[DelegationFollowUp]] = relationship(
        back_populates="delegation", order_by="DelegationFollowUp.days"
    )

    @property
    def budget(self) -> Money | None:
        return None if self.budget_minor is None else Money(self.budget_minor, self.currency)

    @property
    def cost(self) -> Money | None:
        return None if self.cost_minor is None else Money(self.cost_minor, self.currency)


class DelegationMember(Editable, Archivable, Personal, Base):
    """A person of either side: one of our users, a contact, or somebody known by name only."""

    __tablename__ = "delegation_members"
    personal: ClassVar[frozenset[str]] = frozenset(
        {"name", "title", "form_of_address", "phone", "diet", "room", "car", "archived_reason"}
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    side: Mapped[Party] = mapped_column(enum_column(Party))
    role: Mapped[MemberRole] = mapped_column(enum_column(MemberRole))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    name: Mapped[str]
    organisation: Mapped[str | None]
    title: Mapped[str | None]
    form_of_address: Mapped[str | None]
    duty: Mapped[str | None]
    """What one of ours sees to (分工)."""
    phone: Mapped[str | None]
    """Of our own people only."""
    diet: Mapped[str | None]
    room: Mapped[str | None]
    car: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)

    delegation: Mapped[Delegation] = relationship(back_populates="members")
    user: Mapped[User | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    firm: Mapped[Firm | None] = relationship()


class DelegationStop(Editable, Archivable, Base):
    """One stop of the day plan, and what came of it."""

    __tablename__ = "delegation_stops"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    day: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    title_hans: Mapped[str]
    title_hant: Mapped[str | None]
    title_en: Mapped[str | None]
    place_hans: Mapped[str | None]
    place_hant: Mapped[str | None]
    place_en: Mapped[str | None]
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_members.id"), index=True)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_members.id"), index=True)
    room: Mapped[str | None]
    car: Mapped[str | None]
    points: Mapped[str | None]
    """What is shown, and who explains it."""
    notes: Mapped[str | None]
    outcome: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)

    delegation: Mapped[Delegation] = relationship(back_populates="stops")
    park: Mapped[Park | None] = relationship()
    leader: Mapped[DelegationMember | None] = relationship(foreign_keys=[leader_id])
    responsible: Mapped[DelegationMember | None] = relationship(foreign_keys=[responsible_id])
    people: Mapped[list[DelegationMember]] = relationship(
        secondary=stop_members, order_by="DelegationMember.position, DelegationMember.id"
    )


class DelegationSession(Editable, Archivable, Base):
    """A one-to-one talk: a firm with a park, or with one of our people, in a slot."""

    __tablename__ = "delegation_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    stop_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_stops.id"), index=True)
    day: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    room: Mapped[str | None]
    outcome: Mapped[str | None]

    delegation: Mapped[Delegation] = relationship(back_populates="sessions")
    stop: Mapped[DelegationStop | None] = relationship()
    firm: Mapped[Firm] = relationship()
    park: Mapped[Park | None] = relationship()
    officer: Mapped[User | None] = relationship()


class DelegationCommitment(Editable, Archivable, Base):
    """What one side promised the other, by when, and who sees to it on our side."""

    __tablename__ = "delegation_commitments"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    stop_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_stops.id"), index=True)
    side: Mapped[Party] = mapped_column(enum_column(Party))
    text: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    """Who keeps our word, or sees that theirs is kept."""
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    due_on: Mapped[date | None]
    state: Mapped[CommitmentState] = mapped_column(enum_column(CommitmentState), default=CommitmentState.OPEN)
    closed_on: Mapped[date | None]
    closed_note: Mapped[str | None]

    delegation: Mapped[Delegation] = relationship(back_populates="commitments")
    stop: Mapped[DelegationStop | None] = relationship()
    owner: Mapped[User] = relationship()
    firm: Mapped[Firm | None] = relationship()


class DelegationApproval(Editable, Archivable, Base):
    """An approval that a visit needs, with its number and its paper."""

    __tablename__ = "delegation_approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    kind: Mapped[ApprovalKind] = mapped_column(enum_column(ApprovalKind))
    state: Mapped[ApprovalState] = mapped_column(enum_column(ApprovalState), default=ApprovalState.NEEDED)
    number: Mapped[str | None]
    body: Mapped[str | None]
    """Who grants it."""
    issued_on: Mapped[date | None]
    note: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)

    delegation: Mapped[Delegation] = relationship(back_populates="approvals")
    attachment: Mapped[Attachment | None] = relationship()


class DelegationFile(AppendOnly, Recorded, Base):
    """A file of the visit: a photo, a presentation, a signed paper."""

    __tablename__ = "delegation_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    delegation: Mapped[Delegation] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship()


class DelegationFollowUp(Editable, Base):
    """A look back so many days after the end: what became of what was said."""

    __tablename__ = "delegation_follow_ups"
    __table_args__ = (UniqueConstraint("delegation_id", "days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    days: Mapped[int]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    note: Mapped[str | None]

    delegation: Mapped[Delegation] = relationship(back_populates="follow_ups")


class CalendarFeed(Base):
    """A secret address under which a calendar program reads what lies ahead of its owner, until it ends."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
