"""Ways in to claims: the register and its export, one claim, filing, steps, and asking the office."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.claims import exports, queries, service
from crm.claims import labels as _words  # noqa: F401 - names the states
from crm.claims.forms import (
    MORE_FILTERS,
    AskForm,
    ClaimFilterForm,
    ClaimForm,
    EditForm,
    LinkForm,
    ProgressForm,
    uploads,
)
from crm.claims.history import history_lines, shares_words, step_words
from crm.claims.queries import ClaimFilters
from crm.core.parks import list_parks
from crm.core.permissions import PARK_ROLES, Permission, check_own_park
from crm.core.preferences import get_preference
from crm.core.transactions import transaction
from crm.core.visibility import may_read_claim
from crm.firms import queries as firms
from crm.web.choices import records, to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import LookupField, set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from kernel.money import Currency
from models import Claim
from models.enums import RequestKind

bp = Blueprint("claims", __name__, url_prefix="/claims")

SORTS = {
    "filed": Sort(Claim.filed_at, descending=True),
    "until": Sort(Claim.protected_until),
    "ref": Sort(Claim.ref),
}
ASKED = {
    "sharing": RequestKind.SHARING,
    "transfer": RequestKind.TRANSFER,
    "renewal": RequestKind.RENEWAL,
    "dispute": RequestKind.DISPUTE,
}


@bp.get("")
@may(Permission.VIEW_CLAIMS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = ClaimFilterForm.from_address(parks=list_parks())
    _show_firm(form.firm)
    page = page_of(
        queries.claims_query(_filters(form), viewer=user), sorts=SORTS, default="filed", id_column=Claim.id
    )
    return render_template(
        "claims/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        reads=lambda claim: may_read_claim(user, claim),
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    user = signed_in_user()
    form = ClaimFilterForm.from_address(parks=list_parks())
    rows = queries.iterate_claims(_filters(form), viewer=user)
    name = f"claims-{clock.today().isoformat()}.csv"
    return send_export(exports.HEAD, (exports.row_of(each, user) for each in rows), name, entity="claims")


def _filters(form: ClaimFilterForm) -> ClaimFilters:
    read = form.readable()
    return ClaimFilters(
        query=read["q"] or "",
        state=read["state"],
        park_id=read["park"],
        firm_id=read["firm"],
        within_days=read["within"],
        is_waiting=bool(read["waiting"]),
    )


def _show_firm(field: LookupField) -> None:
    """Let the look-up find firms, and show the one that is chosen by its name."""
    field.lookup = endpoint_url("firms.lookup") or ""
    chosen = to_id(field.data)
    if chosen is None:
        return
    try:
        firm = firms.get_firm(chosen, viewer=signed_in_user())
    except NotFoundError:
        field.data = None
    else:
        set_choice(field, firm.id, firm.name)


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.FILE_CLAIMS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = ClaimForm(
        data={
            "firm_id": to_id(request.args.get("firm")),
            "park_id": user.park_id,
            "first_talk_on": clock.today(),
            "planned_currency": Currency.USD,
        }
    )
    form.offer(list_parks(), firms.list_industries())
    _show_firm(form.firm_id)
    if form.validate_on_submit():
        with form.saving():
            claim = service.file_claim(
                form.written(), files=uploads(form.files), by=user, matter=form.matter.data
            )
        if not form.has_failed:
            flash(_("Filed as %(ref)s: %(state)s.", ref=claim.ref, state=label(claim.state)), "success")
            return redirect(url_for(".detail", claim_id=claim.id))
    return form_page("claims/form.html", form, threshold=get_preference("claims.threshold_usd"))


@bp.get("/<int:claim_id>")
@may(Permission.VIEW_CLAIMS)
def detail(claim_id: int) -> ResponseReturnValue:
    """All of it for its park, the office and leaders; a rival reads whose, what, and until when."""
    user = signed_in_user()
    claim = queries.get_claim(claim_id, viewer=user)
    is_whole = may_read_claim(user, claim)
    asked = queries.list_requests(claim)
    shown = asked if is_whole else [each for each in asked if each.park_id == user.park_id]
    progress = queries.list_progress(claim) if is_whole else []
    return render_template(
        "claims/detail.html" if is_whole else "claims/rival.html",
        claim=claim,
        state_now=claim.state_on(clock.today()),
        steps=[(each, step_words(each, user)) for each in progress],
        proofs=queries.list_proofs(claim) if is_whole else [],
        requests=shown,
        retractable=[each.id for each in shown if service.may_take_back(each, user)],
        shares=shares_words(shown),
        lines=history_lines(claim, progress, shown, viewer=user),
        may_change=service.may_change(claim, user),
        askable=[name for name, kind in ASKED.items() if kind in service.may_ask_about(claim, user)],
        is_office=user.park_id is None,
    )


def _own(claim_id: int) -> Claim:
    user = signed_in_user()
    claim = queries.get_claim(claim_id, viewer=user)
    check_own_park(claim.park_id, user)
    return claim


@bp.route("/<int:claim_id>/edit", methods=["GET", "POST"])
@may(Permission.FILE_CLAIMS)
def edit(claim_id: int) -> ResponseReturnValue:
    user, claim = signed_in_user(), _own(claim_id)
    form = EditForm(obj=claim)
    form.industry_id.choices = records(firms.list_industries(), "")
    if form.validate_on_submit():
        keep_theirs(form, claim)
        with form.saving():
            service.edit_claim(
                claim,
                industry_id=form.industry_id.data,
                note=form.note.data,
                by=user,
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", claim_id=claim_id))
    conflict = conflict_rows(form, lambda: queries.get_claim(claim_id, viewer=user))
    return form_page("claims/edit.html", form, claim=claim, conflict=conflict)


@bp.route("/<int:claim_id>/progress", methods=["GET", "POST"])
@may(Permission.FILE_CLAIMS)
def progress(claim_id: int) -> ResponseReturnValue:
    user, claim = signed_in_user(), _own(claim_id)
    form = ProgressForm(data={"happened_on": clock.today()})
    if form.validate_on_submit():
        with form.saving():
            service.add_progress(
                claim,
                happened_on=form.happened_on.data or clock.today(),
                words=form.words.data or "",
                files=uploads(form.files),
                by=user,
            )
        if not form.has_failed:
            flash(_("Noted. Protected until %(day)s.", day=claim.protected_until.isoformat()), "success")
            return redirect(url_for(".detail", claim_id=claim_id))
    return form_page("claims/progress.html", form, claim=claim)


@bp.route("/<int:claim_id>/project", methods=["GET", "POST"])
@may(Permission.FILE_CLAIMS)
def project(claim_id: int) -> ResponseReturnValue:
    """Which project the matter became: its credit then follows the ruling, where there is one."""
    user, claim = signed_in_user(), _own(claim_id)
    form = LinkForm()
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    if form.validate_on_submit():
        with form.saving():
            service.link_project(claim, form.project_id.data, by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", claim_id=claim_id))
    return form_page("claims/project.html", form, claim=claim)


@bp.route("/<int:claim_id>/release", methods=["GET", "POST"])
@may(Permission.FILE_CLAIMS)
def release(claim_id: int) -> ResponseReturnValue:
    user, claim = signed_in_user(), _own(claim_id)
    return reason_page(
        "claims/release.html",
        lambda reason: service.release_claim(claim, reason=reason, by=user),
        done=_("The claim is released."),
        back=url_for(".detail", claim_id=claim_id),
        claim=claim,
    )


@bp.route("/<int:claim_id>/ask/<name>", methods=["GET", "POST"])
@may(Permission.FILE_CLAIMS)
def ask(claim_id: int, name: str) -> ResponseReturnValue:
    user = signed_in_user()
    claim = queries.get_claim(claim_id, viewer=user)
    kind = ASKED.get(name)
    if kind is None:
        raise NotFoundError(_("Nothing of the kind is asked for."))
    form = AskForm(data={"park_id": user.park_id or claim.park_id})
    form.keep_for(kind)
    own = [park for park in list_parks() if user.role not in PARK_ROLES or park.id == user.park_id]
    form.park_id.choices = records(own, "")
    if form.validate_on_submit():
        with form.saving():
            service.ask(claim, kind, form.asked(), park_id=form.park_id.data, by=user)
        if not form.has_failed:
            flash(_("The office has it."), "success")
            return redirect(url_for(".detail", claim_id=claim_id))
    return form_page("claims/ask.html", form, claim=claim, kind=kind)


@bp.post("/requests/<int:request_id>/take-back")
@may(Permission.FILE_CLAIMS)
def take_back(request_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    asked = queries.get_request(request_id, viewer=user)
    with transaction():
        service.take_back(asked, by=user)
    flash(_("The request is taken back."), "success")
    return redirect(url_for(".detail", claim_id=asked.claim_id))
