"""Numbers of headings as official documents write them, and of tables and charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.content import Chart, Document, Heading, Locale, Table

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Numbers:
    """``headings`` by anchor, ``tables`` and ``charts`` by key; text ready to print.

    A table without a title is the whole of a paper, and has no number.
    """

    headings: Mapping[str, str]
    tables: Mapping[str, str]
    charts: Mapping[str, str]


def numbers_of(document: Document) -> Numbers:
    tables = [block.key for block in document.blocks if isinstance(block, Table) and block.title]
    untitled = [block.key for block in document.blocks if isinstance(block, Table) and not block.title]
    charts = [block.key for block in document.blocks if isinstance(block, Chart)]
    words, gap = document.words, "" if document.locale.is_chinese else " "
    return Numbers(
        headings=_heading_numbers(document),
        tables=dict.fromkeys(untitled, "")
        | {key: f"{words.table}{gap}{number}" for number, key in enumerate(tables, 1)},
        charts={key: f"{words.chart}{gap}{number}" for number, key in enumerate(charts, 1)},
    )


def chinese_number(number: int) -> str:
    """1 to 99 in characters.

    Raises:
        ValueError: outside that range.
    """
    if not 0 < number < 100:
        raise ValueError("headings count from 1 to 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _heading_numbers(document: Document) -> dict[str, str]:
    counts: list[int] = []
    numbers: dict[str, str] = {}
    for block in document.blocks:
        if isinstance(block, Heading):
            counts = counts[: block.level] + [0] * (block.level - len(counts))
            counts[block.level - 1] += 1
            numbers[block.anchor] = _heading_number(counts, document.locale)
    return numbers


def _heading_number(counts: list[int], locale: Locale) -> str:
    """GB/T 9704: 一、 then （一） then 1. then （1）; English: 1, 1.1, 1.1.1."""
    if not locale.is_chinese:
        return ".".join(str(count) for count in counts) + (". " if len(counts) == 1 else " ")
    last = counts[-1]
    styles = (f"{chinese_number(last)}、", f"（{chinese_number(last)}）", f"{last}. ", f"（{last}）")
    return styles[min(len(counts), len(styles)) - 1]
