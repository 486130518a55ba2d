"""Values into text: the only place that knows how a language prints amounts, rates and dates.

Exact throughout (integers, Fractions, Decimals); rounding is half-even, and whoever asks is told
whether the text still is the exact value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kernel.clock import BUSINESS_ZONE
from kernel.figures import Figure, Unit
from kernel.money import MINOR_PER_UNIT, format_minor, round_half_even
from reports.content import Cell, Column, FigureItem, Kind, Locale, Scale

DASH = "—"
PERCENT_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as printed, and whether nothing was rounded away."""

    text: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class MoneyStyle:
    """``divisor`` turns units of currency into what the head names; prose puts text around."""

    divisor: int
    decimals: int
    head: str
    before: str
    after: str


def _chinese(currency: str, ten_thousand: str, hundred_million: str) -> dict[Scale, MoneyStyle]:
    steps = (
        (Scale.UNIT, 1, ""),
        (Scale.TEN_THOUSAND, 10**4, ten_thousand),
        (Scale.HUNDRED_MILLION, 10**8, hundred_million),
    )
    return {
        scale: MoneyStyle(divisor, 2, word + currency, "", word + currency) for scale, divisor, word in steps
    }


def _english(currency: str) -> dict[Scale, MoneyStyle]:
    """English counts in millions and billions, in decimals that resolve about as much."""
    steps = (
        (Scale.UNIT, 1, 2, ""),
        (Scale.TEN_THOUSAND, 10**6, 2, " million"),
        (Scale.HUNDRED_MILLION, 10**9, 3, " billion"),
    )
    return {
        scale: MoneyStyle(divisor, decimals, currency + word, f"{currency} ", word)
        for scale, divisor, decimals, word in steps
    }


_STYLES: dict[tuple[Locale, Unit], dict[Scale, MoneyStyle]] = {
    (Locale.ZH_HANS, Unit.USD): _chinese("美元", "万", "亿"),
    (Locale.ZH_HANS, Unit.CNY): _chinese("元", "万", "亿"),
    (Locale.ZH_HANT, Unit.USD): _chinese("美元", "萬", "億"),
    (Locale.ZH_HANT, Unit.CNY): _chinese("元", "萬", "億"),
    (Locale.EN, Unit.USD): _english("US$"),
    (Locale.EN, Unit.CNY): _english("CNY"),
}
_POINTS = {Locale.ZH_HANS: "个百分点", Locale.ZH_HANT: "個百分點", Locale.EN: " percentage points"}


def money_style(unit: Unit, scale: Scale, locale: Locale) -> MoneyStyle:
    return _STYLES[locale, unit][scale]


def scaled(minor: int, style: MoneyStyle) -> Decimal:
    """Cents in the style's size, rounded half-even to its decimals."""
    steps = Fraction(minor * 10**style.decimals, MINOR_PER_UNIT * style.divisor)
    return Decimal(round_half_even(steps)).scaleb(-style.decimals)


def scale_for(*minor: int) -> Scale:
    """The scale that prints the largest of these amounts in few digits."""
    largest = max((abs(amount) for amount in minor), default=0) // MINOR_PER_UNIT
    if largest >= 10**8:
        return Scale.HUNDRED_MILLION
    return Scale.TEN_THOUSAND if largest >= 10**4 else Scale.UNIT


def show_money(minor: int, style: MoneyStyle) -> Shown:
    value = scaled(minor, style)
    exact = Fraction(value) * style.divisor * MINOR_PER_UNIT == minor
    return Shown(f"{value:,.{style.decimals}f}", exact)


def show_percent(value: Decimal | int) -> Shown:
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-PERCENT_DECIMALS))
    return Shown(f"{rounded:,f}", rounded == value)


def show_plain(value: Decimal | int) -> Shown:
    """As many decimals as the value has."""
    return Shown(f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}")


