"""Advisers

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "referral_files",
    "referral_rulings",
)
NEW = (
    "adviser_areas",
    "adviser_fields",
    "adviser_relations",
    "adviser_terms",
    "advisers",
    "referral_files",
    "referral_rulings",
    "referrals",
    "status_updates",
)


def upgrade() -> None:
    op.create_table(
        "advisers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("person", "agency", name="adviserkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name_hans", sa.String(), nullable=True),
        sa.Column("name_hant", sa.String(), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("pinyin_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_advisers_association_id_associations")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_advisers_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_advisers_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_advisers_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advisers")),
        sa.UniqueConstraint("ref", name=op.f("uq_advisers_ref")),
        sa.UniqueConstraint("user_id", name=op.f("uq_advisers_user_id")),
    )
    with op.batch_alter_table("advisers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advisers_association_id"), ["association_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advisers_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advisers_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advisers_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_advisers_pinyin_key"), ["pinyin_key"], unique=False)
        batch_op.create_index(
            "ix_advisers_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "adviser_areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "kunshan",
                "xiamen",
                "dongguan",
                "guangzhou",
                "shenzhen",
                "jiangsu",
                "zhejiang",
                "shanghai",
                "fujian",
                "guangdong",
                "taiwan_north",
                "taiwan_centre",
                "taiwan_south",
                "taiwan_east",
                "elsewhere",
                name="adviserregion",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["advisers.id"], name=op.f("fk_adviser_areas_adviser_id_advisers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_areas")),
        sa.UniqueConstraint("adviser_id", "region", name=op.f("uq_adviser_areas_adviser_id_region")),
    )
    with op.batch_alter_table("adviser_areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adviser_areas_region"), ["region"], unique=False)

    op.create_table(
        "adviser_fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("industry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["advisers.id"], name=op.f("fk_adviser_fields_adviser_id_advisers")
        ),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["industries.id"], name=op.f("fk_adviser_fields_industry_id_industries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_fields")),
        sa.UniqueConstraint(
            "adviser_id", "industry_id", name=op.f("uq_adviser_fields_adviser_id_industry_id")
        ),
    )
    with op.batch_alter_table("adviser_fields", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adviser_fields_industry_id"), ["industry_id"], unique=False)

    op.create_table(
        "adviser_relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["advisers.id"], name=op.f("fk_adviser_relations_adviser_id_advisers")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_adviser_relations_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_adviser_relations_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_relations")),
    )
    with op.batch_alter_table("adviser_relations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adviser_relations_adviser_id"), ["adviser_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_adviser_relations_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_adviser_relations_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            "ix_adviser_relations_present",
            ["adviser_id", "firm_id"],
            unique=True,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "adviser_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("letter_number", sa.String(), nullable=True),
        sa.Column("duties", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["advisers.id"], name=op.f("fk_adviser_terms_adviser_id_advisers")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_adviser_terms_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_adviser_terms_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_terms")),
    )
    with op.batch_alter_table("adviser_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adviser_terms_adviser_id"), ["adviser_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adviser_terms_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adviser_terms_created_by_id"), ["created_by_id"], unique=False)

    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("firm_name", sa.String(), nullable=False),
        sa.Column("firm_name_other", sa.String(), nullable=True),
        sa.Column("business_number", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("wished_park_id", sa.Integer(), nullable=True),
        sa.Column("introduced_on", sa.Date(), nullable=False),
        sa.Column("received_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "examined",
                "second_look",
                "recognised",
                "not_recognised",
                "withdrawn",
                name="referralstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("ruled_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["advisers.id"], name=op.f("fk_referrals_adviser_id_advisers")
        ),
        sa.ForeignKeyConstraint(["filed_by_id"], ["users.id"], name=op.f("fk_referrals_filed_by_id_users")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_referrals_firm_id_firms")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_referrals_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_referrals_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["wished_park_id"], ["parks.id"], name=op.f("fk_referrals_wished_park_id_parks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("adviser_id", "client_key", name=op.f("uq_referrals_adviser_id_client_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_referrals_ref")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referrals_adviser_id"), ["adviser_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referrals_filed_by_id"), ["filed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referrals_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referrals_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referrals_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_referrals_received_at_id", ["received_at", "id"], unique=False)
        batch_op.create_index(
            "ix_referrals_state_received_at_id", ["state", "received_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referrals_wished_park_id"), ["wished_park_id"], unique=False)

    op.create_table(
        "referral_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_referral_files_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_referral_files_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_referral_files_referral_id_referrals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_files")),
    )
    with op.batch_alter_table("referral_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_files_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_files_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_referral_files_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referral_files_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "referral_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "decided",
                "proposed",
                "confirmed",
                "returned",
                name="rulingstep",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum("recognised", "not_recognised", name="referraloutcome", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("public_words", sa.String(), nullable=True),
        sa.Column("checks", sa.String(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_referral_rulings_firm_id_firms")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_referral_rulings_park_id_parks")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_referral_rulings_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["referral_rulings.id"],
            name=op.f("fk_referral_rulings_proposal_id_referral_rulings"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_referral_rulings_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_referral_rulings_referral_id_referrals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_rulings")),
    )
    with op.batch_alter_table("referral_rulings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_rulings_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_rulings_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_rulings_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_rulings_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_rulings_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_referral_rulings_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referral_rulings_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "status_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "confirmed", "returned", name="updatestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("decided_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_status_updates_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_status_updates_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_status_updates_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_status_updates_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_status_updates_referral_id_referrals")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_status_updates_submitted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_updates")),
        sa.UniqueConstraint(
            "referral_id", "client_key", name=op.f("uq_status_updates_referral_id_client_key")
        ),
    )
    with op.batch_alter_table("status_updates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_updates_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_status_updates_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_status_updates_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_status_updates_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_status_updates_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(
            "ix_status_updates_state_submitted_at_id", ["state", "submitted_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_status_updates_submitted_by_id"), ["submitted_by_id"], unique=False
        )
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("status_updates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_updates_submitted_by_id"))
        batch_op.drop_index("ix_status_updates_state_submitted_at_id")
        batch_op.drop_index(batch_op.f("ix_status_updates_referral_id"))
        batch_op.drop_index(batch_op.f("ix_status_updates_project_id"))
        batch_op.drop_index(batch_op.f("ix_status_updates_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_status_updates_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_status_updates_attachment_id"))

    op.drop_table("status_updates")
    with op.batch_alter_table("referral_rulings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_rulings_referral_id"))
        batch_op.drop_index(batch_op.f("ix_referral_rulings_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_referral_rulings_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_referral_rulings_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_referral_rulings_project_id"))
        batch_op.drop_index(batch_op.f("ix_referral_rulings_park_id"))
        batch_op.drop_index(batch_op.f("ix_referral_rulings_firm_id"))

    op.drop_table("referral_rulings")
    with op.batch_alter_table("referral_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_files_referral_id"))
        batch_op.drop_index(batch_op.f("ix_referral_files_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_referral_files_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_referral_files_attachment_id"))

    op.drop_table("referral_files")
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referrals_wished_park_id"))
        batch_op.drop_index("ix_referrals_state_received_at_id")
        batch_op.drop_index("ix_referrals_received_at_id")
        batch_op.drop_index(batch_op.f("ix_referrals_project_id"))
        batch_op.drop_index(batch_op.f("ix_referrals_park_id"))
        batch_op.drop_index(batch_op.f("ix_referrals_firm_id"))
        batch_op.drop_index(batch_op.f("ix_referrals_filed_by_id"))
        batch_op.drop_index(batch_op.f("ix_referrals_adviser_id"))

    op.drop_table("referrals")
    with op.batch_alter_table("adviser_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adviser_terms_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_adviser_terms_attachment_id"))
        batch_op.drop_index(batch_op.f("ix_adviser_terms_adviser_id"))

    op.drop_table("adviser_terms")
    with op.batch_alter_table("adviser_relations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_adviser_relations_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_adviser_relations_firm_id"))
        batch_op.drop_index(batch_op.f("ix_adviser_relations_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_adviser_relations_adviser_id"))

    op.drop_table("adviser_relations")
    with op.batch_alter_table("adviser_fields", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adviser_fields_industry_id"))

    op.drop_table("adviser_fields")
    with op.batch_alter_table("adviser_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adviser_areas_region"))

    op.drop_table("adviser_areas")
    with op.batch_alter_table("advisers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_advisers_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_advisers_pinyin_key"))
        batch_op.drop_index(batch_op.f("ix_advisers_kind"))
        batch_op.drop_index(batch_op.f("ix_advisers_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_advisers_contact_id"))
        batch_op.drop_index(batch_op.f("ix_advisers_association_id"))

    op.drop_table("advisers")
