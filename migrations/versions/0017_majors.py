"""The library of major projects and the green channel for land.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "green_channel_files",
    "major_conversions",
    "major_progress",
)
NEW = (
    "green_channel_files",
    "green_channel_kinds",
    "green_channel_steps",
    "major_conversions",
    "major_problems",
    "major_progress",
    "major_projects",
    "major_tags",
    "major_years",
)


def upgrade() -> None:
    op.create_table(
        "green_channel_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("papers", sa.String(), nullable=True),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_green_channel_kinds")),
        sa.UniqueConstraint("key", name=op.f("uq_green_channel_kinds_key")),
    )
    op.create_table(
        "major_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("name_hans", sa.String(), nullable=True),
        sa.Column("name_hant", sa.String(), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("sub_projects", sa.String(), nullable=True),
        sa.Column(
            "box",
            sa.Enum("digital", "low_carbon", name="planbox", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("box_position", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("lead_unit", sa.String(), nullable=True),
        sa.Column("responsible_unit", sa.String(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column(
            "preparation",
            sa.Enum(
                "idea",
                "planned",
                "study",
                "approved",
                "offered",
                "under_way",
                "done",
                "dropped",
                name="preparation",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("planned_minor", sa.BigInteger(), nullable=True),
        sa.Column(
            "planned_currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("land_mu", sa.Integer(), nullable=True),
        sa.Column("power_kva", sa.Integer(), nullable=True),
        sa.Column("water_t_day", sa.Integer(), nullable=True),
        sa.Column("energy_class", sa.String(), nullable=True),
        sa.Column("carbon_class", sa.String(), nullable=True),
        sa.Column("priority_year", sa.Integer(), nullable=True),
        sa.Column("priority_number", sa.String(), nullable=True),
        sa.Column("priority_since", sa.Date(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "name_hans IS NOT NULL OR project_id IS NOT NULL", name=op.f("ck_major_projects_named")
        ),
        sa.CheckConstraint(
            "ref IS NOT NULL OR project_id IS NOT NULL", name=op.f("ck_major_projects_numbered")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_major_projects_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_major_projects_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_major_projects_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["users.id"], name=op.f("fk_major_projects_responsible_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_projects")),
        sa.UniqueConstraint("box", "box_position", name=op.f("uq_major_projects_box_box_position")),
        sa.UniqueConstraint("project_id", name=op.f("uq_major_projects_project_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_major_projects_ref")),
    )
    with op.batch_alter_table("major_projects", schema=None) as batch_op:
        batch_op.create_index(
            "ix_major_projects_counted",
            ["park_id", "preparation", "project_id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_major_projects_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_major_projects_name_key_id", ["name_key", "id"], unique=False)
        batch_op.create_index(
            "ix_major_projects_park_id_updated_at_id", ["park_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_major_projects_preparation_updated_at_id", ["preparation", "updated_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_major_projects_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_major_projects_priority_year"), ["priority_year"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_major_projects_responsible_id"), ["responsible_id"], unique=False
        )
        batch_op.create_index("ix_major_projects_updated_at_id", ["updated_at", "id"], unique=False)

    op.create_table(
        "green_channel_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("major_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("papers", sa.String(), nullable=True),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_green_channel_steps_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["green_channel_kinds.id"],
            name=op.f("fk_green_channel_steps_kind_id_green_channel_kinds"),
        ),
        sa.ForeignKeyConstraint(
            ["major_id"], ["major_projects.id"], name=op.f("fk_green_channel_steps_major_id_major_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_green_channel_steps")),
    )
    with op.batch_alter_table("green_channel_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_green_channel_steps_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_green_channel_steps_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_green_channel_steps_major_id"), ["major_id"], unique=False)
        batch_op.create_index(
            "ix_green_channel_steps_unfinished",
            ["due_on", "id"],
            unique=False,
            postgresql_where=sa.text("done_on IS NULL AND is_needed"),
            sqlite_where=sa.text("done_on IS NULL AND is_needed"),
        )

    op.create_table(
        "major_conversions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("major_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("offer", "project", name="conversionkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["major_id"], ["major_projects.id"], name=op.f("fk_major_conversions_major_id_major_projects")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name=op.f("fk_major_conversions_offer_id_offers")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_major_conversions_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_major_conversions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_conversions")),
        sa.UniqueConstraint("major_id", "kind", name=op.f("uq_major_conversions_major_id_kind")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_major_conversions_offer_id")),
        sa.UniqueConstraint("project_id", name=op.f("uq_major_conversions_project_id")),
    )
    with op.batch_alter_table("major_conversions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_major_conversions_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_major_conversions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "major_tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("major_id", sa.Integer(), nullable=False),
        sa.Column(
            "tag",
            sa.Enum(
                "digital",
                "low_carbon",
                "manufacturing",
                "modern_services",
                "agriculture",
                "research",
                "infrastructure",
                "circular",
                "renovation",
                name="majortagkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["major_id"], ["major_projects.id"], name=op.f("fk_major_tags_major_id_major_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_tags")),
        sa.UniqueConstraint("major_id", "tag", name=op.f("uq_major_tags_major_id_tag")),
    )
    with op.batch_alter_table("major_tags", schema=None) as batch_op:
        batch_op.create_index("ix_major_tags_tag_major_id", ["tag", "major_id"], unique=False)

    op.create_table(
        "major_years",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("major_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("planned_fen", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("done_fen", sa.BigInteger(), nullable=True),
        sa.Column("progress", sa.String(), nullable=True),
        sa.Column("progress_on", sa.Date(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_major_years_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["major_id"], ["major_projects.id"], name=op.f("fk_major_years_major_id_major_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_years")),
        sa.UniqueConstraint("major_id", "year", name=op.f("uq_major_years_major_id_year")),
    )
    with op.batch_alter_table("major_years", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_major_years_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_major_years_year_percent", ["year", "percent", "major_id"], unique=False)

    op.create_table(
        "green_channel_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_green_channel_files_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_green_channel_files_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["green_channel_steps.id"],
            name=op.f("fk_green_channel_files_step_id_green_channel_steps"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_green_channel_files")),
    )
    with op.batch_alter_table("green_channel_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_green_channel_files_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_green_channel_files_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_green_channel_files_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_green_channel_files_step_id"), ["step_id"], unique=False)

    op.create_table(
        "major_problems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("major_id", sa.Integer(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=True),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("solution", sa.String(), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_major_problems_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_major_problems_issue_id_issues")),
        sa.ForeignKeyConstraint(
            ["major_id"], ["major_projects.id"], name=op.f("fk_major_problems_major_id_major_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_problems")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_major_problems_issue_id")),
    )
    with op.batch_alter_table("major_problems", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_major_problems_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_major_problems_major_id"), ["major_id"], unique=False)

    op.create_table(
        "major_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("done_fen", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_major_progress_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["major_years.id"], name=op.f("fk_major_progress_year_id_major_years")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_progress")),
    )
    with op.batch_alter_table("major_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_major_progress_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_major_progress_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_major_progress_year_id"), ["year_id"], unique=False)
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("major_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_major_progress_year_id"))
        batch_op.drop_index(batch_op.f("ix_major_progress_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_major_progress_recorded_at"))

    op.drop_table("major_progress")
    with op.batch_alter_table("major_problems", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_major_problems_major_id"))
        batch_op.drop_index(batch_op.f("ix_major_problems_created_by_id"))

    op.drop_table("major_problems")
    with op.batch_alter_table("green_channel_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_green_channel_files_step_id"))
        batch_op.drop_index(batch_op.f("ix_green_channel_files_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_green_channel_files_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_green_channel_files_attachment_id"))

    op.drop_table("green_channel_files")
    with op.batch_alter_table("major_years", schema=None) as batch_op:
        batch_op.drop_index("ix_major_years_year_percent")
        batch_op.drop_index(batch_op.f("ix_major_years_created_by_id"))

    op.drop_table("major_years")
    with op.batch_alter_table("major_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_major_tags_tag_major_id")

    op.drop_table("major_tags")
    with op.batch_alter_table("major_conversions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_major_conversions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_major_conversions_recorded_at"))

    op.drop_table("major_conversions")
    with op.batch_alter_table("green_channel_steps", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_green_channel_steps_unfinished",
            postgresql_where=sa.text("done_on IS NULL AND is_needed"),
            sqlite_where=sa.text("done_on IS NULL AND is_needed"),
        )
        batch_op.drop_index(batch_op.f("ix_green_channel_steps_major_id"))
        batch_op.drop_index(batch_op.f("ix_green_channel_steps_kind_id"))
        batch_op.drop_index(batch_op.f("ix_green_channel_steps_created_by_id"))

    op.drop_table("green_channel_steps")
    with op.batch_alter_table("major_projects", schema=None) as batch_op:
        batch_op.drop_index("ix_major_projects_updated_at_id")
        batch_op.drop_index(batch_op.f("ix_major_projects_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_major_projects_priority_year"))
        batch_op.drop_index(
            "ix_major_projects_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index("ix_major_projects_preparation_updated_at_id")
        batch_op.drop_index("ix_major_projects_park_id_updated_at_id")
        batch_op.drop_index("ix_major_projects_name_key_id")
        batch_op.drop_index(batch_op.f("ix_major_projects_created_by_id"))
        batch_op.drop_index(
            "ix_major_projects_counted",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.drop_table("major_projects")
    op.drop_table("green_channel_kinds")
