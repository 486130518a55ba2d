"""Values into text: exact, half-even, in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kernel.figures import Figure, Unit
from reports import formatting
from reports.content import Column, FigureItem, Kind, Locale, Scale

pytestmark = pytest.mark.no_database

DAY = date(2024, 6, 30)
NOW = datetime(2025, 1, 10, 2, 0, tzinfo=UTC)


def usd(cents: int | None) -> Figure:
    return Figure(cents, Unit.USD, "plan-headline", DAY, NOW)


@pytest.mark.parametrize(
    ("cents", "scale", "locale", "text", "exact"),
    [
        (1_234_567_890_12, Scale.HUNDRED_MILLION, Locale.ZH_HANS, "12.35亿美元", False),
        (3_000_000_000_00, Scale.HUNDRED_MILLION, Locale.ZH_HANS, "30亿美元", True),
        (2_460_000_000_00, Scale.HUNDRED_MILLION, Locale.ZH_HANT, "24.6億美元", True),
        (1_234_567_890_12, Scale.HUNDRED_MILLION, Locale.EN, "US$ 1.235 billion", False),
        (1_234_567_89, Scale.TEN_THOUSAND, Locale.ZH_HANS, "123.46万美元", False),
        (1_234_567_89, Scale.TEN_THOUSAND, Locale.EN, "US$ 1.23 million", False),
        (100_00, Scale.UNIT, Locale.ZH_HANS, "100.00美元", True),
        (-1, Scale.UNIT, Locale.EN, "US$ -0.01", True),
        (90_071_992_547_409_93, Scale.UNIT, Locale.EN, "US$ 90,071,992,547,409.93", True),
        (None, Scale.UNIT, Locale.ZH_HANS, "—", True),
    ],
)
def test_amounts_say_their_size_and_whether_they_were_rounded(
    cents: int | None, scale: Scale, locale: Locale, text: str, exact: bool
) -> None:
    shown = formatting.show_item(FigureItem("", usd(cents), scale), locale)

    assert (shown.text, shown.is_exact) == (text, exact)


@pytest.mark.parametrize(
    ("cents", "text"),
    [(500_00, "0.05"), (50_00, "0.00"), (150_00, "0.02"), (250_00, "0.02"), (-150_00, "-0.02")],
)
def test_a_tie_goes_to_the_even_digit(cents: int, text: str) -> None:
    style = formatting.money_style(Unit.USD, Scale.TEN_THOUSAND, Locale.ZH_HANS)

    assert formatting.show_money(cents, style).text == text


def test_a_count_carries_its_word_and_a_rate_its_sign() -> None:
    groups = Figure(1234, Unit.COUNT, "x", DAY, NOW)
    rate = Figure(Decimal("41.15"), Unit.PERCENT, "x", DAY, NOW)

    assert formatting.show_item(FigureItem("", groups, unit_word="家"), Locale.ZH_HANS).text == "1,234家"
    assert formatting.show_item(FigureItem("", groups, unit_word="groups"), Locale.EN).text == "1,234 groups"
    assert formatting.show_item(FigureItem("", rate), Locale.EN).text == "41.15%"


def test_a_column_of_mixed_units_marks_its_percentages() -> None:
    rate = Figure(Decimal("41.15"), Unit.PERCENT, "x", DAY, NOW)

    assert formatting.show_cell(rate, Column("a", "A", Kind.FIGURE), Locale.EN).text == "41.15%"
    assert formatting.show_cell(rate, Column("a", "A", Kind.PERCENT), Locale.EN).text == "41.15"


@pytest.mark.parametrize(
    ("cell", "column", "text"),
    [
        (123_456_789_00, Column("a", "A", Kind.USD, Scale.TEN_THOUSAND), "12,345.68"),
        (123_456, Column("a", "A", Kind.COUNT), "123,456"),
        (Decimal("33.3"), Column("a", "A", Kind.PERCENT), "33.30"),
        (DAY, Column("a", "A", Kind.DATE), "2024-06-30"),
        (None, Column("a", "A", Kind.USD), "—"),
        ("文", Column("a", "A"), "文"),
    ],
)
def test_cells_are_shown_by_the_kind_of_their_column(cell: object, column: Column, text: str) -> None:
    assert formatting.show_cell(cell, column, Locale.ZH_HANS).text == text  # type: ignore[arg-type]


def test_dates_and_moments_read_as_each_language_writes_them() -> None:
    assert formatting.show_date(DAY, Locale.ZH_HANS) == "2024年6月30日"
    assert formatting.show_date(DAY, Locale.EN) == "30 June 2024"
    assert formatting.show_moment(NOW, Locale.ZH_HANS, "北京时间") == "2025年1月10日10:00（北京时间）"
    late = NOW.replace(second=59)
    assert (
        formatting.show_moment(late, Locale.EN, "Beijing time") == "10 January 2025, 10:00:59 (Beijing time)"
    )


def test_machines_get_amounts_with_two_decimals() -> None:
    assert formatting.plain_value(usd(5)) == "0.05"
    assert formatting.plain_value(7, Column("a", "A", Kind.COUNT)) == "7"
    assert formatting.plain_value(7, Column("a", "A", Kind.USD)) == "0.07"
    assert formatting.plain_value(None) == ""
