"""A major project as the input of its dossier, in the language in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from crm.majors import rules
from crm.majors.rules import Facts
from crm.pages.dossier.queries import Hanging, collect
from crm.pages.project.queries import stage_path
from crm.pipeline.milestones.rules import slip_days
from crm.web.labels import label, local_name, own_words, phrase
from kernel import clock
from kernel.money import group_minor
from models import MajorProject, User
from models.enums import Measure
from reports.content import Document, Locale
from reports.documents import dossier
from reports.documents.dossier import DossierInput, Rows


def document_of(major: MajorProject, *, viewer: User | None, locale: str) -> Document:
    hanging = collect(major, viewer=viewer)
    with force_locale(locale):
        return dossier.build(_input(major, hanging, Locale(locale)), lambda text: str(_(text)))


def _input(major: MajorProject, hanging: Hanging, locale: Locale) -> DossierInput:
    facts, today = rules.facts_of(major), clock.today()
    return DossierInput(
        name=own_words(major.project.name if major.project else local_name(major)),
        ref=facts.ref,
        issuer=local_name(major.park),
        as_of=today,
        known_at=clock.now(),
        locale=locale,
        facts=tuple((str(name), str(text)) for name, text in _facts(major, facts) if text),
        content=own_words(facts.content),
        parts=tuple(map(own_words, rules.lines_of(major.sub_projects))),
        quote=major.quote or "",
        source=major.source or "",
        investor=tuple((str(name), str(text)) for name, text in _investor(major, facts) if text),
        land=land_words(facts),
        engagements_left=hanging.engagements_left,
        data={"ref": facts.ref, "money": _exact(hanging)},
        notice=_("Classified matter must not be entered into this system."),
        **_rows(major, hanging, today),
    )


def _facts(major: MajorProject, facts: Facts) -> Iterator[tuple[str, object]]:
    planned = facts.planned
    amount = f"{group_minor(planned.minor)} {planned.currency.value}" if planned else _("Not disclosed")
    yield _("How far it is prepared"), label(major.preparation)
    yield _("Park"), " · ".join(filter(None, (local_name(major.park), own_words(phrase(major.place)))))
    yield _("Kind of project"), own_words(phrase(major.kind))
    yield _("Box of the plan"), label(major.box)
    yield _("Tags"), _(", ").join(label(each.tag) for each in major.tags)
    yield (
        _("Provincial priority list"),
        " ".join(filter(None, (str(major.priority_year or ""), major.priority_number))),
    )
    yield _("Lead unit"), own_words(major.lead_unit)
    yield _("Responsible unit"), own_words(major.responsible_unit)
    yield _("Responsible person"), facts.responsible
    yield _("Planned investment"), amount
    yield _("Land need (mu)"), "" if facts.land_mu is None else f"{facts.land_mu:,}"
    yield _("Power (kVA)"), "" if major.power_kva is None else f"{major.power_kva:,}"
    yield _("Water (t a day)"), "" if major.water_t_day is None else f"{major.water_t_day:,}"
    yield _("Energy class"), facts.energy_class
    yield _("Carbon class"), facts.carbon_class


def _investor(major: MajorProject, facts: Facts) -> Iterator[tuple[str, object]]:
    """Legal names stay as they are registered, in every edition."""
    firm, project = facts.investor, major.project
    if firm is None or project is None:
        return
    yield _("Investor firm"), firm.name
    yield _("Name, English"), firm.name_en
    yield _("Unified business number"), firm.business_number
    yield _("Ultimate group"), (firm.group or firm).name
    yield _("Industry"), local_name(project.industry) if project.industry else ""
    yield _("Number of the pipeline project"), project.ref
    yield _("Where the lead came from"), own_words(project.lead_source)


def _rows(major: MajorProject, hanging: Hanging, today: date) -> dict[str, Any]:
    return {
        "stages": _stages(major, hanging),
        "money": _money(hanging),
        "milestones": tuple(
            (own_words(each.name), each.planned_on, each.expected_on, each.actual_on, slip_days(each, today))
            for each in hanging.milestones
            if each.archived_at is None
        ),
        "years": tuple(
            (
                str(each.year),
                own_words(each.plan),
                each.planned_fen,
                f"{each.percent}%",
                f"{rules.pace_of(each.year, today)}%",
                each.done_fen,
                own_words(each.progress),
            )
            for each in hanging.years
        ),
        "steps": tuple(
            (
                local_name(each.kind),
                own_words(each.department),
                each.due_on,
                each.done_on,
                label(each.state_on(today)),
                each.number or "",
            )
            for each in hanging.steps
        ),
        **_work(hanging, today),
    }


def _work(hanging: Hanging, today: date) -> dict[str, Rows]:
    return {
        "problems": tuple(
            (each.raised_on, own_words(each.text), own_words(each.wanted), each.solved_on)
            for each in hanging.problems
        ),
        "issues": tuple(
            (
                each.ref,
                own_words(each.title),
                each.owner.display_name if each.owner else "",
                each.due_on,
                label(each.state),
            )
            for each in hanging.issues
        ),
        "approvals": tuple(
            (
                local_name(each.kind) if each.kind else own_words(each.name),
                own_words(each.department),
                each.due_on,
                each.done_on,
                label(each.state_on(today)),
            )
            for each in hanging.approvals
        ),
        "engagements": tuple(
            (
                clock.business_date(each.happened_at),
                label(each.kind),
                own_words(each.summary),
                own_words(each.outcome),
            )
            for each in hanging.engagements
        ),
    }


def _stages(major: MajorProject, hanging: Hanging) -> Rows:
    if major.project is None:
        return ()
    path = stage_path(major.project, hanging.moves)
    reached = (step for step in path if step.state != "ahead")
    return tuple((step.label, step.on, step.note or "") for step in reached)


def _money(hanging: Hanging) -> Rows:
    if hanging.verified is None or hanging.held is None:
        return ()
    return tuple(
        (label(measure), hanging.verified[measure], hanging.held.get(measure, 0)) for measure in Measure
    )


def _exact(hanging: Hanging) -> dict[str, dict[str, int]]:
    """Cents by measure, for scripts."""
    if hanging.verified is None or hanging.held is None:
        return {}
    return {
        measure.value: {"verified": hanging.verified[measure], "held": hanging.held.get(measure, 0)}
        for measure in Measure
    }


def land_words(facts: Facts) -> str:
    if facts.land_mu is None:
        return str(_("The land need is not said yet."))
    return str(_("Land need: %(number)s mu.", number=f"{facts.land_mu:,}"))
