"""The headline figures and the plan's indicators, as of a day and as known at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from crm.api.operations import operation, sent_query
from crm.api.shapes import AmountText, Answer, Arguments, Day, Many, Moment, One, Query, whole_answer
from crm.bulletins.queries.frame import Frame
from crm.core.parks import list_parks
from crm.core.visibility import own_park_id
from crm.indicators import figures, queries
from crm.indicators.cohorts import known_cohort
from crm.indicators.figures import Headline, Rates, Targets
from crm.indicators.reached import Asked, Reached, reached_of
from crm.web.labels import local_name
from kernel import clock
from models import Park, User
from models.enums import Direction, IndicatorKind, IndicatorSource


class FiguresQuery(Arguments):
    as_of: Annotated[Day | None, Field(description="A business date; today by default.")] = None
    known_at: Annotated[Moment | None, Field(description="A moment with its offset; now by default.")] = None
    plan: Annotated[Query | None, Field(description="Key of a plan; by default the one in force.")] = None


class LensOut(Answer):
    usd: AmountText
    entries: int
    parks: dict[str, AmountText]


class InvestmentOut(Answer):
    target_usd: AmountText | None
    actual_usd: AmountText
    lens: str


class CountedGroupOut(Answer):
    group_ref: str
    name: str
    counted_on: date
    edition: str
    rank: int
    park: str
    gone: bool


class SettledOut(Answer):
    target: int | None
    baseline: int | None
    actual: int
    gone: int
    groups: list[CountedGroupOut]


class TargetsOut(Answer):
    new_investment: Annotated[InvestmentOut, Field(alias="new-investment")]
    top_100_settled: Annotated[SettledOut, Field(alias="top-100-settled")]


class RatesOut(Answer):
    signed: int
    registration: int
    start: int
    production: int
    contracted_usd: AmountText
    arrived_usd: AmountText


class FiguresOut(Answer):
    as_of: date
    known_at: datetime
    plan: str
    lenses: dict[str, LensOut]
    targets: TargetsOut
    rates: RatesOut


class IndicatorOut(Answer):
    number: int
    name: str
    unit: str
    kind: IndicatorKind
    direction: Direction
    source: IndicatorSource
    baseline: Decimal | None
    target: Decimal | None
    target_text: str
    latest: Decimal | None = Field(description="The last value that holds; null where nothing is verified.")
    period: str
    completion: Decimal | None = Field(description="In percent.")


@operation(One[FiguresOut], query=FiguresQuery)
def get_figures(user: User) -> One[FiguresOut]:
    """The headline figures: every lens, both targets, the rates of the field.

    Park staff are answered for their own park; the groups settled are the zone's.
    """
    asked = _asked(user, sent_query(FiguresQuery))
    headline = (
        figures.headline(asked.plan, asked.as_of, asked.known_at)
        if asked.park is None
        else _of_park(asked, asked.park)
    )
    return One(data=FiguresOut.model_validate(figures.as_json(headline)))


@operation(Many[IndicatorOut], query=FiguresQuery)
def list_indicators(user: User) -> Many[IndicatorOut]:
    """The plan's indicators with baseline, target and what is reached."""
    asked = _asked(user, sent_query(FiguresQuery))
    # As on the page: what is reached is not known ahead.
    asked = replace(asked, as_of=min(asked.as_of, clock.today()))
    rows = reached_of(asked, queries.list_indicators(asked.plan), viewer=user)
    return whole_answer([_indicator(row) for row in rows])


def _asked(user: User, sent: FiguresQuery) -> Asked:
    own = own_park_id(user)
    park = next((park for park in list_parks() if park.id == own), None)
    as_of = sent.as_of or clock.today()
    plan = queries.get_plan_for(sent.plan, as_of)
    return Asked(plan, as_of, sent.known_at or clock.now(), park)


def _of_park(asked: Asked, park: Park) -> Headline:
    frame = Frame.of(asked.plan, asked.as_of, asked.known_at, park)
    zone = figures.targets_of(frame.indicators, frame.targets)
    cohort = known_cohort(asked.plan, asked.as_of, asked.known_at)
    return Headline(
        plan=asked.plan,
        as_of=asked.as_of,
        known_at=asked.known_at,
        lenses=frame.sums(),
        counting=figures.counting(asked.plan, asked.as_of, asked.known_at),
        rates=Rates(cohort.counts_in(park), *cohort.money_in(park)),
        targets=Targets(frame.target_cents(park=park), zone.groups, zone.groups_baseline),
    )


def _indicator(row: Reached) -> IndicatorOut:
    indicator = row.indicator
    plain: dict[str, Any] = {
        name: getattr(indicator, name)
        for name in ("number", "kind", "direction", "source", "baseline", "target_text")
    }
    return IndicatorOut(
        **plain,
        name=local_name(indicator),
        unit=local_name(indicator, "unit"),
        target=row.target,
        latest=row.latest,
        period=row.period,
        completion=row.completion,
    )
