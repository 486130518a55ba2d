"""Pages of the chain map: chains of the parks, one chain with its picture, links, who fills them, gaps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.chains import exports, pictures, queries, rules, service
from crm.chains.forms import ChainFilterForm, ChainForm, FillerForm, FirmForm, GapFilterForm, LinkForm
from crm.chains.labels import STRENGTHS, rule_words
from crm.chains.queries import ChainFilters, GapFilters, LinkView
from crm.core.parks import list_parks
from crm.core.permissions import Permission, check_own_park, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.firms.queries import list_industries
from crm.web.choices import to_id
from crm.web.computed import Sorts, computed_page, sorted_rows
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from models import Chain, ChainLink, LinkFiller

bp = Blueprint("chains", __name__, url_prefix="/chains")

GAP_SORTS: Sorts[LinkView] = {
    "park": lambda view: (view.chain.park.position, view.chain.position, view.chain.id, view.link.position),
    "state": lambda view: (-view.state.weight, view.chain.park.position, view.chain.id),
    "link": lambda view: local_name(view.link),
    "chain": lambda view: (local_name(view.chain), view.link.position),
}


@bp.get("")
@may(Permission.VIEW_CHAINS)
def index() -> ResponseReturnValue:
    form = ChainFilterForm.from_address(parks=list_parks())
    read = form.readable()
    filters = ChainFilters(read["q"] or "", read["park"], bool(read["archived"]))
    chains = queries.list_chains(filters, viewer=signed_in_user())
    views = queries.view_links([chain.id for chain in chains])
    balances = {key: rules.balance(view.state for view in of_chain) for key, of_chain in views.items()}
    return render_template(
        "chains/index.html",
        chains=chains,
        balances=balances,
        whole=rules.balance(view.state for of_chain in views.values() for view in of_chain),
        form=form,
        chips=active_filters(form),
    )


@bp.get("/gaps")
@may(Permission.VIEW_CHAINS)
def gaps() -> ResponseReturnValue:
    form, found = _gaps()
    page = computed_page(found, GAP_SORTS, "park", lambda view: view.link.id)
    return render_template("chains/gaps.html", form=form, chips=active_filters(form), page=page)


@bp.get("/gaps.csv")
@may(Permission.EXPORT)
def export_gaps() -> ResponseReturnValue:
    _form, found = _gaps()
    rows = exports.gap_rows(sorted_rows(found, GAP_SORTS, "park"))
    return send_export(exports.GAP_HEAD, rows, "chain-gaps.csv", entity="chain_links", entity_id="gaps")


def _gaps() -> tuple[GapFilterForm, list[LinkView]]:
    user = signed_in_user()
    chains = queries.list_chains(ChainFilters(), viewer=user)
    form = GapFilterForm.from_address(parks=list_parks(), chains=chains)
    read = form.readable()
    filters = GapFilters(read["q"] or "", read["park"], read["chain"], read["state"], read["need"])
    return form, queries.list_gaps(filters, viewer=user)


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = ChainForm(data={"park_id": own_park_id(user) or to_id(request.args.get("park"))})
    form.offer(list_parks(), list_industries(), own_park_id(user))
    if form.validate_on_submit():
        with form.saving():
            row = service.add_chain(form.written(), by=user)
        if not form.has_failed:
            flash(_("The chain is drawn. Now add its links."), "success")
            return redirect(url_for(".detail", chain_id=row.id))
    return form_page("chains/form.html", form, chain=None)


@bp.get("/<int:chain_id>")
@may(Permission.VIEW_CHAINS)
def detail(chain_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    chain = queries.get_chain(chain_id, viewer=user)
    views = queries.view_links([chain.id])[chain.id]
    may_change = is_granted(user, Permission.EDIT_CHAINS) and is_own_park(user, chain.park_id)
    return render_template(
        "chains/detail.html",
        chain=chain,
        views=views,
        balance=rules.balance(view.state for view in views),
        option=pictures.chain_tree(chain, views) if views else None,
        height=pictures.height_of(views),
        state_rules=[(rule.state, rule_words(rule)) for rule in rules.STATE_RULES],
        strengths=STRENGTHS,
        archived=queries.list_archived_links(chain.id),
        former=queries.list_archived_fillers(chain.id),
        may_restore=may_change,
        may_edit=may_change and not chain.is_archived,
    )


@bp.route("/<int:chain_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def edit(chain_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _chain(chain_id)
    form = ChainForm(obj=_shown(row, service.ChainFields))
    form.offer(list_parks(), list_industries(), own_park_id(user))
    if form.validate_on_submit():
        with form.saving():
            service.edit_chain(row, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", chain_id=chain_id))
    return form_page("chains/form.html", form, chain=row)


@bp.route("/<int:chain_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def archive(chain_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _chain(chain_id)
    return reason_page(
        "chains/reason.html",
        lambda reason: service.archive_chain(row, reason=reason, by=user),
        done=_("The chain is put away."),
        back=url_for(".detail", chain_id=chain_id),
        chain=row,
        name=local_name(row),
    )


@bp.post("/<int:chain_id>/restore")
@may(Permission.EDIT_CHAINS)
def restore(chain_id: int) -> ResponseReturnValue:
    with transaction():
        service.restore_chain(_chain(chain_id), by=signed_in_user())
    flash(_("The chain is back."), "success")
    return redirect(url_for(".detail", chain_id=chain_id))


# --- Links ---------------------------------------------------------------------------------------


@bp.route("/<int:chain_id>/links/new", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def new_link(chain_id: int) -> ResponseReturnValue:
    user, chain, form = signed_in_user(), _chain(chain_id), LinkForm()
    form.offer(list_industries())
    if form.validate_on_submit():
        with form.saving():
            service.add_link(chain, form.written(), by=user)
        if not form.has_failed:
            flash(_("The link is added."), "success")
            return redirect(url_for(".detail", chain_id=chain_id))
    return form_page("chains/link.html", form, chain=chain, link=None)


@bp.route("/links/<int:link_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def edit_link(link_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _link(link_id)
    form = LinkForm(obj=_shown(row, service.LinkFields))
    form.offer(list_industries())
    if form.validate_on_submit():
        with form.saving():
            service.edit_link(row, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return _to_link(row)
    return form_page("chains/link.html", form, chain=row.chain, link=row)


@bp.route("/links/<int:link_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def archive_link(link_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _link(link_id)
    return reason_page(
        "chains/reason.html",
        lambda reason: service.archive_link(row, reason=reason, by=user),
        done=_("The link is put away."),
        back=url_for(".detail", chain_id=row.chain_id),
        chain=row.chain,
        name=local_name(row),
    )


@bp.post("/links/<int:link_id>/restore")
@may(Permission.EDIT_CHAINS)
def restore_link(link_id: int) -> ResponseReturnValue:
    row = _link(link_id)
    with transaction():
        service.restore_link(row, by=signed_in_user())
    flash(_("The link is back."), "success")
    return _to_link(row)


# --- Who fills a link ----------------------------------------------------------------------------


@bp.route("/links/<int:link_id>/fillers/new", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def new_filler(link_id: int) -> ResponseReturnValue:
    """Two steps: the firm, then through what of its group."""
    user, link = signed_in_user(), _link(link_id)
    firm = queries.find_firm(to_id(request.args.get("firm")))
    if firm is None:
        return _choose_firm(link)
    form = FillerForm()
    form.offer(queries.list_establishments(firm.id), _projects(firm.id, link))
    if form.validate_on_submit():
        with form.saving():
            service.add_filler(link, firm, form.written(), by=user)
        if not form.has_failed:
            flash(_("Recorded."), "success")
            return _to_link(link)
    return form_page("chains/filler.html", form, link=link, firm=firm, filler=None)


def _choose_firm(link: ChainLink) -> ResponseReturnValue:
    form = FirmForm()
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    if form.validate_on_submit():
        if queries.find_firm(form.firm_id.data) is not None:
            return redirect(url_for(".new_filler", link_id=link.id, firm=form.firm_id.data))
        form.firm_id.errors = [_("There is no such firm.")]
    return form_page("chains/filler_firm.html", form, link=link)


@bp.route("/fillers/<int:filler_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def edit_filler(filler_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _filler(filler_id)
    through = f"e{row.establishment_id}" if row.establishment_id else f"p{row.project_id}"
    form = FillerForm(obj=SimpleNamespace(through=through, **_values(row, "strength", "evidence")))
    form.offer(queries.list_establishments(row.firm_id), _projects(row.firm_id, row.link))
    if form.validate_on_submit():
        with form.saving():
            service.edit_filler(row, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return _to_link(row.link)
    return form_page("chains/filler.html", form, link=row.link, firm=row.firm, filler=row)


@bp.route("/fillers/<int:filler_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def archive_filler(filler_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _filler(filler_id)
    return reason_page(
        "chains/reason.html",
        lambda reason: service.archive_filler(row, reason=reason, by=user),
        done=_("It fills the link no more."),
        back=url_for(".detail", chain_id=row.link.chain_id),
        chain=row.link.chain,
        name=row.firm.name,
    )


@bp.post("/fillers/<int:filler_id>/restore")
@may(Permission.EDIT_CHAINS)
def restore_filler(filler_id: int) -> ResponseReturnValue:
    row = _filler(filler_id, is_any=True)
    with transaction():
        service.restore_filler(row, by=signed_in_user())
    flash(_("It fills the link again."), "success")
    return _to_link(row.link)


def _projects(firm_id: int, link: ChainLink) -> Any:
    return queries.list_projects(firm_id, link.chain.park_id, viewer=signed_in_user())


def _values(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*names, "lock_version")}


def _shown(row: Any, written: Any) -> SimpleNamespace:
    return SimpleNamespace(**_values(row, *written.__slots__))


def _to_link(link: ChainLink) -> ResponseReturnValue:
    return redirect(url_for(".detail", chain_id=link.chain_id, _anchor=f"link-{link.id}"))


def _chain(chain_id: int) -> Chain:
    """One that this person may change."""
    user = signed_in_user()
    row = queries.get_chain(chain_id, viewer=user)
    check_own_park(row.park_id, user)
    return row


def _link(link_id: int) -> ChainLink:
    user = signed_in_user()
    row = queries.get_link(link_id, viewer=user)
    check_own_park(row.chain.park_id, user)
    return row


def _filler(filler_id: int, *, is_any: bool = False) -> LinkFiller:
    user = signed_in_user()
    row = queries.get_filler(filler_id, viewer=user, is_any=is_any)
    check_own_park(row.link.chain.park_id, user)
    return row
