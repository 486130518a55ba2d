"""Figures and amounts in the reader's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from crm.web.display import DASH, figure_url, money_unit, shown_figure, shown_money
from kernel.figures import Figure, RowFilter, Unit
from kernel.money import Currency, Money


@pytest.fixture
def reading(app: Flask):
    """``with reading("en"):`` a request of somebody who reads that language."""

    @contextmanager
    def read(language: str) -> Iterator[None]:
        with app.test_request_context(), force_locale(language):
            yield

    return read


def figure(value: int | Decimal | None, unit: Unit = Unit.USD, rows: RowFilter | None = None) -> Figure:
    return Figure(
        value=value,
        unit=unit,
        lens="plan-headline",
        as_of=date(2024, 6, 30),
        known_at=datetime(2024, 7, 1, tzinfo=UTC),
        rows=rows,
    )


@pytest.mark.parametrize(
    ("language", "minor", "value"),
    [
        ("zh_Hans_CN", 300_000_000_000, "30.00"),
        ("zh_Hans_CN", 1_250_000_00, "125.00"),
        ("zh_Hans_CN", 9_999_99, "9,999.99"),
        ("en", 300_000_000_000, "3,000.00"),
        ("en", 1_250_000_00, "1.25"),
        ("en", 999_999_99, "999,999.99"),
        ("en", -1_250_000_00, "-1.25"),
    ],
)
def test_chinese_counts_in_ten_thousands_and_english_in_millions(reading, language, minor, value) -> None:
    with reading(language):
        assert shown_money(minor).value == value


def test_units_name_their_scale_in_each_script(reading) -> None:
    with reading("zh_Hans_CN"):
        assert money_unit("USD", "table").startswith("万")
    with reading("zh_Hant_TW"):
        assert money_unit("USD", "table").startswith("萬")
        assert money_unit("USD", "large").startswith("億")
    with reading("en"):
        assert money_unit("USD", "table") == f"{shown_money(1_00).unit} million"


@pytest.mark.parametrize(
    ("minor", "value"), [(1_005_000_00, "1.00"), (1_015_000_00, "1.02"), (1_025_000_00, "1.02")]
)
def test_a_tie_rounds_to_the_even_digit(reading, minor, value) -> None:
    with reading("en"):
        assert shown_money(minor).value == value


def test_a_rounded_amount_keeps_the_exact_one_beside_it(reading) -> None:
    with reading("en"):
        rounded, exact = shown_money(1_234_567_89), shown_money(1_234_567_89, scale="exact")

    assert (rounded.value, rounded.exact, rounded.is_rounded) == ("1.23", "1,234,567.89 US$", True)
    assert (exact.value, exact.is_rounded) == ("1,234,567.89", False)


def test_money_knows_its_own_currency(reading) -> None:
    with reading("en"):
        assert shown_money(Money(1_00, Currency.TWD)).exact == "1.00 TWD"


def test_no_value_is_a_dash_and_never_a_zero(reading) -> None:
    with reading("en"):
        assert shown_figure(figure(None)) == DASH
        assert shown_figure(figure(None, Unit.PERCENT)).value == "—"
        assert shown_figure(figure(0)).value == "0.00"
        assert shown_money(None) == DASH


def test_counts_and_rates_are_grouped(reading) -> None:
    with reading("en"):
        assert shown_figure(figure(3412, Unit.COUNT)).value == "3,412"
        assert shown_figure(figure(Decimal("63.25"), Unit.PERCENT)).exact == "63.25 %"


def test_a_figure_leads_to_its_rows_where_there_are_any(reading) -> None:
    with reading("en"):
        rows = RowFilter("styleguide.section", {"name": "lists"})
        assert figure_url(figure(1, rows=rows)) == "/styleguide/lists"
        assert figure_url(figure(1, rows=RowFilter("nowhere.index"))) is None
        assert figure_url(figure(1)) is None
