"""Claims under policies: the list, its export, one claim, its steps; what a firm or a talent could claim."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.policies import exports
from crm.policies.forms.claims import (
    MORE_FILTERS,
    PolicyClaimFilterForm,
    PolicyClaimForm,
    StepForm,
)
from crm.policies.history import step_lines
from crm.policies.labels import VERBS
from crm.policies.queries import claims as queries
from crm.policies.queries.claims import ClaimFilters
from crm.policies.queries.matching import Match, match_firm, match_talent
from crm.policies.queries.policies import list_articles
from crm.policies.queries.promises import list_staff
from crm.policies.reasons import names_of, reason_words
from crm.policies.rules import claims as rules
from crm.policies.service import claims as service
from crm.policies.views.promises import show_firm
from crm.policies.views.reviews import parks_of
from crm.web.choices import one_of, to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import PolicyClaim, User
from models.enums import Claimant, PolicyClaimState

bp = Blueprint("policy_claims", __name__, url_prefix="/policy-claims")

SORTS = {
    "due": Sort(PolicyClaim.due_key),
    "made": Sort(PolicyClaim.id, descending=True),
    "ref": Sort(PolicyClaim.ref),
}
FROM_LINKS = ("firm", "policy", "talent")
"""Arguments that come by a link and have no input."""


@bp.get("")
@may(Permission.VIEW_POLICIES)
def index() -> ResponseReturnValue:
    user, today = signed_in_user(), clock.today()
    form = PolicyClaimFilterForm.from_address(parks=parks_of(user))
    page = page_of(
        queries.claims_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="made",
        id_column=PolicyClaim.id,
    )
    return render_template(
        "policy_claims/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        kept=FROM_LINKS,
        is_late=lambda claim: rules.is_late(claim.state, claim.due_on, today),
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    user = signed_in_user()
    form = PolicyClaimFilterForm.from_address(parks=parks_of(user))
    rows = queries.iterate_claims(_filters(form), viewer=user)
    name = f"policy-claims-{clock.today().isoformat()}.csv"
    return send_export(
        exports.CLAIMS_HEAD, (exports.claim_row(each) for each in rows), name, entity="policy_claims"
    )


def _filters(form: PolicyClaimFilterForm) -> ClaimFilters:
    read = form.readable()
    return ClaimFilters(
        query=read["q"] or "",
        state=read["state"],
        park_id=read["park"],
        firm_id=to_id(request.args.get("firm")),
        policy_id=to_id(request.args.get("policy")),
        talent_id=to_id(request.args.get("talent")),
        late_on=clock.today() if read["late"] else None,
        is_archived=bool(read["archived"]),
    )


# --- What could be claimed -------------------------------------------------------------------------------


@bp.get("/firms/<int:firm_id>")
@may(Permission.VIEW_POLICIES)
def for_firm(firm_id: int) -> ResponseReturnValue:
    """Which articles the firm fits, why, and what of it isn't claimed yet."""
    user = signed_in_user()
    firm = firms.get_firm(firm_id, viewer=user)
    found = match_firm(firm, viewer=user, today=clock.today())
    return _matches(found, firm=firm)


@bp.get("/talents/<int:talent_id>")
@may(Permission.VIEW_TALENTS)
def for_talent(talent_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    talent = queries.get_talent(talent_id, viewer=user)
    found = match_talent(talent, viewer=user, today=clock.today())
    return _matches(found, talent=talent)


def _matches(found: Sequence[Match], **whose: object) -> ResponseReturnValue:
    names = names_of(list_parks(), firms.list_industries())
    return render_template(
        "policy_claims/matches.html",
        matches=found,
        unclaimed=sum(each.is_unclaimed for each in found),
        reasons=lambda match: [(each.outcome, reason_words(each, names)) for each in match.findings],
        **{"firm": None, "talent": None, **whose},
    )


# --- One claim -------------------------------------------------------------------------------------------


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.HANDLE_POLICY_CLAIMS)
def new() -> ResponseReturnValue:
    """``firm`` or ``talent``, and ``article``, may stand in the address."""
    user = signed_in_user()
    talent_id = to_id(request.args.get("talent"))
    form = PolicyClaimForm(
        data={
            "article_id": to_id(request.args.get("article")),
            "firm_id": to_id(request.args.get("firm")),
            "talent_id": talent_id,
            "park_id": user.park_id,
        }
    )
    talent_id = to_id(form.talent_id.data)
    who = Claimant.FIRM if talent_id is None else Claimant.PERSON
    form.offer(parks_of(user), list_articles(viewer=user, only=who))
    form.offer_owners(list_staff(user.park_id))
    show_firm(form.firm_id, user)
    talent = queries.get_talent(talent_id, viewer=user) if talent_id is not None else None
    if form.validate_on_submit():
        with form.saving():
            claim = service.prepare_claim(form.written(), form.uploaded(), by=user)
        if not form.has_failed:
            flash(_("Saved as %(ref)s.", ref=claim.ref), "success")
            return redirect(url_for(".detail", policy_claim_id=claim.id))
    return form_page("policy_claims/form.html", form, claim=None, talent=talent)


