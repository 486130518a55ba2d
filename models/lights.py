from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Base, Recorded
from models.enums import Colour, LightReason
from models.types import enum_column
from models.users import User

if TYPE_CHECKING:
    from models.projects import Project


class ProjectLight(Base):
    """The light of a project as it was last worked out: nobody writes it by hand.

    It holds days, never numbers of days, so that it stays right until one of its facts changes or
    ``until_on`` has passed.
    """

    __tablename__ = "project_lights"
    __table_args__ = (Index("ix_project_lights_colour_project_id", "colour", "project_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    colour: Mapped[Colour] = mapped_column(enum_column(Colour))
    reason: Mapped[LightReason] = mapped_column(enum_column(LightReason))
    since_on: Mapped[date]
    """Since when it has had this colour."""
    counted_on: Mapped[date | None]
    """The day that its reason counts from: of the last contact, of the lead, of the oldest late milestone."""
    bound: Mapped[int | None]
    """The threshold that it passed or comes to next: days, working days or points by its reason."""
    points: Mapped[int | None]
    """How far the plan is behind, where a plan is."""
    until_on: Mapped[date | None]
    """The last day of this colour if nothing happens."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who owes what turns it green."""
    computed_colour: Mapped[Colour] = mapped_column(enum_column(Colour))
    """What it would be without a word of somebody's."""

    project: Mapped[Project] = relationship(back_populates="light")
    owner: Mapped[User | None] = relationship()


class LightChange(AppendOnly, Recorded, Base):
    """A light turned: the history of colours."""

    __tablename__ = "light_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    from_colour: Mapped[Colour | None] = mapped_column(enum_column(Colour))
    to_colour: Mapped[Colour] = mapped_column(enum_column(Colour))
    reason: Mapped[LightReason] = mapped_column(enum_column(LightReason))
    happened_on: Mapped[date]

    project: Mapped[Project] = relationship()


class LightOverride(AppendOnly, Recorded, Base):
    """A signed word on a light until a day. The last one counts; one without a colour takes it back."""

    __tablename__ = "light_overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    colour: Mapped[Colour | None] = mapped_column(enum_column(Colour))
    reason: Mapped[str]
    expires_on: Mapped[date | None]

    project: Mapped[Project] = relationship()
    recorded_by: Mapped[User | None] = relationship()
