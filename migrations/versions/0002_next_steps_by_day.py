"""Next steps by the day they are due, which the cockpit counts.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_engagements_next_due_on_park_id", "engagements", ["next_due_on", "park_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_engagements_next_due_on_park_id", table_name="engagements")
