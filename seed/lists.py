"""The real ranking lists, with their firms from the public register."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from crm.core.database import session
from crm.firms.queries.matching import match_firm
from crm.firms.service.firms import (
    Alias,
    FirmFields,
    add_firm,
    add_from_register,
    change_firm,
    fields_of,
)
from crm.rankings import service as rankings
from crm.rankings.service import EntryFields
from models import Firm, RankingEdition, RankingSeries, RegisteredCompany
from models.enums import AliasKind
from seed import facts


def load() -> int:
    """Load editions that aren't here yet; the number of new places."""
    known = {
        (series, edition)
        for series, edition in session.execute(
            select(RankingSeries.code, RankingEdition.code).join(RankingEdition.series)
        )
    }
    rows = [row for row in facts.read("rankings") if (row["series"], row["edition"]) not in known]
    editions: dict[tuple[str, str], RankingEdition] = {}
    firms: dict[str, Firm] = {}
    for row in rows:
        edition = _edition(row, editions)
        key = row["business_number"] or row["code"] or row["name_hant"]
        if key not in firms:
            firms[key] = _firm(row)
        rankings.record_entry(edition, firms[key], int(row["rank"]), _written(row))
    if rows:
        _load_everyday_names()
    return len(rows)


def _edition(row: dict[str, str], made: dict[tuple[str, str], RankingEdition]) -> RankingEdition:
    key = row["series"], row["edition"]
    if key not in made:
        made[key] = rankings.record_edition(
            rankings.series_named(row["series"]),
            row["edition"],
            as_of=date.fromisoformat(row["as_of"]),
            is_reference=True,
        )
    return made[key]


def _firm(row: dict[str, str]) -> Firm:
    """The firm that the row means: one that is here, else from the register, else from the row."""
    match = match_firm(row["business_number"] or None, row["code"] or None, [row["name_hant"]])
    if match.firm is not None:
        return match.firm
    company = _registered(row)
    if company is not None:
        return add_from_register(company)
    return add_firm(
        FirmFields(
            name_hant=row["name_hant"] or None,
            name_en=row["name_en"] or None,
            stock_code=row["code"] or None,
            business_number=row["business_number"] or None,
        ),
        is_distinct=True,
    )


def _registered(row: dict[str, str]) -> RegisteredCompany | None:
    if row["business_number"]:
        condition = RegisteredCompany.business_number == row["business_number"]
    elif row["code"]:
        condition = RegisteredCompany.code == row["code"]
    else:
        return None
    return session.scalars(select(RegisteredCompany).where(condition)).first()


def _written(row: dict[str, str]) -> EntryFields:
    return EntryFields(
        name_listed=row["name_hant"],
        value=Decimal(row["value"]) if row["value"] else None,
        unit=row["unit"] or None,
        method=row["method"] or None,
        source=row["source"] or None,
    )


def _load_everyday_names() -> None:
    """Names that people use, such as Foxconn: from press reports, for firms of one stock code."""
    for row in facts.read("taiwan_firms_in_hunan"):
        if not row["stock_codes"].isdecimal():
            continue
        firm = session.scalars(select(Firm).where(Firm.stock_code == row["stock_codes"])).first()
        if firm is None:
            continue
        written = fields_of(firm)
        called = [row["name_in_source"], *re.findall(r"\(([^()]+)\)", row["parent_en"])]
        own = {alias.name for alias in written.aliases}
        new = [Alias(name, AliasKind.BRAND) for name in called if name and name not in own]
        if new:
            change_firm(firm, replace(written, aliases=(*written.aliases, *new)))
