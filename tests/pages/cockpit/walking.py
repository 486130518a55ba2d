"""Reads pages as a person would: figures with their links, and the rows of a list over all its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Shown:
    """A figure on a page: where it leads, and its exact value."""

    url: str
    exact: str

    @property
    def value(self) -> Decimal:
        return number_in(self.exact)

    @property
    def is_money(self) -> bool:
        return "US$" in self.exact

    @property
    def is_percent(self) -> bool:
        return "%" in self.exact


def tree_of(page: str) -> Element:
    return html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)


def figures_in(page: str) -> list[Shown]:
    """Every figure that opens rows, once each; a dash is none."""
    found: dict[tuple[str, str], Shown] = {}
    for link in tree_of(page).iter("a"):
        if link.get("class") == "figure-link" and not text_of(link).startswith("—"):
            told = (link.get("title") or "").split(" · ")[0]
            shown = Shown(link.get("href", ""), told or text_of(link))
            found[shown.url, shown.exact] = shown
    return list(found.values())


def text_of(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def number_in(text: str) -> Decimal:
    match = NUMBER.search(text)
    assert match, f"no number in {text!r}"
    return Decimal(match[0].replace(",", ""))


def tables_of(page: str) -> list[tuple[list[str], list[list[str]]]]:
    """The data tables of a page: heads, and the cells of every row of their bodies."""
    found = []
    for table in tree_of(page).iter("table"):
        if "data-table" in (table.get("class") or ""):
            heads = [text_of(head) for head in table.findall("thead/tr/th")]
            rows = [[text_of(cell) for cell in row] for row in table.findall("tbody/tr")]
            found.append((heads, rows))
    return found


def rows_of(client: Any, url: str) -> tuple[list[str], list[list[str]]]:
    """The first table's rows over all pages of the list."""
    heads: list[str] = []
    rows: list[list[str]] = []
    for page in pages_of(client, url):
        tables = tables_of(page)
        if tables:
            heads = tables[0][0]
            rows.extend(tables[0][1])
    return heads, rows


def pages_of(client: Any, url: str) -> Iterator[str]:
    seen = set()
    while url and url not in seen:
        seen.add(url)
        answer = client.get(url)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        yield answer.text
        url = next((a.get("href", "") for a in tree_of(answer.text).iter("a") if a.get("rel") == "next"), "")


def column_sum(heads: list[str], rows: list[list[str]], head: str) -> Decimal:
    if not rows:
        return Decimal(0)
    at = next(place for place, each in enumerate(heads) if each.startswith(head))
    return sum((number_in(row[at]) for row in rows), Decimal(0))
