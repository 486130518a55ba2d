"""The page: accessible, free of inline style and script, every figure a link."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace

import pytest

from kernel.figures import RowFilter
from reports.content import Seal
from reports.render import page, standalone
from tests.reports.conftest import Outputs, sample_document
from tests.reports.reading import figures_told, page_figures, page_text, page_tree
from tests.reports.sample import HOSTILE

pytestmark = pytest.mark.no_database

LOADING = ("img", "script", "link", "iframe", "object")


def test_the_fragment_has_no_style_and_no_script(outputs: Outputs) -> None:
    tree = page_tree(outputs.page)

    assert list(tree.iter("script")) == []
    assert list(tree.iter("style")) == []
    attributes = {name for node in tree.iter() for name in node.attrib}
    assert "style" not in attributes
    assert [name for name in attributes if name.startswith("on")] == []


def test_headings_go_down_one_level_at_a_time(outputs: Outputs) -> None:
    levels = [
        int(node.tag[1]) for node in page_tree(outputs.page).iter() if re.fullmatch(r"h\d", str(node.tag))
    ]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_contents_lead_to_every_chapter_and_all_are_open(outputs: Outputs) -> None:
    tree = page_tree(outputs.page)
    chapters = [node for node in tree.iter("details") if node.get("data-chapter") is not None]
    contents = next(node for node in tree.iter("nav") if node.get("class") == "report-contents")

    heads = [node.find("./summary/h2").get("id") for node in chapters]
    assert [link.get("href") for link in contents.iter("a")] == [f"#{anchor}" for anchor in heads]
    assert len(heads) > 1
    assert all(node.get("open") is not None for node in chapters)  # read whole where no script closes them


def test_every_chart_has_a_name_an_option_and_its_table(outputs: Outputs) -> None:
    charts = list(page_tree(outputs.page).iter("figure"))

    assert len(charts) == 6
    for chart in charts:
        place = chart.find(".//*[@data-chart]")
        assert json.loads(place.get("data-option"))["series"]
        assert place.get("aria-label")
        assert chart.find(".//details//table") is not None


def test_every_table_has_a_caption_and_heads_with_scope(outputs: Outputs) -> None:
    tables = list(page_tree(outputs.page).iter("table"))

    assert len(tables) > 10
    for table in tables:
        assert "".join(table.find("caption").itertext()).strip()
        assert {head.get("scope") for head in table.iter("th")} <= {"col", "colgroup", "row"}


def test_identifiers_are_unique(outputs: Outputs) -> None:
    found = [node.get("id") for node in page_tree(outputs.page).iter() if node.get("id")]

    assert len(found) == len(set(found))


def test_a_figure_opens_its_rows_where_the_reader_may() -> None:
    def link(rows: RowFilter) -> str | None:
        return f"/rows?lens={rows.arguments['lens']}&x=1" if rows.arguments["lens"] != "agreed" else None

    tree = page_tree(str(page.render(sample_document(), link=link)))

    opened = [node for node in tree.iter("a") if node.find("data") is not None]
    assert {node.find("data").get("data-lens") for node in opened} >= {"plan-headline", "plan-arrived"}
    assert "agreed" not in {node.find("data").get("data-lens") for node in opened}
    assert opened[0].get("href") == "/rows?lens=plan-headline&x=1"


def test_text_from_people_stays_text(hostile_outputs: Outputs) -> None:
    tree = page_tree(hostile_outputs.page)

    assert list(tree.iter("script")) == []
    assert list(tree.iter("img")) == []
    assert HOSTILE in page_text(hostile_outputs.page)


def test_a_page_of_its_own_loads_nothing(outputs: Outputs) -> None:
    html = standalone.render(replace(outputs.document, seal=Seal("2026-0001", "ab" * 32, "No. 2026-0001")))
    tree = page_tree(html)

    loaded = [each.get("src") or each.get("href") for each in tree.iter() if each.tag in LOADING]
    assert loaded
    assert all(address.startswith("data:image/svg+xml;base64,") for address in loaded)
    assert "url(" not in html
    assert "@import" not in html
    assert not list(tree.iter("script"))
    assert page_figures(html) == figures_told(outputs.document)
    assert "No. 2026-0001" in page_text(html)
    assert html.startswith("<!doctype html>")
