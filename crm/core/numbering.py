"""Numbers that the system gives out itself, one series each, never twice."""

from __future__ import annotations

from sqlalchemy import update

from crm.core.database import session
from models import Counter


def next_number(series: str) -> int:
    """The next number of a series, in the transaction at hand: what is rolled back is given out again."""
    number = session.execute(
        update(Counter)
        .where(Counter.name == series)
        .values(value=Counter.value + 1)
        .returning(Counter.value),
        execution_options={"synchronize_session": False},
    ).scalar_one_or_none()
    if number is None:
        session.add(Counter(name=series, value=1))
        session.flush()
        return 1
    return number
