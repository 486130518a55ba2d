"""Who looks after claims under policies, steps of the green channel, and problems of major projects.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.core import migrating

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NEW = (
    ("green_channel_steps", "owner_id"),
    ("major_problems", "owner_id"),
    ("major_problems", "due_on"),
    ("policy_claims", "owner_id"),
)


def upgrade() -> None:
    with op.batch_alter_table("green_channel_steps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_green_channel_steps_owner_id"), ["owner_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_green_channel_steps_owner_id_users"), "users", ["owner_id"], ["id"]
        )

    with op.batch_alter_table("major_problems", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_major_problems_owner_id"), ["owner_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_major_problems_owner_id_users"), "users", ["owner_id"], ["id"]
        )

    with op.batch_alter_table("policy_claims", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_policy_claims_owner_id"), ["owner_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_policy_claims_owner_id_users"), "users", ["owner_id"], ["id"]
        )


def downgrade() -> None:
    _refuse_written()
    with op.batch_alter_table("policy_claims", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_policy_claims_owner_id_users"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_policy_claims_owner_id"))
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("major_problems", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_major_problems_owner_id_users"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_major_problems_owner_id"))
        batch_op.drop_column("due_on")
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("green_channel_steps", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_green_channel_steps_owner_id_users"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_green_channel_steps_owner_id"))
        batch_op.drop_column("owner_id")


def _refuse_written() -> None:
    """Raises RuleError while a record says what only the new columns hold."""
    for table, name in NEW:
        column: sa.ColumnClause[object] = sa.column(name)
        written = sa.select(1).select_from(sa.table(table, column)).where(column.is_not(None)).limit(1)
        if op.get_bind().execute(written).first():
            migrating.refuse_loss(op.get_bind(), (table,))
