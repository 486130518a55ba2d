"""Rows of fits for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crm.fits.queries import OfferWant
from crm.fits.rules import Fit
from crm.web.labels import label, local_name

FIRM_HEAD = ("firm_id", "firm", "percent", "reasons")
OFFER_HEAD = ("offer", "title", "park", "percent", "reasons")


def firm_rows(fits: Iterable[Fit], names: Mapping[int, str]) -> Iterator[tuple[object, ...]]:
    for each in fits:
        yield each.facts.firm_id, names[each.facts.firm_id], each.percent, _reasons(each)


def offer_rows(fits: Iterable[Fit], wants: Mapping[int, OfferWant]) -> Iterator[tuple[object, ...]]:
    for each in fits:
        offer = wants[each.wanted.offer_id or 0].offer
        yield offer.ref, offer.title, local_name(offer.park), each.percent, _reasons(each)


def _reasons(fit: Fit) -> str:
    return "；".join(f"{label(each.case)} (+{each.hundredths / 100:g})" for each in fit.reasons)
