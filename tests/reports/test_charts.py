"""Charts: one option for page and paper, drawn in one call, safe with any text."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from reports import charts
from reports.content import Chart, Column, Document, Locale, Table
from reports.errors import ChartsUnavailableError
from reports.render import charts as drawing
from tests.reports.conftest import sample_document
from tests.reports.sample import HOSTILE

pytestmark = pytest.mark.no_database

SVG = "{http://www.w3.org/2000/svg}"


def with_chart(option: charts.Option, locale: Locale = Locale.ZH_HANS) -> Document:
    table = Table("t", "T", (Column("a", "A"),), ())
    return replace(sample_document(locale), blocks=(Chart("c", "C", "", option, table),))


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_kind_is_drawn_with_its_words() -> None:
    series = [charts.Series("合同", (Decimal("1.5"), 2), ("1.50", "2.00")), charts.Series("到位", (1, None))]
    options = {
        "bars": charts.bars(["岳阳", "湘潭"], series[:1], unit="亿美元"),
        "stacked": charts.stacked_bars(["岳阳", "湘潭"], series, unit="亿美元"),
        "lines": charts.lines(["2024", "2025"], series, unit="亿美元"),
        "funnel": charts.funnel([("签约", 20, "签约 20"), ("投产", 5, "投产 5")]),
    }
    drawn = {name: texts(drawing.draw(with_chart(option))["c"].svg) for name, option in options.items()}

    assert {"岳阳", "湘潭", "1.50", "2.00", "亿美元"} <= set(drawn["bars"])
    assert {"合同", "到位", "岳阳"} <= set(drawn["stacked"])
    assert {"合同", "到位", "2025"} <= set(drawn["lines"])
    assert {"签约 20", "投产 5"} <= set(drawn["funnel"])


def test_text_from_people_stays_text_in_a_chart() -> None:
    option = charts.bars([HOSTILE], [charts.Series("{b|x}", (1,), ("{c}",))], unit="url(file:///etc/passwd)")
    svg = drawing.draw(with_chart(option))["c"].svg

    tags = {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "rect", "path", "text", "style", "g", "defs", "clipPath"}
    assert HOSTILE in texts(svg)


@pytest.mark.parametrize(
    ("locale", "font"), [(Locale.ZH_HANS, "Noto Sans CJK SC"), (Locale.ZH_HANT, "Noto Sans CJK TC")]
)
def test_fonts_are_named_without_quotes(locale: Locale, font: str) -> None:
    option = charts.bars(["a"], [charts.Series("s", (1,))], unit="")

    assert f"font-family:{font};" in drawing.draw(with_chart(option, locale))["c"].svg


def test_labels_have_no_outline() -> None:
    option = charts.bars(["a"], [charts.Series("s", (1,), ("1",))], unit="")

    assert "paint-order" not in drawing.draw(with_chart(option))["c"].svg


def test_a_report_is_drawn_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    original = subprocess.run

    def counted(*arguments: Any, **named: Any) -> Any:
        calls.append(arguments)
        return original(*arguments, **named)

    monkeypatch.setattr(subprocess, "run", counted)

    assert len(drawing.draw(sample_document())) == 6
    assert len(calls) == 1


def test_options_are_plain_data() -> None:
    for block in sample_document().blocks:
        if isinstance(block, Chart):
            assert json.loads(json.dumps(block.option)) == block.option


def test_many_bars_carry_no_labels() -> None:
    names = [str(number) for number in range(30)]
    series = charts.Series("s", tuple(range(30)), tuple(names))

    assert charts.bars(names, [series], unit="")["series"][0]["data"] == list(range(30))


def test_a_machine_without_node_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_node", lambda: "/nonexistent/node")

    with pytest.raises(ChartsUnavailableError, match="could not be drawn"):
        drawing.draw(sample_document())


def test_a_drawing_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "TIMEOUT_SECONDS", 0.001)

    with pytest.raises(ChartsUnavailableError, match="too long"):
        drawing.draw(sample_document())


def test_names_beside_lying_bars_have_their_room_and_break_where_they_are_long() -> None:
    names = ["Agreed", "Contracted, direct from Taiwan, China only, and nothing that came by a third place"]
    option = charts.bars(names, [charts.Series("Total", (1, 2))], unit="US$ billion", horizontal=True)

    label = option["yAxis"]["axisLabel"]
    assert option["grid"]["left"] > label["width"]
    assert label == {"width": 190, "overflow": "break", "lineHeight": 14, "interval": 0}
    assert "name" not in option["xAxis"]  # it stands in the title; at the axis' end it would be cut
