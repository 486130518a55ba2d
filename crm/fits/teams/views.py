"""Pages of chain teams and their targets: who calls whom, by which warm path."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.chains import queries as chains
from crm.chains.queries import ChainFilters
from crm.contacts import queries as contacts
from crm.contacts import rules as paths
from crm.contacts.rules import NodeKind, Path
from crm.core.parks import list_parks
from crm.core.permissions import Permission, check_own_park, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.fits.teams import exports, queries, service
from crm.fits.teams.forms import TargetFilterForm, TargetForm, TeamFilterForm, TeamForm
from crm.fits.teams.queries import TargetFilters, TeamFilters
from crm.web.choices import to_id
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel.errors import NotFoundError
from models import Chain, ChainTarget, ChainTeam, Firm, User

bp = Blueprint("teams", __name__, url_prefix="/chains/teams")

SORTS = {"name": Sort(ChainTeam.name), "newest": Sort(ChainTeam.id, descending=True)}
TARGET_SORTS = {"newest": Sort(ChainTarget.id, descending=True)}
SHOWN_PATHS = 4


@bp.get("")
@may(Permission.VIEW_CHAINS)
def index() -> ResponseReturnValue:
    form = TeamFilterForm.from_address(parks=list_parks())
    read = form.readable()
    filters = TeamFilters(read["q"] or "", read["park"], bool(read["archived"]))
    page = page_of(
        queries.teams_query(filters, viewer=signed_in_user()),
        sorts=SORTS,
        default="name",
        id_column=ChainTeam.id,
    )
    counts = queries.count_targets([row.id for row in page.rows])
    return render_template(
        "teams/index.html", page=page, counts=counts, form=form, chips=active_filters(form)
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def new() -> ResponseReturnValue:
    form = TeamForm(data={"chain_id": to_id(request.args.get("chain"))})
    return _team_form(form, None)


@bp.get("/<int:team_id>")
@may(Permission.VIEW_CHAINS)
def detail(team_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    team = queries.get_team(team_id, viewer=user)
    page = page_of(
        queries.targets_query(TargetFilters(team_id=team.id), viewer=user),
        sorts=TARGET_SORTS,
        default="newest",
        id_column=ChainTarget.id,
    )
    may_change = _may_change(user, team.park_id)
    return render_template(
        "teams/detail.html",
        team=team,
        page=page,
        states=queries.states_of(page.rows, viewer=user),
        may_restore=may_change,
        may_edit=may_change and not team.is_archived,
    )


@bp.route("/<int:team_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def edit(team_id: int) -> ResponseReturnValue:
    team = _team(team_id)
    shown = {name: getattr(team, name) for name in ("name", "chain_id", "lead_id", "note", "lock_version")}
    form = TeamForm(obj=SimpleNamespace(**shown, member_ids=[user.id for user in team.members]))
    return _team_form(form, team)


def _team_form(form: TeamForm, team: ChainTeam | None) -> ResponseReturnValue:
    user = signed_in_user()
    offered = [
        chain
        for chain in chains.list_chains(ChainFilters(), viewer=user)
        if is_own_park(user, chain.park_id) and (team is None or chain.park_id == team.park_id)
    ]
    park_id = team.park_id if team else own_park_id(user)
    form.offer(offered, _people(park_id, offered))
    if form.validate_on_submit():
        with form.saving():
            chain = chains.get_chain(form.chain_id.data, viewer=user)
            if team is None:
                row = service.set_up_team(form.written(chain), by=user)
            else:
                row = team
                service.edit_team(team, form.written(chain), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", team_id=row.id))
    return form_page("teams/form.html", form, team=team)


def _people(park_id: int | None, offered: list[Chain]) -> list[User]:
    """The park's people and the office; the office, which may choose any chain, is offered all parks'."""
    parks = [park_id] if park_id else sorted({chain.park_id for chain in offered})
    found = {user.id: user for park in parks for user in queries.list_callers(park)}
    return sorted(found.values(), key=lambda user: (user.display_name, user.id))


@bp.route("/<int:team_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def archive(team_id: int) -> ResponseReturnValue:
    user, team = signed_in_user(), _team(team_id)
    return reason_page(
        "teams/reason.html",
        lambda reason: service.archive_team(team, reason=reason, by=user),
        done=_("The team is put away."),
        back=url_for(".detail", team_id=team_id),
        name=team.name,
    )


@bp.post("/<int:team_id>/restore")
@may(Permission.EDIT_CHAINS)
def restore(team_id: int) -> ResponseReturnValue:
    with transaction():
        service.restore_team(_team(team_id), by=signed_in_user())
    flash(_("The team is back."), "success")
    return redirect(url_for(".detail", team_id=team_id))


# --- Targets -------------------------------------------------------------------------------------


@bp.get("/targets")
@may(Permission.VIEW_CHAINS)
def targets() -> ResponseReturnValue:
    form, filters = _target_filters()
    user = signed_in_user()
    page = page_of(
        queries.targets_query(filters, viewer=user),
        sorts=TARGET_SORTS,
        default="newest",
        id_column=ChainTarget.id,
    )
    return render_template(
        "teams/targets.html",
        page=page,
        states=queries.states_of(page.rows, viewer=user),
        form=form,
        chips=active_filters(form),
    )


@bp.get("/targets.csv")
@may(Permission.EXPORT)
def export_targets() -> ResponseReturnValue:
    _form, filters = _target_filters()
    user = signed_in_user()
    rows = list(queries.iterate_targets(filters, viewer=user))
    states = queries.states_of(rows, viewer=user)
    name = "chain-targets.csv"
    return send_export(exports.HEAD, exports.target_rows(rows, states), name, entity="chain_targets")


def _target_filters() -> tuple[TargetFilterForm, TargetFilters]:
    form = TargetFilterForm.from_address(parks=list_parks())
    read = form.readable()
    mine = signed_in_user().id if read["mine"] else None
    return form, TargetFilters(read["park"], None, mine, bool(read["archived"]))


@bp.route("/targets/assign/<int:link_id>/<int:firm_id>", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def assign(link_id: int, firm_id: int) -> ResponseReturnValue:
    """Who calls this firm for that link; the warmest paths stand beside the form."""
    user = signed_in_user()
    link = chains.get_link(link_id, viewer=user)
    check_own_park(link.chain.park_id, user)
    firm = chains.find_firm(firm_id)
    if firm is None:
        raise NotFoundError(_("There is no such firm."))
    ways, around = _ways(firm, user)
    form = TargetForm(data=_suggested(ways, link.chain_id))
    _offer(form, link.chain, firm, user)
    if form.validate_on_submit():
        with form.saving():
            row = service.assign_target(link.chain, link, firm, form.written(), by=user)
        if not form.has_failed:
            flash(_("Given out, and among the to-dos of who calls."), "success")
            return redirect(url_for(".target", target_id=row.id))
    return form_page(
        "teams/assign.html",
        form,
        link=link,
        chain=link.chain,
        firm=firm,
        target=None,
        ways=ways,
        around=around,
    )


@bp.get("/targets/<int:target_id>")
@may(Permission.VIEW_CHAINS)
def target(target_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = queries.get_target(target_id, viewer=user)
    ways, around = _ways(row.firm, user)
    may_change = _may_change(user, row.park_id)
    return render_template(
        "teams/target.html",
        target=row,
        state=queries.states_of([row], viewer=user)[row.id],
        ways=ways,
        around=around,
        may_edit=may_change and not row.is_archived,
    )


@bp.route("/targets/<int:target_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def edit_target(target_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _target(target_id)
    ways, around = _ways(row.firm, user)
    form = TargetForm(obj=row)
    _offer(form, row.chain, row.firm, user)
    if form.validate_on_submit():
        with form.saving():
            service.edit_target(row, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".target", target_id=target_id))
    context = {"chain": row.chain, "link": row.link, "firm": row.firm, "target": row}
    return form_page("teams/assign.html", form, ways=ways, around=around, **context)


@bp.route("/targets/<int:target_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CHAINS)
def archive_target(target_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _target(target_id)
    return reason_page(
        "teams/reason.html",
        lambda reason: service.archive_target(row, reason=reason, by=user),
        done=_("The target is put away."),
        back=url_for(".target", target_id=target_id),
        name=row.firm.name,
    )


def _ways(firm: Firm, user: User) -> tuple[list[Path], contacts.Neighbourhood]:
    """The warmest ways from our people to the firm's group, resting on what the viewer may see."""
    around = contacts.find_neighbourhood(firm.id, viewer=user)
    return paths.warm_paths(around.edges, around.targets, limit=SHOWN_PATHS), around


