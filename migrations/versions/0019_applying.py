"""Applying

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import migrating

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
NEW = (
    "applicants",
    "audit_personal",
    "email_codes",
    "erasures",
    "outgoing_mails",
)


def upgrade() -> None:
    op.create_table(
        "email_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_codes")),
    )
    with op.batch_alter_table("email_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_codes_email"), ["email"], unique=False)

    op.create_table(
        "outgoing_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("useless_after", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mails")),
    )
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_mails_to"), ["to"], unique=False)
        batch_op.create_index(
            "ix_outgoing_mails_waiting",
            ["id"],
            unique=False,
            postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
            sqlite_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
        )

    op.create_table(
        "audit_personal",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence"], ["audit_records.sequence"], name=op.f("fk_audit_personal_sequence_audit_records")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_personal")),
    )
    with op.batch_alter_table("audit_personal", schema=None) as batch_op:
        batch_op.create_index("ix_audit_personal_entity", ["entity", "entity_id"], unique=False)

    op.create_table(
        "applicants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("erased_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_applicants_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicants")),
        sa.UniqueConstraint("email", name=op.f("uq_applicants_email")),
        sa.UniqueConstraint("user_id", name=op.f("uq_applicants_user_id")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("talent_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "agreed",
                "refused",
                "taken_back",
                "done",
                name="erasurestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_by_term", sa.Boolean(), nullable=False),
        sa.Column("asked_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=True),
        sa.Column("done_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "user_id IS NOT NULL OR talent_id IS NOT NULL", name=op.f("ck_erasures_of_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_erasures_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_erasures_done_by_id_users")),
        sa.ForeignKeyConstraint(["talent_id"], ["talents.id"], name=op.f("fk_erasures_talent_id_talents")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_erasures_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasures_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasures_done_by_id"), ["done_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasures_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasures_talent_id"), ["talent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasures_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasures_user_id"))
        batch_op.drop_index(batch_op.f("ix_erasures_talent_id"))
        batch_op.drop_index(batch_op.f("ix_erasures_state"))
        batch_op.drop_index(batch_op.f("ix_erasures_done_by_id"))
        batch_op.drop_index(batch_op.f("ix_erasures_decided_by_id"))

    op.drop_table("erasures")
    op.drop_table("applicants")
    with op.batch_alter_table("audit_personal", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_personal_entity")

    op.drop_table("audit_personal")
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outgoing_mails_waiting",
            postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
            sqlite_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_outgoing_mails_to"))

    op.drop_table("outgoing_mails")
    with op.batch_alter_table("email_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_codes_email"))

    op.drop_table("email_codes")
