"""The progress report says what it must, in three languages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.content import Locale, Notice, Table, figures_of, tables_of
from reports.documents import progress
from reports.documents.progress.data import Walk, WalkLine
from reports.render import page, pdf
from reports.sentences import sentence
from tests.reports.conftest import sample_document
from tests.reports.reading import page_text
from tests.reports.sample import AS_OF, progress_input, usd
from tests.reports.words import translator

pytestmark = pytest.mark.no_database


def table(key: str, locale: Locale = Locale.ZH_HANS) -> Table:
    return next(one for one in tables_of(sample_document(locale)) if one.key == key)


def heads(key: str) -> list[str]:
    return [f"{column.group}{column.label}" for column in table(key).columns]


def test_every_figure_names_a_lens_that_the_report_explains() -> None:
    document = sample_document()

    assert {figure.lens for figure in figures_of(document)} <= set(document.lenses)
    assert all(figure.as_of <= AS_OF for figure in figures_of(document))


def test_the_first_table_has_the_heads_of_the_bulletin() -> None:
    expected = (
        "园区|指标（口径）|年度目标|本月|本年累计|上年同期|同比|完成率|序时进度|超欠|规划期累计|占2025目标"
    )

    assert heads("indicators") == expected.split("|")


def test_the_second_table_has_the_heads_of_the_bulletin() -> None:
    expected = "园区|线索|在谈|签约意向|签约框架|签约正式|注册|开工|投产|注册落地率|开工率|投产率|到位率"

    assert heads("stages") == expected.split("|")


def test_a_walk_that_does_not_arrive_is_refused() -> None:
    lines = (WalkLine("diff", 5),)

    Walk(usd(10), lines, usd(15))
    with pytest.raises(ValueError, match="doesn't arrive"):
        Walk(usd(10), lines, usd(16))


def test_walks_are_printed_to_the_cent() -> None:
    rows = [row for row in table("walks").rows if row[0] == "规划口径 → 协议口径"]
    amounts = [cell if isinstance(cell, int) else cell.value for cell in (row[2] for row in rows)]

    assert amounts[0] + sum(amounts[1:-1]) == amounts[-1]
    assert table("walks").columns[2].scale.value == "unit"


def test_an_indicator_without_a_number_keeps_its_words() -> None:
    row = table("plan-indicators").rows[5]

    assert row[4] == "超额完成省下达市州目标任务"
    assert row[5] is None
    assert row[7] is None


def test_being_ahead_is_said_as_such() -> None:
    data = progress_input()
    ahead = replace(data.investment.ahead, value=Decimal("1.20"))
    document = progress.build(
        replace(data, investment=replace(data.investment, ahead=ahead)), translator(Locale.ZH_HANS)
    )

    assert "快于序时进度1.20个百分点" in page_text(str(page.render(document)))


def test_a_closed_plan_says_so_first() -> None:
    document = progress.build(replace(progress_input(), is_closed=True), translator(Locale.ZH_HANS))

    assert isinstance(document.blocks[0], Notice)


def test_an_empty_zone_still_makes_a_report() -> None:
    data = replace(
        progress_input(), projects=(), indicator_rows=(), course=(), indicators=(), walks=(), years=()
    )
    document = progress.build(data, translator(Locale.ZH_HANS))

    assert "暂无数据。" in page_text(str(page.render(document)))
    assert pdf.render(document).startswith(b"%PDF")


def test_names_stay_as_registered_in_every_language() -> None:
    for locale in Locale:
        assert "鴻海精密工業股份有限公司" in page_text(str(page.render(sample_document(locale))))


def test_english_says_taiwan_china_and_us_dollars() -> None:
    text = page_text(str(page.render(sample_document(Locale.EN))))

    assert "new investment from Taiwan, China" in text
    assert "approx. US$ 1.235 billion" in text


def test_a_translation_that_names_an_unknown_part_fails() -> None:
    with pytest.raises(KeyError):
        sentence("%(actual)s of %(goal)s", actual="1")


def test_every_fixed_text_has_a_chinese_word() -> None:
    sample_document(Locale.ZH_HANS)
    sample_document(Locale.ZH_HANT)