def _suggested(ways: list[Path], chain_id: int) -> dict[str, int | None]:
    """Who stands at the warm end calls whom that path reaches first."""
    teams = queries.list_teams_of_chain(chain_id)
    suggested: dict[str, int | None] = {"team_id": teams[0].id if len(teams) == 1 else None}
    if ways:
        people = [node.id for node in ways[0].nodes if node.kind is NodeKind.CONTACT]
        suggested |= {"caller_id": ways[0].nodes[0].id, "contact_id": people[-1] if people else None}
    return suggested


def _offer(form: TargetForm, chain: Chain, firm: Firm, user: User) -> None:
    people = queries.list_people(firm.id, viewer=user)
    form.offer(queries.list_callers(chain.park_id), people, queries.list_teams_of_chain(chain.id))


def _may_change(user: User, park_id: int) -> bool:
    return is_granted(user, Permission.EDIT_CHAINS) and is_own_park(user, park_id)


def _team(team_id: int) -> ChainTeam:
    """One that this person may change."""
    user = signed_in_user()
    row = queries.get_team(team_id, viewer=user)
    check_own_park(row.park_id, user)
    return row


def _target(target_id: int) -> ChainTarget:
    user = signed_in_user()
    row = queries.get_target(target_id, viewer=user)
    check_own_park(row.park_id, user)
    return row
