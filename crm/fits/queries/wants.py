"""What parks want: offers in force and links to be filled; and the weights set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from crm.chains.queries import Standing, standings
from crm.claims.queries import protections as claims
from crm.core.database import session
from crm.core.visibility import visible_chains, visible_firms, visible_offers
from crm.fits.rules import DEFAULT_WEIGHTS, Signal, Wanted, Weights
from kernel import clock
from kernel.errors import NotFoundError
from kernel.money import Currency
from models import Chain, ChainLink, Claim, ExchangeRate, Firm, Offer, Setting, User
from models.enums import LinkState, OfferState

KEY = "fit."
OPEN_STATES = (OfferState.DRAFT, OfferState.SUBMITTED, OfferState.PUBLISHED)
MINOR_PER_UNIT = 100


@dataclass(frozen=True, slots=True)
class OfferWant:
    """An offer and what it wants."""

    offer: Offer
    wanted: Wanted


def list_weight_settings() -> Sequence[Setting]:
    return session.scalars(select(Setting).where(Setting.key.startswith(KEY)).order_by(Setting.key)).all()


def get_weights() -> Weights:
    """As set, else as they come."""
    written = {row.key: int(row.value) for row in list_weight_settings()}
    return {signal: written.get(f"{KEY}{signal.value}", DEFAULT_WEIGHTS[signal]) for signal in Signal}


def get_offer(offer_id: int, *, viewer: User | None) -> OfferWant:
    """
    Raises:
        NotFoundError: no such offer, or none that the viewer may know of.
    """
    row = session.execute(_offers().where(Offer.id == offer_id, visible_offers(viewer))).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such offer, or none that you may see."))
    return _wants([row], viewer)[0]


def list_open_offers(*, viewer: User | None) -> list[OfferWant]:
    """What is offered today, with what each wants, in two statements."""
    today = clock.today()
    rows = session.execute(
        _offers().where(
            visible_offers(viewer),
            Offer.archived_at.is_(None),
            Offer.state.in_(OPEN_STATES),
            or_(Offer.valid_until.is_(None), Offer.valid_until >= today),
        )
    ).all()
    return _wants(rows, viewer)


def _offers() -> Select[Offer, ExchangeRate]:
    """Offers, and beside each the last month's mean rates: an order of size, no figure."""
    last = (
        select(ExchangeRate.id)
        .where(ExchangeRate.is_retracted.is_(False))
        .order_by(ExchangeRate.month.desc(), ExchangeRate.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Offer, ExchangeRate)
        .outerjoin(ExchangeRate, ExchangeRate.id == last)
        .outerjoin(Offer.chain_link)
        .outerjoin(ChainLink.chain)
        .options(
            joinedload(Offer.park),
            joinedload(Offer.industry),
            contains_eager(Offer.chain_link).contains_eager(ChainLink.chain),
        )
        .order_by(Offer.id)
    )


def _wants(rows: Sequence[Any], viewer: User | None) -> list[OfferWant]:
    rates = _ntd_per_unit(rows[0].ExchangeRate) if rows else {}
    offers = [row.Offer for row in rows]
    states = _link_states({offer.chain_link_id for offer in offers if offer.chain_link_id}, viewer)
    return [OfferWant(offer, _want(offer, states, rates)) for offer in offers]


def _want(offer: Offer, states: dict[int, LinkState], rates: dict[Currency, Decimal]) -> Wanted:
    link = offer.chain_link
    chain_industry = None
    if link is not None:
        chain_industry = link.industry_id if offer.industry_id != link.industry_id else None
        chain_industry = chain_industry or link.chain.industry_id
    return Wanted(
        park_id=offer.park_id,
        industry_id=offer.industry_id or chain_industry,
        chain_industry_id=chain_industry,
        link=link.name_hans if link is not None else None,
        link_state=states.get(offer.chain_link_id or 0, LinkState.FILLED),
        means_ntd=_in_ntd(offer, rates),
        offer_id=offer.id,
    )


def want_of_link(link: ChainLink, standing: Standing) -> Wanted:
    return Wanted(
        park_id=link.chain.park_id,
        industry_id=link.industry_id or link.chain.industry_id,
        chain_industry_id=link.chain.industry_id,
        link=link.name_hans,
        link_state=standing.state,
    )


def _link_states(link_ids: Collection[int], viewer: User | None) -> dict[int, LinkState]:
    """Of links that the viewer may know of: whether a rival's is missing stays the rival's."""
    if not link_ids:
        return {}
    of_links = select(ChainLink.chain_id).where(ChainLink.id.in_(link_ids))
    found = standings(select(Chain.id).where(Chain.id.in_(of_links), visible_chains(viewer)))
    return {link_id: standing.state for link_id, standing in found.items()}


def _ntd_per_unit(rate: ExchangeRate | None) -> dict[Currency, Decimal]:
    if rate is None:
        return {}
    return {
        Currency.TWD: Decimal(1),
        Currency.USD: rate.twd_per_usd,
        Currency.CNY: rate.twd_per_usd / rate.cny_per_usd,
        Currency.HKD: rate.twd_per_usd / rate.hkd_per_usd,
    }


def _in_ntd(offer: Offer, rates: dict[Currency, Decimal]) -> int | None:
    amount = offer.investment
    if amount is None or amount.currency not in rates:
        return None
    return int(Decimal(amount.minor) * rates[amount.currency] / MINOR_PER_UNIT)


def get_firm(firm_id: int, *, viewer: User | None) -> Firm:
    """The record kept of a firm.

    Raises:
        NotFoundError: no such firm, or none that the viewer may know of.
    """
    asked = aliased(Firm)
    row = session.scalars(
        select(Firm)
        .join(asked, func.coalesce(asked.merged_into_id, asked.id) == Firm.id)
        .where(asked.id == firm_id, visible_firms(viewer))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such firm, or none that you may see."))
    return row


def list_firms(ids: Collection[int], *, viewer: User | None) -> dict[int, Firm]:
    """By id, with their industries, for the rows shown."""
    rows: Any = session.scalars(
        select(Firm).where(Firm.id.in_(ids), visible_firms(viewer)).options(joinedload(Firm.industry))
    )
    return {row.id: row for row in rows}


def list_protections(group_ids: Collection[int], *, but_park_id: int) -> dict[int, Claim]:
    """By group what another park holds of it: who calls there is told first. Everybody may know that."""
    rows = session.scalars(
        select(Claim)
        .where(
            Claim.group_id.in_(group_ids), Claim.park_id != but_park_id, claims.is_protected(clock.today())
        )
        .options(joinedload(Claim.park))
        .order_by(Claim.id.desc())
    )
    return {row.group_id: row for row in rows}
