"""The chains that the plan names for each park, in its words. A link's tier is the house's own reading."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from crm.core.database import session
from kernel import clock
from models import Chain, ChainLink, Industry, Park
from models.enums import LinkTier
from seed import facts

SOURCE = "湘发改经贸〔2022〕887号"


def load() -> int:
    """Load the chains that aren't here yet, with their links; how many."""
    known = set(session.scalars(select(Chain.ref)))
    parks = {park.code: park.id for park in session.scalars(select(Park))}
    industries = _industries()
    links = list(facts.read("chain_links"))
    new = [row for row in facts.read("chains") if row["ref"] not in known and row["park"] in parks]
    for row in new:
        chain = Chain(
            ref=row["ref"],
            park_id=parks[row["park"]],
            industry_id=industries[row["industry"]],
            position=int(row["position"]),
            quote=row["quote"],
            source=f"{SOURCE} {row['section']}",
            created_at=clock.now(),
            **_names(row),
        )
        chain.links = [_link(link, industries) for link in links if link["chain"] == row["name_hans"]]
        session.add(chain)
    session.flush()
    return len(new)


def _link(row: dict[str, str], industries: Mapping[str, int]) -> ChainLink:
    return ChainLink(
        tier=LinkTier(row["tier"]) if row["tier"] else None,
        industry_id=industries[row["industry"]] if row["industry"] else None,
        position=int(row["position"]),
        created_at=clock.now(),
        **_names(row),
    )


def _industries() -> dict[str, int]:
    """By name the industries of the plan, entered into the dictionary where they are new."""
    known = {row.name: row.id for row in session.scalars(select(Industry))}
    new = [row for row in facts.read("industries") if row["name_hans"] not in known]
    for row in new:
        industry = Industry(name=row["name_hans"], **_names(row))
        session.add(industry)
        session.flush()
        known[industry.name] = industry.id
    return known


def _names(row: dict[str, str]) -> dict[str, str | None]:
    return {f"name_{script}": row[f"name_{script}"] or None for script in ("hans", "hant", "en")}
