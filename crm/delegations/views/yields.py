"""Visits beside each other by what they brought."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.delegations import yields
from crm.delegations.queries import records
from crm.delegations.views.blueprint import bp
from crm.delegations.yields import Brought, Comparison
from crm.web.as_of import requested_as_of, requested_known_at
from crm.web.choices import to_id
from crm.web.display import name_lenses
from crm.web.downloads import send_export
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from kernel.money import format_minor

HEAD = (
    "ref",
    "name",
    "direction",
    "from_on",
    "until_on",
    "groups",
    "firms",
    "leads",
    "signed",
    "arrived_usd",
)
LAST_YEAR = 9998


@bp.record_once
def _name_lenses(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        name_lenses(state.app, _lens_name)


def _lens_name(key: str) -> str:
    names = {
        yields.MET: _("Met by engagements, talks and guests"),
        yields.COUNTED: _("Counted for the first visit that met the group"),
        yields.ARRIVED: _("Arrived, verified, of the projects counted"),
    }
    return str(names.get(key, key))


@bp.get("/yield")
@may(Permission.VIEW_DELEGATIONS)
def comparison() -> ResponseReturnValue:
    return render_template(
        "delegations/comparison.html",
        found=_compared(),
        year=_year(),
        years=records.list_years(viewer=signed_in_user()),
    )


@bp.get("/yield.csv")
@may(Permission.EXPORT)
def comparison_export() -> ResponseReturnValue:
    name = f"delegation-yield-{requested_as_of().isoformat()}.csv"
    return send_export(HEAD, list(_rows(_compared())), name, entity="delegations")


def _rows(found: Comparison) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        row = line.delegation
        yield (
            row.ref,
            row.name_hans,
            label(row.direction),
            row.from_on.isoformat(),
            row.until_on.isoformat(),
            *_values(line.brought),
        )
    yield ("", _("Together"), "", "", "", *_values(found.total))


def _values(brought: Brought) -> tuple[object, ...]:
    counts = (brought.groups, brought.firms, brought.leads, brought.signed)
    return (*(figure.value for figure in counts), format_minor(int(brought.arrived.value or 0)))


def _compared() -> Comparison:
    return yields.compare(requested_as_of(), requested_known_at(), _year(), viewer=signed_in_user())


def _year() -> int | None:
    year = to_id(request.args.get("year"))
    return year if year is not None and 1 <= year <= LAST_YEAR else None
