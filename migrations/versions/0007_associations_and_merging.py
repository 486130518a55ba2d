"""People at several firms, associations, who knows whom, and merging.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("contact_consents",)
NEW = (
    "acquaintances",
    "association_firms",
    "associations",
    "contact_consents",
    "contact_roles",
    "introductions",
    "merges",
)
REDIRECTED = ("firms", "contacts")


@contextmanager
def _kept_triggers(name: str) -> Iterator[None]:
    """SQLite rebuilds the table, and drops the triggers of its word index silently."""
    bind = op.get_bind()
    kept: list[str] = []
    if bind.dialect.name == "sqlite":
        asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY name"
        kept = [row[0] for row in bind.exec_driver_sql(asked, (name,))]
    yield
    for statement in kept:
        bind.exec_driver_sql(statement)


def upgrade() -> None:
    op.create_table(
        "associations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "national",
                "coastal",
                "commerce",
                "agency",
                "other",
                name="associationkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name_hans", sa.String(), nullable=True),
        sa.Column("name_hant", sa.String(), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("pinyin_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_associations")),
        sa.UniqueConstraint("ref", name=op.f("uq_associations_ref")),
    )
    with op.batch_alter_table("associations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_associations_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_associations_pinyin_key"), ["pinyin_key"], unique=False)
        batch_op.create_index(
            "ix_associations_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )

    op.create_table(
        "association_firms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["associations.id"],
            name=op.f("fk_association_firms_association_id_associations"),
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_association_firms_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_firms")),
    )
    with op.batch_alter_table("association_firms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_association_firms_association_id"), ["association_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_association_firms_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "contact_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("work", "events", "sharing", name="consentpurpose", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "card",
                "paper",
                "e_mail",
                "spoken",
                "online",
                name="consentmeans",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("is_withdrawal", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_contact_consents_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_contact_consents_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_consents")),
    )
    with op.batch_alter_table("contact_consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_consents_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_consents_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contact_consents_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "contact_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(firm_id IS NULL) <> (association_id IS NULL)", name=op.f("ck_contact_roles_at_one_place")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_contact_roles_association_id_associations")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_contact_roles_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_contact_roles_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_roles")),
    )
    with op.batch_alter_table("contact_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_roles_association_id"), ["association_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_roles_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_roles_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("firm", "contact", name="mergekind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("from_firm_id", sa.Integer(), nullable=True),
        sa.Column("into_firm_id", sa.Integer(), nullable=True),
        sa.Column("from_contact_id", sa.Integer(), nullable=True),
        sa.Column("into_contact_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("merged_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(into_firm_id IS NULL) <> (into_contact_id IS NULL) AND (from_firm_id IS NULL) = (into_firm_id IS NULL) AND (from_contact_id IS NULL) = (into_contact_id IS NULL)",
            name=op.f("ck_merges_two_of_a_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["from_contact_id"], ["contacts.id"], name=op.f("fk_merges_from_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["from_firm_id"], ["firms.id"], name=op.f("fk_merges_from_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["into_contact_id"], ["contacts.id"], name=op.f("fk_merges_into_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["into_firm_id"], ["firms.id"], name=op.f("fk_merges_into_firm_id_firms")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["users.id"], name=op.f("fk_merges_merged_by_id_users")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["users.id"], name=op.f("fk_merges_undone_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merges_from_contact_id"), ["from_contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_from_firm_id"), ["from_firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_into_contact_id"), ["into_contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_into_firm_id"), ["into_firm_id"], unique=False)
        batch_op.create_index("ix_merges_merged_at_id", ["merged_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_merged_by_id"), ["merged_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_undone_by_id"), ["undone_by_id"], unique=False)

    op.create_table(
        "acquaintances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.CheckConstraint("strength BETWEEN 1 AND 3", name=op.f("ck_acquaintances_strength")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_acquaintances_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_acquaintances_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_acquaintances_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_acquaintances_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquaintances")),
    )
    with op.batch_alter_table("acquaintances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acquaintances_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acquaintances_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acquaintances_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acquaintances_user_id"), ["user_id"], unique=False)

    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introducer_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("introduced_on", sa.Date(), nullable=False),
        sa.Column("to_user_id", sa.Integer(), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(firm_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_introductions_of_one")),
        sa.CheckConstraint(
            "(introducer_id IS NULL) <> (association_id IS NULL)", name=op.f("ck_introductions_by_one")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_introductions_association_id_associations")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_introductions_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_introductions_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_introductions_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_introductions_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["introducer_id"], ["contacts.id"], name=op.f("fk_introductions_introducer_id_contacts")
        ),
        sa.ForeignKeyConstraint(["to_user_id"], ["users.id"], name=op.f("fk_introductions_to_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introductions_association_id"), ["association_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introductions_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introductions_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introductions_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introductions_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introductions_introducer_id"), ["introducer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introductions_to_user_id"), ["to_user_id"], unique=False)

    for name in REDIRECTED:
        with _kept_triggers(name), op.batch_alter_table(name) as batch_op:
            batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(f"fk_{name}_merged_into_id_{name}", name, ["merged_into_id"], ["id"])
            batch_op.create_index(f"ix_{name}_merged_into_id", ["merged_into_id"])
    op.create_index("ix_contacts_created_at", "contacts", ["created_at"])
    op.create_index("ix_contacts_name_id", "contacts", ["name", "id"])
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    op.drop_index("ix_contacts_name_id", "contacts")
    op.drop_index("ix_contacts_created_at", "contacts")
    for name in REDIRECTED:
        with _kept_triggers(name), op.batch_alter_table(name) as batch_op:
            batch_op.drop_index(f"ix_{name}_merged_into_id")
            batch_op.drop_constraint(f"fk_{name}_merged_into_id_{name}", type_="foreignkey")
            batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introductions_to_user_id"))
        batch_op.drop_index(batch_op.f("ix_introductions_introducer_id"))
        batch_op.drop_index(batch_op.f("ix_introductions_firm_id"))
        batch_op.drop_index(batch_op.f("ix_introductions_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_introductions_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_introductions_contact_id"))
        batch_op.drop_index(batch_op.f("ix_introductions_association_id"))

    op.drop_table("introductions")
    with op.batch_alter_table("acquaintances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acquaintances_user_id"))
        batch_op.drop_index(batch_op.f("ix_acquaintances_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_acquaintances_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_acquaintances_contact_id"))

    op.drop_table("acquaintances")
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merges_undone_by_id"))
        batch_op.drop_index(batch_op.f("ix_merges_merged_by_id"))
        batch_op.drop_index("ix_merges_merged_at_id")
        batch_op.drop_index(batch_op.f("ix_merges_into_firm_id"))
        batch_op.drop_index(batch_op.f("ix_merges_into_contact_id"))
        batch_op.drop_index(batch_op.f("ix_merges_from_firm_id"))
        batch_op.drop_index(batch_op.f("ix_merges_from_contact_id"))

    op.drop_table("merges")
    with op.batch_alter_table("contact_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_roles_firm_id"))
        batch_op.drop_index(batch_op.f("ix_contact_roles_contact_id"))
        batch_op.drop_index(batch_op.f("ix_contact_roles_association_id"))

    op.drop_table("contact_roles")
    with op.batch_alter_table("contact_consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_consents_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_contact_consents_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_contact_consents_contact_id"))

    op.drop_table("contact_consents")
    with op.batch_alter_table("association_firms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_association_firms_firm_id"))
        batch_op.drop_index(batch_op.f("ix_association_firms_association_id"))

    op.drop_table("association_firms")
    with op.batch_alter_table("associations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_associations_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_associations_pinyin_key"))
        batch_op.drop_index(batch_op.f("ix_associations_kind"))

    op.drop_table("associations")
