"""Lights, milestones, views.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "bulk_change_rows",
    "light_changes",
    "light_overrides",
    "milestone_forecasts",
)
NEW = (
    "bulk_change_rows",
    "bulk_changes",
    "light_changes",
    "light_overrides",
    "milestone_forecasts",
    "milestones",
    "project_lights",
    "saved_views",
)


def upgrade() -> None:
    op.create_table(
        "bulk_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "responsible_id", "industry_id", "lead_source", name="bulkfield", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("undone_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_bulk_changes_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["users.id"], name=op.f("fk_bulk_changes_undone_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_changes")),
    )
    with op.batch_alter_table("bulk_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_changes_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bulk_changes_recorded_by_id"), ["recorded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bulk_changes_undone_by_id"), ["undone_by_id"], unique=False)

    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column(
            "shared_with",
            sa.Enum("nobody", "park", "everybody", name="sharing", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_saved_views_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint(
            "owner_id", "endpoint", "name", name=op.f("uq_saved_views_owner_id_endpoint_name")
        ),
    )
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.create_index(
            "ix_saved_views_endpoint_shared_with", ["endpoint", "shared_with"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_saved_views_park_id"), ["park_id"], unique=False)

    op.create_table(
        "bulk_change_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("left_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["bulk_changes.id"], name=op.f("fk_bulk_change_rows_change_id_bulk_changes")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_bulk_change_rows_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_change_rows")),
    )
    with op.batch_alter_table("bulk_change_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_change_rows_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bulk_change_rows_project_id"), ["project_id"], unique=False)

    op.create_table(
        "light_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_colour",
            sa.Enum("green", "yellow", "red", "grey", name="colour", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "to_colour",
            sa.Enum("green", "yellow", "red", "grey", name="colour", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "answer",
                "judgement",
                "feedback",
                "contact",
                "no_contact",
                "slip",
                "pause_over",
                "held",
                "overridden",
                "operating",
                "paused",
                "terminated",
                "completed",
                "put_away",
                name="lightreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_light_changes_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_light_changes_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_changes")),
    )
    with op.batch_alter_table("light_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_light_changes_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_light_changes_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_light_changes_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "light_overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "colour",
            sa.Enum("green", "yellow", "red", "grey", name="colour", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_light_overrides_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_light_overrides_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_overrides")),
    )
    with op.batch_alter_table("light_overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_light_overrides_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_light_overrides_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_light_overrides_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "land",
                "approval",
                "funding",
                "design",
                "building",
                "equipment",
                "staffing",
                "production",
                "other",
                name="milestonekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_milestones_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_milestones_owner_id_users")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_milestones_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestones_actual_on"), ["actual_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestones_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestones_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "ix_milestones_project_id_planned_on", ["project_id", "planned_on"], unique=False
        )

    op.create_table(
        "project_lights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "colour",
            sa.Enum("green", "yellow", "red", "grey", name="colour", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "answer",
                "judgement",
                "feedback",
                "contact",
                "no_contact",
                "slip",
                "pause_over",
                "held",
                "overridden",
                "operating",
                "paused",
                "terminated",
                "completed",
                "put_away",
                name="lightreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "computed_colour",
            sa.Enum("green", "yellow", "red", "grey", name="colour", native_enum=False, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_project_lights_owner_id_users")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_lights_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_lights")),
        sa.UniqueConstraint("project_id", name=op.f("uq_project_lights_project_id")),
    )
    with op.batch_alter_table("project_lights", schema=None) as batch_op:
        batch_op.create_index("ix_project_lights_colour_project_id", ["colour", "project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_lights_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "milestone_forecasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=False),
        sa.Column("forecast_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestones.id"], name=op.f("fk_milestone_forecasts_milestone_id_milestones")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_milestone_forecasts_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_forecasts")),
    )
    with op.batch_alter_table("milestone_forecasts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_milestone_forecasts_milestone_id"), ["milestone_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_milestone_forecasts_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_milestone_forecasts_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("fed_back_on", sa.Date(), nullable=True))
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    _refuse_written()
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    # Without a batch: that would rebuild the table, and its triggers would be gone.
    op.drop_column("projects", "fed_back_on")
    op.drop_column("projects", "judged_on")

    with op.batch_alter_table("milestone_forecasts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_forecasts_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_forecasts_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_milestone_forecasts_milestone_id"))

    op.drop_table("milestone_forecasts")
    with op.batch_alter_table("project_lights", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_lights_owner_id"))
        batch_op.drop_index("ix_project_lights_colour_project_id")

    op.drop_table("project_lights")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index("ix_milestones_project_id_planned_on")
        batch_op.drop_index(batch_op.f("ix_milestones_owner_id"))
        batch_op.drop_index(batch_op.f("ix_milestones_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_milestones_actual_on"))

    op.drop_table("milestones")
    with op.batch_alter_table("light_overrides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_light_overrides_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_light_overrides_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_light_overrides_project_id"))

    op.drop_table("light_overrides")
    with op.batch_alter_table("light_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_light_changes_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_light_changes_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_light_changes_project_id"))

    op.drop_table("light_changes")
    with op.batch_alter_table("bulk_change_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_change_rows_project_id"))
        batch_op.drop_index(batch_op.f("ix_bulk_change_rows_change_id"))

    op.drop_table("bulk_change_rows")
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_views_park_id"))
        batch_op.drop_index("ix_saved_views_endpoint_shared_with")

    op.drop_table("saved_views")
    with op.batch_alter_table("bulk_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_changes_undone_by_id"))
        batch_op.drop_index(batch_op.f("ix_bulk_changes_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_bulk_changes_recorded_at"))

    op.drop_table("bulk_changes")


def _refuse_written() -> None:
    """Raises RuleError while a project says what only the new columns hold."""
    projects = sa.table("projects", sa.column("judged_on"), sa.column("fed_back_on"))
    said = sa.or_(projects.c.judged_on.is_not(None), projects.c.fed_back_on.is_not(None))
    if op.get_bind().execute(sa.select(1).select_from(projects).where(said).limit(1)).first():
        migrating.refuse_loss(op.get_bind(), ("projects",))
