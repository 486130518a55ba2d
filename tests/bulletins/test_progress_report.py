"""The progress report of a populated zone: the same figures in every format, and those of the command."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date

import pypdf
import pytest

from crm.bulletins import reports
from crm.bulletins.orders import Order
from crm.bulletins.reports import LOCALES
from crm.core.database import session
from crm.indicators import figures
from kernel import clock
from reports.content import Document, Notice, figures_of, tables_of
from tests.factories.ledger import make_entry
from tests.factories.plans import AS_OF, Zone, make_plan_with_indicators, make_zone
from tests.factories.zone import get_park
from tests.reports.reading import (
    amounts_in,
    chart_labels,
    exact_values,
    figures_told,
    json_figures,
    page_figures,
    page_text,
    sheet_values,
    word_text,
)

DAY = date.fromisoformat(AS_OF)


@dataclass(frozen=True)
class Made:
    document: Document
    files: dict[str, bytes]


def order_of(plan, *, park: str | None = None, locale: str = "zh_Hans_CN", as_of: date = DAY) -> Order:
    return Order(plan, as_of, clock.now(), get_park(park) if park else None, locale)


def made(order: Order, *formats: str) -> Made:
    document = reports.build("progress", order)
    return Made(document, {each: reports.render(document, each) for each in formats})


@pytest.fixture
def zone() -> Zone:
    return make_zone(projects=20)


def test_all_renderings_carry_the_same_figures(zone: Zone) -> None:
    report = made(order_of(zone.plan), "html", "pdf", "docx", "xlsx", "json")
    page, raw = report.files["html"].decode(), report.files["json"].decode()
    reader = pypdf.PdfReader(io.BytesIO(report.files["pdf"]))
    printed = "\n".join(sheet.extract_text() for sheet in reader.pages)

    expected = figures_told(report.document)
    assert len(expected) > 120
    assert page_figures(page) == expected
    assert json_figures(raw) == expected
    assert exact_values(report.document) <= sheet_values(report.files["xlsx"])
    on_page = amounts_in(page_text(page))
    assert len(on_page) > 120
    assert amounts_in(word_text(report.files["docx"])) == on_page
    assert on_page - amounts_in(printed) == set()
    assert amounts_in(printed) - on_page <= amounts_in(chart_labels(report.document))
    assert reader.attachments["figures.json"][0].decode() == raw


def test_the_pdf_is_laid_out_as_an_official_document(zone: Zone) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(order_of(zone.plan), "pdf").files["pdf"]))

    widths = {tuple(round(float(each) / 72 * 25.4) for each in sheet.mediabox[2:]) for sheet in reader.pages}
    assert widths <= {(210, 297), (297, 210)}
    assert len(reader.outline) > 3
    for number, sheet in enumerate(reader.pages, 1):
        assert f"— {number} —" in sheet.extract_text()
    fonts = {font["/BaseFont"] for sheet in reader.pages for font in fonts_of(sheet)}
    assert fonts
    assert all("Noto" in name and "CJK" in name for name in fonts)


def fonts_of(sheet) -> list:
    resources = sheet["/Resources"].get("/Font", {})
    return [font.get_object() for font in resources.values()]


def test_its_headline_is_that_of_the_command(zone: Zone) -> None:
    order = order_of(zone.plan)
    report = reports.build("progress", order)

    told = figures.as_json(figures.headline(zone.plan, order.as_of, order.known_at))

    assert report.data == told
    leading = {table.key: table for table in tables_of(report)}["lenses"]
    by_key = {row[1].lens: row[1].value for row in leading.rows}
    assert {key: f"{value / 100:.2f}" for key, value in by_key.items()} == {
        key: lens["usd"] for key, lens in told["lenses"].items()
    }


def test_every_figure_names_a_lens_that_the_report_explains(zone: Zone) -> None:
    for park in (None, "YY", "CS"):
        report = reports.build("progress", order_of(zone.plan, park=park))

        assert {figure.lens for figure in figures_of(report)} <= set(report.lenses)


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_written_in_three_languages(zone: Zone, locale: str) -> None:
    text = page_text(made(order_of(zone.plan, locale=locale), "html").files["html"].decode())

    words = {"zh_Hans_CN": "规划实施进展报告", "zh_Hant_TW": "規劃實施進展報告", "en": "progress report"}
    assert words[locale] in text


def test_it_holds_every_part(zone: Zone) -> None:
    report = reports.build("progress", order_of(zone.plan))
    tables = {table.key: table for table in tables_of(report)}

    assert {"completion", "course", "indicators", "stages", "years"} <= tables.keys()
    assert {"groups-counted", "groups-not-counted", "funnel", "projects"} <= tables.keys()
    assert {"lenses", "walks", "plan-indicators"} <= tables.keys()
    assert len(tables["plan-indicators"].rows) == len(zone.plan.indicators)
    assert all(row[1] for row in tables["groups-not-counted"].rows if row[2] is not None)
    assert len(tables["lenses"].rows) == 10
    assert len(tables["course"].rows) == 16


def test_indicators_say_what_the_plan_says(zone: Zone) -> None:
    tables = {table.key: table for table in tables_of(reports.build("progress", order_of(zone.plan)))}
    rows = {row[0]: row for row in tables["plan-indicators"].rows}

    assert rows[6][4] == "超额完成省下达市州目标任务"
    assert rows[6][7] is None
    assert rows[10][4] == "比2021年翻一番（即200）"
    assert rows[1][5] == "90.5"


def test_a_parks_report_holds_nothing_of_another(zone: Zone) -> None:
    report = reports.build("progress", order_of(zone.plan, park="XT"))
    text = json.dumps(json.loads(reports.render(report, "json")), ensure_ascii=False)

    others = [project.name for project in zone.projects if project.park.code != "XT"]
    assert not [name for name in others if f'"{name}"' in text]
    assert report.data == {}
    rows = {table.key: table for table in tables_of(report)}["indicators"].rows
    assert {row[0] for row in rows} == {get_park("XT").name_hans}


def test_an_empty_zone_makes_a_report_in_every_format() -> None:
    plan = make_plan_with_indicators()

    report = made(order_of(plan), "html", "pdf", "docx", "xlsx", "json")

    assert all(report.files.values())
    assert all(not figure.value for figure in figures_of(report.document) if figure.lens == "agreed")


def test_a_closed_plan_says_so_first(clock_at) -> None:
    clock_at("2026-03-01T02:00:00Z")
    plan = make_plan_with_indicators()

    closed = reports.build("progress", order_of(plan, as_of=date(2026, 2, 1)))
    under_way = reports.build("progress", order_of(plan, as_of=date(2025, 6, 30)))

    assert isinstance(closed.blocks[0], Notice)
    assert not isinstance(under_way.blocks[0], Notice)


def test_made_again_as_known_then_it_has_the_same_figures(zone: Zone, clock_at) -> None:
    order = order_of(zone.plan)
    before = reports.render(reports.build("progress", order), "json")
    clock_at("2025-02-01T02:00:00Z")
    late = make_late_entry(zone)

    again = reports.render(reports.build("progress", order), "json")
    now = reports.render(reports.build("progress", order_of(zone.plan)), "json")

    assert late.usd_cents
    assert again == before
    assert json_figures(now.decode()) != json_figures(before.decode())


def make_late_entry(zone: Zone):
    project = session.merge(zone.projects[0])
    return make_entry(
        project=project, by=zone.recorder, verified_by=zone.verifier, effective_on=date(2024, 5, 5)
    )
