"""The way before the public: confirming texts, submitting, the second key, and back."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.catalogue import queries, service, snapshots
from crm.catalogue.labels import FIGURES, OWN_NAMES
from crm.catalogue.views.blueprint import bp
from crm.catalogue.views.offers import asked
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.web.choices import one_of, to_id
from crm.web.forms import reason_page
from crm.web.guards import may, signed_in_user
from kernel.errors import NotFoundError
from models import Offer
from models.enums import OfferLanguage


@bp.post("/<int:offer_id>/texts/<language>/confirm")
@may(Permission.EDIT_CATALOGUE)
def confirm(offer_id: int, language: str) -> ResponseReturnValue:
    """A person has read the machine's draft, or what the simplified text has left behind."""
    meant = one_of(OfferLanguage)(language)
    if meant is None:
        abort(404)
    user = signed_in_user()
    return _done(
        offer_id,
        lambda offer: service.confirm_text(offer, meant, by=user),
        _("Confirmed: it goes out with the next version."),
    )


@bp.post("/<int:offer_id>/draft")
@may(Permission.EDIT_CATALOGUE)
def draft(offer_id: int) -> ResponseReturnValue:
    """Let the machine write the traditional text anew."""
    user = signed_in_user()
    return _done(
        offer_id,
        lambda offer: service.draft_traditional(offer, by=user),
        _("Drafted anew. Read it and confirm it."),
    )


@bp.post("/<int:offer_id>/submit")
@may(Permission.EDIT_CATALOGUE)
def submit(offer_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    return _done(
        offer_id,
        lambda offer: service.submit_offer(offer, by=user),
        _("Submitted. A second person publishes it."),
    )


@bp.post("/<int:offer_id>/take-back")
@may(Permission.EDIT_CATALOGUE)
def take_back(offer_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    return _done(
        offer_id, lambda offer: service.take_back_offer(offer, by=user), _("Taken back. Go on writing.")
    )


@bp.post("/<int:offer_id>/publish")
@may(Permission.PUBLISH_OFFERS)
def publish(offer_id: int) -> ResponseReturnValue:
    user, seen = signed_in_user(), to_id(request.form.get("lock_version"))
    return _done(
        offer_id,
        lambda offer: service.publish_offer(offer, by=user, seen=seen),
        _("Published: everybody can read it now."),
    )


@bp.route("/<int:offer_id>/return", methods=["GET", "POST"])
@may(Permission.PUBLISH_OFFERS)
def send_back(offer_id: int) -> ResponseReturnValue:
    user, offer = signed_in_user(), asked(offer_id)
    return reason_page(
        "catalogue/reason.html",
        lambda reason: service.return_offer(offer, reason=reason, by=user),
        done=_("Returned to who submitted it."),
        back=url_for(".detail", offer_id=offer_id),
        offer=offer,
        title=_("Return the offer"),
        submit=_("Return"),
    )


@bp.route("/<int:offer_id>/withdraw", methods=["GET", "POST"])
@may(Permission.EDIT_CATALOGUE)
def withdraw(offer_id: int) -> ResponseReturnValue:
    user, offer = signed_in_user(), asked(offer_id)
    return reason_page(
        "catalogue/reason.html",
        lambda reason: service.withdraw_offer(offer, reason=reason, by=user),
        done=_("Withdrawn: the public no longer finds it."),
        back=url_for(".detail", offer_id=offer_id),
        offer=offer,
        title=_("Withdraw the offer from the public"),
        submit=_("Withdraw"),
    )


@bp.get("/<int:offer_id>/versions/<int:number>")
@may(Permission.VIEW_CATALOGUE)
def version(offer_id: int, number: int) -> ResponseReturnValue:
    """An offer as it was published then."""
    offer = queries.get_offer(offer_id, viewer=signed_in_user())
    found = next((each for each in offer.versions if each.number == number), None)
    if found is None:
        raise NotFoundError(_("There is no such version."))
    return render_template(
        "catalogue/version.html",
        offer=offer,
        version=found,
        snapshot=snapshots.unpack(found),
        figures=FIGURES,
        own_names=OWN_NAMES,
        languages_of=list(OfferLanguage),
    )


def _done(offer_id: int, act: Callable[[Offer], object], words: str) -> ResponseReturnValue:
    offer = asked(offer_id)
    with transaction():
        act(offer)
    flash(words, "success")
    return redirect(url_for(".detail", offer_id=offer_id))
