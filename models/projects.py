from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded, Versioned, present_index
from models.enums import AgreementKind, MoveKind, ProjectDocumentKind, Stage, Status
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.engagements import Engagement
    from models.establishments import Establishment
    from models.firms import Firm, Industry
    from models.ledger import LedgerEntry
    from models.lights import ProjectLight
    from models.majors import MajorProject
    from models.milestones import Milestone
    from models.parks import Park


class ProjectFacts:
    """What a figure rests on, in the record and in each of its versions."""

    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    status: Mapped[Status] = mapped_column(enum_column(Status))
    lead_on: Mapped[date | None]
    talks_on: Mapped[date | None]
    review_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    construction_on: Mapped[date | None]
    operating_on: Mapped[date | None]

    def reached_on(self, stage: Stage) -> date | None:
        """The recorded day on which the project entered ``stage``."""
        day: date | None = getattr(self, f"{stage.value}_on")
        return day


class Project(Versioned, Editable, Archivable, ProjectFacts, Base):
    """An investment project on two axes: stage and status. It holds no amount but the planned one."""

    __tablename__ = "projects"
    __table_args__ = (
        Index("ix_projects_updated_at_id", "updated_at", "id"),
        present_index("projects"),
        Index("ix_projects_stage_updated_at_id", "stage", "updated_at", "id"),
        Index("ix_projects_park_id_updated_at_id", "park_id", "updated_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_text: Mapped[str]
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    status_reason: Mapped[str | None]
    status_until: Mapped[date | None]
    competing_place: Mapped[str | None]
    planned_minor: Mapped[int | None] = mapped_column(BigInteger)
    planned_currency: Mapped[Currency | None] = mapped_column(enum_column(Currency))
    responsible: Mapped[str | None]
    """As written; ``responsible_id`` where it is one of our people."""
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    content: Mapped[str | None]
    land_need_mu: Mapped[int | None]
    jobs: Mapped[int | None]
    energy_class: Mapped[str | None]
    carbon_class: Mapped[str | None]
    lead_source: Mapped[str | None]
    judged_on: Mapped[date | None]
    """Of a lead: the day on which it was judged whether to follow it up."""
    fed_back_on: Mapped[date | None]
    """Of a lead: the day on which whoever brought it was told."""
    has_incentive: Mapped[bool] = mapped_column(default=False)
    review_passed_on: Mapped[date | None]
    fair_competition_on: Mapped[date | None]
    agreement_kind: Mapped[AgreementKind | None] = mapped_column(enum_column(AgreementKind))
    agreement_on: Mapped[date | None]
    signing_event: Mapped[str | None]
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishments.id"), index=True)
    construction_start_on: Mapped[date | None]
    land_secured_on: Mapped[date | None]
    production_start_on: Mapped[date | None]
    is_imported: Mapped[bool] = mapped_column(default=False)
    """Its stages were taken as recorded facts when it was first imported."""
    import_gaps: Mapped[list[str] | None] = mapped_column(JSON)
    """Keys of the gate requirements that were missing then."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    firm: Mapped[Firm] = relationship(back_populates="projects")
    park: Mapped[Park] = relationship()
    industry: Mapped[Industry | None] = relationship()
    responsible_user: Mapped[User | None] = relationship()
    establishment: Mapped[Establishment | None] = relationship()
    documents: Mapped[list[ProjectDocument]] = relationship(back_populates="project")
    moves: Mapped[list[StageMove]] = relationship(back_populates="project", order_by="StageMove.id")
    versions: Mapped[list[ProjectVersion]] = relationship(
        back_populates="project", order_by="ProjectVersion.id"
    )
    entries: Mapped[list[LedgerEntry]] = relationship(
        back_populates="project", order_by="LedgerEntry.effective_on, LedgerEntry.id"
    )
    engagements: Mapped[list[Engagement]] = relationship(back_populates="project")
    light: Mapped[ProjectLight | None] = relationship(back_populates="project")
    major: Mapped[MajorProject | None] = relationship(back_populates="project")
    """Its record in the library of major projects."""
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="project", order_by="Milestone.planned_on, Milestone.id"
    )

    @property
    def planned(self) -> Money | None:
        if self.planned_minor is None or self.planned_currency is None:
            return None
        return Money(self.planned_minor, self.planned_currency)


class ProjectVersion(AppendOnly, Recorded, ProjectFacts, Base):
    """A project's facts as they were from ``recorded_at`` on, for figures as known then."""

    __tablename__ = "project_versions"
    __table_args__ = (Index("ix_project_versions_project_id_recorded_at", "project_id", "recorded_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    is_archived: Mapped[bool] = mapped_column(default=False)

    project: Mapped[Project] = relationship(back_populates="versions")
    firm: Mapped[Firm] = relationship()
    park: Mapped[Park] = relationship()


class StageMove(AppendOnly, Recorded, Base):
    """Who moved a project between stages or states, when and why."""

    __tablename__ = "stage_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[MoveKind] = mapped_column(enum_column(MoveKind))
    from_stage: Mapped[Stage | None] = mapped_column(enum_column(Stage))
    to_stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    from_status: Mapped[Status | None] = mapped_column(enum_column(Status))
    to_status: Mapped[Status] = mapped_column(enum_column(Status))
    happened_on: Mapped[date]
    reason: Mapped[str | None]

    project: Mapped[Project] = relationship(back_populates="moves")
    recorded_by: Mapped[User | None] = relationship()


class ProjectDocument(AppendOnly, Recorded, Base):
    """A file that proves something of a project."""

    __tablename__ = "project_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)
    kind: Mapped[ProjectDocumentKind] = mapped_column(enum_column(ProjectDocumentKind))

    project: Mapped[Project] = relationship(back_populates="documents")
    attachment: Mapped[Attachment] = relationship()


Project.version_model = ProjectVersion
Project.version_owner = "project"
Project.versioned = (
    "firm_id",
    "park_id",
    "is_archived",
    "stage",
    "status",
    *(f"{stage.value}_on" for stage in Stage),
)
