"""Offers: the list and its export, one of them, writing and changing it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.catalogue import exports, queries, rules, service
from crm.catalogue.addresses import public_url
from crm.catalogue.comparing import current_version, sides
from crm.catalogue.forms import PARTS, PREFIXES, OfferFilterForm, OfferForm
from crm.catalogue.labels import FIGURES, OWN_NAMES
from crm.catalogue.queries import OfferFilters
from crm.catalogue.queries.offers import list_industries
from crm.catalogue.rules import LANGUAGE_OF, Move
from crm.catalogue.service.publishing import GAPS
from crm.catalogue.views.blueprint import bp
from crm.core.parks import list_parks
from crm.core.permissions import Permission, check_own_park, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.web.conflicts import ConflictRow, conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language, local_name
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.money import MINOR_PER_UNIT
from models import Offer
from models.enums import CooperationMode, OfferState

SORTS = {
    "changed": Sort(Offer.updated_at, descending=True),
    "ref": Sort(Offer.ref),
    "title": Sort(Offer.title),
}
MORE_FILTERS = ("mode", "runs_out_by", "public", "archived")
CONSENT_TO_PUBLISH = "本人同意在招商目录及招商手册中公开姓名、电话和电子邮箱，供投资者咨询使用；可随时撤回。"
"""In the language of the person who gives it."""


@bp.get("")
@may(Permission.VIEW_CATALOGUE)
def index() -> ResponseReturnValue:
    form = _filter_form()
    page = page_of(
        queries.offers_query(_filters(form), viewer=signed_in_user()),
        sorts=SORTS,
        default="changed",
        id_column=Offer.id,
    )
    return render_template(
        "catalogue/index.html", page=page, form=form, chips=active_filters(form), more=MORE_FILTERS
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    rows = queries.iterate_offers(_filters(_filter_form()), viewer=signed_in_user())
    name = f"offers-{clock.today().isoformat()}.csv"
    return send_export(exports.HEAD, map(exports.row_of, rows), name, entity="offers")


def _filter_form() -> OfferFilterForm:
    return OfferFilterForm.from_address(parks=list_parks(), industries=list_industries())


def _filters(form: OfferFilterForm) -> OfferFilters:
    read = form.readable()
    return OfferFilters(
        query=read["q"] or "",
        park_id=read["park"],
        industry_id=read["industry"],
        mode=read["mode"],
        state=read["state"],
        is_public=bool(read["public"]),
        runs_out_by=read["runs_out_by"],
        is_archived=bool(read["archived"]),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_CATALOGUE)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = OfferForm(
        data={
            "park_id": own_park_id(user),
            "mode": CooperationMode.OPEN,
            "valid_from": clock.today(),
            "consent_text": CONSENT_TO_PUBLISH,
        }
    )
    _offer_choices(form)
    if form.validate_on_submit():
        with form.saving():
            offer = service.write_offer(form.written(), by=user)
        if not form.has_failed:
            flash(_("Saved as a draft. Look at the traditional text, then submit it."), "success")
            return redirect(url_for(".detail", offer_id=offer.id))
    return form_page("catalogue/form.html", form, offer=None, prefixes=PREFIXES, figures=FIGURES)


@bp.get("/<int:offer_id>")
@may(Permission.VIEW_CATALOGUE)
def detail(offer_id: int) -> ResponseReturnValue:
    offer = queries.get_offer(offer_id, viewer=signed_in_user())
    return detail_page(offer)


def detail_page(offer: Offer, **context: Any) -> ResponseReturnValue:
    user = signed_in_user()
    may_edit = is_granted(user, Permission.EDIT_CATALOGUE) and is_own_park(user, offer.park_id)
    version = current_version(offer)
    return render_template(
        "catalogue/detail.html",
        offer=offer,
        sides=sides(offer),
        version=version,
        figures=FIGURES,
        own_names=OWN_NAMES,
        gaps=[GAPS[gap] for gap in service.list_gaps(offer)] if may_edit else [],
        offences=service.list_offences(offer) if may_edit else [],
        may_change=may_edit,
        may_edit=may_edit and not offer.is_archived and _can(offer, Move.EDIT),
        may_submit=may_edit and not offer.is_archived and _can(offer, Move.SUBMIT),
        may_take_back=may_edit and _can(offer, Move.TAKE_BACK),
        may_withdraw=may_edit and offer.public_number is not None,
        may_publish=service.may_publish(offer, user),
        may_return=(
            is_granted(user, Permission.PUBLISH_OFFERS)
            and is_own_park(user, offer.park_id)
            and offer.state is OfferState.SUBMITTED
        ),
        open_enquiries=queries.count_open_enquiries(offer) if may_edit else 0,
        share_url=public_url(offer.public_key, LANGUAGE_OF[language()]) if version else None,
        **context,
    )


def _can(offer: Offer, move: Move) -> bool:
    return rules.can_move(move, offer.state, is_public=offer.public_number is not None)


@bp.route("/<int:offer_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CATALOGUE)
def edit(offer_id: int) -> ResponseReturnValue:
    user, offer = signed_in_user(), asked(offer_id)
    form = OfferForm(obj=_as_written(offer))
    _offer_choices(form, offer)
    if form.validate_on_submit():
        keep_theirs(form, _as_written(offer))
        with form.saving():
            service.edit_offer(offer, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved. What is public stays as it is until this is published."), "success")
            return redirect(url_for(".detail", offer_id=offer_id))
    return form_page(
        "catalogue/form.html",
        form,
        offer=offer,
        prefixes=PREFIXES,
        figures=FIGURES,
        conflict=_conflict(form, offer),
    )


def _conflict(form: OfferForm, offer: Offer) -> list[ConflictRow]:
    return conflict_rows(form, lambda: _as_written(offer))


def _as_written(offer: Offer) -> SimpleNamespace:
    """The offer as its form shows it, by the names of the inputs."""
    written = service.fields_of(offer)
    shown: dict[str, Any] = {name: getattr(written, name) for name in service.FIGURES}
    shown["land_mu"] = None if written.land_mu is None else int(written.land_mu * MINOR_PER_UNIT)
    shown |= {name: getattr(written.contact, name) for name in service.CONTACT}
    for kind, prefix in PREFIXES.items():
        text = written.texts.get(kind)
        shown |= {f"{prefix}_{part}": (getattr(text, part) or "") if text else "" for part in PARTS}
    return SimpleNamespace(**shown, lock_version=offer.lock_version)


def _offer_choices(form: OfferForm, offer: Offer | None = None) -> None:
    user = signed_in_user()
    form.offer(list_parks(), own_park_id(user), queries.list_choices(viewer=user))
    if offer is None:
        return
    if offer.chain_link:
        form.keep_choice("chain_link_id", offer.chain_link_id, local_name(offer.chain_link))
    if offer.review:
        form.keep_choice("review_id", offer.review_id, offer.review.number or offer.review.subject)
    if offer.policy:
        form.keep_choice("policy_id", offer.policy_id, offer.policy.name)


@bp.route("/<int:offer_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CATALOGUE)
def archive(offer_id: int) -> ResponseReturnValue:
    user, offer = signed_in_user(), asked(offer_id)
    return reason_page(
        "catalogue/reason.html",
        lambda reason: service.archive_offer(offer, reason=reason, by=user),
        done=_("The offer is put away."),
        back=url_for(".detail", offer_id=offer_id),
        offer=offer,
        title=_("Put the offer away"),
        submit=_("Put away"),
    )


@bp.post("/<int:offer_id>/restore")
@may(Permission.EDIT_CATALOGUE)
def restore(offer_id: int) -> ResponseReturnValue:
    user, offer = signed_in_user(), asked(offer_id)
    with transaction():
        service.restore_offer(offer, by=user)
    flash(_("The offer is back."), "success")
    return redirect(url_for(".detail", offer_id=offer_id))


def asked(offer_id: int) -> Offer:
    """One that this person may change."""
    user = signed_in_user()
    offer = queries.get_offer(offer_id, viewer=user)
    check_own_park(offer.park_id, user)
    return offer
