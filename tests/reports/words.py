"""The reports' fixed texts in Chinese, for tests of layout: real text has real widths and real glyphs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from opencc import OpenCC

from reports.content import Locale
from reports.words import Translate


@cache
def chinese() -> dict[str, str]:
    with Path(__file__).with_name("zh_Hans_CN.po").open(encoding="utf-8") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="zh_Hans_CN")}


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2tw")


def translator(locale: Locale) -> Translate:
    """English as it stands; a text without a Chinese word fails, so that none is forgotten."""
    if locale is Locale.EN:
        return str
    if locale is Locale.ZH_HANS:
        return chinese().__getitem__
    return lambda text: str(_traditional().convert(chinese()[text]))
