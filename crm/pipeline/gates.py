"""A gate as the boxes on pages show it: what is met, what is missing, and where to record it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from crm.projects.labels import REMEDIES, REQUIREMENTS
from crm.projects.rules import GATES, GateFacts, Place, Requirement, missing_for
from crm.web.display import endpoint_url
from models import Project
from models.enums import Stage


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement of a gate, for the gate box: ``url`` leads to the form for just that."""

    key: str
    label: str
    met: bool
    why: str
    url: str | None
    action: str


def needs(project: Project, stage: Stage, facts: GateFacts, *, may_fill: bool) -> list[Need]:
    """What the gate of ``stage`` asks for, in its order; with addresses for who may fill it in."""
    return [_need(project, requirement, facts, may_fill=may_fill) for requirement in GATES[stage]]


def fill_url(project: Project, stage: Stage, facts: GateFacts) -> str | None:
    """One form for all that the gate of ``stage`` lacks of the project's own; None where it lacks none."""
    keys = [each.key for each in missing_for(stage, facts) if each.place is Place.FIELDS]
    if not keys:
        return None
    return endpoint_url("projects.fill", project_id=project.id, key=",".join(keys), then=stage.value)


def _need(project: Project, requirement: Requirement, facts: GateFacts, *, may_fill: bool) -> Need:
    return Need(
        key=requirement.key,
        label=str(REQUIREMENTS[requirement.key]),
        met=requirement.is_met(facts),
        why=str(REMEDIES[requirement.key]),
        url=_url(project, requirement) if may_fill else None,
        action=_action(requirement.place),
    )


def _url(project: Project, requirement: Requirement) -> str | None:
    place = requirement.place
    if place is Place.FIELDS:
        return endpoint_url("projects.fill", project_id=project.id, key=requirement.key)
    if place is Place.DOCUMENT and requirement.document:
        return endpoint_url("projects.attach", project_id=project.id, kind=requirement.document.value)
    if place is Place.ENGAGEMENT:
        return endpoint_url("engagements.new", project=project.id, firm=project.firm_id)
    if place is Place.LEDGER:
        return endpoint_url("ledger.new", project=project.id, kind=_ENTRY_KINDS.get(requirement.key))
    if project.establishment_id is None:
        return endpoint_url("projects.fill", project_id=project.id, key="establishment")
    return endpoint_url("firms.establishment", establishment_id=project.establishment_id)


_ENTRY_KINDS = {"agreed_entry": "agreed", "contracted_capital": "contracted"}


def _action(place: Place) -> str:
    words: dict[Place, str] = {
        Place.FIELDS: _("Fill in"),
        Place.DOCUMENT: _("Attach"),
        Place.ENGAGEMENT: _("Log"),
        Place.LEDGER: _("Record"),
        Place.ESTABLISHMENT: _("Go there"),
    }
    return words[place]
