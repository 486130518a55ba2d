"""Policies.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "policy_article_versions",
    "policy_claim_files",
    "policy_claim_steps",
    "policy_versions",
    "promise_payment_decisions",
    "promise_payments",
)
NEW = (
    "policies",
    "policy_article_versions",
    "policy_articles",
    "policy_claim_files",
    "policy_claim_steps",
    "policy_claims",
    "policy_versions",
    "promise_payment_decisions",
    "promise_payments",
    "promises",
    "reviews",
)


def upgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_title", sa.String(), nullable=True),
        sa.Column(
            "level",
            sa.Enum("central", "province", "city", "park", name="policylevel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issued", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_policies_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("code", name=op.f("uq_policies_code")),
    )
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.create_index("ix_policies_issued_id", ["issued", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policies_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_policies_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "policy_articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "benefit",
            sa.Enum(
                "subsidy",
                "reward",
                "tax",
                "land",
                "finance",
                "markets",
                "talent",
                "housing",
                "schooling",
                "service",
                name="policybenefit",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cap_minor", sa.BigInteger(), nullable=True),
        sa.Column("claimants", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("claim_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_policy_articles_policy_id_policies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_articles")),
        sa.UniqueConstraint("code", name=op.f("uq_policy_articles_code")),
    )
    with op.batch_alter_table("policy_articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_articles_policy_id"), ["policy_id"], unique=False)

    op.create_table(
        "policy_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_title", sa.String(), nullable=True),
        sa.Column(
            "level",
            sa.Enum("central", "province", "city", "park", name="policylevel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issued", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_policy_versions_policy_id_policies")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_policy_versions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
    )
    with op.batch_alter_table("policy_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_versions_policy_id"), ["policy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_versions_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_policy_versions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "policy_article_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "benefit",
            sa.Enum(
                "subsidy",
                "reward",
                "tax",
                "land",
                "finance",
                "markets",
                "talent",
                "housing",
                "schooling",
                "service",
                name="policybenefit",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cap_minor", sa.BigInteger(), nullable=True),
        sa.Column("claimants", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("claim_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["policy_articles.id"],
            name=op.f("fk_policy_article_versions_article_id_policy_articles"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_policy_article_versions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_article_versions")),
    )
    with op.batch_alter_table("policy_article_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_article_versions_article_id"), ["article_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_policy_article_versions_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_policy_article_versions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("fair_competition", "legality", name="reviewkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column(
            "conclusion",
            sa.Enum(
                "passed",
                "passed_with_changes",
                "not_passed",
                name="reviewconclusion",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_reviews_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_reviews_created_by_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_reviews_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_reviews_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index("ix_reviews_reviewed_on_id", ["reviewed_on", "id"], unique=False)

    op.create_table(
        "policy_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("talent_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "filed",
                "accepted",
                "granted",
                "paid",
                "refused",
                "withdrawn",
                name="policyclaimstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_minor", sa.BigInteger(), nullable=True),
        sa.Column("granted_minor", sa.BigInteger(), nullable=True),
        sa.Column("paid_minor", sa.BigInteger(), nullable=True),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(firm_id IS NULL) <> (talent_id IS NULL)", name=op.f("ck_policy_claims_one_claimant")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["policy_articles.id"], name=op.f("fk_policy_claims_article_id_policy_articles")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_policy_claims_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_policy_claims_firm_id_firms")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_policy_claims_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talents.id"], name=op.f("fk_policy_claims_talent_id_talents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_claims")),
        sa.UniqueConstraint("ref", name=op.f("uq_policy_claims_ref")),
    )
    with op.batch_alter_table("policy_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_claims_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_claims_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_policy_claims_due_key_id", ["due_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_claims_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_claims_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_policy_claims_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_policy_claims_talent_id"), ["talent_id"], unique=False)

    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "subsidy",
                "reward",
                "tax",
                "land",
                "plant",
                "utilities",
                "finance",
                "talent",
                "infrastructure",
                "service",
                name="promisekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.String(), nullable=True),
        sa.Column("fair_review_id", sa.Integer(), nullable=True),
        sa.Column("legality_review_id", sa.Integer(), nullable=True),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("condition", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("budget_source", sa.String(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("responsible_unit", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "pledged_currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("pledged_investment_minor", sa.BigInteger(), nullable=True),
        sa.Column("pledged_output_minor", sa.BigInteger(), nullable=True),
        sa.Column("pledged_tax_minor", sa.BigInteger(), nullable=True),
        sa.Column("pledged_jobs", sa.Integer(), nullable=True),
        sa.Column("pledged_by", sa.Date(), nullable=True),
        sa.Column("bound_on", sa.Date(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("cleared_note", sa.String(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_reason", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["policy_articles.id"], name=op.f("fk_promises_article_id_policy_articles")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_promises_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_promises_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["fair_review_id"], ["reviews.id"], name=op.f("fk_promises_fair_review_id_reviews")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_promises_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["legality_review_id"], ["reviews.id"], name=op.f("fk_promises_legality_review_id_reviews")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_promises_owner_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_promises_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_promises_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sa.UniqueConstraint("ref", name=op.f("uq_promises_ref")),
    )
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promises_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promises_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promises_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_promises_due_key_id", ["due_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promises_fair_review_id"), ["fair_review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promises_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_promises_legality_review_id"), ["legality_review_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_promises_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_promises_park_id_due_key_id", ["park_id", "due_key", "id"], unique=False)
        batch_op.create_index(
            "ix_promises_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_promises_project_id"), ["project_id"], unique=False)

    op.create_table(
        "policy_claim_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_policy_claim_files_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["policy_claims.id"], name=op.f("fk_policy_claim_files_claim_id_policy_claims")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_policy_claim_files_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_claim_files")),
    )
    with op.batch_alter_table("policy_claim_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_claim_files_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_policy_claim_files_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_claim_files_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_policy_claim_files_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "policy_claim_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "prepared",
                "filed",
                "accepted",
                "granted",
                "paid",
                "refused",
                "withdrawn",
                name="policyclaimstate",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "prepared",
                "filed",
                "accepted",
                "granted",
                "paid",
                "refused",
                "withdrawn",
                name="policyclaimstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["policy_claims.id"], name=op.f("fk_policy_claim_steps_claim_id_policy_claims")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_policy_claim_steps_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_claim_steps")),
    )
    with op.batch_alter_table("policy_claim_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_claim_steps_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_claim_steps_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_policy_claim_steps_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "promise_payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_promise_payments_not_nothing")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_promise_payments_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promises.id"], name=op.f("fk_promise_payments_promise_id_promises")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_promise_payments_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["promise_payments.id"],
            name=op.f("fk_promise_payments_reverses_id_promise_payments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_payments")),
    )
    with op.batch_alter_table("promise_payments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promise_payments_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_promise_payments_promise_id"), ["promise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promise_payments_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_promise_payments_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_promise_payments_reverses_id"), ["reverses_id"], unique=False)

    op.create_table(
        "promise_payment_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("confirmed", "returned", name="paymentverdict", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["promise_payments.id"],
            name=op.f("fk_promise_payment_decisions_payment_id_promise_payments"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_promise_payment_decisions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_payment_decisions")),
    )
    with op.batch_alter_table("promise_payment_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promise_payment_decisions_payment_id"), ["payment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_promise_payment_decisions_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_promise_payment_decisions_recorded_by_id"), ["recorded_by_id"], unique=False
        )
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("promise_payment_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_payment_decisions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_promise_payment_decisions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_promise_payment_decisions_payment_id"))

    op.drop_table("promise_payment_decisions")
    with op.batch_alter_table("promise_payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_payments_reverses_id"))
        batch_op.drop_index(batch_op.f("ix_promise_payments_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_promise_payments_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_promise_payments_promise_id"))
        batch_op.drop_index(batch_op.f("ix_promise_payments_attachment_id"))

    op.drop_table("promise_payments")
    with op.batch_alter_table("policy_claim_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_claim_steps_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_policy_claim_steps_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_policy_claim_steps_claim_id"))

    op.drop_table("policy_claim_steps")
    with op.batch_alter_table("policy_claim_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_claim_files_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_policy_claim_files_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_policy_claim_files_claim_id"))
        batch_op.drop_index(batch_op.f("ix_policy_claim_files_attachment_id"))

    op.drop_table("policy_claim_files")
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promises_project_id"))
        batch_op.drop_index(
            "ix_promises_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index("ix_promises_park_id_due_key_id")
        batch_op.drop_index(batch_op.f("ix_promises_owner_id"))
        batch_op.drop_index(batch_op.f("ix_promises_legality_review_id"))
        batch_op.drop_index(batch_op.f("ix_promises_firm_id"))
        batch_op.drop_index(batch_op.f("ix_promises_fair_review_id"))
        batch_op.drop_index("ix_promises_due_key_id")
        batch_op.drop_index(batch_op.f("ix_promises_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_promises_attachment_id"))
        batch_op.drop_index(batch_op.f("ix_promises_article_id"))

    op.drop_table("promises")
    with op.batch_alter_table("policy_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_claims_talent_id"))
        batch_op.drop_index(
            "ix_policy_claims_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_policy_claims_park_id"))
        batch_op.drop_index(batch_op.f("ix_policy_claims_firm_id"))
        batch_op.drop_index("ix_policy_claims_due_key_id")
        batch_op.drop_index(batch_op.f("ix_policy_claims_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_policy_claims_article_id"))

    op.drop_table("policy_claims")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index("ix_reviews_reviewed_on_id")
        batch_op.drop_index(
            "ix_reviews_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_reviews_park_id"))
        batch_op.drop_index(batch_op.f("ix_reviews_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_reviews_attachment_id"))

    op.drop_table("reviews")
    with op.batch_alter_table("policy_article_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_article_versions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_policy_article_versions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_policy_article_versions_article_id"))

    op.drop_table("policy_article_versions")
    with op.batch_alter_table("policy_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_versions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_policy_versions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_policy_versions_policy_id"))

    op.drop_table("policy_versions")
    with op.batch_alter_table("policy_articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_articles_policy_id"))

    op.drop_table("policy_articles")
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_policies_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_policies_park_id"))
        batch_op.drop_index("ix_policies_issued_id")

    op.drop_table("policies")
