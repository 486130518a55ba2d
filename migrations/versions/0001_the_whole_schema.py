"""The whole schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating, search_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCHED = ("firms", "projects", "registered_companies")
APPEND_ONLY = (
    "attachments",
    "audit_details",
    "audit_records",
    "establishment_evidence",
    "establishment_versions",
    "exchange_rates",
    "firm_parentages",
    "indicator_decisions",
    "indicator_targets",
    "indicator_values",
    "issued_reports",
    "ledger_decisions",
    "ledger_entries",
    "ledger_evidence",
    "ledger_shares",
    "project_documents",
    "project_versions",
    "ranking_edition_versions",
    "ranking_entry_versions",
    "stage_moves",
)


def upgrade() -> None:
    op.create_table(
        "audit_records",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "created",
                "changed",
                "removed",
                "bulk",
                "refused",
                "signed_in",
                "sign_in_failed",
                "signed_out",
                "exported",
                "opened",
                name="auditaction",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_records")),
    )
    with op.batch_alter_table("audit_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_records_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_records_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_records_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_records_entity"), ["entity"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_records_request_id"), ["request_id"], unique=False)

    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "industries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_industries")),
        sa.UniqueConstraint("code", name=op.f("uq_industries_code")),
        sa.UniqueConstraint("name", name=op.f("uq_industries_name")),
    )
    op.create_table(
        "parks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("core", "linked", name="parkkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("leading_industries", sa.String(), nullable=True),
        sa.Column("counterparts", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parks")),
        sa.UniqueConstraint("code", name=op.f("uq_parks_code")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("headline_lens", sa.String(), nullable=False),
        sa.Column("ranking_series", sa.String(), nullable=False),
        sa.Column("fixed_cny_per_usd", models.types.ExactDecimal(length=40), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("key", name=op.f("uq_plans_key")),
    )
    op.create_table(
        "ranking_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_series")),
        sa.UniqueConstraint("code", name=op.f("uq_ranking_series_code")),
    )
    op.create_table(
        "registered_companies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("short_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("short_en", sa.String(), nullable=True),
        sa.Column("business_number", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("paid_in_capital_ntd", sa.BigInteger(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registered_companies")),
        sa.UniqueConstraint("code", name=op.f("uq_registered_companies_code")),
    )
    with op.batch_alter_table("registered_companies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registered_companies_business_number"), ["business_number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_registered_companies_name_key"), ["name_key"], unique=False)

    op.create_table(
        "settings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("locked_until", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
        sa.UniqueConstraint("name_key", name=op.f("uq_sign_in_attempts_name_key")),
    )
    op.create_table(
        "audit_details",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence"], ["audit_records.sequence"], name=op.f("fk_audit_details_sequence_audit_records")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_details")),
    )
    op.create_table(
        "firms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("is_ref_generated", sa.Boolean(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=True),
        sa.Column("name_hans", sa.String(), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("business_number", sa.String(), nullable=True),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("stock_code", sa.String(), nullable=True),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("pinyin_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "initials_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "english_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["firms.id"], name=op.f("fk_firms_group_id_firms")),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_firms_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["firms.id"], name=op.f("fk_firms_parent_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firms")),
        sa.UniqueConstraint("business_number", name=op.f("uq_firms_business_number")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_firms_credit_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_firms_ref")),
    )
    with op.batch_alter_table("firms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firms_english_key"), ["english_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_firms_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firms_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firms_initials_key"), ["initials_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_firms_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_firms_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firms_pinyin_key"), ["pinyin_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_firms_stock_code"), ["stock_code"], unique=False)
        batch_op.create_index("ix_firms_updated_at_id", ["updated_at", "id"], unique=False)

    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category_hans", sa.String(), nullable=False),
        sa.Column("category_hant", sa.String(), nullable=False),
        sa.Column("category_en", sa.String(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("unit_hans", sa.String(), nullable=False),
        sa.Column("unit_hant", sa.String(), nullable=False),
        sa.Column("unit_en", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("flow", "stock", "rate", name="indicatorkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "direction", sa.Enum("up", "down", name="direction", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "source",
            sa.Enum(
                "new_investment",
                "top_groups",
                "reported",
                name="indicatorsource",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "target_kind",
            sa.Enum("absolute", "relative", "qualitative", name="targetkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("baseline", models.types.ExactDecimal(length=40), nullable=True),
        sa.Column("target", models.types.ExactDecimal(length=40), nullable=True),
        sa.Column("target_text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_indicators_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_indicators_plan_id_number")),
    )
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicators_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "ranking_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("is_reference", sa.Boolean(), nullable=False),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["ranking_series.id"], name=op.f("fk_ranking_editions_series_id_ranking_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_editions")),
        sa.UniqueConstraint("series_id", "code", name=op.f("uq_ranking_editions_series_id_code")),
    )
    with op.batch_alter_table("ranking_editions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ranking_editions_in_force_from"), ["in_force_from"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ranking_editions_series_id"), ["series_id"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "park_lead",
                "coordinator",
                "leader",
                "adviser",
                "employer",
                "applicant",
                "system_administrator",
                "security_administrator",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_changed_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_users_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_users_role"), ["role"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("uploaded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_attachments_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_uploaded_by_id"), ["uploaded_by_id"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("consented_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_contacts_firm_id_firms")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_contacts_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("ref", name=op.f("uq_contacts_ref")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "establishments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("evidence_note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.Column("registered_name", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("ceased_on", sa.Date(), nullable=True),
        sa.Column("cease_reason", sa.String(), nullable=True),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("funded_on", sa.Date(), nullable=True),
        sa.Column("operating_on", sa.Date(), nullable=True),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_establishments_firm_id_firms")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_establishments_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishments")),
        sa.UniqueConstraint("ref", name=op.f("uq_establishments_ref")),
    )
    with op.batch_alter_table("establishments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_establishments_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_establishments_park_id"), ["park_id"], unique=False)
        batch_op.create_index("ix_establishments_registered_on_id", ["registered_on", "id"], unique=False)

    op.create_table(
        "exchange_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("cny_per_usd", models.types.ExactDecimal(length=40), nullable=False),
        sa.Column("twd_per_usd", models.types.ExactDecimal(length=40), nullable=False),
        sa.Column("hkd_per_usd", models.types.ExactDecimal(length=40), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_exchange_rates_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rates")),
    )
    with op.batch_alter_table("exchange_rates", schema=None) as batch_op:
        batch_op.create_index("ix_exchange_rates_month_id", ["month", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exchange_rates_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_exchange_rates_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "firm_aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("former", "short", "brand", "other", name="aliaskind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_firm_aliases_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_aliases")),
    )
    with op.batch_alter_table("firm_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firm_aliases_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firm_aliases_name_key"), ["name_key"], unique=False)

    op.create_table(
        "firm_parentages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_firm_parentages_firm_id_firms")),
        sa.ForeignKeyConstraint(["parent_id"], ["firms.id"], name=op.f("fk_firm_parentages_parent_id_firms")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_firm_parentages_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_parentages")),
    )
    with op.batch_alter_table("firm_parentages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firm_parentages_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firm_parentages_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firm_parentages_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_firm_parentages_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("applied", "undone", name="importstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("same_count", sa.Integer(), nullable=False),
        sa.Column("undone_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "park_lead",
                "coordinator",
                "leader",
                "adviser",
                "employer",
                "applicant",
                "system_administrator",
                "security_administrator",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_import_batches_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_import_batches_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["users.id"], name=op.f("fk_import_batches_undone_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batches_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batches_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batches_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_import_batches_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_import_batches_undone_by_id"), ["undone_by_id"], unique=False)

    op.create_table(
        "indicator_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("value", models.types.ExactDecimal(length=40), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_targets_indicator_id_indicators")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_indicator_targets_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_indicator_targets_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_targets")),
    )
    with op.batch_alter_table("indicator_targets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_targets_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_targets_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_targets_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_indicator_targets_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "ranking_edition_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["ranking_editions.id"],
            name=op.f("fk_ranking_edition_versions_edition_id_ranking_editions"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_ranking_edition_versions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_edition_versions")),
    )
    with op.batch_alter_table("ranking_edition_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ranking_edition_versions_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ranking_edition_versions_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ranking_edition_versions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "ranking_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name_listed", sa.String(), nullable=True),
        sa.Column("value", models.types.ExactDecimal(length=40), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["ranking_editions.id"],
            name=op.f("fk_ranking_entries_edition_id_ranking_editions"),
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_ranking_entries_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_entries")),
        sa.UniqueConstraint("edition_id", "firm_id", name=op.f("uq_ranking_entries_edition_id_firm_id")),
    )
    with op.batch_alter_table("ranking_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ranking_entries_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index("ix_ranking_entries_edition_id_rank", ["edition_id", "rank"], unique=False)
        batch_op.create_index(batch_op.f("ix_ranking_entries_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("started_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "establishment_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_establishment_evidence_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_establishment_evidence_establishment_id_establishments"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_establishment_evidence_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishment_evidence")),
    )
    with op.batch_alter_table("establishment_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_establishment_evidence_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_establishment_evidence_establishment_id"), ["establishment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_establishment_evidence_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_establishment_evidence_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "establishment_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("registered_name", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("ceased_on", sa.Date(), nullable=True),
        sa.Column("cease_reason", sa.String(), nullable=True),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("funded_on", sa.Date(), nullable=True),
        sa.Column("operating_on", sa.Date(), nullable=True),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_establishment_versions_establishment_id_establishments"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_establishment_versions_firm_id_firms")
        ),
        sa.ForeignKeyConstraint(
            ["park_id"], ["parks.id"], name=op.f("fk_establishment_versions_park_id_parks")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_establishment_versions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishment_versions")),
    )
    with op.batch_alter_table("establishment_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_establishment_versions_establishment_id"), ["establishment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_establishment_versions_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_establishment_versions_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_establishment_versions_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_establishment_versions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "import_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("new", "changed", name="changekind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_changes_batch_id_import_batches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_changes")),
    )
    with op.batch_alter_table("import_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_changes_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "indicator_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("value", models.types.ExactDecimal(length=40), nullable=True),
        sa.Column("evidence_note", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_indicator_values_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_values_indicator_id_indicators")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_indicator_values_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_indicator_values_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_values")),
    )
    with op.batch_alter_table("indicator_values", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_indicator_values_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_indicator_values_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(
            "ix_indicator_values_indicator_id_park_id_period",
            ["indicator_id", "park_id", "period"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_indicator_values_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_values_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_indicator_values_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "running", "done", "failed", name="jobstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "park_lead",
                "coordinator",
                "leader",
                "adviser",
                "employer",
                "applicant",
                "system_administrator",
                "security_administrator",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("started_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_jobs_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_jobs_created_by_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_jobs_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobs_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobs_park_id"), ["park_id"], unique=False)
        batch_op.create_index("ix_jobs_state_id", ["state", "id"], unique=False)

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.Column("status_until", sa.Date(), nullable=True),
        sa.Column("competing_place", sa.String(), nullable=True),
        sa.Column("planned_minor", sa.BigInteger(), nullable=True),
        sa.Column(
            "planned_currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("land_need_mu", sa.Integer(), nullable=True),
        sa.Column("jobs", sa.Integer(), nullable=True),
        sa.Column("energy_class", sa.String(), nullable=True),
        sa.Column("carbon_class", sa.String(), nullable=True),
        sa.Column("lead_source", sa.String(), nullable=True),
        sa.Column("has_incentive", sa.Boolean(), nullable=False),
        sa.Column("review_passed_on", sa.Date(), nullable=True),
        sa.Column("fair_competition_on", sa.Date(), nullable=True),
        sa.Column(
            "agreement_kind",
            sa.Enum("intent", "framework", "formal", name="agreementkind", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("agreement_on", sa.Date(), nullable=True),
        sa.Column("signing_event", sa.String(), nullable=True),
        sa.Column("establishment_id", sa.Integer(), nullable=True),
        sa.Column("construction_start_on", sa.Date(), nullable=True),
        sa.Column("land_secured_on", sa.Date(), nullable=True),
        sa.Column("production_start_on", sa.Date(), nullable=True),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("import_gaps", sa.JSON(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "lead",
                "talks",
                "review",
                "signed",
                "registered",
                "construction",
                "operating",
                name="stage",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active", "paused", "terminated", "completed", name="status", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("lead_on", sa.Date(), nullable=True),
        sa.Column("talks_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("construction_on", sa.Date(), nullable=True),
        sa.Column("operating_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_projects_establishment_id_establishments"),
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_projects_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_projects_industry_id_industries")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_projects_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["users.id"], name=op.f("fk_projects_responsible_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("ref", name=op.f("uq_projects_ref")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projects_establishment_id"), ["establishment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_industry_id"), ["industry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_projects_park_id_updated_at_id", ["park_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_projects_responsible_id"), ["responsible_id"], unique=False)
        batch_op.create_index("ix_projects_stage_updated_at_id", ["stage", "updated_at", "id"], unique=False)
        batch_op.create_index("ix_projects_updated_at_id", ["updated_at", "id"], unique=False)

    op.create_table(
        "ranking_entry_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["ranking_editions.id"],
            name=op.f("fk_ranking_entry_versions_edition_id_ranking_editions"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ranking_entries.id"],
            name=op.f("fk_ranking_entry_versions_entry_id_ranking_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_ranking_entry_versions_firm_id_firms")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_ranking_entry_versions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_entry_versions")),
    )
    with op.batch_alter_table("ranking_entry_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ranking_entry_versions_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ranking_entry_versions_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ranking_entry_versions_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ranking_entry_versions_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ranking_entry_versions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "engagements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "visit",
                "meeting",
                "call",
                "message",
                "site_visit",
                "event",
                name="engagementkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("next_owner_id", sa.Integer(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_engagements_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["next_owner_id"], ["users.id"], name=op.f("fk_engagements_next_owner_id_users")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_engagements_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_engagements_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
        sa.UniqueConstraint("ref", name=op.f("uq_engagements_ref")),
    )
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagements_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_engagements_happened_at_id", ["happened_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagements_next_owner_id"), ["next_owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagements_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagements_project_id"), ["project_id"], unique=False)

    op.create_table(
        "issued_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("frozen_tree", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("audit_sequence", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.String(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_issued_reports_park_id_parks")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_issued_reports_plan_id_plans")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_issued_reports_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_reports")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_reports_number")),
    )
    with op.batch_alter_table("issued_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_reports_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_reports_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_reports_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_reports_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_issued_reports_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "indicator_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "checked", "verified", "returned", "withdrawn", name="decision", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_indicator_decisions_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["value_id"],
            ["indicator_values.id"],
            name=op.f("fk_indicator_decisions_value_id_indicator_values"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_decisions")),
    )
    with op.batch_alter_table("indicator_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_decisions_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_indicator_decisions_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_indicator_decisions_value_id"), ["value_id"], unique=False)

    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreed",
                "contracted",
                "amendment",
                "withdrawal",
                "arrived",
                "repatriated",
                name="entrykind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column(
            "currency",
            sa.Enum("USD", "CNY", "TWD", "HKD", name="currency", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "new",
                "increase",
                "profit_reinvestment",
                "domestic_reinvestment",
                name="nature",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("direct", "third_place", name="origin", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "basis",
            sa.Enum("ministry", "province", name="basis", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("rate", models.types.ExactDecimal(length=40), nullable=False),
        sa.Column("cny_rate", models.types.ExactDecimal(length=40), nullable=False),
        sa.Column("rate_month", sa.String(), nullable=False),
        sa.Column("rate_source", sa.String(), nullable=False),
        sa.Column("is_rate_provisional", sa.Boolean(), nullable=False),
        sa.Column("usd_cents", sa.BigInteger(), nullable=False),
        sa.Column("cny_fen", models.types.ExactInteger(length=40), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_ledger_entries_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_ledger_entries_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entries.id"], name=op.f("fk_ledger_entries_reverses_id_ledger_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("ref", name=op.f("uq_ledger_entries_ref")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entries_effective_on_id", ["effective_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entries_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entries_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index("ix_ledger_entries_recorded_at_id", ["recorded_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ledger_entries_reverses_id"), ["reverses_id"], unique=False)

    op.create_table(
        "project_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreement",
                "review",
                "fair_competition",
                "land",
                "construction_permit",
                "lease",
                "acceptance",
                "other",
                name="projectdocumentkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_project_documents_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_documents_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_project_documents_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_documents")),
    )
    with op.batch_alter_table("project_documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_documents_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_documents_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_documents_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_documents_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "project_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "lead",
                "talks",
                "review",
                "signed",
                "registered",
                "construction",
                "operating",
                name="stage",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active", "paused", "terminated", "completed", name="status", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("lead_on", sa.Date(), nullable=True),
        sa.Column("talks_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("construction_on", sa.Date(), nullable=True),
        sa.Column("operating_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_project_versions_firm_id_firms")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_project_versions_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_versions_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_project_versions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_versions")),
    )
    with op.batch_alter_table("project_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_versions_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_versions_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_versions_project_id"), ["project_id"], unique=False)
        batch_op.create_index(
            "ix_project_versions_project_id_recorded_at", ["project_id", "recorded_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_versions_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_versions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "stage_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened", "forward", "skip", "back", "imported", name="movekind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "from_stage",
            sa.Enum(
                "lead",
                "talks",
                "review",
                "signed",
                "registered",
                "construction",
                "operating",
                name="stage",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "lead",
                "talks",
                "review",
                "signed",
                "registered",
                "construction",
                "operating",
                name="stage",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_status",
            sa.Enum(
                "active", "paused", "terminated", "completed", name="status", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "active", "paused", "terminated", "completed", name="status", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_stage_moves_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_stage_moves_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_moves")),
    )
    with op.batch_alter_table("stage_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_moves_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_moves_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_moves_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "engagement_contacts",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_engagement_contacts_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagements.id"],
            name=op.f("fk_engagement_contacts_engagement_id_engagements"),
        ),
        sa.PrimaryKeyConstraint("engagement_id", "contact_id", name=op.f("pk_engagement_contacts")),
    )
    with op.batch_alter_table("engagement_contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_contacts_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "engagement_firms",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_firms_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_engagement_firms_firm_id_firms")),
        sa.PrimaryKeyConstraint("engagement_id", "firm_id", name=op.f("pk_engagement_firms")),
    )
    with op.batch_alter_table("engagement_firms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_firms_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "ledger_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "checked", "verified", "returned", "withdrawn", name="decision", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_decisions_entry_id_ledger_entries")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_ledger_decisions_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_decisions")),
        sa.UniqueConstraint("entry_id", "sequence", name=op.f("uq_ledger_decisions_entry_id_sequence")),
    )
    with op.batch_alter_table("ledger_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_decisions_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_decisions_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ledger_decisions_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "ledger_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "agreement",
                "subscription",
                "verification",
                "receipt",
                "record",
                "other",
                name="evidencetype",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_ledger_evidence_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_evidence_entry_id_ledger_entries")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_ledger_evidence_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_evidence")),
    )
    with op.batch_alter_table("ledger_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_evidence_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_evidence_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_evidence_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ledger_evidence_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "ledger_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("usd_cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_shares_entry_id_ledger_entries")
        ),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_ledger_shares_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_shares")),
        sa.UniqueConstraint("entry_id", "park_id", name=op.f("uq_ledger_shares_entry_id_park_id")),
    )
    with op.batch_alter_table("ledger_shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_shares_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_shares_park_id"), ["park_id"], unique=False)

    op.create_table(
        "ledger_standings",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "open", "verified", "returned", "withdrawn", name="standing", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_standings_entry_id_ledger_entries")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_standings")),
    )
    with op.batch_alter_table("ledger_standings", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_standings_standing_entry_id", ["standing", "entry_id"], unique=False)

    op.create_table(
        "ledger_samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("is_sound", sa.Boolean(), nullable=True),
        sa.Column("finding", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["ledger_decisions.id"],
            name=op.f("fk_ledger_samples_decision_id_ledger_decisions"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["users.id"], name=op.f("fk_ledger_samples_reviewed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_samples")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_ledger_samples_decision_id")),
    )
    with op.batch_alter_table("ledger_samples", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_samples_reviewed_by_id"), ["reviewed_by_id"], unique=False
        )
    dialect = op.get_bind().dialect.name
    for statement in (
        *append_only.create_statements(dialect, APPEND_ONLY),
        *search_index.create_statements(dialect, SEARCHED),
    ):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind())
    dialect = op.get_bind().dialect.name
    for statement in (
        *search_index.drop_statements(dialect, SEARCHED),
        *append_only.drop_statements(dialect, APPEND_ONLY),
    ):
        op.execute(statement)
    with op.batch_alter_table("ledger_samples", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_samples_reviewed_by_id"))

    op.drop_table("ledger_samples")
    with op.batch_alter_table("ledger_standings", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_standings_standing_entry_id")

    op.drop_table("ledger_standings")
    with op.batch_alter_table("ledger_shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_shares_park_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_shares_entry_id"))

    op.drop_table("ledger_shares")
    with op.batch_alter_table("ledger_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_evidence_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_evidence_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_ledger_evidence_entry_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_evidence_attachment_id"))

    op.drop_table("ledger_evidence")
    with op.batch_alter_table("ledger_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_decisions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_decisions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_ledger_decisions_entry_id"))

    op.drop_table("ledger_decisions")
    with op.batch_alter_table("engagement_firms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_firms_firm_id"))

    op.drop_table("engagement_firms")
    with op.batch_alter_table("engagement_contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_contacts_contact_id"))

    op.drop_table("engagement_contacts")
    with op.batch_alter_table("stage_moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_moves_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_stage_moves_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_stage_moves_project_id"))

    op.drop_table("stage_moves")
    with op.batch_alter_table("project_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_versions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_project_versions_recorded_at"))
        batch_op.drop_index("ix_project_versions_project_id_recorded_at")
        batch_op.drop_index(batch_op.f("ix_project_versions_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_versions_park_id"))
        batch_op.drop_index(batch_op.f("ix_project_versions_firm_id"))

    op.drop_table("project_versions")
    with op.batch_alter_table("project_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_documents_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_project_documents_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_project_documents_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_documents_attachment_id"))

    op.drop_table("project_documents")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entries_reverses_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entries_recorded_by_id"))
        batch_op.drop_index("ix_ledger_entries_recorded_at_id")
        batch_op.drop_index(batch_op.f("ix_ledger_entries_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_ledger_entries_project_id"))
        batch_op.drop_index("ix_ledger_entries_effective_on_id")

    op.drop_table("ledger_entries")
    with op.batch_alter_table("indicator_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_decisions_value_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_decisions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_decisions_recorded_at"))

    op.drop_table("indicator_decisions")
    with op.batch_alter_table("issued_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_reports_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_issued_reports_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_issued_reports_plan_id"))
        batch_op.drop_index(batch_op.f("ix_issued_reports_park_id"))
        batch_op.drop_index(batch_op.f("ix_issued_reports_name"))

    op.drop_table("issued_reports")
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagements_project_id"))
        batch_op.drop_index(batch_op.f("ix_engagements_park_id"))
        batch_op.drop_index(batch_op.f("ix_engagements_next_owner_id"))
        batch_op.drop_index("ix_engagements_happened_at_id")
        batch_op.drop_index(batch_op.f("ix_engagements_created_by_id"))

    op.drop_table("engagements")
    with op.batch_alter_table("ranking_entry_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ranking_entry_versions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_ranking_entry_versions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_ranking_entry_versions_firm_id"))
        batch_op.drop_index(batch_op.f("ix_ranking_entry_versions_entry_id"))
        batch_op.drop_index(batch_op.f("ix_ranking_entry_versions_edition_id"))

    op.drop_table("ranking_entry_versions")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index("ix_projects_updated_at_id")
        batch_op.drop_index("ix_projects_stage_updated_at_id")
        batch_op.drop_index(batch_op.f("ix_projects_responsible_id"))
        batch_op.drop_index("ix_projects_park_id_updated_at_id")
        batch_op.drop_index(batch_op.f("ix_projects_park_id"))
        batch_op.drop_index(batch_op.f("ix_projects_name_key"))
        batch_op.drop_index(batch_op.f("ix_projects_industry_id"))
        batch_op.drop_index(batch_op.f("ix_projects_firm_id"))
        batch_op.drop_index(batch_op.f("ix_projects_establishment_id"))

    op.drop_table("projects")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_id")
        batch_op.drop_index(batch_op.f("ix_jobs_park_id"))
        batch_op.drop_index(batch_op.f("ix_jobs_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_jobs_attachment_id"))

    op.drop_table("jobs")
    with op.batch_alter_table("indicator_values", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_values_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_values_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_indicator_values_park_id"))
        batch_op.drop_index("ix_indicator_values_indicator_id_park_id_period")
        batch_op.drop_index(batch_op.f("ix_indicator_values_indicator_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_values_attachment_id"))

    op.drop_table("indicator_values")
    with op.batch_alter_table("import_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_changes_batch_id"))

    op.drop_table("import_changes")
    with op.batch_alter_table("establishment_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_establishment_versions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_establishment_versions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_establishment_versions_park_id"))
        batch_op.drop_index(batch_op.f("ix_establishment_versions_firm_id"))
        batch_op.drop_index(batch_op.f("ix_establishment_versions_establishment_id"))

    op.drop_table("establishment_versions")
    with op.batch_alter_table("establishment_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_establishment_evidence_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_establishment_evidence_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_establishment_evidence_establishment_id"))
        batch_op.drop_index(batch_op.f("ix_establishment_evidence_attachment_id"))

    op.drop_table("establishment_evidence")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("ranking_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ranking_entries_firm_id"))
        batch_op.drop_index("ix_ranking_entries_edition_id_rank")
        batch_op.drop_index(batch_op.f("ix_ranking_entries_edition_id"))

    op.drop_table("ranking_entries")
    with op.batch_alter_table("ranking_edition_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ranking_edition_versions_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_ranking_edition_versions_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_ranking_edition_versions_edition_id"))

    op.drop_table("ranking_edition_versions")
    with op.batch_alter_table("indicator_targets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_targets_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_targets_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_indicator_targets_park_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_targets_indicator_id"))

    op.drop_table("indicator_targets")
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batches_undone_by_id"))
        batch_op.drop_index(batch_op.f("ix_import_batches_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_import_batches_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_import_batches_park_id"))
        batch_op.drop_index(batch_op.f("ix_import_batches_kind"))

    op.drop_table("import_batches")
    with op.batch_alter_table("firm_parentages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firm_parentages_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_firm_parentages_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_firm_parentages_parent_id"))
        batch_op.drop_index(batch_op.f("ix_firm_parentages_firm_id"))

    op.drop_table("firm_parentages")
    with op.batch_alter_table("firm_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firm_aliases_name_key"))
        batch_op.drop_index(batch_op.f("ix_firm_aliases_firm_id"))

    op.drop_table("firm_aliases")
    with op.batch_alter_table("exchange_rates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_rates_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_exchange_rates_recorded_at"))
        batch_op.drop_index("ix_exchange_rates_month_id")

    op.drop_table("exchange_rates")
    with op.batch_alter_table("establishments", schema=None) as batch_op:
        batch_op.drop_index("ix_establishments_registered_on_id")
        batch_op.drop_index(batch_op.f("ix_establishments_park_id"))
        batch_op.drop_index(batch_op.f("ix_establishments_firm_id"))

    op.drop_table("establishments")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_owner_id"))
        batch_op.drop_index(batch_op.f("ix_contacts_firm_id"))

    op.drop_table("contacts")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_uploaded_by_id"))
        batch_op.drop_index(batch_op.f("ix_attachments_sha256"))

    op.drop_table("attachments")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_role"))
        batch_op.drop_index(batch_op.f("ix_users_park_id"))

    op.drop_table("users")
    with op.batch_alter_table("ranking_editions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ranking_editions_series_id"))
        batch_op.drop_index(batch_op.f("ix_ranking_editions_in_force_from"))

    op.drop_table("ranking_editions")
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicators_plan_id"))

    op.drop_table("indicators")
    with op.batch_alter_table("firms", schema=None) as batch_op:
        batch_op.drop_index("ix_firms_updated_at_id")
        batch_op.drop_index(batch_op.f("ix_firms_stock_code"))
        batch_op.drop_index(batch_op.f("ix_firms_pinyin_key"))
        batch_op.drop_index(batch_op.f("ix_firms_parent_id"))
        batch_op.drop_index(batch_op.f("ix_firms_name_key"))
        batch_op.drop_index(batch_op.f("ix_firms_initials_key"))
        batch_op.drop_index(batch_op.f("ix_firms_industry_id"))
        batch_op.drop_index(batch_op.f("ix_firms_group_id"))
        batch_op.drop_index(batch_op.f("ix_firms_english_key"))

    op.drop_table("firms")
    op.drop_table("audit_details")
    op.drop_table("sign_in_attempts")
    op.drop_table("settings")
    with op.batch_alter_table("registered_companies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registered_companies_name_key"))
        batch_op.drop_index(batch_op.f("ix_registered_companies_business_number"))

    op.drop_table("registered_companies")
    op.drop_table("ranking_series")
    op.drop_table("plans")
    op.drop_table("parks")
    op.drop_table("industries")
    op.drop_table("counters")
    with op.batch_alter_table("audit_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_records_request_id"))
        batch_op.drop_index(batch_op.f("ix_audit_records_entity"))
        batch_op.drop_index(batch_op.f("ix_audit_records_at"))
        batch_op.drop_index(batch_op.f("ix_audit_records_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_records_action"))

    op.drop_table("audit_records")
