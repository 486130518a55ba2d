"""Chains

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import migrating

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
NEW = (
    "chain_links",
    "chain_targets",
    "chain_team_members",
    "chain_teams",
    "chains",
    "link_fillers",
)


def upgrade() -> None:
    op.create_table(
        "chains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_chains_created_by_id_users")),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_chains_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_chains_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chains")),
        sa.UniqueConstraint("ref", name=op.f("uq_chains_ref")),
    )
    with op.batch_alter_table("chains", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chains_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chains_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index("ix_chains_park_id_position_id", ["park_id", "position", "id"], unique=False)
        batch_op.create_index(
            "ix_chains_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "chain_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column(
            "tier",
            sa.Enum("upstream", "midstream", "downstream", name="linktier", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["chain_id"], ["chains.id"], name=op.f("fk_chain_links_chain_id_chains")),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_chain_links_industry_id_industries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_links")),
    )
    with op.batch_alter_table("chain_links", schema=None) as batch_op:
        batch_op.create_index(
            "ix_chain_links_chain_id_position_id", ["chain_id", "position", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_chain_links_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index(
            "ix_chain_links_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "chain_teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["chain_id"], ["chains.id"], name=op.f("fk_chain_teams_chain_id_chains")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_chain_teams_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["users.id"], name=op.f("fk_chain_teams_lead_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_chain_teams_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_teams")),
        sa.UniqueConstraint("ref", name=op.f("uq_chain_teams_ref")),
    )
    with op.batch_alter_table("chain_teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chain_teams_chain_id"), ["chain_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_teams_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_teams_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_teams_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_chain_teams_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "chain_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("caller_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["caller_id"], ["users.id"], name=op.f("fk_chain_targets_caller_id_users")),
        sa.ForeignKeyConstraint(["chain_id"], ["chains.id"], name=op.f("fk_chain_targets_chain_id_chains")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_chain_targets_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_chain_targets_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_chain_targets_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["chain_links.id"], name=op.f("fk_chain_targets_link_id_chain_links")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_chain_targets_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["team_id"], ["chain_teams.id"], name=op.f("fk_chain_targets_team_id_chain_teams")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_targets")),
    )
    with op.batch_alter_table("chain_targets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chain_targets_caller_id"), ["caller_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_targets_chain_id"), ["chain_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_targets_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_targets_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_targets_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chain_targets_link_id"), ["link_id"], unique=False)
        batch_op.create_index("ix_chain_targets_park_id_id", ["park_id", "id"], unique=False)
        batch_op.create_index(
            "ix_chain_targets_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_chain_targets_team_id"), ["team_id"], unique=False)

    op.create_table(
        "chain_team_members",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["chain_teams.id"], name=op.f("fk_chain_team_members_team_id_chain_teams")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_chain_team_members_user_id_users")),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_chain_team_members")),
    )
    with op.batch_alter_table("chain_team_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chain_team_members_user_id"), ["user_id"], unique=False)

    op.create_table(
        "link_fillers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.CheckConstraint("strength BETWEEN 1 AND 3", name=op.f("ck_link_fillers_strength")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_link_fillers_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_link_fillers_establishment_id_establishments"),
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_link_fillers_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["chain_links.id"], name=op.f("fk_link_fillers_link_id_chain_links")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_link_fillers_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_link_fillers_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_fillers")),
    )
    with op.batch_alter_table("link_fillers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_fillers_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_link_fillers_establishment_id"), ["establishment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_link_fillers_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_fillers_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_fillers_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_fillers_project_id"), ["project_id"], unique=False)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    with op.batch_alter_table("link_fillers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_fillers_project_id"))
        batch_op.drop_index(batch_op.f("ix_link_fillers_park_id"))
        batch_op.drop_index(batch_op.f("ix_link_fillers_link_id"))
        batch_op.drop_index(batch_op.f("ix_link_fillers_firm_id"))
        batch_op.drop_index(batch_op.f("ix_link_fillers_establishment_id"))
        batch_op.drop_index(batch_op.f("ix_link_fillers_created_by_id"))

    op.drop_table("link_fillers")
    with op.batch_alter_table("chain_team_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chain_team_members_user_id"))

    op.drop_table("chain_team_members")
    with op.batch_alter_table("chain_targets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chain_targets_team_id"))
        batch_op.drop_index(
            "ix_chain_targets_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index("ix_chain_targets_park_id_id")
        batch_op.drop_index(batch_op.f("ix_chain_targets_link_id"))
        batch_op.drop_index(batch_op.f("ix_chain_targets_firm_id"))
        batch_op.drop_index(batch_op.f("ix_chain_targets_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_chain_targets_contact_id"))
        batch_op.drop_index(batch_op.f("ix_chain_targets_chain_id"))
        batch_op.drop_index(batch_op.f("ix_chain_targets_caller_id"))

    op.drop_table("chain_targets")
    with op.batch_alter_table("chain_teams", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_chain_teams_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_chain_teams_park_id"))
        batch_op.drop_index(batch_op.f("ix_chain_teams_lead_id"))
        batch_op.drop_index(batch_op.f("ix_chain_teams_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_chain_teams_chain_id"))

    op.drop_table("chain_teams")
    with op.batch_alter_table("chain_links", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_chain_links_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_chain_links_industry_id"))
        batch_op.drop_index("ix_chain_links_chain_id_position_id")

    op.drop_table("chain_links")
    with op.batch_alter_table("chains", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_chains_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index("ix_chains_park_id_position_id")
        batch_op.drop_index(batch_op.f("ix_chains_industry_id"))
        batch_op.drop_index(batch_op.f("ix_chains_created_by_id"))

    op.drop_table("chains")
