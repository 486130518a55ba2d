"""Issues, directives, minutes, procedures

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import append_only, migrating

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "issue_documents",
    "issue_steps",
    "minutes_documents",
    "procedure_documents",
)
NEW = (
    "issue_documents",
    "issue_steps",
    "issues",
    "minutes",
    "minutes_decisions",
    "minutes_documents",
    "procedure_documents",
    "procedure_kinds",
    "procedures",
)


def upgrade() -> None:
    op.create_table(
        "procedure_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_hans", sa.String(), nullable=False),
        sa.Column("name_hant", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("papers", sa.String(), nullable=True),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_kinds")),
        sa.UniqueConstraint("key", name=op.f("uq_procedure_kinds_key")),
    )
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("chair", sa.String(), nullable=True),
        sa.Column("present", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_minutes_created_by_id_users")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["users.id"], name=op.f("fk_minutes_issued_by_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_minutes_park_id_parks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("ref", name=op.f("uq_minutes_ref")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_minutes_held_on_id", ["held_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_issued_by_id"), ["issued_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_park_id"), ["park_id"], unique=False)

    op.create_table(
        "minutes_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_minutes_documents_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_documents_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_minutes_documents_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_documents")),
    )
    with op.batch_alter_table("minutes_documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_minutes_documents_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_minutes_documents_minutes_id"), ["minutes_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_documents_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_minutes_documents_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "procedures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("papers", sa.String(), nullable=True),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_procedures_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["procedure_kinds.id"], name=op.f("fk_procedures_kind_id_procedure_kinds")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_procedures_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["users.id"], name=op.f("fk_procedures_responsible_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedures")),
    )
    with op.batch_alter_table("procedures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_procedures_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_procedures_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_procedures_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_procedures_responsible_id"), ["responsible_id"], unique=False)
        batch_op.create_index(
            "ix_procedures_unfinished",
            ["due_on", "id"],
            unique=False,
            postgresql_where=sa.text("done_on IS NULL AND is_needed"),
            sqlite_where=sa.text("done_on IS NULL AND is_needed"),
        )

    op.create_table(
        "issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "problem",
                "need",
                "directive",
                "decision",
                "other",
                name="issuekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "need_category",
            sa.Enum(
                "labour",
                "land",
                "power",
                "water",
                "logistics",
                "finance",
                "markets",
                "declarations",
                name="needcategory",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "raised",
                "assigned",
                "answered",
                "returned",
                "closed",
                name="issuestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("park", "city", "province", name="issuelevel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("level_since", sa.Date(), nullable=False),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("raised_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("partners", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("response_due_on", sa.Date(), nullable=False),
        sa.Column("escalates_on", sa.Date(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("response_days", sa.Integer(), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=True),
        sa.Column("closed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_issues_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_issues_closed_by_id_users")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_issues_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_issues_entered_by_id_users")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_issues_firm_id_firms")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_issues_owner_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_issues_park_id_parks")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_issues_project_id_projects")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["users.id"], name=op.f("fk_issues_raised_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("ref", name=op.f("uq_issues_ref")),
    )
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issues_answered_by_id"), ["answered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index("ix_issues_due_on_id", ["due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_entered_by_id"), ["entered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_escalates_on"), ["escalates_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_park_id"), ["park_id"], unique=False)
        batch_op.create_index(
            "ix_issues_present",
            ["id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_issues_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_issues_raised_at_id", ["raised_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_raised_by_id"), ["raised_by_id"], unique=False)
        batch_op.create_index("ix_issues_state_due_on_id", ["state", "due_on", "id"], unique=False)
        batch_op.create_index(
            "ix_issues_unsolved_of_owner",
            ["owner_id", "due_on", "id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
            sqlite_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
        )
        batch_op.create_index(
            "ix_issues_unsolved_of_park",
            ["park_id", "due_on", "id"],
            unique=False,
            postgresql_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
            sqlite_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
        )

    op.create_table(
        "procedure_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_procedure_documents_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_procedure_documents_procedure_id_procedures")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_procedure_documents_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_documents")),
    )
    with op.batch_alter_table("procedure_documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_procedure_documents_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_procedure_documents_procedure_id"), ["procedure_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_procedure_documents_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_procedure_documents_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "issue_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "raise",
                "assign",
                "report",
                "answer",
                "return",
                "close",
                "extend",
                "escalate",
                "reopen",
                name="issueaction",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "from_state",
            sa.Enum(
                "raised",
                "assigned",
                "answered",
                "returned",
                "closed",
                name="issuestate",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "raised",
                "assigned",
                "answered",
                "returned",
                "closed",
                name="issuestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_level",
            sa.Enum("park", "city", "province", name="issuelevel", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "to_level",
            sa.Enum("park", "city", "province", name="issuelevel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("from_owner_id", sa.Integer(), nullable=True),
        sa.Column("to_owner_id", sa.Integer(), nullable=True),
        sa.Column("from_due_on", sa.Date(), nullable=True),
        sa.Column("to_due_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_owner_id"], ["users.id"], name=op.f("fk_issue_steps_from_owner_id_users")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_issue_steps_issue_id_issues")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_issue_steps_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(["to_owner_id"], ["users.id"], name=op.f("fk_issue_steps_to_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_steps")),
    )
    with op.batch_alter_table("issue_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_steps_from_owner_id"), ["from_owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_steps_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_steps_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_steps_recorded_by_id"), ["recorded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_steps_to_owner_id"), ["to_owner_id"], unique=False)

    op.create_table(
        "minutes_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("partners", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("archived_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_minutes_decisions_issue_id_issues")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_decisions_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_minutes_decisions_owner_id_users")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_minutes_decisions_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_decisions")),
    )
    with op.batch_alter_table("minutes_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_decisions_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_decisions_minutes_id"), ["minutes_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_decisions_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_decisions_project_id"), ["project_id"], unique=False)

    op.create_table(
        "issue_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_issue_documents_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_issue_documents_issue_id_issues")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_issue_documents_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["issue_steps.id"], name=op.f("fk_issue_documents_step_id_issue_steps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_documents")),
    )
    with op.batch_alter_table("issue_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_documents_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_documents_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_documents_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_issue_documents_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_issue_documents_step_id"), ["step_id"], unique=False)
    for statement in append_only.create_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    for statement in append_only.drop_statements(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)
    with op.batch_alter_table("issue_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_documents_step_id"))
        batch_op.drop_index(batch_op.f("ix_issue_documents_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_issue_documents_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_issue_documents_issue_id"))
        batch_op.drop_index(batch_op.f("ix_issue_documents_attachment_id"))

    op.drop_table("issue_documents")
    with op.batch_alter_table("minutes_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_decisions_project_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_decisions_owner_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_decisions_minutes_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_decisions_issue_id"))

    op.drop_table("minutes_decisions")
    with op.batch_alter_table("issue_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_steps_to_owner_id"))
        batch_op.drop_index(batch_op.f("ix_issue_steps_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_issue_steps_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_issue_steps_issue_id"))
        batch_op.drop_index(batch_op.f("ix_issue_steps_from_owner_id"))

    op.drop_table("issue_steps")
    with op.batch_alter_table("procedure_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedure_documents_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_procedure_documents_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_procedure_documents_procedure_id"))
        batch_op.drop_index(batch_op.f("ix_procedure_documents_attachment_id"))

    op.drop_table("procedure_documents")
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_issues_unsolved_of_park",
            postgresql_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
            sqlite_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
        )
        batch_op.drop_index(
            "ix_issues_unsolved_of_owner",
            postgresql_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
            sqlite_where=sa.text("archived_at IS NULL AND state <> 'closed'"),
        )
        batch_op.drop_index("ix_issues_state_due_on_id")
        batch_op.drop_index(batch_op.f("ix_issues_raised_by_id"))
        batch_op.drop_index("ix_issues_raised_at_id")
        batch_op.drop_index(batch_op.f("ix_issues_project_id"))
        batch_op.drop_index(
            "ix_issues_present",
            postgresql_where=sa.text("archived_at IS NULL"),
            sqlite_where=sa.text("archived_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_issues_park_id"))
        batch_op.drop_index(batch_op.f("ix_issues_owner_id"))
        batch_op.drop_index(batch_op.f("ix_issues_firm_id"))
        batch_op.drop_index(batch_op.f("ix_issues_escalates_on"))
        batch_op.drop_index(batch_op.f("ix_issues_entered_by_id"))
        batch_op.drop_index(batch_op.f("ix_issues_engagement_id"))
        batch_op.drop_index("ix_issues_due_on_id")
        batch_op.drop_index(batch_op.f("ix_issues_closed_by_id"))
        batch_op.drop_index(batch_op.f("ix_issues_answered_by_id"))

    op.drop_table("issues")
    with op.batch_alter_table("procedures", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_procedures_unfinished",
            postgresql_where=sa.text("done_on IS NULL AND is_needed"),
            sqlite_where=sa.text("done_on IS NULL AND is_needed"),
        )
        batch_op.drop_index(batch_op.f("ix_procedures_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_procedures_project_id"))
        batch_op.drop_index(batch_op.f("ix_procedures_kind_id"))
        batch_op.drop_index(batch_op.f("ix_procedures_created_by_id"))

    op.drop_table("procedures")
    with op.batch_alter_table("minutes_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_documents_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_documents_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_minutes_documents_minutes_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_documents_attachment_id"))

    op.drop_table("minutes_documents")
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_park_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_issued_by_id"))
        batch_op.drop_index("ix_minutes_held_on_id")
        batch_op.drop_index(batch_op.f("ix_minutes_created_by_id"))

    op.drop_table("minutes")
    op.drop_table("procedure_kinds")
