from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Archivable, Base, Editable, Personal, Recorded, present_index
from models.enums import (
    AwardGrade,
    Education,
    IdentityPaper,
    PostRank,
    TalentKind,
    TalentLevel,
    TalentPurpose,
)
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.establishments import Establishment
    from models.firms import Firm, Industry
    from models.parks import Park
    from models.projects import Project
    from models.talent_applications import TalentApplication


class Employer(Editable, Archivable, Base):
    """A place that employs talents, reviews what they apply for, and sees its own staff alone."""

    __tablename__ = "employers"
    __table_args__ = (present_index("employers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    name: Mapped[str]
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    credit_code: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    firm: Mapped[Firm | None] = relationship()
    park: Mapped[Park] = relationship()
    users: Mapped[list[EmployerUser]] = relationship(back_populates="employer", order_by="EmployerUser.id")


class EmployerUser(Editable, Base):
    """An account that acts for an employer, until it ends."""

    __tablename__ = "employer_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    employer: Mapped[Employer] = relationship(back_populates="users")
    user: Mapped[User] = relationship()


class Talent(Editable, Archivable, Personal, Base):
    """A person, a team or somebody self-employed from Taiwan. Personal data: masked by role."""

    __tablename__ = "talents"
    personal: ClassVar[frozenset[str]] = frozenset(
        {
            "name_hant",
            "name_hans",
            "team_name",
            "birth_year",
            "paper_kind",
            "paper_number",
            "email",
            "phone",
            "speciality",
            "skills",
            "education",
            "experience_years",
            "post_rank",
            "highest_post",
            "award_grade",
            "awards",
            "source",
            "archived_reason",
        }
    )
    __table_args__ = (
        present_index("talents"),
        Index("ix_talents_park_id_id", "park_id", "id"),
        Index("ix_talents_level_id", "level", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    kind: Mapped[TalentKind] = mapped_column(enum_column(TalentKind))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    """The applicant's own account, where there is one."""
    name_hant: Mapped[str]
    name_hans: Mapped[str]
    team_name: Mapped[str | None]
    team_size: Mapped[int | None]
    birth_year: Mapped[int | None]
    paper_kind: Mapped[IdentityPaper | None] = mapped_column(enum_column(IdentityPaper))
    paper_number: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    speciality: Mapped[str | None]
    skills: Mapped[str]
    """One after the other, with 、 or commas between."""
    education: Mapped[Education | None] = mapped_column(enum_column(Education))
    experience_years: Mapped[int | None]
    post_rank: Mapped[PostRank | None] = mapped_column(enum_column(PostRank))
    highest_post: Mapped[str | None]
    award_grade: Mapped[AwardGrade | None] = mapped_column(enum_column(AwardGrade))
    awards: Mapped[str | None]
    level: Mapped[TalentLevel | None] = mapped_column(enum_column(TalentLevel))
    """As last decided."""
    level_on: Mapped[date | None]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_in_pool: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None]
    """How the park came to know of the person; None: by an application."""
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when what tells who it was is gone."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    industry: Mapped[Industry | None] = relationship()
    employer: Mapped[Employer | None] = relationship()
    park: Mapped[Park | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    consents: Mapped[list[TalentConsent]] = relationship(back_populates="talent", order_by="TalentConsent.id")
    applications: Mapped[list[TalentApplication]] = relationship(
        back_populates="talent", order_by="TalentApplication.id"
    )


class TalentConsent(AppendOnly, Recorded, Personal, Base):
    """A talent agreed to a purpose, or took it back; of one purpose the last row says what holds."""

    __tablename__ = "talent_consents"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    id: Mapped[int] = mapped_column(primary_key=True)
    talent_id: Mapped[int] = mapped_column(ForeignKey("talents.id"), index=True)
    purpose: Mapped[TalentPurpose] = mapped_column(enum_column(TalentPurpose))
    text_version: Mapped[str]
    text: Mapped[str]
    """The wording that was shown."""
    is_withdrawal: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]

    talent: Mapped[Talent] = relationship(back_populates="consents")
    recorded_by: Mapped[User | None] = relationship()


class TalentNeed(Editable, Archivable, Base):
    """Whom a project or an establishment is looking for."""

    __tablename__ = "talent_needs"
    __table_args__ = (present_index("talent_needs"), Index("ix_talent_needs_until_on_id", "until_on", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    title: Mapped[str]
    text: Mapped[str | None]
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishments.id"), index=True)
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    skills: Mapped[str]
    education: Mapped[Education | None] = mapped_column(enum_column(Education))
    """At least."""
    experience_years: Mapped[int | None]
    level: Mapped[TalentLevel | None] = mapped_column(enum_column(TalentLevel))
    headcount: Mapped[int] = mapped_column(default=1)
    until_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park] = relationship()
    project: Mapped[Project | None] = relationship()
    establishment: Mapped[Establishment | None] = relationship()
    industry: Mapped[Industry | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
