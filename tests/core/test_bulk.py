"""Many rows at once: the same values on both databases, and one record in the log."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from crm.core.bulk import insert_in_bulk
from crm.core.database import session
from models import AuditDetail, AuditRecord, ExchangeRate, Job
from models.enums import AuditAction, JobState

AT = datetime(2024, 5, 1, 12, 30, 15, 250_000, tzinfo=UTC)


def rate(month: int, **others: Any) -> dict[str, Any]:
    return {
        "month": f"2024-{month:02d}",
        "cny_per_usd": Decimal("7.1058"),
        "twd_per_usd": Decimal("31.30"),
        "hkd_per_usd": Decimal("7.8"),
        "source": 'tab\there, "quoted" \\N back\\slash\n第二行',
        "is_retracted": False,
        "recorded_at": AT,
        "recorded_by_id": None,
        **others,
    }


def test_what_is_written_is_read_back_unchanged(app) -> None:
    insert_in_bulk(ExchangeRate, [rate(1), rate(2, twd_per_usd=Decimal("31.005"))])
    session.commit()

    first, second = session.scalars(select(ExchangeRate).order_by(ExchangeRate.month))
    assert {name: getattr(first, name) for name in rate(1)} == rate(1)
    assert second.twd_per_usd == Decimal("31.005")


def test_what_the_rows_do_not_name_is_made_up_as_ever(app) -> None:
    job = {"kind": "report", "arguments": {"中": [1, None]}, "state": JobState.WAITING, "created_at": AT}
    insert_in_bulk(Job, [job])
    session.commit()

    made = session.scalars(select(Job)).one()
    assert made.arguments == job["arguments"]
    assert (made.attempts, made.result, made.created_at) == (0, None, AT)


def test_rows_are_one_record_in_the_log(app) -> None:
    before = session.scalars(select(AuditRecord.sequence)).all()
    insert_in_bulk(ExchangeRate, [rate(1), rate(2), rate(3)])
    session.commit()

    record, detail = session.execute(
        select(AuditRecord, AuditDetail)
        .join(AuditDetail, AuditDetail.sequence == AuditRecord.sequence)
        .where(AuditRecord.sequence.not_in(before))
    ).one()
    assert (record.action, record.entity) == (AuditAction.BULK, ExchangeRate.__tablename__)
    assert detail.content["rows"] == [None, 3]


def test_a_row_that_cannot_be_takes_all_with_it(app) -> None:
    with pytest.raises(IntegrityError):
        insert_in_bulk(ExchangeRate, [rate(1), rate(2, source=None)])
    session.rollback()

    assert session.scalars(select(ExchangeRate)).all() == []
