"""The register, a file of it, and the picture by park."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission
from crm.ledger import queries as ledger
from crm.ledger.lenses.queries import ProjectMoney
from crm.ledger.lenses.rules import Scope
from crm.majors import columns
from crm.majors.columns import Column, Row
from crm.majors.forms.records import MORE_FILTERS, MajorFilterForm
from crm.majors.queries import lists as queries
from crm.majors.queries import schematic as picture
from crm.majors.queries.lists import MajorFilters
from crm.majors.rules import standing_of
from crm.majors.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import MajorProject, User
from models.enums import MajorTagKind, Preparation

SORTS = {"changed": Sort(MajorProject.updated_at, descending=True), "name": Sort(MajorProject.name_key)}


@bp.get("")
@may(Permission.VIEW_MAJORS)
def index() -> ResponseReturnValue:
    user, shown = signed_in_user(), columns.chosen_columns()
    form = _filter_form(user)
    is_whole = any(column.key in columns.HEAVY for column in shown)
    page = page_of(
        queries.majors_query(form.filters(), viewer=user, is_whole=is_whole),
        sorts=SORTS,
        default="changed",
        id_column=MajorProject.id,
    )
    return render_template(
        "majors/index.html",
        page=page,
        rows=_rows(page.rows, shown),
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        shown=shown,
        every_column=columns.COLUMNS,
        column_text=lambda key, row: columns.BY_KEY[key].text(row),
        standing_of=lambda year: standing_of(year.percent, year.year, clock.today()),
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through, in the columns that the address names."""
    user, shown = signed_in_user(), columns.chosen_columns()
    found = _lines(_filter_form(user).filters(), shown, user)
    name = f"major-projects-{clock.today().isoformat()}.csv"
    return send_export(columns.head(shown), found, name, entity="major_projects")


@bp.get("/schematic")
@may(Permission.VIEW_MAJORS)
def schematic() -> ResponseReturnValue:
    boxes = picture.park_boxes(viewer=signed_in_user(), today=clock.today())
    return render_template(
        "majors/schematic.html", boxes=boxes, stages=list(Preparation), tags=list(MajorTagKind)
    )


def _filter_form(user: User) -> MajorFilterForm:
    return MajorFilterForm.from_address(
        choices=projects.list_choices(viewer=user), years=queries.list_priority_years(viewer=user)
    )


def _rows(found: Sequence[MajorProject], shown: Sequence[Column]) -> list[Row]:
    money: dict[int, ProjectMoney] = {}
    ids = [major.project_id for major in found if major.project_id is not None]
    if ids and any(column.key in columns.MONEY for column in shown):
        money = ledger.projects_money(ids, clock.today(), clock.now(), scope=Scope.ZONE)
    return [columns.row_of(major, money, clock.today()) for major in found]


def _lines(filters: MajorFilters, shown: Sequence[Column], user: User) -> Iterator[list[object]]:
    for batch in queries.iterate_batches(filters, viewer=user):
        for row in _rows(batch, shown):
            yield [*columns.texts_of(row, shown)]