def show_date(day: date, locale: Locale) -> str:
    """For sentences: 2024年6月30日, 30 June 2024."""
    if locale.is_chinese:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def show_moment(moment: datetime, locale: Locale, zone_word: str) -> str:
    """In Beijing time; seconds only where there are any."""
    local = moment.astimezone(BUSINESS_ZONE)
    clock = f"{local:%H:%M:%S}" if local.second or local.microsecond else f"{local:%H:%M}"
    day = show_date(local.date(), locale)
    return f"{day}{clock}（{zone_word}）" if locale.is_chinese else f"{day}, {clock} ({zone_word})"


def show_figure(figure: Figure, locale: Locale, scale: Scale = Scale.UNIT) -> Shown:
    """The bare value, for a cell whose head names the unit; a dash where there is none."""
    if figure.value is None:
        return Shown(DASH)
    if figure.is_money:
        return show_money(int(figure.value), money_style(figure.unit, scale, locale))
    if figure.unit is Unit.PERCENT:
        return show_percent(figure.value)
    return show_plain(figure.value)


def show_item(item: FigureItem, locale: Locale) -> Shown:
    """The value with its unit, for a sentence or a card: 12.35亿美元, 41.15%, 5家."""
    figure = item.figure
    shown = show_figure(figure, locale, item.scale)
    if figure.value is None:
        return shown
    if figure.is_money:
        style = money_style(figure.unit, item.scale, locale)
        trim = shown.is_exact and item.scale is not Scale.UNIT
        text = _trimmed(shown.text) if trim else shown.text
        return Shown(f"{style.before}{text}{style.after}", shown.is_exact)
    if figure.unit is Unit.PERCENT:
        return Shown(f"{shown.text}%", shown.is_exact)
    gap = "" if locale.is_chinese or not item.unit_word else " "
    return Shown(f"{shown.text}{gap}{item.unit_word}", shown.is_exact)


def points_word(locale: Locale) -> str:
    """What a difference of two percentages counts."""
    return _POINTS[locale].strip()


def show_cell(cell: Cell, column: Column, locale: Locale) -> Shown:
    """A cell under a head that names the unit; dates are ISO."""
    if cell is None:
        return Shown(DASH)
    if isinstance(cell, Figure):
        shown = show_figure(cell, locale, column.scale)
        says_unit = column.kind is not Kind.FIGURE or cell.unit is not Unit.PERCENT or cell.value is None
        return shown if says_unit else Shown(f"{shown.text}%", shown.is_exact)
    if isinstance(cell, date):
        return Shown(cell.isoformat())
    if isinstance(cell, str):
        return Shown(cell)
    return _show_number(cell, column, locale)


def _show_number(cell: int | Decimal, column: Column, locale: Locale) -> Shown:
    if column.kind in (Kind.USD, Kind.CNY):
        return show_money(int(cell), money_style(Unit(column.kind.value), column.scale, locale))
    if column.kind is Kind.PERCENT:
        return show_percent(cell)
    return show_plain(cell)


def head_unit(column: Column, locale: Locale, *, raw: bool = False) -> str:
    """What stands in brackets behind a head; ``raw`` where values are written unscaled."""
    if column.kind in (Kind.USD, Kind.CNY):
        scale = Scale.UNIT if raw else column.scale
        return money_style(Unit(column.kind.value), scale, locale).head
    return "%" if column.kind is Kind.PERCENT else column.unit


def plain_value(value: Cell, column: Column | None = None) -> str:
    """For machines: amounts with two decimals, ISO dates, nothing for None. Exact, in no language."""
    unit = value.unit if isinstance(value, Figure) else _unit_of(column)
    bare = value.value if isinstance(value, Figure) else value
    if bare is None:
        return ""
    if isinstance(bare, int) and unit in (Unit.USD, Unit.CNY):
        return format_minor(bare)
    if isinstance(bare, date):
        return bare.isoformat()
    return f"{bare:f}" if isinstance(bare, Decimal) else str(bare)


def _unit_of(column: Column | None) -> Unit | None:
    if column is None or column.kind not in (Kind.USD, Kind.CNY):
        return None
    return Unit(column.kind.value)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
