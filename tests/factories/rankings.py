from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm.core.database import session
from crm.rankings import service
from models import Firm, RankingEdition

SERIES = "taiwan-top-100"


def make_edition(
    code: str = "FY2022",
    *,
    in_force_from: date = date(2022, 12, 31),
    ranks: Mapping[Firm, int] | None = None,
    series: str = SERIES,
) -> RankingEdition:
    """An edition with the ranks of some firms."""
    edition = service.record_edition(
        service.series_named(series, name="Top-100"), code, as_of=in_force_from, in_force_from=in_force_from
    )
    for firm, rank in (ranks or {}).items():
        service.record_entry(edition, firm, rank)
    session.commit()
    return edition
