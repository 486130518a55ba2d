"""Ways in to ranking lists: the lists, an edition with how near each group is, two editions compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from crm.core import names
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.rankings import queries, rules
from crm.rankings.forms import CompareForm, EditionFilterForm
from crm.rankings.labels import GROUP_STATES, SHIFT_LOOKS, SHIFTS, STATE_LOOKS
from crm.rankings.queries import Standing
from crm.rankings.rules import GroupState
from crm.web.as_of import requested_as_of
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from models import Firm, RankingEdition, RankingEntry

bp = Blueprint("rankings", __name__, url_prefix="/rankings")

MOVES_SHOWN = 25
"""As many as a phone shows without end; the others are one link away."""

EXPORT_HEAD = (
    "series",
    "edition",
    "as_of",
    "in_force_from",
    "rank",
    "firm_ref",
    "name_hant",
    "name_en",
    "value",
    "unit",
    "method",
    "source",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an edition, and how near its firm's group is."""

    entry: RankingEntry
    standing: Standing

    @property
    def firm(self) -> Firm:
        return self.entry.firm


@bp.get("")
@may(Permission.VIEW_RANKINGS)
def index() -> ResponseReturnValue:
    rows = queries.list_editions()
    lists = [(series, list(group)) for series, group in groupby(rows, key=lambda row: row.edition.series)]
    return render_template("rankings/index.html", lists=lists)


@bp.get("/editions/<int:edition_id>")
@may(Permission.VIEW_RANKINGS)
def edition(edition_id: int) -> ResponseReturnValue:
    found = queries.get_edition(edition_id)
    form = EditionFilterForm.from_address()
    places = _places(found)
    shown = _narrowed(places, form)
    counts = Counter(place.standing.state for place in places)
    return render_template(
        "rankings/edition.html",
        edition=found,
        siblings=queries.list_siblings(found),
        form=form,
        chips=active_filters(form),
        places=shown,
        total=len(places),
        counts=[(state, counts[state]) for state in GroupState],
        words=GROUP_STATES,
        looks=STATE_LOOKS,
        park_names={park.code: local_name(park) for park in list_parks()},
    )


@bp.get("/editions/<int:edition_id>/export.csv")
@may(Permission.EXPORT)
def export(edition_id: int) -> ResponseReturnValue:
    """The places that the filters let through, in the columns that an import takes."""
    found = queries.get_edition(edition_id)
    shown = _narrowed(_places(found), EditionFilterForm.from_address())
    rows = [_export_row(found, place.entry) for place in shown]
    name = f"{found.series.code}-{found.code}.csv"
    return send_export(EXPORT_HEAD, rows, name, entity="ranking_entries", entity_id=str(found.id))


@bp.get("/editions/<int:edition_id>/compare/<int:earlier_id>")
@may(Permission.VIEW_RANKINGS)
def compare(edition_id: int, earlier_id: int) -> ResponseReturnValue:
    """Who has risen, fallen, entered and left since an earlier edition."""
    viewer = signed_in_user()
    later, earlier = queries.get_edition(edition_id), queries.get_edition(earlier_id)
    form = CompareForm.from_address()
    entries = [queries.list_entries(each.id, viewer=viewer) for each in (earlier, later)]
    before, after = ({entry.firm_id: entry.rank for entry in each} for each in entries)
    moves = rules.compare_editions(before, after)
    wanted = None if form.shift.errors else form.shift.data
    counts = Counter(move.shift for move in moves)
    fitting = [move for move in moves if not wanted or move.shift == wanted]
    return render_template(
        "rankings/compare.html",
        later=later,
        earlier=earlier,
        siblings=queries.list_siblings(later),
        form=form,
        chips=active_filters(form),
        moves=fitting if "all" in request.args else fitting[:MOVES_SHOWN],
        fitting=len(fitting),
        total=len(moves),
        firms={entry.firm_id: entry.firm for each in entries for entry in each},
        counts=[(shift, counts[shift]) for shift in SHIFTS],
        words=SHIFTS,
        looks=SHIFT_LOOKS,
    )


def _places(found: RankingEdition) -> list[Place]:
    viewer = signed_in_user()
    standings = queries.list_standings(found.id, requested_as_of(), viewer=viewer)
    entries = queries.list_entries(found.id, viewer=viewer)
    none = Standing()
    return [Place(entry, standings.get(entry.firm.group_id or entry.firm_id, none)) for entry in entries]


def _narrowed(places: Sequence[Place], form: EditionFilterForm) -> list[Place]:
    """An unreadable value narrows nothing."""
    state = None if form.state.errors else form.state.data
    typed = "" if form.q.errors else names.simplify(form.q.data or "")
    return [
        place
        for place in places
        if (not state or place.standing.state == state) and (not typed or _answers(place.entry, typed))
    ]


def _answers(entry: RankingEntry, typed: str) -> bool:
    firm = entry.firm
    called = (firm.name_hant, firm.name_hans, firm.name_en, firm.stock_code, entry.name_listed)
    return any(typed in names.simplify(name) for name in called if name) or firm.initials_key.startswith(
        typed
    )


def _export_row(found: RankingEdition, entry: RankingEntry) -> list[object]:
    return [
        found.series.code,
        found.code,
        found.as_of,
        found.in_force_from,
        entry.rank,
        entry.firm.ref,
        entry.firm.name_hant,
        entry.firm.name_en,
        entry.value,
        entry.unit,
        entry.method,
        entry.source,
    ]
