"""What the record says of a firm, as both papers on it begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from crm.web.labels import language, local_name
from models import Firm, RankingEntry
from reports.content import Locale


def title_name(firm: Firm) -> str:
    """As registered; in English by its English name, where it has one."""
    return firm.name_en or firm.name if language() == Locale.EN.value else firm.name


def names_of(firm: Firm) -> Iterator[tuple[str, str]]:
    """Its names besides that of the title."""
    names = (
        (_("Traditional name"), firm.name_hant),
        (_("Simplified name"), firm.name_hans),
        (_("English name"), firm.name_en),
    )
    told = title_name(firm)
    yield from ((term, text) for term, text in names if text and text != told)


def facts_of(firm: Firm, entries: Sequence[RankingEntry]) -> Iterator[tuple[str, str]]:
    """Terms with their texts; nothing is made up where the record says nothing."""
    written = (
        (_("Business number"), firm.business_number),
        (_("Stock code"), firm.stock_code),
        (_("Industry"), local_name(firm.industry) if firm.industry else None),
        (_("Group"), firm.group.name if firm.group else None),
        (_("Address"), firm.address),
        (_("Website"), firm.website),
    )
    yield from ((term, text) for term, text in written if text)
    best: dict[int, RankingEntry] = {}
    for entry in entries:
        best.setdefault(entry.edition_id, entry)
    for entry in best.values():
        series = f"{local_name(entry.edition.series)} {entry.edition.code}"
        yield series, str(_("place %(rank)s", rank=entry.rank))
