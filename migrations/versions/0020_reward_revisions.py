"""Drafts of reward rules are written again, and money is clawed back by two keys

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from flask_babel import gettext as _

from crm.core import append_only
from kernel.errors import RuleError

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BANDS = "reward_bands"
OLD_KEY, NEW_KEY = "uq_reward_bands_rule_id_position", "uq_reward_bands_rule_id_revision_position"
LOST = (
    "SELECT 1 FROM reward_rules WHERE revision > 1",
    "SELECT 1 FROM rewards WHERE state IN ('clawback_proposed', 'clawback_ordered')",
    "SELECT 1 FROM reward_approvals WHERE step LIKE 'clawback_%'",
    "SELECT 1 FROM reward_calculations WHERE cause = 'referral_ruled'",
)
"""What the schema before this one has no place or no word for."""


def upgrade() -> None:
    with op.batch_alter_table("reward_rules") as rules:
        rules.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    _unguard()
    with op.batch_alter_table(BANDS) as bands:
        bands.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        bands.drop_constraint(OLD_KEY, type_="unique")
        bands.create_unique_constraint(op.f(NEW_KEY), ["rule_id", "revision", "position"])
    _guard()


def downgrade() -> None:
    for query in LOST:
        if op.get_bind().execute(sa.text(query)).first():
            raise RuleError(
                _(
                    "Going back would lose data (%(name)s, at least). Restore a backup instead.",
                    name=query.split()[3],
                )
            )
    _unguard()
    with op.batch_alter_table(BANDS) as bands:
        bands.drop_constraint(NEW_KEY, type_="unique")
        bands.create_unique_constraint(op.f(OLD_KEY), ["rule_id", "position"])
        bands.drop_column("revision")
    with op.batch_alter_table("reward_rules") as rules:
        rules.drop_column("revision")
    _guard()


def _unguard() -> None:
    for statement in append_only.drop_statements(op.get_bind().dialect.name, (BANDS,)):
        op.execute(statement)


def _guard() -> None:
    for statement in append_only.create_statements(op.get_bind().dialect.name, (BANDS,)):
        op.execute(statement)
