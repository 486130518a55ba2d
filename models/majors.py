from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.base import AppendOnly, Archivable, Base, Editable, Recorded, present_index
from models.enums import ConversionKind, MajorTagKind, PlanBox, Preparation
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.catalogue import Offer
    from models.green_channel import GreenChannelStep
    from models.issues import Issue
    from models.parks import Park
    from models.projects import Project


class MajorProject(Editable, Archivable, Base):
    """A record of the library of major projects: planned, or that of a pipeline project.

    Of a pipeline project nothing is copied that people read: they read the project. ``park_id``,
    ``preparation`` and ``name_key`` follow it, so that a long list is narrowed by an index.
    """

    __tablename__ = "major_projects"
    __table_args__ = (
        CheckConstraint("name_hans IS NOT NULL OR project_id IS NOT NULL", name="named"),
        CheckConstraint("ref IS NOT NULL OR project_id IS NOT NULL", name="numbered"),
        UniqueConstraint("box", "box_position"),
        Index("ix_major_projects_updated_at_id", "updated_at", "id"),
        Index("ix_major_projects_park_id_updated_at_id", "park_id", "updated_at", "id"),
        Index("ix_major_projects_preparation_updated_at_id", "preparation", "updated_at", "id"),
        Index("ix_major_projects_name_key_id", "name_key", "id"),
        present_index("major_projects"),
        Index(
            "ix_major_projects_counted",
            "park_id",
            "preparation",
            "project_id",
            postgresql_where=text("archived_at IS NULL"),
            sqlite_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str | None] = mapped_column(SortKey, unique=True)
    """Of what the library planned itself; a pipeline project goes by its own number."""
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), unique=True)
    name_hans: Mapped[str | None]
    name_hant: Mapped[str | None]
    name_en: Mapped[str | None]
    name_key: Mapped[str] = mapped_column(SortKey)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"))
    place: Mapped[str | None]
    kind: Mapped[str | None]
    sub_projects: Mapped[str | None]
    """One in each line."""
    box: Mapped[PlanBox | None] = mapped_column(enum_column(PlanBox))
    box_position: Mapped[int | None]
    quote: Mapped[str | None]
    source: Mapped[str | None]
    lead_unit: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    preparation: Mapped[Preparation] = mapped_column(enum_column(Preparation))
    content: Mapped[str | None]
    planned_minor: Mapped[int | None] = mapped_column(BigInteger)
    """None: not disclosed."""
    planned_currency: Mapped[Currency | None] = mapped_column(enum_column(Currency))
    land_mu: Mapped[int | None]
    power_kva: Mapped[int | None]
    water_t_day: Mapped[int | None]
    energy_class: Mapped[str | None]
    carbon_class: Mapped[str | None]
    priority_year: Mapped[int | None] = mapped_column(index=True)
    """On the provincial priority list of which year, under which number, since when."""
    priority_number: Mapped[str | None]
    priority_since: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    project: Mapped[Project | None] = relationship(back_populates="major")
    park: Mapped[Park] = relationship()
    responsible_user: Mapped[User | None] = relationship(foreign_keys=[responsible_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    tags: Mapped[list[MajorTag]] = relationship(
        back_populates="major", order_by="MajorTag.tag", cascade="all, delete-orphan"
    )
    years: Mapped[list[MajorYear]] = relationship(back_populates="major", order_by="MajorYear.year")
    problems: Mapped[list[MajorProblem]] = relationship(back_populates="major", order_by="MajorProblem.id")
    steps: Mapped[list[GreenChannelStep]] = relationship(
        back_populates="major", order_by="GreenChannelStep.position, GreenChannelStep.id"
    )
    conversions: Mapped[list[MajorConversion]] = relationship(
        back_populates="major", order_by="MajorConversion.id"
    )

    @property
    def tag_kinds(self) -> list[MajorTagKind]:
        return [each.tag for each in self.tags]

    @property
    def own_planned(self) -> Money | None:
        if self.planned_minor is None or self.planned_currency is None:
            return None
        return Money(self.planned_minor, self.planned_currency)


class MajorTag(Base):
    """One of the things that a major project is counted under."""

    __tablename__ = "major_tags"
    __table_args__ = (
        UniqueConstraint("major_id", "tag"),
        Index("ix_major_tags_tag_major_id", "tag", "major_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    major_id: Mapped[int] = mapped_column(ForeignKey("major_projects.id"))
    tag: Mapped[MajorTagKind] = mapped_column(enum_column(MajorTagKind))

    major: Mapped[MajorProject] = relationship(back_populates="tags")


class MajorYear(Editable, Base):
    """What is planned for one year. How far it is, is what was reported last."""

    __tablename__ = "major_years"
    __table_args__ = (
        UniqueConstraint("major_id", "year"),
        Index("ix_major_years_year_percent", "year", "percent", "major_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    major_id: Mapped[int] = mapped_column(ForeignKey("major_projects.id"))
    year: Mapped[int]
    plan: Mapped[str]
    planned_fen: Mapped[int | None] = mapped_column(BigInteger)
    """Investment planned in the year, in hundredths of a yuan."""
    percent: Mapped[int] = mapped_column(default=0)
    done_fen: Mapped[int | None] = mapped_column(BigInteger)
    progress: Mapped[str | None]
    progress_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    major: Mapped[MajorProject] = relationship(back_populates="years")
    created_by: Mapped[User | None] = relationship()
    reports: Mapped[list[MajorProgress]] = relationship(
        back_populates="major_year", order_by="MajorProgress.reported_on, MajorProgress.id"
    )


class MajorProgress(AppendOnly, Recorded, Base):
    """What was reported of a year on one day. A mistake is put right by the next report."""

    __tablename__ = "major_progress"

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("major_years.id"), index=True)
    reported_on: Mapped[date]
    percent: Mapped[int]
    done_fen: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str]

    major_year: Mapped[MajorYear] = relationship(back_populates="reports")
    recorded_by: Mapped[User | None] = relationship()


class MajorProblem(Editable, Base):
    """What holds a major project up; it may be handed over as an issue, with an owner and a day."""

    __tablename__ = "major_problems"

    id: Mapped[int] = mapped_column(primary_key=True)
    major_id: Mapped[int] = mapped_column(ForeignKey("major_projects.id"), index=True)
    raised_on: Mapped[date]
    text: Mapped[str]
    wanted: Mapped[str | None]
    """What would help, and from whom."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who sees to it."""
    due_on: Mapped[date | None]
    solved_on: Mapped[date | None]
    solution: Mapped[str | None]
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    major: Mapped[MajorProject] = relationship(back_populates="problems")
    issue: Mapped[Issue | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])


class MajorConversion(AppendOnly, Recorded, Base):
    """What a record of the library became: once an offer, once a pipeline project."""

    __tablename__ = "major_conversions"
    __table_args__ = (UniqueConstraint("major_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    major_id: Mapped[int] = mapped_column(ForeignKey("major_projects.id"))
    kind: Mapped[ConversionKind] = mapped_column(enum_column(ConversionKind))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offers.id"), unique=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), unique=True)

    major: Mapped[MajorProject] = relationship(back_populates="conversions")
    offer: Mapped[Offer | None] = relationship(back_populates="conversion")
    project: Mapped[Project | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()
