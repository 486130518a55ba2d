from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Archivable, Base, Editable, present_index
from models.contacts import Contact
from models.enums import LinkTier
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.establishments import Establishment
    from models.firms import Firm, Industry
    from models.parks import Park
    from models.projects import Project

chain_team_members = Table(
    "chain_team_members",
    Base.metadata,
    Column("team_id", ForeignKey("chain_teams.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
)


class Chain(Editable, Archivable, Base):
    """An industry chain of a park."""

    __tablename__ = "chains"
    __table_args__ = (
        Index("ix_chains_park_id_position_id", "park_id", "position", "id"),
        present_index("chains"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"))
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str | None]
    position: Mapped[int]
    note: Mapped[str | None]
    quote: Mapped[str | None]
    """The words of the plan that name it."""
    source: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park] = relationship()
    industry: Mapped[Industry | None] = relationship()
    created_by: Mapped[User | None] = relationship()
    links: Mapped[list[ChainLink]] = relationship(
        back_populates="chain", order_by="ChainLink.position, ChainLink.id"
    )


class ChainLink(Editable, Archivable, Base):
    """A link of a chain. Whether it is filled is computed from its fillers."""

    __tablename__ = "chain_links"
    __table_args__ = (
        Index("ix_chain_links_chain_id_position_id", "chain_id", "position", "id"),
        present_index("chain_links"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("chains.id"))
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    """Of the firms that could fill it, where that is another one than the chain's."""
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str | None]
    tier: Mapped[LinkTier | None] = mapped_column(enum_column(LinkTier))
    position: Mapped[int]
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    chain: Mapped[Chain] = relationship(back_populates="links")
    industry: Mapped[Industry | None] = relationship()
    fillers: Mapped[list[LinkFiller]] = relationship(back_populates="link", order_by="LinkFiller.id")


class LinkFiller(Editable, Archivable, Base):
    """A firm that fills a link: how strongly (1 to 3), through what, and what shows it."""

    __tablename__ = "link_fillers"
    __table_args__ = (CheckConstraint("strength BETWEEN 1 AND 3", name="strength"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("chain_links.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    """Where it works: another park of the zone supports a chain, and doesn't settle it."""
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishments.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    strength: Mapped[int]
    evidence: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    link: Mapped[ChainLink] = relationship(back_populates="fillers")
    firm: Mapped[Firm] = relationship()
    park: Mapped[Park] = relationship()
    establishment: Mapped[Establishment | None] = relationship()
    project: Mapped[Project | None] = relationship()
    created_by: Mapped[User | None] = relationship()


class ChainTeam(Editable, Archivable, Base):
    """Those of a park who look for firms for a chain."""

    __tablename__ = "chain_teams"
    __table_args__ = (present_index("chain_teams"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("chains.id"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park] = relationship()
    chain: Mapped[Chain] = relationship()
    lead: Mapped[User] = relationship(foreign_keys=[lead_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    members: Mapped[list[User]] = relationship(secondary=chain_team_members, order_by=User.id)
    targets: Mapped[list[ChainTarget]] = relationship(back_populates="team", order_by="ChainTarget.id")


class ChainTarget(Editable, Archivable, Base):
    """A firm wanted for a chain: who of ours calls whom there, until when."""

    __tablename__ = "chain_targets"
    __table_args__ = (
        Index("ix_chain_targets_park_id_id", "park_id", "id"),
        present_index("chain_targets"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"))
    chain_id: Mapped[int] = mapped_column(ForeignKey("chains.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("chain_links.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("chain_teams.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    caller_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    """Whom to call first: the nearest end of the warm path."""
    due_on: Mapped[date | None]
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park] = relationship()
    chain: Mapped[Chain] = relationship()
    link: Mapped[ChainLink | None] = relationship()
    team: Mapped[ChainTeam | None] = relationship(back_populates="targets")
    firm: Mapped[Firm] = relationship()
    caller: Mapped[User] = relationship(foreign_keys=[caller_id])
    contact: Mapped[Contact | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
