"""Delegations and promotions

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPEND_ONLY = ("delegation_files",)
NEW = (
    "calendar_feeds",
    "delegation_approvals",
    "delegation_commitments",
    "delegation_files",
    "delegation_follow_ups",
    "delegation_members",
    "delegation_parks",
    "delegation_sessions",
    "delegation_stops",
    "delegations",
    "promotion_invitations",
    "promotions",
    "stop_members",
)


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feeds_user_id"), ["user_id"], unique=False)

    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column(
            "direction",
            sa.Enum("inbound", "outbound", name="delegationdirection", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "approved",
                "under_way",
                "over",
                "cancelled",
                name="delegationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("purpose_hans", sa.String(), nullable=True),
        sa.Column("purpose_hant", sa.String(), nullable=True),
        sa.Column("purpose_en", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("seating", sa.String(), nullable=True),
        sa.Column("lodging", sa.String(), nullable=True),
        sa.Column("topics", sa.String(), nullable=True),
        sa.Column("emergency", sa.String(), nullable=True),
        sa.Column("talking_points", sa.String(), nullable=True),
        sa.Column("internal_notes", sa.String(), nullable=True),
        sa.Column(
            "currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("cost_minor", sa.BigInteger(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_delegations_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["users.id"], name=op.f("fk_delegations_lead_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_delegations_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
        sa.UniqueConstraint("ref", name=op.f("uq_delegations_ref")),
    )
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegations_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_delegations_from_on_id", ["from_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegations_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index("ix_delegations_park_id_from_on", ["park_id", "from_on"], unique=False)
        batch_op.create_index(
            "ix_delegations_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "promotion",
                "forum",
                "signing",
                "matchmaking",
                name="promotionkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_promotions_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_promotions_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
        sa.UniqueConstraint("ref", name=op.f("uq_promotions_ref")),
    )
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promotions_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_promotions_held_on_id", ["held_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promotions_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_promotions_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "delegation_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "taiwan_travel",
                "invitation",
                "reception",
                "budget",
                name="approvalkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "needed",
                "submitted",
                "granted",
                "refused",
                name="approvalstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_delegation_approvals_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_approvals_delegation_id_delegations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_approvals")),
    )
    with op.batch_alter_table("delegation_approvals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegation_approvals_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_delegation_approvals_delegation_id"), ["delegation_id"], unique=False
        )

    op.create_table(
        "delegation_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_delegation_files_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name=op.f("fk_delegation_files_delegation_id_delegations")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_delegation_files_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_files")),
    )
    with op.batch_alter_table("delegation_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegation_files_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_delegation_files_delegation_id"), ["delegation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delegation_files_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_delegation_files_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "delegation_follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_follow_ups_delegation_id_delegations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_follow_ups")),
        sa.UniqueConstraint(
            "delegation_id", "days", name=op.f("uq_delegation_follow_ups_delegation_id_days")
        ),
    )
    with op.batch_alter_table("delegation_follow_ups", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegation_follow_ups_delegation_id"), ["delegation_id"], unique=False
        )

    op.create_table(
        "delegation_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column(
            "side", sa.Enum("ours", "theirs", name="party", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "role", sa.Enum("host", "guest", name="memberrole", native_enum=False, length=32), nullable=False
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("form_of_address", sa.String(), nullable=True),
        sa.Column("duty", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("diet", sa.String(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("car", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_delegation_members_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_members_delegation_id_delegations"),
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_delegation_members_firm_id_firms")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_delegation_members_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_members")),
    )
    with op.batch_alter_table("delegation_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_members_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_delegation_members_delegation_id"), ["delegation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delegation_members_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_members_user_id"), ["user_id"], unique=False)

    op.create_table(
        "delegation_parks",
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name=op.f("fk_delegation_parks_delegation_id_delegations")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_delegation_parks_park_id_parks")),
        sa.PrimaryKeyConstraint("delegation_id", "park_id", name=op.f("pk_delegation_parks")),
    )
    with op.batch_alter_table("delegation_parks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_parks_park_id"), ["park_id"], unique=False)

    op.create_table(
        "promotion_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promotion_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column(
            "reply",
            sa.Enum("open", "accepted", "declined", name="invitationreply", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("has_attended", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_promotion_invitations_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_promotion_invitations_firm_id_firms")
        ),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotions.id"], name=op.f("fk_promotion_invitations_promotion_id_promotions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_invitations")),
    )
    with op.batch_alter_table("promotion_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promotion_invitations_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promotion_invitations_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            "ix_promotion_invitations_promotion_id_id", ["promotion_id", "id"], unique=False
        )

    op.create_table(
        "delegation_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("title_hans", sa.String(), nullable=False),
        sa.Column("title_hant", sa.String(), nullable=True),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("place_hans", sa.String(), nullable=True),
        sa.Column("place_hant", sa.String(), nullable=True),
        sa.Column("place_en", sa.String(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("car", sa.String(), nullable=True),
        sa.Column("points", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name=op.f("fk_delegation_stops_delegation_id_delegations")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"],
            ["delegation_members.id"],
            name=op.f("fk_delegation_stops_leader_id_delegation_members"),
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_delegation_stops_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["delegation_members.id"],
            name=op.f("fk_delegation_stops_responsible_id_delegation_members"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_stops")),
    )
    with op.batch_alter_table("delegation_stops", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegation_stops_delegation_id"), ["delegation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delegation_stops_leader_id"), ["leader_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_stops_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_delegation_stops_responsible_id"), ["responsible_id"], unique=False
        )

    op.create_table(
        "delegation_commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=True),
        sa.Column(
            "side", sa.Enum("ours", "theirs", name="party", native_enum=False, length=32), nullable=False
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "fulfilled", "dropped", name="commitmentstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_note", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_commitments_delegation_id_delegations"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_delegation_commitments_firm_id_firms")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_delegation_commitments_owner_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["stop_id"],
            ["delegation_stops.id"],
            name=op.f("fk_delegation_commitments_stop_id_delegation_stops"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_commitments")),
    )
    with op.batch_alter_table("delegation_commitments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegation_commitments_delegation_id"), ["delegation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delegation_commitments_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_commitments_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_commitments_stop_id"), ["stop_id"], unique=False)

    op.create_table(
        "delegation_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_sessions_delegation_id_delegations"),
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_delegation_sessions_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["users.id"], name=op.f("fk_delegation_sessions_officer_id_users")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_delegation_sessions_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["delegation_stops.id"], name=op.f("fk_delegation_sessions_stop_id_delegation_stops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_sessions")),
    )
    with op.batch_alter_table("delegation_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegation_sessions_delegation_id"), ["delegation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delegation_sessions_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_sessions_officer_id"), ["officer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_sessions_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_sessions_stop_id"), ["stop_id"], unique=False)

    op.create_table(
        "stop_members",
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["delegation_members.id"],
            name=op.f("fk_stop_members_member_id_delegation_members"),
        ),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["delegation_stops.id"], name=op.f("fk_stop_members_stop_id_delegation_stops")
        ),
        sa.PrimaryKeyConstraint("stop_id", "member_id", name=op.f("pk_stop_members")),
    )
    with op.batch_alter_table("stop_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_members_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_engagements_delegation_id"), ["delegation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_engagements_delegation_id_delegations"), "delegations", ["delegation_id"], ["id"]
        )
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_engagements_delegation_id_delegations"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_engagements_delegation_id"))
        batch_op.drop_column("delegation_id")

    with op.batch_alter_table("stop_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stop_members_member_id"))

    op.drop_table("stop_members")
    with op.batch_alter_table("delegation_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_sessions_stop_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_sessions_park_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_sessions_officer_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_sessions_firm_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_sessions_delegation_id"))

    op.drop_table("delegation_sessions")
    with op.batch_alter_table("delegation_commitments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_commitments_stop_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_commitments_owner_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_commitments_firm_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_commitments_delegation_id"))

    op.drop_table("delegation_commitments")
    with op.batch_alter_table("delegation_stops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_stops_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_stops_park_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_stops_leader_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_stops_delegation_id"))

    op.drop_table("delegation_stops")
    with op.batch_alter_table("promotion_invitations", schema=None) as batch_op:
        batch_op.drop_index("ix_promotion_invitations_promotion_id_id")
        batch_op.drop_index(batch_op.f("ix_promotion_invitations_firm_id"))
        batch_op.drop_index(batch_op.f("ix_promotion_invitations_contact_id"))

    op.drop_table("promotion_invitations")
    with op.batch_alter_table("delegation_parks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_parks_park_id"))

    op.drop_table("delegation_parks")
    with op.batch_alter_table("delegation_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_members_user_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_members_firm_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_members_delegation_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_members_contact_id"))

    op.drop_table("delegation_members")
    with op.batch_alter_table("delegation_follow_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_follow_ups_delegation_id"))

    op.drop_table("delegation_follow_ups")
    with op.batch_alter_table("delegation_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_files_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_files_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_delegation_files_delegation_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_files_attachment_id"))

    op.drop_table("delegation_files")
    with op.batch_alter_table("delegation_approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_approvals_delegation_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_approvals_attachment_id"))

    op.drop_table("delegation_approvals")
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_promotions_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_promotions_park_id"))
        batch_op.drop_index("ix_promotions_held_on_id")
        batch_op.drop_index(batch_op.f("ix_promotions_created_by_id"))

    op.drop_table("promotions")
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_delegations_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index("ix_delegations_park_id_from_on")
        batch_op.drop_index(batch_op.f("ix_delegations_lead_id"))
        batch_op.drop_index("ix_delegations_from_on_id")
        batch_op.drop_index(batch_op.f("ix_delegations_created_by_id"))

    op.drop_table("delegations")
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feeds_user_id"))

    op.drop_table("calendar_feeds")
