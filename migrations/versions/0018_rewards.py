"""Rewards

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "reward_approvals",
    "reward_arrivals",
    "reward_bands",
    "reward_calculations",
    "reward_lines",
    "reward_payments",
)
NEW = (
    "reward_approvals",
    "reward_arrivals",
    "reward_bands",
    "reward_calculations",
    "reward_lines",
    "reward_payments",
    "reward_rules",
    "rewards",
)


def upgrade() -> None:
    op.create_table(
        "reward_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("retired_from", sa.Date(), nullable=True),
        sa.Column(
            "period_start",
            sa.Enum("signed", "registered", name="periodstart", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("period_months", sa.Integer(), nullable=False),
        sa.Column("threshold_cents", sa.BigInteger(), nullable=False),
        sa.Column("cap_minor", sa.BigInteger(), nullable=True),
        sa.Column(
            "cap_currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "in_force", "retired", name="rewardrulestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("drafted_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("enacted_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("enacted_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_reward_rules_drafted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["enacted_by_id"], ["users.id"], name=op.f("fk_reward_rules_enacted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_reward_rules_review_id_reviews")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_rules")),
        sa.UniqueConstraint("version", name=op.f("uq_reward_rules_version")),
    )
    with op.batch_alter_table("reward_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_rules_drafted_by_id"), ["drafted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_rules_enacted_by_id"), ["enacted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_rules_in_force_from"), ["in_force_from"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_rules_review_id"), ["review_id"], unique=False)

    op.create_table(
        "reward_bands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_cents", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["reward_rules.id"], name=op.f("fk_reward_bands_rule_id_reward_rules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_bands")),
        sa.UniqueConstraint("rule_id", "position", name=op.f("uq_reward_bands_rule_id_position")),
    )
    op.create_table(
        "rewards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "computed",
                "proposed",
                "first_key",
                "approved",
                "part_paid",
                "paid",
                "refused",
                "clawback_due",
                name="rewardstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("computed_on", sa.Date(), nullable=False),
        sa.Column("result_fen", sa.BigInteger(), nullable=False),
        sa.Column("approved_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["adviser_id"], ["advisers.id"], name=op.f("fk_rewards_adviser_id_advisers")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_rewards_project_id_projects")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_rewards_referral_id_referrals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
        sa.UniqueConstraint("ref", name=op.f("uq_rewards_ref")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_rewards_referral_id")),
    )
    with op.batch_alter_table("rewards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rewards_adviser_id"), ["adviser_id"], unique=False)
        batch_op.create_index("ix_rewards_computed_on_id", ["computed_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rewards_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_rewards_result_fen_id", ["result_fen", "id"], unique=False)
        batch_op.create_index("ix_rewards_state_id", ["state", "id"], unique=False)

    op.create_table(
        "reward_calculations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "first",
                "entry_decided",
                "project_moved",
                "daily",
                "asked",
                name="rewardcause",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "gap",
            sa.Enum(
                "not_recognised",
                "related",
                "no_project",
                "no_rule",
                "not_signed",
                "after_signing",
                "not_registered",
                "no_arrival",
                "below_threshold",
                name="rewardgap",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("counts_from", sa.Date(), nullable=True),
        sa.Column("counts_until", sa.Date(), nullable=True),
        sa.Column("base_cents", sa.BigInteger(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("uncapped_fen", sa.BigInteger(), nullable=False),
        sa.Column("cap_fen", sa.BigInteger(), nullable=True),
        sa.Column("result_fen", sa.BigInteger(), nullable=False),
        sa.Column("difference_fen", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_reward_calculations_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_reward_calculations_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_calculations_reward_id_rewards")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["reward_rules.id"], name=op.f("fk_reward_calculations_rule_id_reward_rules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_calculations")),
        sa.UniqueConstraint("reward_id", "sequence", name=op.f("uq_reward_calculations_reward_id_sequence")),
    )
    with op.batch_alter_table("reward_calculations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_calculations_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_calculations_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reward_calculations_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reward_calculations_rule_id"), ["rule_id"], unique=False)

    op.create_table(
        "reward_payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "payment", "paid_back", "reversal", name="rewardpaymentkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_reward_payments_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_reward_payments_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["reward_payments.id"],
            name=op.f("fk_reward_payments_reverses_id_reward_payments"),
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_payments_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_payments")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_reward_payments_reverses_id")),
        sa.UniqueConstraint("reward_id", "sequence", name=op.f("uq_reward_payments_reward_id_sequence")),
    )
    with op.batch_alter_table("reward_payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_payments_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_payments_paid_on"), ["paid_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_payments_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reward_payments_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "reward_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("calculation_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "proposed",
                "first_key",
                "second_key",
                "returned",
                "refused",
                name="rewardstep",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["calculation_id"],
            ["reward_calculations.id"],
            name=op.f("fk_reward_approvals_calculation_id_reward_calculations"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_reward_approvals_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_approvals_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_approvals")),
        sa.UniqueConstraint("reward_id", "sequence", name=op.f("uq_reward_approvals_reward_id_sequence")),
    )
    with op.batch_alter_table("reward_approvals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reward_approvals_calculation_id"), ["calculation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reward_approvals_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reward_approvals_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "reward_arrivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calculation_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("usd_cents", sa.BigInteger(), nullable=False),
        sa.Column("cny_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calculation_id"],
            ["reward_calculations.id"],
            name=op.f("fk_reward_arrivals_calculation_id_reward_calculations"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_reward_arrivals_entry_id_ledger_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_arrivals")),
        sa.UniqueConstraint(
            "calculation_id", "entry_id", name=op.f("uq_reward_arrivals_calculation_id_entry_id")
        ),
    )
    with op.batch_alter_table("reward_arrivals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_arrivals_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "reward_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calculation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_cents", sa.BigInteger(), nullable=False),
        sa.Column("to_cents", sa.BigInteger(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("within_cents", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calculation_id"],
            ["reward_calculations.id"],
            name=op.f("fk_reward_lines_calculation_id_reward_calculations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_lines")),
        sa.UniqueConstraint(
            "calculation_id", "position", name=op.f("uq_reward_lines_calculation_id_position")
        ),
    )
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    op.drop_table("reward_lines")
    with op.batch_alter_table("reward_arrivals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_arrivals_entry_id"))

    op.drop_table("reward_arrivals")
    with op.batch_alter_table("reward_approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_approvals_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_reward_approvals_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_reward_approvals_calculation_id"))

    op.drop_table("reward_approvals")
    with op.batch_alter_table("reward_payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_payments_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_reward_payments_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_reward_payments_paid_on"))
        batch_op.drop_index(batch_op.f("ix_reward_payments_attachment_id"))

    op.drop_table("reward_payments")
    with op.batch_alter_table("reward_calculations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_calculations_rule_id"))
        batch_op.drop_index(batch_op.f("ix_reward_calculations_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_reward_calculations_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_reward_calculations_project_id"))

    op.drop_table("reward_calculations")
    with op.batch_alter_table("rewards", schema=None) as batch_op:
        batch_op.drop_index("ix_rewards_state_id")
        batch_op.drop_index("ix_rewards_result_fen_id")
        batch_op.drop_index(batch_op.f("ix_rewards_project_id"))
        batch_op.drop_index("ix_rewards_computed_on_id")
        batch_op.drop_index(batch_op.f("ix_rewards_adviser_id"))

    op.drop_table("rewards")
    op.drop_table("reward_bands")
    with op.batch_alter_table("reward_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_rules_review_id"))
        batch_op.drop_index(batch_op.f("ix_reward_rules_in_force_from"))
        batch_op.drop_index(batch_op.f("ix_reward_rules_enacted_by_id"))
        batch_op.drop_index(batch_op.f("ix_reward_rules_drafted_by_id"))

    op.drop_table("reward_rules")
