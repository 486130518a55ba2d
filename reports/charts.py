"""ECharts options: plain data, one object for the page and for paper.

An option says what is drawn and which words stand beside it. Colours, fonts and lines come from the
theme of the medium: design tokens on the page, ``frontend/charts/paper_theme.mjs`` in documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Option = dict[str, Any]
Drawn = Decimal | int | None

_GRID = {"left": 8, "right": 24, "top": 44, "bottom": 8, "containLabel": True}
_LETTER = 7
"""Pixels of a Latin letter in a label."""
_WIDE = 0x2E80
"""Where the scripts begin whose characters are square."""
_MANY = 14
"""Bars more than these carry no labels: they would lie on each other."""
_NAME_WIDTH = 190
"""Pixels that a name beside a lying bar may take before it breaks into lines."""


@dataclass(frozen=True, slots=True)
class Series:
    """``values`` in the chart's unit; ``texts`` are the exact labels beside them, where there are any."""

    name: str
    values: tuple[Drawn, ...]
    texts: tuple[str, ...] = ()
    is_dashed: bool = False


def bars(
    categories: Sequence[str], series: Sequence[Series], *, unit: str, horizontal: bool = False
) -> Option:
    """Bars side by side: one per series in each category."""
    labelled = len(categories) * len(series) <= _MANY
    position = "right" if horizontal else "top"
    drawn = [
        {"type": "bar", "name": one.name, "data": _points(one, position if labelled else "")}
        for one in series
    ]
    axes = _axes(categories, unit, horizontal=horizontal)
    frame = _frame(drawn, series) | axes | {"tooltip": _tooltip("shadow")}
    if horizontal:
        frame["grid"] = _horizontal_grid(categories, series, is_labelled=labelled)
    return frame


def stacked_bars(categories: Sequence[str], series: Sequence[Series], *, unit: str) -> Option:
    """Bars on top of each other: the parts of each category's sum."""
    drawn = [{"type": "bar", "name": one.name, "stack": "sum", "data": _points(one, "")} for one in series]
    return _frame(drawn, series) | _axes(categories, unit) | {"tooltip": _tooltip("shadow")}


def lines(categories: Sequence[str], series: Sequence[Series], *, unit: str) -> Option:
    """Courses over time; a dashed one is a plan, not a fact. A line ends where its values are None."""
    drawn = [
        {
            "type": "line",
            "name": one.name,
            "data": _points(one, ""),
            "showSymbol": False,
            "lineStyle": {"type": "dashed" if one.is_dashed else "solid", "width": 2},
        }
        | ({} if one.is_dashed else {"areaStyle": {"opacity": 0.08}})
        for one in series
    ]
    axes = _axes(categories, unit)
    axes["xAxis"] |= {"boundaryGap": False}
    return _frame(drawn, series) | axes | {"tooltip": _tooltip("line")}


def funnel(steps: Sequence[tuple[str, int, str]]) -> Option:
    """Steps that each hold part of the one before: name, count, and the text of the label."""
    largest = max((count for _, count, _ in steps), default=1) or 1
    data = [
        {"name": name, "value": count, "label": {"formatter": _literal(text)}} for name, count, text in steps
    ]
    series = {
        "type": "funnel",
        "colorBy": "series",
        "sort": "none",
        "gap": 4,
        "min": 0,
        "max": largest,
        "minSize": "4%",
        "maxSize": "90%",
        "left": "4%",
        "width": "56%",
        "top": 12,
        "bottom": 12,
        "label": {"position": "right", "textBorderWidth": 0},
        "data": data,
    }
    return {"aria": {"enabled": True}, "tooltip": {"renderMode": "richText"}, "series": [series]}


def _frame(drawn: list[Option], series: Sequence[Series]) -> Option:
    several = len(series) > 1
    return {
        "aria": {"enabled": True},
        "grid": _GRID,
        "legend": {"show": several, "top": 0, "left": 0, "data": [one.name for one in series]},
        "series": drawn,
    }


def _horizontal_grid(categories: Sequence[str], series: Sequence[Series], *, is_labelled: bool) -> Option:
    """Room before the bars for their names, behind the longest for its label, above for a legend if any.

    Where nothing measures type, as on paper, the library guesses too little; so the room is said here.
    """
    texts = [text for one in series for text in one.texts] if is_labelled else []
    room = max((_width(text) for text in texts), default=0) * _LETTER
    return {
        "left": 12 + _name_width(categories),
        "right": max(40, 16 + room),
        "top": 44 if len(series) > 1 else 12,
        "bottom": 28,
    }


def _name_width(categories: Sequence[str]) -> int:
    return min(_NAME_WIDTH, max((_width(name) for name in categories), default=0) * _LETTER)


def _width(text: str) -> int:
    """In Latin letters: a Chinese character is as wide as two."""
    return sum(2 if ord(letter) > _WIDE else 1 for letter in text)


def _axes(categories: Sequence[str], unit: str, *, horizontal: bool = False) -> Option:
    by_name: Option = {"type": "category", "data": list(categories), "axisTick": {"show": False}}
    by_value: Option = {"type": "value", "name": unit, "nameGap": 12}
    if not horizontal:
        return {"xAxis": by_name, "yAxis": by_value}
    # The unit stands in the title; at the end of a lying axis it would be cut.
    names: Option = {
        "axisLabel": {"width": _name_width(categories), "overflow": "break", "lineHeight": 14, "interval": 0}
    }
    return {"xAxis": {"type": "value"}, "yAxis": by_name | {"inverse": True} | names}


def _tooltip(pointer: str) -> Option:
    """Tooltips as HTML would need inline styles, which the page's policy refuses."""
    return {"trigger": "axis", "renderMode": "richText", "axisPointer": {"type": pointer}}


def _points(series: Series, label_position: str) -> list[Any]:
    numbers = [_number(value) for value in series.values]
    if not series.texts or not label_position:
        return numbers
    return [
        {"value": number, "label": _label(text, label_position)}
        for number, text in zip(numbers, series.texts, strict=True)
    ]


def _label(text: str, position: str) -> Option:
    return {"show": True, "position": position, "formatter": _literal(text), "textBorderWidth": 0}


def _literal(text: str) -> str:
    """Braces and bars are markup in a label of ECharts."""
    return text.replace("{", "（").replace("}", "）").replace("|", "/")


def _number(value: Drawn) -> int | float | None:
    """The length of a bar: pixels, so the one place where an amount may become binary."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
