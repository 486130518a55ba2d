"""One word index for records of many kinds.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.core import migrating, search_index

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEARCHED = ("search_documents",)


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_search_documents_kind_record_id")),
    )
    for statement in search_index.create_statements(op.get_bind().dialect.name, SEARCHED):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), SEARCHED)
    for statement in search_index.drop_statements(op.get_bind().dialect.name, SEARCHED):
        op.execute(statement)
    op.drop_table("search_documents")
