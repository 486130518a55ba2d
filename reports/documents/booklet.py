"""The catalogue as a booklet (招商手册): the offers by park and industry, each with its code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from reports import formatting, words
from reports.content import (
    Block,
    Code,
    Column,
    Cover,
    Document,
    Heading,
    Kind,
    Locale,
    Notice,
    Paragraph,
    Table,
)
from reports.words import Translate

NAME = "booklet"


@dataclass(frozen=True, slots=True)
class BookletOffer:
    """An offer as published. ``facts`` are heads with their values and units, in the order of print."""

    ref: str
    title: str
    park: str
    industry: str
    content: str
    facts: tuple[tuple[str, str], ...]
    incentive: str
    review: str
    contact: tuple[tuple[str, str], ...]
    address: str
    """Of the public page; empty where nobody knows how this installation is reached."""
    valid_until: date


@dataclass(frozen=True, slots=True)
class BookletInput:
    """``chosen`` says in words what the booklet was narrowed to: a park, an industry."""

    zone: str
    chosen: str
    issuer: str
    offers: tuple[BookletOffer, ...]
    left_out: int
    """Offers of the same choice that are not written in this language."""
    language: str
    """By its own name."""
    address: str
    """Of the same choice on the public pages; empty where nobody knows how this installation is reached."""
    as_of: date
    known_at: datetime
    locale: Locale


def build(data: BookletInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("%(zone)s: investment catalogue") % {"zone": data.zone},
        subtitle=data.chosen,
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=(*_front(data, t), *_parks(data.offers, t)),
        lenses={},
        issuer=data.issuer,
        cover=_cover(data, t),
    )


def _cover(data: BookletInput, t: Translate) -> Cover:
    facts = (
        (t("Language"), data.language),
        (t("As published on"), formatting.show_date(data.as_of, data.locale)),
        (t("Offers"), str(len(data.offers))),
    )
    code = Code(data.address, t("Scan to read on and to ask online")) if data.address else None
    return Cover(data.zone, t("Catalogue of investment offers"), data.chosen, facts, code)


def _front(data: BookletInput, t: Translate) -> Iterator[Block]:
    yield Heading(1, t("The offers at a glance"), "contents")
    if data.left_out:
        text = t("%(number)s more offers are not written in this language.") % {"number": data.left_out}
        yield Notice(t("Note"), text)
    yield _overview(data.offers, t)


def _overview(offers: Sequence[BookletOffer], t: Translate) -> Table:
    columns = (
        Column("park", t("Park"), weight=20, merges=True),
        Column("industry", t("Industry"), weight=20),
        Column("title", t("Offer"), weight=42),
        Column("valid_until", t("Valid until"), Kind.DATE, weight=18),
    )
    rows = tuple((each.park, each.industry, each.title, each.valid_until) for each in offers)
    return Table("offers", t("Offers"), columns, rows, empty=t("Nothing is published that fits."))


def _parks(offers: Sequence[BookletOffer], t: Translate) -> Iterator[Block]:
    number = 0
    for park, of_park in groupby(offers, key=lambda each: each.park):
        yield Heading(1, park, f"park-{number}")
        for industry, members in groupby(of_park, key=lambda each: each.industry):
            number += 1
            yield Heading(2, industry or t("Other industries"), f"industry-{number}")
            for offer in members:
                yield from _offer(offer, t)
        number += 1


def _offer(offer: BookletOffer, t: Translate) -> Iterator[Block]:
    key = offer.ref.lower()
    yield Heading(3, offer.title, f"offer-{key}")
    for line in _lines(offer.content):
        yield Paragraph((line,))
    columns = (Column("head", t("Item"), weight=30), Column("value", t("Content"), weight=70))
    rows = (*offer.facts, *offer.contact, (t("Number"), offer.ref))
    yield Table(f"facts-{key}", t("Facts"), columns, rows)
    if offer.incentive:
        yield Paragraph((t("Incentives: "), offer.incentive))
        if offer.review:
            yield Paragraph((t("Passed the fair-competition review: "), offer.review))
    if offer.address:
        yield Code(offer.address, t("Read and ask online: %(title)s") % {"title": offer.title})


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
