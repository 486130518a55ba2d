"""How fast firms' needs are taken up and answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, case, func, select

from crm.core.database import session
from crm.core.visibility import visible_issues
from crm.issues.queries.issues import is_overdue
from crm.issues.rules import OWED, median
from kernel.clock import end_of_day, start_of_day
from models import Issue, User
from models.enums import IssueKind, IssueState, NeedCategory


@dataclass(slots=True)
class Tally:
    """Needs of one kind, or of all. ``responses`` and ``answers``: working days → how many took so long."""

    category: NeedCategory | None
    total: int = 0
    closed: int = 0
    unanswered: int = 0
    overdue: int = 0
    responses: Counter[int] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def median_response(self) -> Decimal | None:
        return median(self.responses)

    @property
    def median_answer(self) -> Decimal | None:
        return median(self.answers)

    def late_responses(self, within: int) -> int:
        return sum(number for days, number in self.responses.items() if days > within)


@dataclass(frozen=True, slots=True)
class NeedsFilter:
    """Needs of one park, raised between two days."""

    park_id: int | None = None
    since: date | None = None
    until: date | None = None


def tallies(filters: NeedsFilter, *, viewer: User | None, today: date) -> Sequence[Tally]:
    """Every kind of need, and all of them together last, in one statement."""
    late = func.sum(case((is_overdue(today), 1), else_=0)).label("overdue")
    number = func.count().label("number")
    query = (
        select(Issue.need_category, Issue.state, Issue.response_days, Issue.answer_days, number, late)
        .where(visible_issues(viewer), Issue.kind == IssueKind.NEED, Issue.archived_at.is_(None))
        .group_by(Issue.need_category, Issue.state, Issue.response_days, Issue.answer_days)
    )
    if filters.park_id is not None:
        query = query.where(Issue.park_id == filters.park_id)
    if filters.since is not None:
        query = query.where(Issue.raised_at >= start_of_day(filters.since))
    if filters.until is not None:
        query = query.where(Issue.raised_at <= end_of_day(filters.until))
    by_category = {category: Tally(category) for category in NeedCategory}
    everything = Tally(None)
    for row in session.execute(query):
        tally = by_category.get(row[0])
        for each in (everything,) if tally is None else (tally, everything):
            _add(each, row)
    return [*by_category.values(), everything]


def _add(tally: Tally, row: Row[Any]) -> None:
    number, response, answer = row.number, row.response_days, row.answer_days
    tally.total += number
    tally.overdue += int(row.overdue)
    tally.closed += number if row.state is IssueState.CLOSED else 0
    tally.unanswered += number if row.state in OWED else 0
    if response is not None:
        tally.responses[response] += number
    if answer is not None:
        tally.answers[answer] += number
