"""The cockpit's charts as data: an option, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from crm.bulletins.queries.frame import PIPELINE, Frame, park_name
from crm.pipeline.queries import StageCount
from crm.web.display import money_unit, shown_money
from crm.web.labels import label, language
from kernel.figures import Figure, RowFilter
from kernel.money import group_minor
from models import Park
from models.enums import Stage
from reports.charts import Series, bars, lines, stacked_bars
from reports.documents.progress.data import CoursePoint, YearRow

CENTS = {True: Decimal(10**10), False: Decimal(10**8)}
"""Cents of what the axis counts in: 亿 for readers of Chinese, else millions."""


@dataclass(frozen=True, slots=True)
class Chart:
    """``table`` holds the same numbers, to the cent."""

    title: str
    unit: str
    option: dict[str, Any]
    table: dict[str, Any]


def course(frame: Frame, points: Sequence[CoursePoint]) -> Chart:
    """The sum so far against an even pace; each month's sum opens its entries."""
    months = [f"{point.on:%Y-%m}" for point in points]
    reached = Series(str(_("Reached")), tuple(_drawn(point.actual) for point in points))
    asked = Series(str(_("Even pace")), tuple(_drawn(point.pace) for point in points), is_dashed=True)
    return Chart(
        title=str(_("Contracted capital against the pace of time")),
        unit=_unit(),
        option=lines(months, [reached, asked], unit=_unit()),
        table={
            "columns": [_("Month"), _("Reached (US$)"), _("Even pace (US$)")],
            "rows": [
                [month, _so_far(frame, point), _exact(point.pace)]
                for month, point in zip(months, points, strict=True)
            ],
        },
    )


def _so_far(frame: Frame, point: CoursePoint) -> Figure | None:
    if point.actual is None:
        return None
    question = frame.question(ends_on=min(point.on, frame.until))
    return frame.lens_part(frame.lead_key, point.actual, question)


def years(rows: Sequence[YearRow], parks: Sequence[Park]) -> Chart:
    """Contracted capital by year, in the parks' parts."""
    names = [park_name(park) for park in parks]
    categories = [str(row.year) for row in rows]
    series = [
        Series(name, tuple(_drawn(_cents(row.parks[at].contracted)) for row in rows))
        for at, name in enumerate(names)
    ]
    return Chart(
        title=str(_("Contracted capital by year and park")),
        unit=_unit(),
        option=stacked_bars(categories, series, unit=_unit()),
        table={
            "columns": [_("Year"), *names, _("Total (US$)")],
            "rows": [
                [
                    str(row.year),
                    *(cell.contracted for cell in row.parks),
                    row.total.contracted,
                ]
                for row in rows
            ],
        },
    )


def pipeline(frame: Frame, counts: Sequence[StageCount]) -> Chart:
    """Projects at each stage, and what they plan to invest."""
    numbers = {stage: sum(each.number for each in counts if each.stage is stage) for stage in Stage}
    planned = {
        stage: sum(each.planned_usd_cents for each in counts if each.stage is stage) for stage in Stage
    }
    names = [label(stage) for stage in Stage]
    unit = str(_("projects"))
    texts = tuple(_with_money(numbers[stage], planned[stage]) for stage in Stage)
    return Chart(
        title=str(_("Pipeline by stage")),
        unit=unit,
        option=bars(names, [Series(unit, tuple(numbers.values()), texts)], unit=unit, horizontal=True),
        table={
            "columns": [_("Stage"), _("Projects"), _("Planned (US$)")],
            "rows": [
                [
                    label(stage),
                    frame.count(numbers[stage], PIPELINE, "cockpit.pipeline", stage=stage.value),
                    frame.money(planned[stage], PIPELINE, pipeline_rows(frame, stage)),
                ]
                for stage in Stage
            ],
        },
    )


def pipeline_rows(frame: Frame, stage: Stage) -> RowFilter:
    return RowFilter("cockpit.pipeline", frame.dates() | {"stage": stage.value})


def _with_money(number: int, cents: int) -> str:
    planned = shown_money(cents)
    return f"{number:,} · {planned.value} {planned.unit}" if cents else f"{number:,}"


def _drawn(cents: int | None) -> Decimal | None:
    """An amount in the axis's unit."""
    if cents is None:
        return None
    return (Decimal(cents) / CENTS[language().startswith("zh")]).quantize(Decimal("0.0001"))


def _exact(cents: int | None) -> str | None:
    return None if cents is None else group_minor(cents)


def _cents(figure: Any) -> int:
    return int(figure.value or 0)


def _unit() -> str:
    return money_unit("USD", "large")
