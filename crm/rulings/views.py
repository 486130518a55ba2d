"""The office's queue of what is asked about claims, and one case with both sides."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.claims import labels as _claim_words  # noqa: F401 - names the kinds
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.rulings import labels as _words  # noqa: F401 - names the outcomes
from crm.rulings import queries, rules, service
from crm.rulings.forms import QueueForm, RulingForm, ruling_form
from crm.rulings.queries import RequestFilters
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from crm.web.paging import Sort, page_of
from kernel import clock
from models import ClaimRequest
from models.enums import RequestState

bp = Blueprint("rulings", __name__, url_prefix="/rulings")

SORTS = {"asked": Sort(ClaimRequest.asked_at), "id": Sort(ClaimRequest.id)}


@bp.get("")
@may(Permission.RULE_CLAIMS)
def index() -> ResponseReturnValue:
    """What waits, the eldest first; with a state in the address also what was decided."""
    form = QueueForm.from_address(parks=list_parks())
    read = form.readable()
    state = RequestState.OPEN if "state" not in request.args else read["state"]
    if "state" not in request.args:
        form.state.data = RequestState.OPEN
    filters = RequestFilters(state=state, kind=read["kind"], park_id=read["park"])
    page = page_of(
        queries.requests_query(filters, viewer=signed_in_user()),
        sorts=SORTS,
        default="asked",
        id_column=ClaimRequest.id,
    )
    return render_template("rulings/index.html", page=page, form=form, chips=active_filters(form))


@bp.route("/<int:request_id>", methods=["GET", "POST"])
@may(Permission.RULE_CLAIMS)
def detail(request_id: int) -> ResponseReturnValue:
    """Both sides beside each other, and the ruling."""
    user = signed_in_user()
    case = queries.get_case(request_id, viewer=user)
    form = _form(case)
    if form.validate_on_submit():
        with form.saving():
            service.decide(case, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Decided. Both parks are told."), "success")
            return redirect(url_for(".detail", request_id=request_id))
    return form_page(
        "rulings/detail.html", form, case=case, today=clock.today(), outcomes=rules.OUTCOMES[case.kind]
    )


def _form(case: ClaimRequest) -> RulingForm:
    parks = list_parks()
    holder, asking = case.claim.park_id, case.park_id
    start = {
        "to_park_id": asking if asking != holder else None,
        "holds_from": clock.today(),
        "until_on": case.until_on,
        "lock_version": case.lock_version,
    }
    if case.share:
        start |= {f"share_{asking}": case.share, f"share_{holder}": 10_000 - case.share}
    return ruling_form(case.kind, parks, {park.id: local_name(park) for park in parks}, data=start)
