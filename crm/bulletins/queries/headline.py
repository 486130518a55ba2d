"""The two headline targets: what is reached, against the target and the time gone by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from crm.bulletins.labels import missing_words
from crm.bulletins.queries.frame import (
    AGREED,
    ARRIVED,
    BASELINE,
    CALENDAR,
    GROUPS,
    TARGET,
    WITH_LINKED,
    Frame,
    leading,
    park_name,
)
from crm.bulletins.queries.names import firm_name
from crm.firms.queries import list_firms_by_id
from crm.indicators import figures, rules
from crm.ledger.lenses.queries import LensTotals, totals_by_month
from crm.rankings.rules import Counting
from kernel.figures import Figure, rate_percent
from models import Firm
from models.enums import IndicatorSource
from reports.documents.progress.data import CountedGroup, CoursePoint, Groups, Investment, MissingGroup

EXCERPT = 40
DAYS_PER_YEAR = Decimal("365.25")


def investment(frame: Frame, sums: Mapping[str, LensTotals], signed: Figure) -> Investment:
    """The first target under the leading lens, with the triple 协议 · 合同 · 到位 beside it.

    ``signed`` is the number of newly approved projects: those signed within the plan.
    """
    question = frame.question()
    lead = leading(frame, sums)
    target = frame.target_cents(park=frame.park)
    pace = rules.pace(
        Decimal(lead.total),
        Decimal(target or 0),
        starts_on=frame.plan.starts_on,
        ends_on=frame.plan.ends_on,
        as_of=frame.as_of,
    )
    key = lead.lens.key
    return Investment(
        target=frame.target_money(target),
        actual=frame.lens_figure(lead, question),
        agreed=frame.lens_figure(sums[AGREED], question),
        contracted=frame.lens_figure(lead, question),
        arrived=frame.lens_figure(sums[ARRIVED], question),
        with_linked=frame.lens_figure(sums[WITH_LINKED], question) if frame.park is None else None,
        new_projects=signed,
        completion=frame.percent(pace.completion, key),
        time_pace=frame.percent(pace.time_pace, CALENDAR),
        ahead=frame.points(pace.ahead, key),
        remaining=frame.money(None if target is None else int(pace.remaining), key),
        achieved_per_month=frame.money(_cents(pace.achieved_per_month), key),
        required_per_month=frame.money(None if target is None else _cents(pace.required_per_month), key),
        projected=None if pace.is_closed else frame.money(_cents(pace.projected), key),
    )


def course(frame: Frame, sums: Mapping[str, LensTotals]) -> tuple[CoursePoint, ...]:
    """Month by month: the sum so far under the leading lens, and what an even pace asks for."""
    by_month = totals_by_month(leading(frame, sums).lens, frame.question(), frame.every_park)
    target = frame.target_cents(park=frame.park) or 0
    points, total = [], 0
    for last in _month_ends(frame.plan.starts_on, frame.plan.ends_on):
        total += sum(by_month.get(f"{last:%Y-%m}", {}).values())
        pace = rules.time_pace(frame.plan.starts_on, frame.plan.ends_on, last)
        is_reached = last.replace(day=1) <= frame.until
        points.append(CoursePoint(last, total if is_reached else None, int(target * pace / 100)))
    return tuple(points)


def by_quarter(points: Sequence[CoursePoint]) -> tuple[CoursePoint, ...]:
    """The course at the quarters' ends, for paper; the quarter under way stands where it is so far."""
    found = []
    for first in range(0, len(points), 3):
        months = points[first : first + 3]
        reached = [point.actual for point in months if point.actual is not None]
        found.append(CoursePoint(months[-1].on, reached[-1] if reached else None, months[-1].pace))
    return tuple(found)


def counting(frame: Frame) -> Counting:
    return figures.counting(frame.plan, frame.as_of, frame.known_at)


def group_names(found: Counting) -> Mapping[int, Firm]:
    """The groups that are shown: all that count, and the first of the others."""
    shown = {each.group_firm_id for each in found.counted}
    return list_firms_by_id(shown | {each.group_firm_id for each in found.uncounted[:EXCERPT]})


def groups(frame: Frame, found: Counting, names: Mapping[int, Firm]) -> Groups:
    """The second target: a stock of groups, each counted once. It is the zone's, not a park's."""
    indicator = frame.indicator(IndicatorSource.TOP_GROUPS)
    target = _whole(frame.target(indicator, None, None) if indicator else None)
    actual = len(found.counted)
    return Groups(
        target=frame.count(target, TARGET),
        baseline=frame.count(_whole(indicator.baseline if indicator else None), BASELINE),
        actual=frame.count(actual, GROUPS, "cockpit.groups"),
        gone=frame.count(found.gone, GROUPS, "cockpit.groups", only="gone"),
        completion=frame.percent(rate_percent(actual, target or 0), GROUPS),
        required_per_year=frame.count(None if target is None else _per_year(frame, target - actual), GROUPS),
        counted=_counted(frame, found, names),
        not_counted=tuple(
            MissingGroup(
                firm_name(names[each.group_firm_id]), each.edition, each.rank, (missing_words(each.missing),)
            )
            for each in found.uncounted[:EXCERPT]
        ),
        not_counted_total=len(found.uncounted),
    )


def _counted(frame: Frame, found: Counting, names: Mapping[int, Firm]) -> tuple[CountedGroup, ...]:
    parks = {park.code: park_name(park) for park in frame.every_park}
    return tuple(
        CountedGroup(
            firm_name(names[each.group_firm_id]),
            each.edition,
            each.rank,
            parks[each.park],
            each.counted_on,
            each.is_gone,
        )
        for each in found.counted
    )


def _per_year(frame: Frame, missing: int) -> int | None:
    """Groups that each remaining year must bring, rounded up; None once the plan is over."""
    left = (frame.plan.ends_on - frame.as_of).days
    if left <= 0:
        return None
    return int((max(missing, 0) * DAYS_PER_YEAR / left).to_integral_value("ROUND_CEILING"))


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _cents(value: Decimal | None) -> int | None:
    return None if value is None else int(value.to_integral_value("ROUND_HALF_EVEN"))


def _month_ends(first: date, last: date) -> list[date]:
    ends, day = [], first.replace(day=1)
    while day <= last:
        after = (day + timedelta(days=32)).replace(day=1)
        ends.append(min(after - timedelta(days=1), last))
        day = after
    return ends
