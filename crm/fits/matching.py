"""Fits put together from facts, wants and weights, for the pages."""

from __future__ import annotations

from dataclasses import dataclass

from crm.fits import queries, rules
from crm.fits.queries import Groups, OfferWant
from crm.fits.rules import Fit, Signal, Wanted
from kernel import clock
from models import User


@dataclass(frozen=True, slots=True)
class FirmFits:
    """Groups that fit what is wanted, the best first."""

    fits: list[Fit]
    groups: Groups


@dataclass(frozen=True, slots=True)
class OfferFits:
    """Offers that fit a group, the best first; by id the offers."""

    fits: list[Fit]
    wants: dict[int, OfferWant]


def firms_for(wanted: Wanted, *, viewer: User | None) -> FirmFits:
    groups = queries.groups_for(wanted, viewer=viewer)
    weights, today = queries.get_weights(), clock.today()
    fits = rules.ranked(rules.fit(facts, wanted, weights, today) for facts in groups.facts.values())
    return FirmFits(fits, groups)


def offers_for(firm_id: int, *, viewer: User | None) -> OfferFits:
    groups = queries.groups_of_firm(firm_id, viewer=viewer)
    wants = queries.list_open_offers(viewer=viewer)
    weights, today = queries.get_weights(), clock.today()
    fits = rules.ranked(
        rules.fit(facts, each.wanted, weights, today) for facts in groups.facts.values() for each in wants
    )
    return OfferFits(fits, {each.offer.id: each for each in wants})


def has_reason(fit: Fit, signal: Signal | None) -> bool:
    return signal is None or any(reason.signal is signal for reason in fit.reasons)
