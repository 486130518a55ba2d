"""Talent

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "application_steps",
    "benefit_awards",
    "benefit_deliveries",
    "benefit_payments",
    "decision_keys",
    "talent_budgets",
    "talent_consents",
    "talent_decisions",
)
NEW = (
    "application_documents",
    "application_steps",
    "benefit_awards",
    "benefit_deliveries",
    "benefit_payments",
    "benefit_rules",
    "decision_keys",
    "employer_users",
    "employers",
    "level_rules",
    "talent_applications",
    "talent_budgets",
    "talent_consents",
    "talent_decisions",
    "talent_needs",
    "talent_rule_versions",
    "talents",
)


def upgrade() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_employers_firm_id_firms")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_employers_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        sa.UniqueConstraint("ref", name=op.f("uq_employers_ref")),
    )
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employers_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employers_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_employers_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "talent_budgets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_talent_budgets_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_talent_budgets_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_budgets")),
    )
    with op.batch_alter_table("talent_budgets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talent_budgets_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_talent_budgets_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index("ix_talent_budgets_year_park_id", ["year", "park_id"], unique=False)

    op.create_table(
        "talent_rule_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "in_force", name="rulestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("drafted_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_talent_rule_versions_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_talent_rule_versions_drafted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_rule_versions")),
        sa.UniqueConstraint("ref", name=op.f("uq_talent_rule_versions_ref")),
    )
    with op.batch_alter_table("talent_rule_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_talent_rule_versions_confirmed_by_id"), ["confirmed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_talent_rule_versions_drafted_by_id"), ["drafted_by_id"], unique=False
        )

    op.create_table(
        "benefit_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("a", "b", "c", "d", "e", name="talentlevel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum("person", "team", "self_employed", name="talentkind", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "living",
                "settlement",
                "schooling",
                "housing",
                name="benefitkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("text_hans", sa.String(), nullable=False),
        sa.Column("text_hant", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["talent_rule_versions.id"],
            name=op.f("fk_benefit_rules_version_id_talent_rule_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_rules")),
    )
    with op.batch_alter_table("benefit_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_benefit_rules_version_id"), ["version_id"], unique=False)

    op.create_table(
        "employer_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("added_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_employer_users_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_employer_users_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_users")),
    )
    with op.batch_alter_table("employer_users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_users_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_users_user_id"), ["user_id"], unique=False)

    op.create_table(
        "level_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("a", "b", "c", "d", "e", name="talentlevel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum("person", "team", "self_employed", name="talentkind", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("text_hans", sa.String(), nullable=False),
        sa.Column("text_hant", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["talent_rule_versions.id"],
            name=op.f("fk_level_rules_version_id_talent_rule_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_rules")),
    )
    with op.batch_alter_table("level_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_level_rules_version_id"), ["version_id"], unique=False)

    op.create_table(
        "talents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("person", "team", "self_employed", name="talentkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("team_name", sa.String(), nullable=True),
        sa.Column("team_size", sa.Integer(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column(
            "paper_kind",
            sa.Enum("travel_permit", "residence_permit", name="identitypaper", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("paper_number", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("speciality", sa.String(), nullable=True),
        sa.Column("skills", sa.String(), nullable=False),
        sa.Column(
            "education",
            sa.Enum(
                "other",
                "college",
                "bachelor",
                "master",
                "doctorate",
                name="education",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("experience_years", sa.Integer(), nullable=True),
        sa.Column(
            "post_rank",
            sa.Enum(
                "staff",
                "specialist",
                "manager",
                "director",
                "executive",
                name="postrank",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("highest_post", sa.String(), nullable=True),
        sa.Column(
            "award_grade",
            sa.Enum(
                "none",
                "municipal",
                "provincial",
                "national",
                "international",
                name="awardgrade",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("awards", sa.String(), nullable=True),
        sa.Column(
            "level",
            sa.Enum("a", "b", "c", "d", "e", name="talentlevel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("level_on", sa.Date(), nullable=True),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("is_in_pool", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("erased_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_talents_created_by_id_users")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_talents_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_talents_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_talents_owner_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_talents_park_id_parks")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_talents_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talents")),
        sa.UniqueConstraint("ref", name=op.f("uq_talents_ref")),
        sa.UniqueConstraint("user_id", name=op.f("uq_talents_user_id")),
    )
    with op.batch_alter_table("talents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talents_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talents_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talents_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index("ix_talents_level_id", ["level", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talents_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_talents_park_id_id", ["park_id", "id"], unique=False)
        batch_op.create_index(
            "ix_talents_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "talent_applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("talent_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "employer_review",
                "returned",
                "submitted",
                "examination",
                "supplement",
                "examined",
                "decided",
                "in_review",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("saved_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("rule_version_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_talent_applications_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_talent_applications_owner_id_users")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_talent_applications_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["talent_rule_versions.id"],
            name=op.f("fk_talent_applications_rule_version_id_talent_rule_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talents.id"], name=op.f("fk_talent_applications_talent_id_talents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_applications")),
        sa.UniqueConstraint("ref", name=op.f("uq_talent_applications_ref")),
    )
    with op.batch_alter_table("talent_applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talent_applications_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talent_applications_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "ix_talent_applications_park_id_due_on_id", ["park_id", "due_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_talent_applications_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_talent_applications_rule_version_id"), ["rule_version_id"], unique=False
        )
        batch_op.create_index(
            "ix_talent_applications_state_due_on_id", ["state", "due_on", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_talent_applications_submitted_at"), ["submitted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_talent_applications_talent_id"), ["talent_id"], unique=False)

    op.create_table(
        "talent_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talent_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "application",
                "pool",
                "matching",
                "notices",
                name="talentpurpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_withdrawal", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_talent_consents_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talents.id"], name=op.f("fk_talent_consents_talent_id_talents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_consents")),
    )
    with op.batch_alter_table("talent_consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talent_consents_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_talent_consents_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_talent_consents_talent_id"), ["talent_id"], unique=False)

    op.create_table(
        "talent_needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("establishment_id", sa.Integer(), nullable=True),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("skills", sa.String(), nullable=False),
        sa.Column(
            "education",
            sa.Enum(
                "other",
                "college",
                "bachelor",
                "master",
                "doctorate",
                name="education",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("experience_years", sa.Integer(), nullable=True),
        sa.Column(
            "level",
            sa.Enum("a", "b", "c", "d", "e", name="talentlevel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_talent_needs_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_talent_needs_establishment_id_establishments"),
        ),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_talent_needs_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_talent_needs_owner_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_talent_needs_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_talent_needs_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_needs")),
        sa.UniqueConstraint("ref", name=op.f("uq_talent_needs_ref")),
    )
    with op.batch_alter_table("talent_needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talent_needs_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_talent_needs_establishment_id"), ["establishment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_talent_needs_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talent_needs_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talent_needs_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_talent_needs_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_talent_needs_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_talent_needs_until_on_id", ["until_on", "id"], unique=False)

    op.create_table(
        "application_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "identity",
                "diploma",
                "experience",
                "contract",
                "award",
                "patent",
                "salary",
                "licence",
                "team",
                "other",
                name="talentdocumentkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["talent_applications.id"],
            name=op.f("fk_application_documents_application_id_talent_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_application_documents_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_application_documents_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_documents")),
    )
    with op.batch_alter_table("application_documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_documents_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_application_documents_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_application_documents_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_application_documents_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "application_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "create",
                "submit",
                "withdraw",
                "employer_confirm",
                "employer_return",
                "accept",
                "ask_supplement",
                "supplement",
                "decide",
                "confirm",
                "send_back",
                "ask_review",
                "assign",
                name="applicationaction",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "employer_review",
                "returned",
                "submitted",
                "examination",
                "supplement",
                "examined",
                "decided",
                "in_review",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "employer_review",
                "returned",
                "submitted",
                "examination",
                "supplement",
                "examined",
                "decided",
                "in_review",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "park_lead",
                "coordinator",
                "leader",
                "adviser",
                "employer",
                "applicant",
                "system_administrator",
                "security_administrator",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("public_note", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["talent_applications.id"],
            name=op.f("fk_application_steps_application_id_talent_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_application_steps_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_steps")),
    )
    with op.batch_alter_table("application_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_steps_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_application_steps_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_application_steps_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "talent_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("granted", "refused", name="decisionoutcome", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "level_by_rule",
            sa.Enum("a", "b", "c", "d", "e", name="talentlevel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "level",
            sa.Enum("a", "b", "c", "d", "e", name="talentlevel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("rule_version_id", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("needs_second_key", sa.Boolean(), nullable=False),
        sa.Column("is_review", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["talent_applications.id"],
            name=op.f("fk_talent_decisions_application_id_talent_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_talent_decisions_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["talent_rule_versions.id"],
            name=op.f("fk_talent_decisions_rule_version_id_talent_rule_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_decisions")),
        sa.UniqueConstraint("number", name=op.f("uq_talent_decisions_number")),
    )
    with op.batch_alter_table("talent_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_talent_decisions_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_talent_decisions_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_talent_decisions_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_talent_decisions_rule_version_id"), ["rule_version_id"], unique=False
        )

    op.create_table(
        "benefit_awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "living",
                "settlement",
                "schooling",
                "housing",
                name="benefitkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["talent_applications.id"],
            name=op.f("fk_benefit_awards_application_id_talent_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["talent_decisions.id"],
            name=op.f("fk_benefit_awards_decision_id_talent_decisions"),
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_benefit_awards_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_benefit_awards_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["benefit_rules.id"], name=op.f("fk_benefit_awards_rule_id_benefit_rules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_awards")),
    )
    with op.batch_alter_table("benefit_awards", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_benefit_awards_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_benefit_awards_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_benefit_awards_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_benefit_awards_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_benefit_awards_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_benefit_awards_rule_id"), ["rule_id"], unique=False)

    op.create_table(
        "decision_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["talent_decisions.id"],
            name=op.f("fk_decision_keys_decision_id_talent_decisions"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_decision_keys_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_keys")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_decision_keys_decision_id")),
    )
    with op.batch_alter_table("decision_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_keys_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_keys_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "benefit_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_benefit_deliveries_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["benefit_awards.id"], name=op.f("fk_benefit_deliveries_award_id_benefit_awards")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_benefit_deliveries_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_deliveries")),
    )
    with op.batch_alter_table("benefit_deliveries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_benefit_deliveries_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_benefit_deliveries_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_benefit_deliveries_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_benefit_deliveries_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "benefit_payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_benefit_payments_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["benefit_awards.id"], name=op.f("fk_benefit_payments_award_id_benefit_awards")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_benefit_payments_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_benefit_payments_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["benefit_payments.id"],
            name=op.f("fk_benefit_payments_reverses_id_benefit_payments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_payments")),
        sa.UniqueConstraint("ref", name=op.f("uq_benefit_payments_ref")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_benefit_payments_reverses_id")),
    )
    with op.batch_alter_table("benefit_payments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_benefit_payments_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_benefit_payments_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_benefit_payments_paid_on"), ["paid_on"], unique=False)
        batch_op.create_index("ix_benefit_payments_park_id_paid_on", ["park_id", "paid_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_benefit_payments_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_benefit_payments_recorded_by_id"), ["recorded_by_id"], unique=False
        )
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("benefit_payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_benefit_payments_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_payments_recorded_at"))
        batch_op.drop_index("ix_benefit_payments_park_id_paid_on")
        batch_op.drop_index(batch_op.f("ix_benefit_payments_paid_on"))
        batch_op.drop_index(batch_op.f("ix_benefit_payments_award_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_payments_attachment_id"))

    op.drop_table("benefit_payments")
    with op.batch_alter_table("benefit_deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_benefit_deliveries_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_deliveries_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_benefit_deliveries_award_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_deliveries_attachment_id"))

    op.drop_table("benefit_deliveries")
    with op.batch_alter_table("decision_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_keys_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_decision_keys_recorded_at"))

    op.drop_table("decision_keys")
    with op.batch_alter_table("benefit_awards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_benefit_awards_rule_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_awards_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_awards_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_benefit_awards_park_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_awards_decision_id"))
        batch_op.drop_index(batch_op.f("ix_benefit_awards_application_id"))

    op.drop_table("benefit_awards")
    with op.batch_alter_table("talent_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talent_decisions_rule_version_id"))
        batch_op.drop_index(batch_op.f("ix_talent_decisions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_talent_decisions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_talent_decisions_application_id"))

    op.drop_table("talent_decisions")
    with op.batch_alter_table("application_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_steps_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_steps_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_application_steps_application_id"))

    op.drop_table("application_steps")
    with op.batch_alter_table("application_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_documents_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_application_documents_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_application_documents_attachment_id"))
        batch_op.drop_index(batch_op.f("ix_application_documents_application_id"))

    op.drop_table("application_documents")
    with op.batch_alter_table("talent_needs", schema=None) as batch_op:
        batch_op.drop_index("ix_talent_needs_until_on_id")
        batch_op.drop_index(batch_op.f("ix_talent_needs_project_id"))
        batch_op.drop_index(
            "ix_talent_needs_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_talent_needs_park_id"))
        batch_op.drop_index(batch_op.f("ix_talent_needs_owner_id"))
        batch_op.drop_index(batch_op.f("ix_talent_needs_industry_id"))
        batch_op.drop_index(batch_op.f("ix_talent_needs_establishment_id"))
        batch_op.drop_index(batch_op.f("ix_talent_needs_created_by_id"))

    op.drop_table("talent_needs")
    with op.batch_alter_table("talent_consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talent_consents_talent_id"))
        batch_op.drop_index(batch_op.f("ix_talent_consents_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_talent_consents_recorded_at"))

    op.drop_table("talent_consents")
    with op.batch_alter_table("talent_applications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talent_applications_talent_id"))
        batch_op.drop_index(batch_op.f("ix_talent_applications_submitted_at"))
        batch_op.drop_index("ix_talent_applications_state_due_on_id")
        batch_op.drop_index(batch_op.f("ix_talent_applications_rule_version_id"))
        batch_op.drop_index(
            "ix_talent_applications_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index("ix_talent_applications_park_id_due_on_id")
        batch_op.drop_index(batch_op.f("ix_talent_applications_owner_id"))
        batch_op.drop_index(batch_op.f("ix_talent_applications_employer_id"))

    op.drop_table("talent_applications")
    with op.batch_alter_table("talents", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_talents_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index("ix_talents_park_id_id")
        batch_op.drop_index(batch_op.f("ix_talents_owner_id"))
        batch_op.drop_index("ix_talents_level_id")
        batch_op.drop_index(batch_op.f("ix_talents_industry_id"))
        batch_op.drop_index(batch_op.f("ix_talents_employer_id"))
        batch_op.drop_index(batch_op.f("ix_talents_created_by_id"))

    op.drop_table("talents")
    with op.batch_alter_table("level_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_level_rules_version_id"))

    op.drop_table("level_rules")
    with op.batch_alter_table("employer_users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_users_user_id"))
        batch_op.drop_index(batch_op.f("ix_employer_users_employer_id"))

    op.drop_table("employer_users")
    with op.batch_alter_table("benefit_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_benefit_rules_version_id"))

    op.drop_table("benefit_rules")
    with op.batch_alter_table("talent_rule_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talent_rule_versions_drafted_by_id"))
        batch_op.drop_index(batch_op.f("ix_talent_rule_versions_confirmed_by_id"))

    op.drop_table("talent_rule_versions")
    with op.batch_alter_table("talent_budgets", schema=None) as batch_op:
        batch_op.drop_index("ix_talent_budgets_year_park_id")
        batch_op.drop_index(batch_op.f("ix_talent_budgets_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_talent_budgets_recorded_at"))

    op.drop_table("talent_budgets")
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_employers_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_employers_park_id"))
        batch_op.drop_index(batch_op.f("ix_employers_firm_id"))

    op.drop_table("employers")
