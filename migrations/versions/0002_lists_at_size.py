"""Indexes for what lists count: next steps by the day they are due, and what isn't put away.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ARCHIVABLE = ("contacts", "engagements", "firms", "projects")
NEXT_STEPS = {
    "ix_engagements_next_steps": "park_id",
    "ix_engagements_next_steps_of_owner": "next_owner_id",
}


def upgrade() -> None:
    ahead = sa.text("archived_at IS NULL AND next_due_on IS NOT NULL")
    for name, column in NEXT_STEPS.items():
        op.create_index(
            name, "engagements", [column, "next_due_on"], postgresql_where=ahead, sqlite_where=ahead
        )
    present = sa.text("archived_at IS NULL")
    for table in ARCHIVABLE:
        name = f"ix_{table}_present"
        op.create_index(name, table, ["id"], postgresql_where=present, sqlite_where=present)


def downgrade() -> None:
    for table in ARCHIVABLE:
        op.drop_index(f"ix_{table}_present", table_name=table)
    for name in NEXT_STEPS:
        op.drop_index(name, table_name="engagements")
