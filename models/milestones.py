from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Archivable, Base, Editable, Recorded
from models.enums import MilestoneKind
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.projects import Project


class Milestone(Editable, Archivable, Base):
    """A day in the plan of a project. The planned day is the baseline and stays; forecasts move."""

    __tablename__ = "milestones"
    __table_args__ = (Index("ix_milestones_project_id_planned_on", "project_id", "planned_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    name: Mapped[str]
    kind: Mapped[MilestoneKind] = mapped_column(enum_column(MilestoneKind))
    planned_on: Mapped[date]
    forecast_on: Mapped[date | None]
    """The day now expected, where it differs from the plan: the last of its forecasts."""
    actual_on: Mapped[date | None] = mapped_column(index=True)
    weight: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    project: Mapped[Project] = relationship(back_populates="milestones")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    forecasts: Mapped[list[MilestoneForecast]] = relationship(
        back_populates="milestone", order_by="MilestoneForecast.id"
    )

    @property
    def expected_on(self) -> date:
        return self.actual_on or self.forecast_on or self.planned_on


class MilestoneForecast(AppendOnly, Recorded, Base):
    """One forecast of a milestone's day, with its reason: together they are the history of its slips."""

    __tablename__ = "milestone_forecasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    before_on: Mapped[date]
    """The day expected until then."""
    forecast_on: Mapped[date]
    reason: Mapped[str]

    milestone: Mapped[Milestone] = relationship(back_populates="forecasts")
    recorded_by: Mapped[User | None] = relationship()
