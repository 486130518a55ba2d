"""Pages of fits: firms for an offer or a link, offers for a firm, and the weights."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.chains import queries as chains
from crm.core.parks import list_parks
from crm.core.permissions import Permission, is_own_park
from crm.core.permissions import may as is_granted
from crm.fits import exports, matching, queries, rules, service
from crm.fits.forms import FirmFitFilterForm, OfferFitFilterForm, WeightsForm, seen_text
from crm.fits.labels import proof_url
from crm.fits.matching import FirmFits, OfferFits, has_reason
from crm.fits.rules import DEFAULT_WEIGHTS, SHARES, TIES, Fit, Signal, Wanted
from crm.web.computed import Sorts, computed_page
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from models import Firm, Offer

bp = Blueprint("fits", __name__)

SHOWN_BEST = 3
SORTS: Sorts[Fit] = {
    "percent": lambda fit: -fit.hundredths,
    "rank": lambda fit: (fit.facts.rank is None, fit.facts.rank or 0),
    "touched": lambda fit: -(fit.facts.last_contact_on or date.min).toordinal(),
}
OFFER_SORTS: Sorts[Fit] = {"percent": lambda fit: -fit.hundredths}


@bp.get("/offers/<int:offer_id>/fit")
@may(Permission.VIEW_CATALOGUE)
def offer(offer_id: int) -> ResponseReturnValue:
    """The firms that fit an offer best."""
    row, wanted = _offer(offer_id)
    return _firms_page("fits/offer.html", wanted, offer=row)


@bp.get("/offers/<int:offer_id>/fit.csv")
@may(Permission.EXPORT)
def export_offer(offer_id: int) -> ResponseReturnValue:
    row, wanted = _offer(offer_id)
    return _export(wanted, f"fits-{row.ref}.csv", "offers", row.id)


def _offer(offer_id: int) -> tuple[Offer, Wanted]:
    found = queries.get_offer(offer_id, viewer=signed_in_user())
    return found.offer, found.wanted


@bp.get("/chains/links/<int:link_id>/candidates")
@may(Permission.VIEW_CHAINS)
def link(link_id: int) -> ResponseReturnValue:
    """The firms that could fill a link."""
    user = signed_in_user()
    row = chains.get_link(link_id, viewer=user)
    standing = chains.standing_of(row)
    may_assign = is_granted(user, Permission.EDIT_CHAINS) and is_own_park(user, row.chain.park_id)
    wanted = queries.want_of_link(row, standing)
    return _firms_page("fits/link.html", wanted, link=row, standing=standing, may_assign=may_assign)


@bp.get("/chains/links/<int:link_id>/candidates.csv")
@may(Permission.EXPORT)
def export_link(link_id: int) -> ResponseReturnValue:
    row = chains.get_link(link_id, viewer=signed_in_user())
    wanted = queries.want_of_link(row, chains.standing_of(row))
    return _export(wanted, f"candidates-{link_id}.csv", "chain_links", link_id)


def _firms_page(template: str, wanted: Wanted, **context: object) -> ResponseReturnValue:
    user, form = signed_in_user(), FirmFitFilterForm.from_address()
    found = matching.firms_for(wanted, viewer=user)
    page = computed_page(_asked(found, form), SORTS, "percent", lambda fit: fit.facts.firm_id)
    shown = [fit.facts.firm_id for fit in page.rows]
    return render_template(
        template,
        page=page,
        form=form,
        chips=active_filters(form),
        firms=queries.list_firms(shown, viewer=user),
        protected=queries.list_protections(shown, but_park_id=wanted.park_id),
        proof_url=proof_url,
        wanted=wanted,
        **context,
    )


def _asked(found: FirmFits, form: FirmFitFilterForm) -> list[Fit]:
    read = form.readable()
    words, names = (read["q"] or "").strip().casefold(), found.groups.names
    return [
        fit
        for fit in found.fits
        if has_reason(fit, read["reason"]) and words in names[fit.facts.firm_id].casefold()
    ]


def _export(wanted: Wanted, name: str, entity: str, record_id: int) -> ResponseReturnValue:
    found = matching.firms_for(wanted, viewer=signed_in_user())
    rows = exports.firm_rows(_asked(found, FirmFitFilterForm.from_address()), found.groups.names)
    return send_export(exports.FIRM_HEAD, rows, name, entity=entity, entity_id=str(record_id))


@bp.get("/firms/<int:firm_id>/fit")
@may(Permission.VIEW_CATALOGUE)
def firm(firm_id: int) -> ResponseReturnValue:
    """The offers that fit a firm best."""
    row, found = _offers_of(firm_id)
    form = OfferFitFilterForm.from_address(parks=list_parks())
    page = computed_page(
        _asked_offers(found, form), OFFER_SORTS, "percent", lambda fit: fit.wanted.offer_id or 0
    )
    return render_template(
        "fits/firm.html",
        firm=row,
        page=page,
        form=form,
        chips=active_filters(form),
        wants=found.wants,
        proof_url=proof_url,
    )


@bp.get("/firms/<int:firm_id>/fit/best")
@may(Permission.VIEW_CATALOGUE)
def best(firm_id: int) -> ResponseReturnValue:
    """The first few for the firm's page, fetched when that is there."""
    row, found = _offers_of(firm_id)
    return render_template(
        "fits/_best.html", firm=row, fits=found.fits[:SHOWN_BEST], number=len(found.fits), wants=found.wants
    )


@bp.get("/firms/<int:firm_id>/fit.csv")
@may(Permission.EXPORT)
def export_firm(firm_id: int) -> ResponseReturnValue:
    row, found = _offers_of(firm_id)
    fits = _asked_offers(found, OfferFitFilterForm.from_address(parks=list_parks()))
    rows = exports.offer_rows(fits, found.wants)
    return send_export(
        exports.OFFER_HEAD, rows, f"offers-{row.ref}.csv", entity="firms", entity_id=str(row.id)
    )


def _offers_of(firm_id: int) -> tuple[Firm, OfferFits]:
    user = signed_in_user()
    row = queries.get_firm(firm_id, viewer=user)
    return row, matching.offers_for(row.id, viewer=user)


def _asked_offers(found: OfferFits, form: OfferFitFilterForm) -> list[Fit]:
    read = form.readable()
    words = (read["q"] or "").strip().casefold()
    return [
        fit
        for fit in found.fits
        if has_reason(fit, read["reason"])
        and read["park"] in (None, fit.wanted.park_id)
        and words in found.wants[fit.wanted.offer_id or 0].offer.title.casefold()
    ]


@bp.route("/fits/weights", methods=["GET", "POST"])
@may(Permission.EDIT_FIT_WEIGHTS)
def weights() -> ResponseReturnValue:
    held = queries.get_weights()
    form = WeightsForm(data={**{each.value: held[each] for each in Signal}, "seen": seen_text(held)})
    if form.validate_on_submit():
        with form.saving():
            service.set_weights(form.written(), by=signed_in_user(), seen=form.seen_weights())
        if not form.has_failed:
            flash(_("Fits are reckoned by these weights from now on."), "success")
            return redirect(url_for(".weights"))
    return form_page(
        "fits/weights.html",
        form,
        signals=list(Signal),
        shares=SHARES,
        defaults=DEFAULT_WEIGHTS,
        ties=TIES,
        ages=rules.AGES,
    )
