"""Recording ranking lists. Every state of an edition and of a place is kept, for counts as known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from crm.core.database import session
from crm.firms.rules import clean_text
from crm.rankings import queries
from kernel import clock
from kernel.errors import RuleError
from models import Firm, RankingEdition, RankingEntry, RankingSeries


@dataclass(frozen=True, slots=True)
class EntryFields:
    """What a list says of a place beside firm and rank."""

    name_listed: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    method: str | None = None
    source: str | None = None


def series_named(code: str, *, name: str | None = None) -> RankingSeries:
    """The series with this code, made where it is new.

    Raises:
        RuleError: no code.
    """
    code = (clean_text(code) or "").lower()
    if not code:
        raise RuleError(_("A ranking list needs a code."), fields={"series": ""})
    series = queries.find_series(code)
    if series is None:
        called = clean_text(name) or code
        series = RankingSeries(code=code, name_hans=called, name_hant=called, name_en=called)
        session.add(series)
        session.flush()
    return series


def record_edition(
    series: RankingSeries,
    code: str,
    *,
    as_of: date,
    in_force_from: date | None = None,
    is_reference: bool = False,
) -> RankingEdition:
    """The edition with this code, made where it is new, changed where its dates differ.

    Without ``in_force_from`` a new edition is in force from ``as_of``, and one that is there keeps its day.

    Raises:
        RuleError: no code, or dated after today (only the reference facts may be).
    """
    code = clean_text(code) or ""
    if not code:
        raise RuleError(_("An edition needs a code, such as FY2024."), fields={"edition": ""})
    edition = queries.find_edition(series.id, code)
    is_reference = is_reference or (edition is not None and edition.is_reference)
    if as_of > clock.today() and not is_reference:
        words = _("This edition is dated after today.")
        raise RuleError(words, fields={"as_of": words})
    if edition is None:
        edition = RankingEdition(
            series_id=series.id,
            code=code,
            as_of=as_of,
            in_force_from=in_force_from or as_of,
            is_reference=is_reference,
            is_retracted=False,
            created_at=clock.now(),
        )
        session.add(edition)
    else:
        edition.as_of = as_of
        edition.in_force_from = in_force_from or edition.in_force_from
        edition.is_retracted = False
    session.flush()
    return edition


def record_entry(
    edition: RankingEdition, firm: Firm, rank: int, written: EntryFields | None = None
) -> RankingEntry:
    """The firm's place in the edition, made where it is new, changed where it differs.

    Raises:
        RuleError: no rank.
    """
    if rank < 1:
        words = _("A rank is 1 or more.")
        raise RuleError(words, fields={"rank": words})
    entry = queries.find_entry(edition.id, firm.id)
    if entry is None:
        entry = RankingEntry(edition_id=edition.id, firm_id=firm.id, rank=rank, is_retracted=False)
        session.add(entry)
    entry.rank, entry.is_retracted = rank, False
    if written is not None:
        entry.name_listed = clean_text(written.name_listed)
        entry.value, entry.unit = written.value, clean_text(written.unit)
        entry.method, entry.source = clean_text(written.method), clean_text(written.source)
    session.flush()
    return entry


def retract_entry(entry: RankingEntry) -> None:
    """Take a place back: from now on it counts nowhere; counts as known before keep it."""
    entry.is_retracted = True
    session.flush()


def retract_edition(edition: RankingEdition) -> None:
    """Take a whole edition back: from now on it was never in force; counts as known before keep it."""
    edition.is_retracted = True
    session.flush()
