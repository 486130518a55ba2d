"""Cells of tables."""

from __future__ import annotations

import pytest

from crm.web.tables import table_cell

pytestmark = pytest.mark.no_database


def test_whatever_stands_in_a_cell_is_escaped() -> None:
    bad = '"><script>'

    cell = table_cell({"label": bad, "unit": bad}, bad, url=bad, note=bad, lang=bad)

    assert "<script>" not in cell
    assert cell.count("&lt;script&gt;") == 6


def test_a_cell_says_its_head_and_its_kind() -> None:
    column = {"label": "Value", "unit": "US$", "numeric": True, "width": "narrow", "hide": True}

    assert table_cell(column, 7) == (
        '<td class="is-numeric is-narrow is-hidden-small" data-label="Value (US$)"><span>7</span></td>'
    )


def test_the_leading_cell_links_its_row() -> None:
    cell = table_cell({"label": "Firm"}, "鴻海", url="/firms/1?a=1&b=2", lang="zh-Hant")

    assert '<td class="is-leading" data-label="Firm">' in cell
    assert '<a class="row-link" href="/firms/1?a=1&amp;b=2" data-row-link lang="zh-Hant">鴻海</a>' in cell
