"""To-dos, notices, deputies, days off.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from crm.core import migrating

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEW = (
    "deputies",
    "notice_choices",
    "notices",
    "special_days",
    "todos",
)


def upgrade() -> None:
    op.create_table(
        "special_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "side", sa.Enum("mainland", "taiwan", name="side", native_enum=False, length=32), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
        sa.UniqueConstraint("side", "day", name=op.f("uq_special_days_side_day")),
    )
    op.create_table(
        "deputies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_deputies_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_deputies_deputy_id_users")),
        sa.ForeignKeyConstraint(["principal_id"], ["users.id"], name=op.f("fk_deputies_principal_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputies")),
    )
    with op.batch_alter_table("deputies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputies_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputies_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputies_principal_id"), ["principal_id"], unique=False)

    op.create_table(
        "notice_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "todo_due",
                "todo_given",
                "deputy_named",
                "records_handed_over",
                "mentioned",
                "claim_ruled",
                "claim_expiring",
                "ruling_wanted",
                "light_turned",
                "issue_raised",
                "issue_answered",
                "issue_returned",
                "issue_escalated",
                "directive_given",
                name="noticekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_choices_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choices")),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_notice_choices_user_id_kind")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "todo_due",
                "todo_given",
                "deputy_named",
                "records_handed_over",
                "mentioned",
                "claim_ruled",
                "claim_expiring",
                "ruling_wanted",
                "light_turned",
                "issue_raised",
                "issue_answered",
                "issue_returned",
                "issue_escalated",
                "directive_given",
                name="noticekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
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
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_notices_park_id_parks")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_park_id"), ["park_id"], unique=False)
        batch_op.create_index("ix_notices_user_id_id", ["user_id", "id"], unique=False)
        for name, column in (("ix_notices_unread", "read_at"), ("ix_notices_unmailed", "mailed_at")):
            condition = sa.text(f"{column} IS NULL")
            batch_op.create_index(
                name, ["user_id", "id"], unique=False, postgresql_where=condition, sqlite_where=condition
            )

    op.create_table(
        "todos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "done", "dropped", name="todostate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column(
            "repeat",
            sa.Enum(
                "never",
                "daily",
                "weekly",
                "monthly",
                "quarterly",
                "yearly",
                name="repeat",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "own",
                "engagement",
                "commitment",
                "follow_up",
                "claim",
                "milestone",
                "issue",
                "procedure",
                name="todosource",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("repeat_from", sa.Date(), nullable=True),
        sa.Column("skips_days_off", sa.Boolean(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("source_owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("park_id", sa.Integer(), nullable=True),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_note", sa.String(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_todos_closed_by_id_users")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_todos_created_by_id_users")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_todos_firm_id_firms")),
        sa.ForeignKeyConstraint(["follows_id"], ["todos.id"], name=op.f("fk_todos_follows_id_todos")),
        sa.ForeignKeyConstraint(["given_by_id"], ["users.id"], name=op.f("fk_todos_given_by_id_users")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_todos_owner_id_users")),
        sa.ForeignKeyConstraint(["park_id"], ["parks.id"], name=op.f("fk_todos_park_id_parks")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_todos_project_id_projects")),
        sa.ForeignKeyConstraint(
            ["source_owner_id"], ["users.id"], name=op.f("fk_todos_source_owner_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_todos")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_todos_source_source_id")),
    )
    with op.batch_alter_table("todos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_todos_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_given_by_id"), ["given_by_id"], unique=False)
        batch_op.create_index(
            "ix_todos_open",
            ["listed_on", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "ix_todos_open_of_owner",
            ["owner_id", "listed_on", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "ix_todos_open_of_park",
            ["park_id", "listed_on", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(batch_op.f("ix_todos_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_park_id"), ["park_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_source_owner_id"), ["source_owner_id"], unique=False)

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_days_ahead", sa.Integer(), nullable=True))


def downgrade() -> None:
    migrating.refuse_loss(op.get_bind(), NEW)
    _refuse_chosen()
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("reminded_days_ahead")

    with op.batch_alter_table("todos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_todos_source_owner_id"))
        batch_op.drop_index(batch_op.f("ix_todos_project_id"))
        batch_op.drop_index(batch_op.f("ix_todos_park_id"))
        batch_op.drop_index(batch_op.f("ix_todos_owner_id"))
        batch_op.drop_index(
            "ix_todos_open_of_park",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(
            "ix_todos_open",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(
            "ix_todos_open_of_owner",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_todos_given_by_id"))
        batch_op.drop_index(batch_op.f("ix_todos_follows_id"))
        batch_op.drop_index(batch_op.f("ix_todos_firm_id"))
        batch_op.drop_index(batch_op.f("ix_todos_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_todos_closed_by_id"))

    op.drop_table("todos")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_unmailed")
        batch_op.drop_index("ix_notices_unread")
        batch_op.drop_index("ix_notices_user_id_id")
        batch_op.drop_index(batch_op.f("ix_notices_park_id"))

    op.drop_table("notices")
    op.drop_table("notice_choices")
    with op.batch_alter_table("deputies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputies_principal_id"))
        batch_op.drop_index(batch_op.f("ix_deputies_deputy_id"))
        batch_op.drop_index(batch_op.f("ix_deputies_created_by_id"))

    op.drop_table("deputies")
    op.drop_table("special_days")


def _refuse_chosen() -> None:
    """Raises RuleError while somebody has chosen how long ahead they are reminded."""
    users = sa.table("users", sa.column("reminded_days_ahead"))
    chosen = sa.select(1).select_from(users).where(users.c.reminded_days_ahead.is_not(None)).limit(1)
    if op.get_bind().execute(chosen).first():
        migrating.refuse_loss(op.get_bind(), ("users",))
