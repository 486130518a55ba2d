"""The cell of a table: a list prints hundreds, and a Jinja macro takes six times as long for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from markupsafe import Markup, escape


def install(app: Flask) -> None:
    app.jinja_env.globals["table_cell"] = table_cell


def table_cell(
    column: Mapping[str, Any],
    content: object = "",
    url: str | None = None,
    note: object = None,
    lang: str | None = None,
) -> Markup:
    """One cell under ``column`` (see components/data_table.html); with ``url`` its row leads there.

    A column that ``leads`` heads the card of its row on a phone though nothing opens.
    """
    classes = " ".join(_classes(column, is_leading=bool(url or column.get("leads"))))
    unit = column.get("unit")
    label = escape(f"{column['label']} ({unit})" if unit else column["label"])
    spoken = Markup(' lang="{}"').format(lang) if lang else ""
    if url:
        inside = f'<a class="row-link" href="{escape(url)}" data-row-link{spoken}>{escape(content)}</a>'
    else:
        inside = f"<span{spoken}>{escape(content)}</span>"
    below = f'<span class="cell-note">{escape(note)}</span>' if note else ""
    return Markup(f'<td class="{classes}" data-label="{label}">{inside}{below}</td>')  # noqa: S704 - escaped above


def _classes(column: Mapping[str, Any], *, is_leading: bool) -> list[str]:
    named = (
        ("is-numeric", column.get("numeric")),
        ("is-narrow", column.get("width") == "narrow"),
        ("is-wide", column.get("width") == "wide"),
        ("is-hidden-small", column.get("hide")),
        ("is-leading", is_leading),
    )
    return [name for name, is_set in named if is_set]
