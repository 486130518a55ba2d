"""A planned project becomes an offer of the catalogue, or a pipeline project with an investor."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.firms import queries as firms
from crm.majors.forms.records import InvestorForm, OfferForm
from crm.majors.queries import records as queries
from crm.majors.service import conversions as service
from crm.majors.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.display import endpoint_url
from crm.web.fields import set_choice
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from kernel.errors import NotFoundError
from models.enums import CooperationMode


@bp.route("/<int:major_id>/offer", methods=["GET", "POST"])
@may(Permission.EDIT_CATALOGUE)
def become_offer(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    check_own_park(major.park_id, user)
    form = OfferForm(data={"mode": CooperationMode.OPEN})
    if form.validate_on_submit():
        with form.saving():
            offer = service.become_offer(major, form.mode.data, by=user)
        if not form.has_failed:
            flash(
                _("The draft of the offer stands in the catalogue. It is public once it is published."),
                "success",
            )
            back = url_for(".detail", major_id=major_id)
            return redirect(endpoint_url("catalogue.detail", offer_id=offer.id) or back)
    return form_page("majors/become_offer.html", form, major=major)


@bp.route("/<int:major_id>/project", methods=["GET", "POST"])
@may(Permission.EDIT_PROJECTS)
def become_project(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    check_own_park(major.park_id, user)
    form = InvestorForm(data={"lead_on": clock.today()})
    form.offer(projects.list_choices(viewer=user))
    _show_firm(form)
    if form.validate_on_submit():
        with form.saving():
            project = service.become_project(major, form.written(), by=user)
        if not form.has_failed:
            flash(_("The pipeline project is opened as a lead."), "success")
            return redirect(url_for("projects.detail", project_id=project.id))
    return form_page("majors/become_project.html", form, major=major)


def _show_firm(form: InvestorForm) -> None:
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    if form.firm_id.data is None:
        return
    try:
        firm = firms.get_firm(form.firm_id.data, viewer=signed_in_user())
    except NotFoundError:
        return
    set_choice(form.firm_id, firm.id, firm.name)
