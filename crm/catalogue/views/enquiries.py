"""What the public asked: the list, one of them, and what becomes of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.catalogue import exports, queries, rules, service
from crm.catalogue.forms import EnquiryFilterForm, LeadForm
from crm.catalogue.queries import EnquiryFilters
from crm.catalogue.views.blueprint import bp
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.web.choices import to_id
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import Enquiry
from models.enums import EnquiryState

SORTS = {"received": Sort(Enquiry.received_at, descending=True)}


@bp.get("/enquiries")
@may(Permission.EDIT_CATALOGUE)
def enquiries() -> ResponseReturnValue:
    form = EnquiryFilterForm.from_address(parks=list_parks())
    page = page_of(
        queries.enquiries_query(_filters(form), viewer=signed_in_user()),
        sorts=SORTS,
        default="received",
        id_column=Enquiry.id,
    )
    return render_template("catalogue/enquiries.html", page=page, form=form, chips=active_filters(form))


@bp.get("/enquiries/export.csv")
@may(Permission.EDIT_CATALOGUE)
def export_enquiries() -> ResponseReturnValue:
    form = EnquiryFilterForm.from_address(parks=list_parks())
    rows = queries.iterate_enquiries(_filters(form), viewer=signed_in_user())
    name = f"enquiries-{clock.today().isoformat()}.csv"
    return send_export(exports.ENQUIRY_HEAD, map(exports.enquiry_row_of, rows), name, entity="enquiries")


def _filters(form: EnquiryFilterForm) -> EnquiryFilters:
    """``offer`` comes by link."""
    read = form.readable()
    return EnquiryFilters(
        query=read["q"] or "",
        state=read["state"],
        park_id=read["park"],
        offer_id=to_id(request.args.get("offer")),
    )


@bp.get("/enquiries/<int:enquiry_id>")
@may(Permission.EDIT_CATALOGUE)
def enquiry(enquiry_id: int) -> ResponseReturnValue:
    found = queries.get_enquiry(enquiry_id, viewer=signed_in_user())
    open_to = rules.ENQUIRY_MOVES[found.state]
    return render_template(
        "catalogue/enquiry.html",
        enquiry=found,
        may_take=EnquiryState.TAKEN in open_to,
        may_lead=EnquiryState.LEAD in open_to,
        may_refuse=EnquiryState.REFUSED in open_to,
    )


@bp.post("/enquiries/<int:enquiry_id>/take")
@may(Permission.EDIT_CATALOGUE)
def take(enquiry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = queries.get_enquiry(enquiry_id, viewer=user)
    with transaction():
        service.take_enquiry(found, by=user)
    flash(_("You see to it now."), "success")
    return redirect(url_for(".enquiry", enquiry_id=enquiry_id))


@bp.route("/enquiries/<int:enquiry_id>/refuse", methods=["GET", "POST"])
@may(Permission.EDIT_CATALOGUE)
def refuse(enquiry_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = queries.get_enquiry(enquiry_id, viewer=user)
    return reason_page(
        "catalogue/enquiry_reason.html",
        lambda reason: service.refuse_enquiry(found, reason=reason, by=user),
        done=_("Closed without following it up."),
        back=url_for(".enquiry", enquiry_id=enquiry_id),
        enquiry=found,
    )


@bp.route("/enquiries/<int:enquiry_id>/erase", methods=["GET", "POST"])
@may(Permission.PUBLISH_OFFERS)
def erase(enquiry_id: int) -> ResponseReturnValue:
    """Who asked wants to be forgotten at once."""
    user = signed_in_user()
    found = queries.get_enquiry(enquiry_id, viewer=user)
    return reason_page(
        "catalogue/enquiry_erase.html",
        lambda reason: service.erase_enquiry(found, reason=reason, by=user),
        done=_("Forgotten: nothing here says who asked."),
        back=url_for(".enquiry", enquiry_id=enquiry_id),
        enquiry=found,
    )


@bp.route("/enquiries/<int:enquiry_id>/lead", methods=["GET", "POST"])
@may(Permission.EDIT_CATALOGUE)
def lead(enquiry_id: int) -> ResponseReturnValue:
    """The firm is found or added; the project opens as a lead, with this enquiry as its source."""
    user = signed_in_user()
    found = queries.get_enquiry(enquiry_id, viewer=user)
    form = LeadForm(data=_proposed(found))
    _show_firm(form)
    if form.validate_on_submit():
        with form.saving():
            project = service.make_lead(found, form.written(), by=user, matter=form.matter.data)
        if not form.has_failed:
            flash(_("The enquiry became a lead."), "success")
            return redirect(url_for("projects.detail", project_id=project.id))
    return form_page("catalogue/lead.html", form, enquiry=found)


def _proposed(found: Enquiry) -> dict[str, object]:
    return {
        "new_firm_name": found.firm_name,
        "project_name": f"{found.firm_name} · {found.offer.title}"[:200],
    }


def _show_firm(form: LeadForm) -> None:
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    if form.firm_id.data is None:
        return
    try:
        firm = firms.get_firm(form.firm_id.data, viewer=signed_in_user())
    except NotFoundError:
        form.firm_id.data = None
    else:
        set_choice(form.firm_id, firm.id, firm.name)
