"""The lenses side by side, and the walks between them that end agreeing to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from crm.bulletins.queries.frame import ARRIVED, Frame, leading
from crm.ledger.lenses import labels
from crm.ledger.lenses.figures import step_figure
from crm.ledger.lenses.queries import LensTotals, totals_of
from crm.ledger.lenses.rules import Dimension, Scope, Step, walk
from crm.ledger.lenses.rules import Lens as LensRule
from crm.web.labels import label
from models.enums import Basis, Nature, Origin, Standing
from reports.documents.progress.data import Lens, Walk, WalkLine

WALKED = (
    "agreed",
    ARRIVED,
    "arrived-ministry",
    "reported-contracted",
    "new-only",
    "zone-and-linked",
    "fixed-rate",
)


def lenses(frame: Frame, sums: Mapping[str, LensTotals]) -> tuple[Lens, ...]:
    """Every lens of the table with its meaning, by park."""
    return tuple(_lens(frame, totals) for totals in sums.values())


def walks(frame: Frame, sums: Mapping[str, LensTotals]) -> tuple[Walk, ...]:
    """From the leading lens to the others, one difference at a time; every sum is asked for at once."""
    lead = leading(frame, sums)
    ways = {key: list(walk(lead.lens, sums[key].lens)) for key in WALKED if key != lead.lens.key}
    between = [
        side for steps in ways.values() for step in steps for side in (step.before, step.after) if side
    ]
    found = totals_of(between, frame.question(), frame.every_park)
    totals = {totals.lens: totals.total for totals in found}
    return tuple(_walk(frame, lead, sums[key], steps, totals) for key, steps in ways.items())


def _lens(frame: Frame, totals: LensTotals) -> Lens:
    question = frame.question()
    linked = sum(cents for code, cents in totals.cents.items() if code not in {p.code for p in frame.parks})
    is_wide = totals.lens.scope is Scope.ZONE and frame.park is None
    return Lens(
        key=totals.lens.key,
        name=str(labels.NAMES[totals.lens.key]),
        meaning=str(labels.DEFINITIONS[totals.lens.key]),
        total=frame.lens_figure(totals, question),
        entries=totals.entries,
        parks=tuple(frame.lens_figure(totals, question, park=park) for park in frame.parks),
        linked=frame.money(linked, totals.lens.key) if is_wide else None,
        details=_details(totals.lens),
    )


def _details(lens: LensRule) -> tuple[tuple[str, str], ...]:
    everything = str(_("all"))
    natures = everything if len(lens.nature) == len(Nature) else _listed(lens.nature)
    origins = everything if len(lens.origin) == len(Origin) else _listed(lens.origin)
    return (
        (label(Dimension.MEASURE), label(lens.measure)),
        (label(Dimension.DECISIONS), _listed(lens.decisions)),
        (label(Dimension.NATURE), natures),
        (label(Dimension.ORIGIN), origins),
        (label(Dimension.SCOPE), label(lens.scope)),
        (label(Dimension.BASIS), label(lens.basis or Basis.PROVINCE)),
        (label(Dimension.RATE), label(lens.rate)),
    )


def _listed(members: frozenset[Nature] | frozenset[Origin] | frozenset[Standing]) -> str:
    return str(_(", ")).join(label(member) for member in sorted(members))


def _walk(
    frame: Frame, lead: LensTotals, end: LensTotals, steps: Sequence[Step], sums: Mapping[LensRule, int]
) -> Walk:
    question = frame.question()
    lines = []
    for number, step in enumerate(steps):
        cents = (sums[step.after] if step.after else 0) - (sums[step.before] if step.before else 0)
        figure = step_figure(
            step,
            number,
            cents,
            ends=(lead.lens.key, end.lens.key),
            plan=frame.plan,
            question=question,
            arguments={} if frame.park is None else {"park": frame.park.code},
        )
        lines.append(WalkLine(labels.describe(step), cents, figure=replace(figure, lens=end.lens.key)))
    return Walk(frame.lens_figure(lead, question), tuple(lines), frame.lens_figure(end, question))
