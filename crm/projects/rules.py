"""What a stage needs: the one table of gates, and the facts that it asks for.

The model's moves, the forms ("needed at the next stage"), the gate box, the import and the API
all read :data:`GATES`. Words for its keys stand in ``labels.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.enums import AgreementKind, ProjectDocumentKind, Stage


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What is recorded of a project, as far as a gate asks for it."""

    has_firm: bool = False
    has_park: bool = False
    has_industry: bool = False
    has_responsible: bool = False
    engagements: int = 0
    has_planned_investment: bool = False
    has_content: bool = False
    has_land_need: bool = False
    has_jobs: bool = False
    has_energy_class: bool = False
    has_carbon_class: bool = False
    has_source: bool = False
    is_review_passed: bool = False
    has_incentive: bool = False
    is_fair_competition_reviewed: bool = False
    agreement_kind: AgreementKind | None = None
    has_agreement_date: bool = False
    has_signing_event: bool = False
    has_verified_agreed_entry: bool = False
    """Verified, not undone, and with the agreement as its evidence."""
    has_establishment: bool = False
    has_credit_code: bool = False
    has_licence: bool = False
    has_contracted_capital: bool = False
    """Recorded and neither returned, withdrawn nor undone; it needn't be verified yet."""
    has_construction_start: bool = False
    is_land_secured: bool = False
    has_production_start: bool = False
    documents: frozenset[ProjectDocumentKind] = frozenset()


class Place(StrEnum):
    """Where a person records what is missing."""

    FIELDS = "fields"
    DOCUMENT = "document"
    ENGAGEMENT = "engagement"
    LEDGER = "ledger"
    ESTABLISHMENT = "establishment"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a stage needs.

    ``fields`` are the project's inputs that answer it; ``document`` the kind of file that does.
    """

    key: str
    is_met: Callable[[GateFacts], bool]
    place: Place = Place.FIELDS
    fields: tuple[str, ...] = ()
    document: ProjectDocumentKind | None = None


def _needs_fair_competition(facts: GateFacts) -> bool:
    return not facts.has_incentive or facts.is_fair_competition_reviewed


def _has_building_evidence(facts: GateFacts) -> bool:
    return bool(facts.documents & {ProjectDocumentKind.CONSTRUCTION_PERMIT, ProjectDocumentKind.LEASE})


GATES: Mapping[Stage, tuple[Requirement, ...]] = {
    Stage.LEAD: (),
    Stage.TALKS: (
        Requirement("firm", lambda facts: facts.has_firm, fields=("firm_id",)),
        Requirement("park", lambda facts: facts.has_park, fields=("park_id",)),
        Requirement("industry", lambda facts: facts.has_industry, fields=("industry_id",)),
        Requirement(
            "responsible", lambda facts: facts.has_responsible, fields=("responsible_id", "responsible")
        ),
        Requirement("engagement", lambda facts: facts.engagements > 0, Place.ENGAGEMENT),
    ),
    Stage.REVIEW: (
        Requirement(
            "planned_investment",
            lambda facts: facts.has_planned_investment,
            fields=("planned_minor", "planned_currency"),
        ),
        Requirement("content", lambda facts: facts.has_content, fields=("content",)),
        Requirement("land_need", lambda facts: facts.has_land_need, fields=("land_need_mu",)),
        Requirement("jobs", lambda facts: facts.has_jobs, fields=("jobs",)),
        Requirement("energy_class", lambda facts: facts.has_energy_class, fields=("energy_class",)),
        Requirement("carbon_class", lambda facts: facts.has_carbon_class, fields=("carbon_class",)),
        Requirement("source", lambda facts: facts.has_source, fields=("lead_source",)),
    ),
    Stage.SIGNED: (
        Requirement("review_passed", lambda facts: facts.is_review_passed, fields=("review_passed_on",)),
        Requirement(
            "fair_competition", _needs_fair_competition, fields=("has_incentive", "fair_competition_on")
        ),
        Requirement(
            "formal_agreement",
            lambda facts: facts.agreement_kind is AgreementKind.FORMAL,
            fields=("agreement_kind",),
        ),
        Requirement("agreement_date", lambda facts: facts.has_agreement_date, fields=("agreement_on",)),
        Requirement("signing_event", lambda facts: facts.has_signing_event, fields=("signing_event",)),
        Requirement("agreed_entry", lambda facts: facts.has_verified_agreed_entry, Place.LEDGER),
    ),
    Stage.REGISTERED: (
        Requirement("establishment", lambda facts: facts.has_establishment, fields=("establishment_id",)),
        Requirement("credit_code", lambda facts: facts.has_credit_code, Place.ESTABLISHMENT),
        Requirement("licence", lambda facts: facts.has_licence, Place.ESTABLISHMENT),
        Requirement("contracted_capital", lambda facts: facts.has_contracted_capital, Place.LEDGER),
    ),
    Stage.CONSTRUCTION: (
        Requirement(
            "construction_start",
            lambda facts: facts.has_construction_start,
            fields=("construction_start_on",),
        ),
        Requirement("land_secured", lambda facts: facts.is_land_secured, fields=("land_secured_on",)),
        Requirement(
            "building_evidence",
            _has_building_evidence,
            Place.DOCUMENT,
            document=ProjectDocumentKind.CONSTRUCTION_PERMIT,
        ),
    ),
    Stage.OPERATING: (
        Requirement(
            "production_start", lambda facts: facts.has_production_start, fields=("production_start_on",)
        ),
        Requirement(
            "acceptance",
            lambda facts: ProjectDocumentKind.ACCEPTANCE in facts.documents,
            Place.DOCUMENT,
            document=ProjectDocumentKind.ACCEPTANCE,
        ),
    ),
}

REQUIREMENTS: Mapping[str, Requirement] = {
    requirement.key: requirement for gate in GATES.values() for requirement in gate
}


def missing_for(stage: Stage, facts: GateFacts) -> tuple[Requirement, ...]:
    """What the gate of ``stage`` still lacks."""
    return tuple(requirement for requirement in GATES[stage] if not requirement.is_met(facts))


def gaps_up_to(stage: Stage, facts: GateFacts) -> list[str]:
    """Keys of everything that the gates up to and with ``stage`` lack."""
    return [
        requirement.key
        for reached in Stage
        if reached.order <= stage.order
        for requirement in missing_for(reached, facts)
    ]


def next_stage(stage: Stage) -> Stage | None:
    """The stage after this one; None at the end."""
    stages = list(Stage)
    return stages[stage.order + 1] if stage.order + 1 < len(stages) else None


def fields_needed_at(stage: Stage | None) -> frozenset[str]:
    """The project's inputs that the gate of ``stage`` asks for, for the forms' hints."""
    gate = GATES[stage] if stage is not None else ()
    return frozenset(name for requirement in gate for name in requirement.fields)
