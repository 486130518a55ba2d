"""Figures and amounts in the reader's words: which scale, which unit, and the exact value beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import gettext as _

from crm.web.labels import language
from kernel.figures import Figure, Unit
from kernel.money import MINOR_PER_UNIT, Money, group_minor

_LENS_KEY = "lens_label"
CENT = Decimal("0.01")
HUNDRED_MILLION = 10**8
MILLION = 10**6
TEN_THOUSAND = 10**4


class Scale(StrEnum):
    """How large one unit of a printed amount is. Chinese counts in 万 and 亿, English in millions."""

    AUTO = "auto"
    EXACT = "exact"
    TABLE = "table"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Shown:
    """A printed value: ``value`` and ``unit`` as read, ``exact`` to the cent with its currency."""

    value: str
    unit: str
    exact: str

    @property
    def is_rounded(self) -> bool:
        return self.exact != f"{self.value} {self.unit}".strip()


DASH = Shown("—", "", "")


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        shown_figure=shown_figure,
        shown_money=shown_money,
        money_unit=money_unit,
        figure_url=figure_url,
        lens_label=lens_label,
        endpoint_url=endpoint_url,
    )
    app.jinja_env.filters["exact_number"] = exact_number


def exact_number(value: Decimal | int) -> str:
    """A plain number with all its digits, grouped, without zeros that say nothing."""
    return f"{Decimal(value).normalize():,f}"


def name_lenses(app: Flask, label_of: Callable[[str], str]) -> None:
    """Say how lenses are called in the reader's language; several features may each name their own.

    ``label_of`` gives a key back as it is where it names none by it.
    """
    app.extensions.setdefault(_LENS_KEY, []).append(label_of)


def lens_label(key: str) -> str:
    """The name of what a figure is counted by; the key where nobody names it."""
    naming: list[Callable[[str], str]] = current_app.extensions.get(_LENS_KEY, [])
    return next((name for label_of in naming if (name := label_of(key)) != key), key)


def shown_figure(figure: Figure, scale: str = "auto") -> Shown:
    """A figure as text; a figure without value is a dash, never a zero."""
    if figure.value is None:
        return DASH
    if figure.is_money:
        return shown_money(int(figure.value), figure.unit.upper(), scale)
    if figure.unit is Unit.PERCENT:
        text = f"{figure.value:,.2f}"
        return Shown(text, "%", f"{text} %")
    return Shown(f"{figure.value:,}", "", f"{figure.value:,}")


def shown_money(amount: Money | int | None, currency: str = "USD", scale: str = "auto") -> Shown:
    """An amount, or its minor units with a currency, as text."""
    if amount is None:
        return DASH
    if isinstance(amount, Money):
        return shown_money(amount.minor, amount.currency.value, scale)
    divisor = _divisor(amount, Scale(scale))
    exact = f"{group_minor(amount)} {_unit_word(currency, 1)}"
    return Shown(_divided(amount, divisor), _unit_word(currency, divisor), exact)


def money_unit(currency: str = "USD", scale: str = "table") -> str:
    """The unit for the head of a column printed in ``scale``; ``auto`` has none of its own."""
    return _unit_word(currency, _divisor(0, Scale(scale)))


def figure_url(figure: Figure) -> str | None:
    """Where the rows behind a figure are listed."""
    if figure.rows is None or figure.rows.endpoint not in current_app.view_functions:
        return None
    arguments: dict[str, Any] = dict(figure.rows.arguments)
    return url_for(figure.rows.endpoint, **arguments)


def endpoint_url(endpoint: str, **arguments: Any) -> str | None:
    """The address of a page that may not be part of this installation; None where it isn't."""
    return url_for(endpoint, **arguments) if endpoint in current_app.view_functions else None


def _divisor(minor: int, scale: Scale) -> int:
    is_chinese = language().startswith("zh")
    if scale is Scale.EXACT:
        return 1
    if scale is Scale.TABLE:
        return TEN_THOUSAND if is_chinese else MILLION
    if scale is Scale.LARGE:
        return HUNDRED_MILLION if is_chinese else MILLION
    whole = abs(minor) // MINOR_PER_UNIT
    steps = (HUNDRED_MILLION, TEN_THOUSAND) if is_chinese else (MILLION,)
    return next((step for step in steps if whole >= step), 1)


def _divided(minor: int, divisor: int) -> str:
    if divisor == 1:
        return group_minor(minor)
    value = (Decimal(minor) / MINOR_PER_UNIT / divisor).quantize(CENT, ROUND_HALF_EVEN)
    return f"{value:,}"


def _unit_word(currency: str, divisor: int) -> str:
    return _unit_word_in(language(), currency, divisor)


@lru_cache(maxsize=64)
def _unit_word_in(locale: str, currency: str, divisor: int) -> str:
    """``locale`` is the one in force: a cockpit prints three hundred of these words."""
    names = {"USD": _("US$"), "CNY": _("CNY"), "TWD": _("TWD"), "HKD": _("HKD")}
    plain = str(names[currency])
    if divisor == 1:
        return plain
    if divisor == MILLION:
        return str(_("%(currency)s million", currency=plain))
    if divisor == TEN_THOUSAND:
        return f"万{plain}" if locale == "zh_Hans_CN" else f"萬{plain}"
    return f"亿{plain}" if locale == "zh_Hans_CN" else f"億{plain}"
