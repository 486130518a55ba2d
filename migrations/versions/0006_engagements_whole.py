"""More of an engagement: our people, place, files, comments, and the draft it came from.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "engagement_comments",
    "engagement_files",
)
NEW = (
    "engagement_comments",
    "engagement_files",
    "engagement_mentions",
    "engagement_users",
)


def upgrade() -> None:
    op.create_table(
        "engagement_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagements.id"],
            name=op.f("fk_engagement_comments_engagement_id_engagements"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_engagement_comments_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_comments")),
    )
    with op.batch_alter_table("engagement_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_engagement_comments_engagement_id"), ["engagement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_engagement_comments_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_engagement_comments_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "engagement_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_engagement_files_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_files_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_engagement_files_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_files")),
    )
    with op.batch_alter_table("engagement_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_engagement_files_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_engagement_files_engagement_id"), ["engagement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_engagement_files_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_engagement_files_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "engagement_users",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_users_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_engagement_users_user_id_users")),
        sa.PrimaryKeyConstraint("engagement_id", "user_id", name=op.f("pk_engagement_users")),
    )
    with op.batch_alter_table("engagement_users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_users_user_id"), ["user_id"], unique=False)

    op.create_table(
        "engagement_mentions",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["engagement_comments.id"],
            name=op.f("fk_engagement_mentions_comment_id_engagement_comments"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_engagement_mentions_user_id_users")),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_engagement_mentions")),
    )
    with op.batch_alter_table("engagement_mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_mentions_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duration_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("place", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("is_two_way", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("client_key", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_engagements_client_key"), ["client_key"], unique=True)
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    _refuse_written()
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagements_client_key"))
        batch_op.drop_column("client_key")
        batch_op.drop_column("is_two_way")
        batch_op.drop_column("place")
        batch_op.drop_column("duration_minutes")

    with op.batch_alter_table("engagement_mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_mentions_user_id"))

    op.drop_table("engagement_mentions")
    with op.batch_alter_table("engagement_users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_users_user_id"))

    op.drop_table("engagement_users")
    with op.batch_alter_table("engagement_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_files_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_files_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_engagement_files_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_files_attachment_id"))

    op.drop_table("engagement_files")
    with op.batch_alter_table("engagement_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_comments_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_comments_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_engagement_comments_engagement_id"))

    op.drop_table("engagement_comments")


def _refuse_written() -> None:
    """Raises RuleError while an engagement says what only the new columns hold."""
    names = ("place", "duration_minutes", "is_two_way")
    engagements = sa.table("engagements", *(sa.column(name) for name in names))
    said = sa.or_(
        engagements.c.place.is_not(None),
        engagements.c.duration_minutes.is_not(None),
        engagements.c.is_two_way.is_(sa.false()),
    )
    if op.get_bind().execute(sa.select(1).select_from(engagements).where(said).limit(1)).first():
        migrating.refuse_loss(op.get_bind(), ("engagements",))
