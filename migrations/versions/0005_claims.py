"""Claims of parks on matters of groups.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "claim_progress",
    "claim_proofs",
    "claim_shares",
    "rulings",
)
NEW = (
    "claim_progress",
    "claim_proofs",
    "claim_requests",
    "claim_shares",
    "claims",
    "rulings",
)


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column(
            "subject_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("planned_minor", sa.BigInteger(), nullable=False),
        sa.Column(
            "planned_currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("planned_usd_cents", sa.BigInteger(), nullable=False),
        sa.Column("first_talk_on", sa.Date(), nullable=False),
        sa.Column("filed_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "protected",
                "needs_ruling",
                "below_threshold",
                "expired",
                "released",
                "transferred",
                "ruled_out",
                name="claimstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("protected_until", sa.Date(), nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("warned_days", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["filed_by_id"], ["users.id"], name=op.f("fk_claims_filed_by_id_users")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_claims_firm_id_firms")),
        sa.ForeignKeyConstraint(["group_id"], ["firms.id"], name=op.f("fk_claims_group_id_firms")),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_claims_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_claims_park_id_parks")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_claims_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("ref", name=op.f("uq_claims_ref")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_filed_at_id", ["filed_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_filed_by_id"), ["filed_by_id"], unique=False)
        batch_op.create_index("ix_claims_firm_id_state", ["firm_id", "state"], unique=False)
        batch_op.create_index("ix_claims_group_id_state", ["group_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_claims_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_claims_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_claims_protected_until_id", ["protected_until", "id"], unique=False)

    op.create_table(
        "claim_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_progress_claim_id_claims")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_claim_progress_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_claim_progress_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_progress")),
        sa.UniqueConstraint(
            "claim_id",
            "engagement_id",
            "happened_on",
            name=op.f("uq_claim_progress_claim_id_engagement_id_happened_on"),
        ),
    )
    with op.batch_alter_table("claim_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_progress_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_progress_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_progress_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_claim_progress_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "claim_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "same_matter",
                "other_matter",
                "sharing",
                "transfer",
                "renewal",
                "dispute",
                name="requestkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("open", "decided", "withdrawn", name="requeststate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("other_claim_id", sa.Integer(), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("asked_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_claim_requests_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_requests_claim_id_claims")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_claim_requests_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["other_claim_id"], ["claims.id"], name=op.f("fk_claim_requests_other_claim_id_claims")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_claim_requests_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_claim_requests_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_requests")),
    )
    with op.batch_alter_table("claim_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_requests_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_requests_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_requests_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(
            "ix_claim_requests_open",
            ["asked_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            batch_op.f("ix_claim_requests_other_claim_id"), ["other_claim_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_claim_requests_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_requests_project_id"), ["project_id"], unique=False)

    op.create_table(
        "claim_proofs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("progress_id", sa.Integer(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_claim_proofs_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_proofs_claim_id_claims")),
        sa.ForeignKeyConstraint(
            ["progress_id"], ["claim_progress.id"], name=op.f("fk_claim_proofs_progress_id_claim_progress")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_claim_proofs_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_proofs")),
    )
    with op.batch_alter_table("claim_proofs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_proofs_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_proofs_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_proofs_progress_id"), ["progress_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_proofs_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_proofs_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "same_matter",
                "other_matter",
                "shared",
                "transferred",
                "renewed",
                "ended",
                "refused",
                name="rulingoutcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("from_park_id", sa.Integer(), nullable=False),
        sa.Column("to_park_id", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_rulings_claim_id_claims")),
        sa.ForeignKeyConstraint(["from_park_id"], ["parks.id"], name=op.f("fk_rulings_from_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_rulings_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["claim_requests.id"], name=op.f("fk_rulings_request_id_claim_requests")
        ),
        sa.ForeignKeyConstraint(["to_park_id"], ["parks.id"], name=op.f("fk_rulings_to_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    with op.batch_alter_table("rulings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rulings_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rulings_from_park_id"), ["from_park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rulings_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rulings_recorded_by_id"), ["recorded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rulings_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rulings_to_park_id"), ["to_park_id"], unique=False)

    op.create_table(
        "claim_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_claim_shares_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["rulings.id"], name=op.f("fk_claim_shares_ruling_id_rulings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_shares")),
        sa.UniqueConstraint("ruling_id", "park_id", name=op.f("uq_claim_shares_ruling_id_park_id")),
    )
    with op.batch_alter_table("claim_shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_shares_park_id"), ["park_id"], unique=False)
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("claim_shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_shares_park_id"))

    op.drop_table("claim_shares")
    with op.batch_alter_table("rulings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rulings_to_park_id"))
        batch_op.drop_index(batch_op.f("ix_rulings_request_id"))
        batch_op.drop_index(batch_op.f("ix_rulings_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_rulings_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_rulings_from_park_id"))
        batch_op.drop_index(batch_op.f("ix_rulings_claim_id"))

    op.drop_table("rulings")
    with op.batch_alter_table("claim_proofs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_proofs_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_claim_proofs_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_claim_proofs_progress_id"))
        batch_op.drop_index(batch_op.f("ix_claim_proofs_claim_id"))
        batch_op.drop_index(batch_op.f("ix_claim_proofs_attachment_id"))

    op.drop_table("claim_proofs")
    with op.batch_alter_table("claim_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_requests_project_id"))
        batch_op.drop_index(batch_op.f("ix_claim_requests_park_id"))
        batch_op.drop_index(batch_op.f("ix_claim_requests_other_claim_id"))
        batch_op.drop_index(
            "ix_claim_requests_open",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_claim_requests_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_claim_requests_claim_id"))
        batch_op.drop_index(batch_op.f("ix_claim_requests_asked_by_id"))

    op.drop_table("claim_requests")
    with op.batch_alter_table("claim_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_progress_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_claim_progress_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_claim_progress_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_claim_progress_claim_id"))

    op.drop_table("claim_progress")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index("ix_claims_protected_until_id")
        batch_op.drop_index(batch_op.f("ix_claims_project_id"))
        batch_op.drop_index(
            "ix_claims_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_claims_park_id"))
        batch_op.drop_index(batch_op.f("ix_claims_industry_id"))
        batch_op.drop_index("ix_claims_group_id_state")
        batch_op.drop_index("ix_claims_firm_id_state")
        batch_op.drop_index(batch_op.f("ix_claims_filed_by_id"))
        batch_op.drop_index("ix_claims_filed_at_id")

    op.drop_table("claims")
