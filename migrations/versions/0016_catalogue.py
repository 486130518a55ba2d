"""Catalogue: offers, their texts, contacts and versions, and what the public asks.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

APPEND_ONLY = ("offer_versions",)
NEW = (
    "enquiries",
    "offer_contacts",
    "offer_texts",
    "offer_versions",
    "offers",
)


def upgrade() -> None:
    op.create_table(
        "offer_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("consent_text", sa.String(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_contacts")),
    )
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("chain_link_id", sa.Integer(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "sole",
                "joint_venture",
                "partnership",
                "equity",
                "lease",
                "technology",
                "open",
                name="cooperationmode",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("investment_minor", sa.BigInteger(), nullable=True),
        sa.Column(
            "investment_currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("land_mu", models.types.ExactDecimal(length=40), nullable=True),
        sa.Column("plant_m2", sa.Integer(), nullable=True),
        sa.Column("power_kva", sa.Integer(), nullable=True),
        sa.Column("water_t_day", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "published",
                "withdrawn",
                "expired",
                name="offerstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("public_number", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chain_link_id"], ["chain_links.id"], name=op.f("fk_offers_chain_link_id_chain_links")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["offer_contacts.id"], name=op.f("fk_offers_contact_id_offer_contacts")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_offers_created_by_id_users")),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_offers_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_offers_park_id_parks")),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_offers_policy_id_policies")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_offers_published_by_id_users")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_offers_review_id_reviews")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_offers_submitted_by_id_users")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_offers_written_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("public_key", name=op.f("uq_offers_public_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_offers_ref")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_chain_link_id"), ["chain_link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index(
            "ix_offers_park_id_updated_at_id", ["park_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_offers_policy_id"), ["policy_id"], unique=False)
        batch_op.create_index(
            "ix_offers_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_offers_published_by_id"), ["published_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_submitted_by_id"), ["submitted_by_id"], unique=False)
        batch_op.create_index("ix_offers_updated_at_id", ["updated_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_written_by_id"), ["written_by_id"], unique=False)

    op.create_table(
        "enquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("firm_name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("zh_Hans", "zh_Hant", "en", name="offerlanguage", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("received_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("consent_version", sa.String(), nullable=False),
        sa.Column("consent_text", sa.String(), nullable=False),
        sa.Column("consented_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("new", "taken", "lead", "refused", name="enquirystate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_note", sa.String(), nullable=True),
        sa.Column("erased_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_enquiries_firm_id_firms")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_enquiries_offer_id_offers")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_enquiries_project_id_projects")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["users.id"], name=op.f("fk_enquiries_taken_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiries")),
        sa.UniqueConstraint("receipt", name=op.f("uq_enquiries_receipt")),
    )
    with op.batch_alter_table("enquiries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enquiries_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enquiries_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enquiries_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_enquiries_received_at_id", ["received_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enquiries_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_enquiries_taken_by_id"), ["taken_by_id"], unique=False)

    op.create_table(
        "offer_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("zh_Hans", "zh_Hant", "en", name="offerlanguage", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=True),
        sa.Column("incentive", sa.String(), nullable=True),
        sa.Column("contact_unit", sa.String(), nullable=True),
        sa.Column("is_machine_draft", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_offer_texts_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_texts_offer_id_offers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_texts")),
        sa.UniqueConstraint("offer_id", "language", name=op.f("uq_offer_texts_offer_id_language")),
    )
    with op.batch_alter_table("offer_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_texts_confirmed_by_id"), ["confirmed_by_id"], unique=False)

    op.create_table(
        "offer_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "sole",
                "joint_venture",
                "partnership",
                "equity",
                "lease",
                "technology",
                "open",
                name="cooperationmode",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("has_hant", sa.Boolean(), nullable=False),
        sa.Column("has_en", sa.Boolean(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["offer_contacts.id"], name=op.f("fk_offer_versions_contact_id_offer_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_offer_versions_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_versions_offer_id_offers")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_offer_versions_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_offer_versions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_versions")),
        sa.UniqueConstraint("offer_id", "number", name=op.f("uq_offer_versions_offer_id_number")),
    )
    with op.batch_alter_table("offer_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_versions_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_versions_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_versions_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_versions_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_offer_versions_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_offer_versions_valid_until"), ["valid_until"], unique=False)
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("offer_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_versions_valid_until"))
        batch_op.drop_index(batch_op.f("ix_offer_versions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_offer_versions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_offer_versions_park_id"))
        batch_op.drop_index(batch_op.f("ix_offer_versions_industry_id"))
        batch_op.drop_index(batch_op.f("ix_offer_versions_contact_id"))

    op.drop_table("offer_versions")
    with op.batch_alter_table("offer_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_texts_confirmed_by_id"))

    op.drop_table("offer_texts")
    with op.batch_alter_table("enquiries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enquiries_taken_by_id"))
        batch_op.drop_index(batch_op.f("ix_enquiries_state"))
        batch_op.drop_index("ix_enquiries_received_at_id")
        batch_op.drop_index(batch_op.f("ix_enquiries_project_id"))
        batch_op.drop_index(batch_op.f("ix_enquiries_offer_id"))
        batch_op.drop_index(batch_op.f("ix_enquiries_firm_id"))

    op.drop_table("enquiries")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_written_by_id"))
        batch_op.drop_index("ix_offers_updated_at_id")
        batch_op.drop_index(batch_op.f("ix_offers_submitted_by_id"))
        batch_op.drop_index(batch_op.f("ix_offers_state"))
        batch_op.drop_index(batch_op.f("ix_offers_review_id"))
        batch_op.drop_index(batch_op.f("ix_offers_published_by_id"))
        batch_op.drop_index(
            "ix_offers_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_offers_policy_id"))
        batch_op.drop_index("ix_offers_park_id_updated_at_id")
        batch_op.drop_index(batch_op.f("ix_offers_industry_id"))
        batch_op.drop_index(batch_op.f("ix_offers_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_offers_contact_id"))
        batch_op.drop_index(batch_op.f("ix_offers_chain_link_id"))

    op.drop_table("offers")
    op.drop_table("offer_contacts")
