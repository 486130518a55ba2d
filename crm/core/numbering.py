"""Numbers that the system gives out itself, one series each, never twice."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import SQLColumnExpression
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm.core.database import session
from models import Counter


def next_number(series: str, within: Session | None = None) -> int:
    """The next number of a series, in the transaction at hand: what is rolled back is given out again.

    One statement begins a series or lets it go on, so that two who begin it at once don't collide.
    """
    return _write(series, 1, Counter.value + 1, within)


def hold_number(series: str, within: Session | None = None) -> None:
    """Keep a series as it is until the commit, also one not begun yet: others wait."""
    _write(series, 0, Counter.value, within)


def set_number(series: str, value: int, within: Session | None = None) -> None:
    """Let a series stand at ``value``, begun or not."""
    _write(series, value, value, within)


def _write(series: str, first: int, later: SQLColumnExpression[int] | int, within: Session | None) -> int:
    current = within or session()
    insert = sqlite.insert if current.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Counter).values(name=series, value=first)
    return int(
        current.connection()
        .execute(
            statement.on_conflict_do_update(index_elements=[Counter.name], set_={"value": later}).returning(
                Counter.value
            )
        )
        .scalar_one()
    )


def free_ref(series: str, form: str, is_taken: Callable[[str], object]) -> str:
    """The next reference of a series, past those that people gave themselves; ``form`` as in ``F-{:06d}``."""
    while is_taken(ref := form.format(next_number(series))):
        pass
    return ref
