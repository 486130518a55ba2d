"""Targets of the plan by year and park, and values that the parks report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from sqlalchemy import select

from crm.core.database import session
from models import Indicator, IndicatorDecision, IndicatorTarget, IndicatorValue, Plan
from models.enums import Decision, IndicatorSource, TargetKind
from seed.demo.rows import Rows, let_numbers_go_on, working_moment, write_all

CORE = ("YY", "XT", "CZ")
YEAR_SHARES = {2022: Decimal("0.15"), 2023: Decimal("0.25"), 2024: Decimal("0.30"), 2025: Decimal("0.30")}
COUNTS = frozenset({"人", "家"})
"""Units of what is counted: there is no part of a firm or a person."""
PARK_SHARES = (Decimal("0.40"), Decimal("0.32"), Decimal("0.28"))
GROUPS_BY_YEAR = {2022: (1, 1, 1), 2023: (2, 1, 1), 2024: (2, 2, 1), 2025: (2, 2, 2)}


def make(
    random: Random, parks: dict[str, int], reporters: dict[int, list[int]], verifiers: list[int]
) -> None:
    """Break both headline targets down; report the other indicators by park and year."""
    plan = session.scalars(select(Plan).order_by(Plan.starts_on)).first()
    if plan is None:
        return
    targets, values, decisions = Rows(IndicatorTarget), Rows(IndicatorValue), Rows(IndicatorDecision)
    for indicator in session.scalars(select(Indicator).where(Indicator.plan_id == plan.id)):
        if indicator.source is IndicatorSource.REPORTED:
            _report(random, indicator, parks, (reporters, verifiers), (values, decisions))
        else:
            _break_down(random, indicator, parks, verifiers[0], targets)
    write_all(targets, values, decisions)
    let_numbers_go_on(targets, values, decisions)


def _break_down(random: Random, indicator: Indicator, parks: dict[str, int], by: int, targets: Rows) -> None:
    at = working_moment(random, date(2022, 11, 15))
    for year, share in YEAR_SHARES.items():
        if indicator.source is IndicatorSource.NEW_INVESTMENT:
            whole = (indicator.target or Decimal(0)) * share
            parts = [whole * part for part in PARK_SHARES]
        else:
            parts = [Decimal(part) for part in GROUPS_BY_YEAR[year]]
            whole = sum(parts, Decimal(0))
        rows = [(None, whole), *zip((parks[code] for code in CORE), parts, strict=True)]
        for park, value in rows:
            targets.add(
                indicator_id=indicator.id,
                year=year,
                park_id=park,
                value=value.normalize(),
                note="示例分解",
                recorded_at=at,
                recorded_by_id=by,
            )


def _report(
    random: Random,
    indicator: Indicator,
    parks: dict[str, int],
    people: tuple[dict[int, list[int]], list[int]],
    tables: tuple[Rows, Rows],
) -> None:
    (reporters, verifiers), (values, decisions) = people, tables
    if indicator.target_kind is TargetKind.QUALITATIVE or indicator.baseline is None:
        return
    goal = indicator.target or indicator.baseline
    for year in (2022, 2023, 2024, 2025):
        reached = indicator.baseline + (goal - indicator.baseline) * Decimal(year - 2021) / 4
        places = (
            [(Decimal(1), "")] if indicator.unit_hans == "%" else list(zip(PARK_SHARES, CORE, strict=True))
        )
        for share, code in places:
            value = (reached * share * Decimal(random.randrange(90, 104)) / 100).quantize(Decimal("0.1"))
            at = working_moment(random, date(year + 1, 1, 20))
            number = values.add(
                indicator_id=indicator.id,
                park_id=parks[code] if code else None,
                period=str(year),
                value=value.quantize(Decimal(1)) if indicator.unit_hans in COUNTS else value,
                evidence_note="示例统计报表",
                attachment_id=None,
                recorded_at=at,
                recorded_by_id=reporters[parks[code]][0] if code else verifiers[-1],
            )
            if year < 2025 or code != "CZ":
                decisions.add(
                    value_id=number,
                    decision=Decision.VERIFIED,
                    note=None,
                    recorded_at=working_moment(random, date(year + 1, 2, 10)),
                    recorded_by_id=verifiers[0],
                )
