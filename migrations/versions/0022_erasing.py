"""Erasing

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
EMPTIED = ("contact_consents", "policy_claim_steps")
"""Their notes may be emptied from here on, where the person is erased."""


def upgrade() -> None:
    op.create_table(
        "rate_counts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("resets_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_counts")),
    )
    with op.batch_alter_table("rate_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_counts_resets_at"), ["resets_at"], unique=False)
    op.add_column("contacts", sa.Column("erased_at", models.types.UtcDateTime(timezone=True), nullable=True))
    dialect = op.get_bind().dialect.name
    for statement in append_only.drop_statements(dialect, EMPTIED):
        op.execute(statement)
    for statement in append_only.create_statements(dialect, EMPTIED):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), ("rate_counts",))
    # When a person was erased, the log says too.
    op.drop_column("contacts", "erased_at")
    op.drop_table("rate_counts")
