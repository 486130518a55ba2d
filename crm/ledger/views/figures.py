"""All lenses side by side, the way from one to another, and the rows behind every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from crm.core.permissions import Permission
from crm.ledger import queries
from crm.ledger.forms import LensForm, ReconciliationForm, park_choices
from crm.ledger.lenses import labels, rules
from crm.ledger.lenses import queries as lenses
from crm.ledger.lenses.figures import lens_figure, part_figure, step_figure
from crm.ledger.lenses.queries import LensTotals
from crm.ledger.lenses.rules import LENSES, Dimension, Lens, Step
from crm.ledger.views.address import Asked, asked_figures, exact, requested_lens, requested_number
from crm.ledger.views.blueprint import bp
from crm.web.downloads import send_export
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from crm.web.paging import Sort, page_of
from kernel.errors import NotFoundError
from kernel.figures import Figure
from models import LedgerEntry, Park

ROW_SORTS = {
    "effective": Sort(LedgerEntry.effective_on, descending=True),
    "recorded": Sort(LedgerEntry.recorded_at, descending=True),
}
FormKind = TypeVar("FormKind", bound=LensForm)


@dataclass(frozen=True, slots=True)
class LensRow:
    """A lens on the page of all lenses: its card and its figures by park."""

    lens: Lens
    name: str
    definition: str
    total: Figure
    by_park: dict[str, Figure]
    """None of a park outside the scope."""
    entries: int


@bp.get("/lenses", endpoint="lenses")
@may(Permission.VIEW_FIGURES)
def lenses_page() -> ResponseReturnValue:
    asked = asked_figures(signed_in_user())
    form = _lens_form(LensForm)
    rows = [
        _lens_row(totals, asked)
        for totals in lenses.totals_of(LENSES.values(), asked.question, asked.all_parks)
    ]
    # Linked areas stand in the total of the lens that counts them; that lens's own page tells them apart.
    core = [park for park in asked.parks if park.is_core] or asked.parks
    return render_template("ledger/lenses.html", asked=asked, rows=rows, form=form, shown_parks=core)


@bp.get("/lenses/<key>")
@may(Permission.VIEW_FIGURES)
def lens(key: str) -> ResponseReturnValue:
    """One lens by year and park, with its definition."""
    asked = asked_figures(signed_in_user())
    chosen = LENSES.get(key)
    if chosen is None:
        raise NotFoundError(_("There is no such lens."))
    totals = lenses.totals(chosen, asked.question, asked.all_parks)
    parks = [park for park in asked.parks if park.code in totals.cents]
    return render_template(
        "ledger/lens.html",
        asked=asked,
        row=_lens_row(totals, asked),
        words=[(dimension, labels.words_of(chosen, dimension)) for dimension in Dimension],
        parks=parks,
        years=_by_year(totals, asked, parks),
        others=[(each, str(name)) for each, name in labels.NAMES.items() if each != key],
        form=_lens_form(LensForm),
    )


@bp.get("/reconciliation")
@may(Permission.VIEW_FIGURES)
def reconciliation() -> ResponseReturnValue:
    """The way from one lens to another, line by line."""
    asked = asked_figures(signed_in_user())
    start, end = _ends()
    steps = list(rules.walk(start, end))
    ends, cents = _step_sums(start, end, steps, asked)
    arguments = {"park": asked.park.code} if asked.park else {}
    lines = [
        {
            "dimension": step.dimension,
            "words": labels.describe(step),
            "figure": step_figure(
                step,
                number,
                amount,
                ends=(start.key, end.key),
                plan=asked.plan,
                question=asked.question,
                arguments=arguments,
            ),
        }
        for number, (step, amount) in enumerate(zip(steps, cents, strict=True))
    ]
    form = _lens_form(ReconciliationForm)
    form.start.data, form.end.data = start.key, end.key
    form.park.choices = [("", _("All")), *park_choices(asked.parks)]
    return render_template(
        "ledger/reconciliation.html",
        asked=asked,
        form=form,
        lines=lines,
        start=lens_figure(ends[0], asked.plan, asked.question, park=asked.park),
        end=lens_figure(ends[1], asked.plan, asked.question, park=asked.park),
        gap=ends[0].total + sum(cents) - ends[1].total,
    )


@bp.get("/rows")
@may(Permission.VIEW_FIGURES)
def rows() -> ResponseReturnValue:
    """The entries behind a figure; what they add up to is the figure."""
    asked, chosen = asked_figures(signed_in_user()), requested_lens("lens", "plan-headline")
    totals = lenses.totals(chosen, asked.question, asked.all_parks)
    scope = lenses.scope_ids(chosen, asked.question, asked.all_parks)
    condition = lenses.behind(chosen, asked.question, asked.all_parks)

    def cents(entry: LedgerEntry) -> int:
        return lenses.entry_cents(chosen, entry, scope, asked.question.fixed_cny_per_usd)

    page = _rows_page(condition)
    return render_template(
        "ledger/rows.html",
        asked=asked,
        page=page,
        cents=cents,
        title=labels.lens_name(chosen.key),
        note=labels.DEFINITIONS[chosen.key],
        figure=lens_figure(totals, asked.plan, asked.question, park=asked.park),
        entries=totals.entries,
    )


@bp.get("/rows.csv")
@may(Permission.EXPORT)
def rows_export() -> ResponseReturnValue:
    asked, chosen = asked_figures(signed_in_user()), requested_lens("lens", "plan-headline")
    scope = lenses.scope_ids(chosen, asked.question, asked.all_parks)
    query = queries.rows_query(
        lenses.behind(chosen, asked.question, asked.all_parks), viewer=signed_in_user()
    )
    found = queries.iterate_entries(query)

    def exported() -> Iterator[Sequence[object]]:
        for entry in found:
            cents = lenses.entry_cents(chosen, entry, scope, asked.question.fixed_cny_per_usd)
            yield (
                entry.ref,
                entry.project.ref,
                entry.project.name,
                entry.kind.value,
                exact(entry.amount_minor),
                entry.currency.value,
                entry.effective_on.isoformat(),
                exact(cents),
            )

    head = ("ref", "project_ref", "project", "kind", "amount", "currency", "effective_on", "counted_usd")
    name = f"{chosen.key}-{asked.question.period.ends_on:%Y%m%d}.csv"
    return send_export(head, exported(), name, entity="ledger_entries")


@bp.get("/reconciliation/rows")
@may(Permission.VIEW_FIGURES)
def step_rows() -> ResponseReturnValue:
    """The entries behind one line of a reconciliation."""
    asked, (start, end) = asked_figures(signed_in_user()), _ends()
    steps = list(rules.walk(start, end))
    number = requested_number("step")
    if number is None or number >= len(steps):
        raise NotFoundError(_("There is no such line."))
    step = steps[number]
    scopes = [lenses.scope_ids(side, asked.question, asked.all_parks) for side in (step.before, step.after)]
    (amount,) = _step_sums(start, end, [step], asked)[1]
    page = _rows_page(lenses.between(step, asked.question, asked.all_parks))
    return render_template(
        "ledger/rows.html",
        asked=asked,
        page=page,
        cents=lambda entry: lenses.step_cents(step, entry, scopes, asked.question),
        title=labels.describe(step),
        note=_("From %(start)s to %(end)s", start=labels.NAMES[start.key], end=labels.NAMES[end.key]),
        figure=step_figure(
            step,
            number,
            amount,
            ends=(start.key, end.key),
            plan=asked.plan,
            question=asked.question,
            arguments={"park": asked.park.code} if asked.park else {},
        ),
        entries=None,
    )


def _rows_page(condition: ColumnElement[bool]) -> object:
    query = queries.rows_query(condition, viewer=signed_in_user())
    return page_of(query, sorts=ROW_SORTS, default="effective", id_column=LedgerEntry.id)


def _lens_form(kind: type[FormKind]) -> FormKind:
    form = kind(request.args)
    form.plan.choices = [(plan.key, local_name(plan)) for plan in lenses.list_plans()]
    return form


def _ends() -> tuple[Lens, Lens]:
    return requested_lens("start", "reported-contracted"), requested_lens("end", "plan-headline")


def _step_sums(
    start: Lens, end: Lens, steps: Sequence[Step], asked: Asked
) -> tuple[tuple[LensTotals, LensTotals], list[int]]:
    """Both ends, and what each line adds: the difference of two sums, nought having none."""
    sides = [side for step in steps for side in (step.before, step.after) if side is not None]
    found = lenses.totals_of([start, end, *sides], asked.question, asked.all_parks)
    sums: dict[Lens | None, int] = {None: 0}
    sums |= {side: totals.total for side, totals in zip(sides, found[2:], strict=True)}
    cents = [sums[step.after] - sums[step.before] for step in steps]
    return (found[0], found[1]), cents


def _lens_row(totals: LensTotals, asked: Asked) -> LensRow:
    by_park = {
        park.code: lens_figure(totals, asked.plan, asked.question, park=park)
        for park in asked.parks
        if park.code in totals.cents
    }
    key = totals.lens.key
    total = lens_figure(totals, asked.plan, asked.question, park=asked.park)
    return LensRow(
        totals.lens, str(labels.NAMES[key]), str(labels.DEFINITIONS[key]), total, by_park, totals.entries
    )


def _by_year(totals: LensTotals, asked: Asked, parks: list[Park]) -> list[dict[str, object]]:
    """The lens's sums by year and park, each with its rows."""
    years: dict[int, dict[str, int]] = {}
    for month, cents in lenses.totals_by_month(totals.lens, asked.question, asked.all_parks).items():
        of_year = years.setdefault(int(month[:4]), {})
        for code, part in cents.items():
            of_year[code] = of_year.get(code, 0) + part
    found = []
    for year, cents in years.items():
        question = asked.of_year(year)
        found.append(
            {
                "year": year,
                "total": part_figure(sum(cents.values()), totals, asked.plan, question, asked.park),
                "parks": [
                    part_figure(cents.get(park.code, 0), totals, asked.plan, question, park) for park in parks
                ],
            }
        )
    return found
