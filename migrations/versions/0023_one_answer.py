"""One answer

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.core import names
from crm.firms.rules import clean_business_number

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
ANSWERED = (("promise_payment_decisions", "payment_id"), ("referral_rulings", "proposal_id"))
"""What a second key was asked for; it answers once."""
KEYS = ("name_key", "other_key", "number_key")
HISTORY = "ix_audit_records_entity_entity_id_sequence"


def upgrade() -> None:
    for table, column in ANSWERED:
        _index(table, column, is_unique=True)
    op.create_index(HISTORY, "audit_records", ["entity", "entity_id", "sequence"], unique=False)
    for column in KEYS:
        op.add_column("referrals", sa.Column(column, sa.String(), server_default="", nullable=False))
    _fill_keys()
    for column in KEYS:
        op.create_index(op.f(f"ix_referrals_{column}"), "referrals", [column], unique=False)


def downgrade() -> None:
    # The keys are derived from what was typed: nothing is lost with them.
    for column in KEYS:
        op.drop_index(op.f(f"ix_referrals_{column}"), table_name="referrals")
        op.drop_column("referrals", column)
    op.drop_index(HISTORY, table_name="audit_records")
    for table, column in ANSWERED:
        _index(table, column, is_unique=False)


def _index(table: str, column: str, *, is_unique: bool) -> None:
    """An index of its own, so that neither database builds the guarded table anew."""
    name = op.f(f"ix_{table}_{column}")
    op.drop_index(name, table_name=table)
    op.create_index(name, table, [column], unique=is_unique)


def _fill_keys() -> None:
    columns = ("id", "firm_name", "firm_name_other", "business_number", *KEYS)
    referrals = sa.table("referrals", *(sa.column(name) for name in columns))
    connection = op.get_bind()
    for row in connection.execute(sa.select(referrals)).all():
        keys = {
            "name_key": names.fold(row.firm_name),
            "other_key": names.fold(row.firm_name_other or ""),
            "number_key": clean_business_number(row.business_number) or "",
        }
        connection.execute(referrals.update().where(referrals.c.id == row.id).values(**keys))
