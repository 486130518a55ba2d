"""What is kept about a person, to be read by that person (个人信息清单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reports import formatting, words
from reports.content import (
    Block,
    Column,
    Definition,
    DefinitionList,
    Document,
    Heading,
    Locale,
    Paragraph,
    Table,
)
from reports.words import Translate

NAME = "personal-data"


@dataclass(frozen=True, slots=True)
class Listing:
    """Facts one below the other, or rows; of both what there is."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    weights: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    listings: Sequence[Listing]


@dataclass(frozen=True, slots=True)
class PersonalDataInput:
    """Words in the language of ``locale``."""

    zone: str
    as_of: date
    known_at: datetime
    locale: Locale
    name: str
    chapters: Sequence[Chapter]
    data: Mapping[str, Any] = field(default_factory=dict)


def build(data: PersonalDataInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    blocks: list[Block] = [Paragraph((_opening(data, t),))]
    for number, chapter in enumerate(data.chapters, start=1):
        blocks.append(Heading(1, chapter.title, f"chapter-{number}"))
        for at, listing in enumerate(chapter.listings, start=1):
            blocks += _listing(listing, f"list-{number}-{at}", t)
    return Document(
        name=NAME,
        title=t("%(zone)s: what is kept about you") % {"zone": data.zone},
        subtitle=data.name,
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=tuple(blocks),
        lenses={},
        issuer=data.zone,
        signed_on=data.as_of,
        data=data.data,
    )


def _opening(data: PersonalDataInput, t: Translate) -> str:
    day = formatting.show_date(data.as_of, data.locale)
    text = t(
        "This is what is kept about you on %(day)s. Notes by which officials prepare a decision are not"
        " handed out; its reasons are. You can have what is wrong corrected, take a consent back, or ask for"
        " erasure on line."
    )
    return text % {"day": day}


def _listing(listing: Listing, key: str, t: Translate) -> list[Block]:
    blocks: list[Block] = []
    facts = tuple(Definition(term, text) for term, text in listing.facts if text)
    if facts:
        blocks.append(DefinitionList(listing.title, facts))
    if listing.heads:
        weights = listing.weights or [1] * len(listing.heads)
        columns = tuple(
            Column(f"c{at}", head, weight=weight)
            for at, (head, weight) in enumerate(zip(listing.heads, weights, strict=True))
        )
        rows = tuple(tuple(row) for row in listing.rows)
        blocks.append(Table(key, listing.title, columns, rows, empty=t("Nothing")))
    return blocks