@bp.get("/<int:policy_claim_id>")
@may(Permission.VIEW_POLICIES)
def detail(policy_claim_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    claim = queries.get_claim(policy_claim_id, viewer=user)
    may_handle = service.may_handle(claim.park_id, user)
    next_steps = rules.NEXT[claim.state] if may_handle and not claim.is_archived else ()
    return render_template(
        "policy_claims/detail.html",
        claim=claim,
        lines=step_lines(claim.steps),
        next_steps=[(state, VERBS[state]) for state in next_steps],
        may_handle=may_handle,
        is_late=rules.is_late(claim.state, claim.due_on, clock.today()),
    )


@bp.route("/<int:policy_claim_id>/edit", methods=["GET", "POST"])
@may(Permission.HANDLE_POLICY_CLAIMS)
def edit(policy_claim_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    claim = _own(policy_claim_id, user)
    form = PolicyClaimForm(obj=claim)
    form.keep_text()
    form.offer_owners(list_staff(claim.park_id), claim.owner)
    if form.validate_on_submit():
        keep_theirs(form, claim)
        with form.saving():
            service.edit_claim(
                claim, form.written(claim), form.uploaded(), by=user, lock_version=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", policy_claim_id=policy_claim_id))
    conflict = conflict_rows(form, lambda: queries.get_claim(policy_claim_id, viewer=user))
    return form_page("policy_claims/form.html", form, claim=claim, talent=None, conflict=conflict)


@bp.route("/<int:policy_claim_id>/steps/<name>", methods=["GET", "POST"])
@may(Permission.HANDLE_POLICY_CLAIMS)
def step(policy_claim_id: int, name: str) -> ResponseReturnValue:
    user = signed_in_user()
    claim = _own(policy_claim_id, user)
    state = one_of(PolicyClaimState)(name)
    if state is None:
        raise NotFoundError(_("There is no such step."))
    form = StepForm(data={"happened_on": clock.today()})
    form.keep_for(state)
    if form.validate_on_submit():
        with form.saving():
            service.move_claim(claim, state, form.written(), form.uploaded(), by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", policy_claim_id=policy_claim_id))
    return form_page("policy_claims/step.html", form, claim=claim, state_to=state, verb=VERBS[state])


@bp.route("/<int:policy_claim_id>/archive", methods=["GET", "POST"])
@may(Permission.HANDLE_POLICY_CLAIMS)
def archive(policy_claim_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    claim = _own(policy_claim_id, user)
    return reason_page(
        "policy_claims/archive.html",
        lambda reason: service.archive_claim(claim, reason=reason, by=user),
        done=_("The claim is put away."),
        back=url_for(".detail", policy_claim_id=policy_claim_id),
        claim=claim,
    )


@bp.post("/<int:policy_claim_id>/restore")
@may(Permission.HANDLE_POLICY_CLAIMS)
def restore(policy_claim_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    claim = _own(policy_claim_id, user)
    with transaction():
        service.restore_claim(claim, by=user)
    flash(_("The claim is back."), "success")
    return redirect(url_for(".detail", policy_claim_id=policy_claim_id))


def _own(policy_claim_id: int, user: User) -> PolicyClaim:
    claim = queries.get_claim(policy_claim_id, viewer=user)
    service.check_may_handle(claim.park_id, user)
    return claim
