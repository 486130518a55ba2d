"""What everybody may read and ask, without signing in: published versions, and nothing else."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from crm.catalogue import queries, service, showing
from crm.catalogue.addresses import png_code, public_url, svg_code
from crm.catalogue.forms import EnquiryForm, PublicFilterForm
from crm.catalogue.labels import FIGURES, OWN_NAMES
from crm.catalogue.queries import PublishedFilters
from crm.catalogue.rules import LANGUAGE_OF, LOCALE_OF, Written
from crm.catalogue.service import Asked
from crm.catalogue.service.enquiries import CONSENT
from crm.core.preferences import get_preference
from crm.web import rate_limits
from crm.web.choices import one_of
from crm.web.downloads import send_bytes
from crm.web.fields import plain_text
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import anyone
from crm.web.labels import language
from crm.web.paging import Sort, list_url, page_of
from kernel.errors import NotFoundError
from models import OfferVersion
from models.enums import OfferLanguage

bp = Blueprint("showcase", __name__, url_prefix="/catalogue")

SORTS = {"newest": Sort(OfferVersion.recorded_at, descending=True)}
RECEIPT = "catalogue_receipt"


def _reads() -> str:
    return f"{get_preference('catalogue.reads_per_minute')} per minute"


def _sends() -> str:
    return f"{get_preference('catalogue.enquiries_per_hour')} per hour"


_reading = rate_limits.limiter.shared_limit(_reads, scope="catalogue")
_sending = rate_limits.limiter.limit(_sends, methods=["POST"])


@bp.before_request
def speak() -> None:
    """The address says in which language: a link that is shared shows the same to everybody."""
    wanted = one_of(OfferLanguage)(request.args.get("lang"))
    if wanted is not None:
        g.locale = LOCALE_OF[wanted]
        refresh()


@bp.get("")
@anyone
@_reading
def index() -> ResponseReturnValue:
    parks, industries = queries.list_published_choices()
    form = PublicFilterForm.from_address(parks=parks, industries=industries)
    read = form.readable()
    filters = PublishedFilters(read["park"], read["industry"], read["mode"], _language())
    page = page_of(queries.published_query(filters), sorts=SORTS, default="newest", id_column=OfferVersion.id)
    return render_template(
        "catalogue/public/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        snapshots=showing.shown_of(page.rows),
        elsewhere=queries.count_in_other_languages(filters),
        **_words({each: list_url(lang=each.value) for each in OfferLanguage}),
    )


@bp.get("/<key>")
@anyone
@_reading
def offer(key: str) -> ResponseReturnValue:
    return _offer_page(queries.get_published(key), EnquiryForm(formdata=None))


@bp.post("/<key>/enquiries")
@anyone
@_sending
def enquire(key: str) -> ResponseReturnValue:
    version, form = queries.get_published(key), EnquiryForm()
    if not form.validate_on_submit():
        return _offer_page(version, form)
    if not form.website.data:
        with form.saving():
            session[RECEIPT] = service.receive_enquiry(version, _asked(form)).receipt
        if form.has_failed:
            return _offer_page(version, form)
    # What fell into the trap gets the same answer, and is not kept.
    return redirect(url_for(".received", key=key, lang=_language().value))


@bp.get("/<key>/received")
@anyone
@_reading
def received(key: str) -> ResponseReturnValue:
    """The receipt, in this browser only."""
    version = queries.get_published(key)
    return render_template(
        "catalogue/public/received.html",
        version=version,
        snapshot=showing.shown(version),
        receipt=session.get(RECEIPT),
        **_words(_addresses(".received", key)),
    )


@bp.get("/<key>/code.<kind>")
@anyone
@_reading
def code(key: str, kind: str) -> ResponseReturnValue:
    """The address as a code to photograph: ``svg`` or ``png``, to look at or (``download``) to keep."""
    version = queries.get_published(key)
    address = public_url(key, _language())
    kinds = {"svg": ("image/svg+xml", svg_code), "png": ("image/png", png_code)}
    if kind not in kinds:
        raise NotFoundError(_("A code is drawn as svg or png."))
    media_type, draw = kinds[kind]
    if "download" in request.args:
        return send_bytes(draw(address), f"{version.offer.ref}.{kind}", media_type)
    return Response(draw(address), mimetype=media_type)


def _language() -> OfferLanguage:
    return LANGUAGE_OF.get(language(), OfferLanguage.HANS)


def _asked(form: EnquiryForm) -> Asked:
    name, firm_name, contact, message = (
        plain_text(form.data[each]) or "" for each in ("name", "firm_name", "contact", "message")
    )
    return Asked(name, firm_name, contact, message, _language(), str(CONSENT))


def _offer_page(version: OfferVersion, form: EnquiryForm) -> ResponseReturnValue:
    snapshot = showing.shown(version)
    text: Written | None = snapshot.text(_language())
    return form_page(
        "catalogue/public/offer.html",
        form,
        version=version,
        snapshot=snapshot,
        text=text,
        consent=CONSENT,
        share_url=public_url(version.offer.public_key, _language()),
        **_words(_addresses(".offer", version.offer.public_key)),
    )


def _addresses(endpoint: str, key: str) -> dict[OfferLanguage, str]:
    return {each: url_for(endpoint, key=key, lang=each.value) for each in OfferLanguage}


def _words(addresses: dict[OfferLanguage, str]) -> dict[str, object]:
    """What every public page says; ``addresses`` are its own in each language."""
    return {
        "spoken": _language(),
        "own_names": OWN_NAMES,
        "figures": FIGURES,
        "language_urls": addresses,
    }
