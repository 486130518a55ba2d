"""What the gates ask for, and the pipeline in numbers, as of a day and as known at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from crm.core.database import session
from crm.ledger import queries as ledger
from crm.ledger.rules import rate_month, usd_cents
from crm.projects.rules import GateFacts
from models import (
    Engagement,
    Establishment,
    EstablishmentEvidence,
    LedgerEntry,
    LedgerEvidence,
    LedgerStanding,
    Park,
    Plan,
    Project,
    ProjectDocument,
    ProjectVersion,
)
from models.enums import EntryKind, EvidenceType, ParkKind, Stage, Standing, Status

Rows = Select[*tuple[Any, ...]]

#: Sums of many 64-bit numbers don't fit in 64 bits: the two halves of each are summed apart.
HALF = 10**9

# --- Gates -------------------------------------------------------------------------------------


def gate_facts(project: Project) -> GateFacts:
    """What is recorded of the project now, as far as gates ask for it: two statements."""
    elsewhere = session.execute(_facts_elsewhere(project)).one()
    kinds = session.scalars(select(ProjectDocument.kind).where(ProjectDocument.project_id == project.id))
    return GateFacts(
        has_firm=project.firm_id is not None,
        has_park=project.park_id is not None,
        has_industry=project.industry_id is not None,
        has_responsible=bool(project.responsible_id or (project.responsible or "").strip()),
        engagements=elsewhere.engagements,
        has_planned_investment=project.planned is not None,
        has_content=bool((project.content or "").strip()),
        has_land_need=project.land_need_mu is not None,
        has_jobs=project.jobs is not None,
        has_energy_class=bool(project.energy_class),
        has_carbon_class=bool(project.carbon_class),
        has_source=bool((project.lead_source or "").strip()),
        is_review_passed=project.review_passed_on is not None,
        has_incentive=project.has_incentive,
        is_fair_competition_reviewed=project.fair_competition_on is not None,
        agreement_kind=project.agreement_kind,
        has_agreement_date=project.agreement_on is not None,
        has_signing_event=bool((project.signing_event or "").strip()),
        has_verified_agreed_entry=elsewhere.is_proven
        and _whole(elsewhere.agreed_high, elsewhere.agreed_low) > 0,
        has_establishment=project.establishment_id is not None,
        has_credit_code=elsewhere.has_credit_code,
        has_licence=elsewhere.has_licence,
        has_contracted_capital=_whole(elsewhere.contracted_high, elsewhere.contracted_low) > 0,
        has_construction_start=project.construction_start_on is not None,
        is_land_secured=project.land_secured_on is not None,
        has_production_start=project.production_start_on is not None,
        documents=frozenset(kinds),
    )


def _facts_elsewhere(project: Project) -> Rows:
    """What other features record of a project, in one row."""
    engagements = select(func.count()).where(
        Engagement.project_id == project.id, Engagement.archived_at.is_(None)
    )
    place = project.establishment_id
    coded = exists().where(Establishment.id == place, Establishment.credit_code.is_not(None))
    licensed = exists().where(EstablishmentEvidence.establishment_id == place)
    verified = LedgerStanding.standing == Standing.VERIFIED
    # A reversal counts once it is verified; an open one leaves what it reverses as it was.
    not_turned_down = or_(
        verified, and_(LedgerStanding.standing == Standing.OPEN, LedgerEntry.reverses_id.is_(None))
    )
    return select(
        engagements.scalar_subquery().label("engagements"),
        _has_agreed_evidence(project.id).label("is_proven"),
        *_net(project.id, EntryKind.AGREED, verified),
        *_net(project.id, EntryKind.CONTRACTED, not_turned_down),
        coded.label("has_credit_code"),
        licensed.label("has_licence"),
    )


def _net(project_id: int, kind: EntryKind, counts: ColumnElement[bool]) -> list[Label[int]]:
    """The project's entries of a kind, net of reversals, in two halves."""
    parts = {"high": LedgerEntry.usd_cents // HALF, "low": LedgerEntry.usd_cents % HALF}
    return [
        select(func.coalesce(func.sum(part), 0))
        .join(LedgerStanding, LedgerStanding.entry_id == LedgerEntry.id)
        .where(LedgerEntry.project_id == project_id, LedgerEntry.kind == kind, counts)
        .scalar_subquery()
        .label(f"{kind.value}_{half}")
        for half, part in parts.items()
    ]


def _whole(high: int, low: int) -> int:
    return int(high) * HALF + int(low)


def _has_agreed_evidence(project_id: int) -> ColumnElement[bool]:
    return exists(
        select(LedgerEntry.id)
        .join(LedgerStanding, LedgerStanding.entry_id == LedgerEntry.id)
        .join(LedgerEvidence, LedgerEvidence.entry_id == LedgerEntry.id)
        .where(
            LedgerEntry.project_id == project_id,
            LedgerEntry.kind == EntryKind.AGREED,
            LedgerStanding.standing == Standing.VERIFIED,
            LedgerEvidence.type == EvidenceType.AGREEMENT,
        )
    )


# --- Projects as known at a moment ---------------------------------------------------------------


def _is_latest_known(known_at: datetime) -> ColumnElement[bool]:
    """Versions that held at ``known_at``: the last recorded of each project, and not put away."""
    later = aliased(ProjectVersion)
    overtaken = exists(
        select(literal(1))
        .select_from(later)
        .where(
            later.project_id == ProjectVersion.project_id,
            later.recorded_at <= known_at,
            or_(
                later.recorded_at > ProjectVersion.recorded_at,
                and_(later.recorded_at == ProjectVersion.recorded_at, later.id > ProjectVersion.id),
            ),
        )
    )
    return and_(ProjectVersion.recorded_at <= known_at, ProjectVersion.is_archived.is_(False), ~overtaken)


def _in_scope(*, with_linked: bool) -> ColumnElement[bool]:
    """Projects of core parks, or of linked areas too: the park is the one known then."""
    parks = select(Park.id)
    if not with_linked:
        parks = parks.where(Park.kind == ParkKind.CORE)
    return ProjectVersion.park_id.in_(parks)


def _is_reached(stage: Stage, as_of: date) -> ColumnElement[bool]:
    """The stage or a later one by a day: any later stage's date proves it."""
    days = (getattr(ProjectVersion, f"{each.value}_on") for each in Stage if each.order >= stage.order)
    return or_(*(day <= as_of for day in days))


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """Of the projects signed: how many came how far."""

    signed: int = 0
    registration: int = 0
    start: int = 0
    production: int = 0

    def __add__(self, other: CohortCounts) -> CohortCounts:
        return CohortCounts(
            self.signed + other.signed,
            self.registration + other.registration,
            self.start + other.start,
            self.production + other.production,
        )


@dataclass(frozen=True, slots=True)
class SignedCohort:
    """The projects signed within a plan, as known: counts by park id, and a select of their ids."""

    parks: Mapping[int, CohortCounts]
    project_ids: Select[int]

    @property
    def total(self) -> CohortCounts:
        return sum(self.parks.values(), CohortCounts())


REACHED: Mapping[str, Stage] = {
    "signed": Stage.SIGNED,
    "registration": Stage.REGISTERED,
    "start": Stage.CONSTRUCTION,
    "production": Stage.OPERATING,
}
"""The rates of the field, by what each of them reached."""


def signed_cohort(plan: Plan, as_of: date, known_at: datetime, *, with_linked: bool = False) -> SignedCohort:
    """The cohort of the rates of the field, in one statement.

    Core parks' projects (park as known) whose signing lies within the plan and not after
    ``as_of``, whatever became of them. Records that were put away (a duplicate, an import undone)
    are no projects.
    """
    counts = [
        func.sum(case((_is_reached(stage, as_of), 1), else_=0)).label(name) for name, stage in REACHED.items()
    ]
    cohort = _cohort_condition(plan, as_of, known_at, with_linked=with_linked)
    rows = session.execute(
        select(ProjectVersion.park_id, *counts).where(cohort).group_by(ProjectVersion.park_id)
    )
    return SignedCohort(
        parks={park_id: CohortCounts(*(int(number) for number in numbers)) for park_id, *numbers in rows},
        project_ids=select(ProjectVersion.project_id).where(cohort),
    )


def cohort_project_ids(
    plan: Plan, as_of: date, known_at: datetime, *, reached: str = "signed", with_linked: bool = False
) -> Select[int]:
    """The ids behind a rate of the field (a key of :data:`REACHED`), to narrow a list by."""
    return select(ProjectVersion.project_id).where(
        _cohort_condition(plan, as_of, known_at, with_linked=with_linked),
        _is_reached(REACHED[reached], as_of),
    )


def _cohort_condition(
    plan: Plan, as_of: date, known_at: datetime, *, with_linked: bool
) -> ColumnElement[bool]:
    return and_(
        ProjectVersion.signed_on.between(plan.starts_on, min(plan.ends_on, as_of)),
        _in_scope(with_linked=with_linked),
        _is_latest_known(known_at),
    )


def count_newly_signed(
    starts_on: date, ends_on: date, known_at: datetime, *, with_linked: bool = False
) -> dict[int, int]:
    """Newly approved projects, those signed from one day to another, by park id."""
    rows = session.execute(
        select(ProjectVersion.park_id, func.count())
        .where(
            ProjectVersion.signed_on.between(starts_on, ends_on),
            _in_scope(with_linked=with_linked),
            _is_latest_known(known_at),
        )
        .group_by(ProjectVersion.park_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class StageCount:
    """The projects of one park at one stage, and what they plan to invest."""

    park_id: int
    stage: Stage
    number: int
    planned_usd_cents: int
    """Without what is planned in a currency of which there is no rate yet."""


def pipeline_counts(
    as_of: date, known_at: datetime, *, with_linked: bool = False, park_id: int | None = None
) -> list[StageCount]:
    """The open pipeline by park and stage: three statements.

    The stage is that of ``as_of`` by the dates known at ``known_at``; terminated projects are out. What is
    planned is no fact that figures rest on: it is today's, whatever ``known_at``, at the rate of the last
    month that was complete at ``as_of``.
    """
    rates = ledger.find_rates(rate_month(as_of))
    numbers: dict[tuple[int, Stage], int] = {}
    planned: dict[tuple[int, Stage], int] = {}
    for row in session.execute(_pipeline_query(as_of, known_at, with_linked, park_id)):
        place = row.park_id, Stage(row.stage)
        numbers[place] = numbers.get(place, 0) + row.number
        if row.currency is not None and rates is not None:
            cents = usd_cents(_whole(row.high, row.low), row.currency, rates)
            planned[place] = planned.get(place, 0) + cents
    return [StageCount(*place, number, planned.get(place, 0)) for place, number in numbers.items()]


def _pipeline_query(as_of: date, known_at: datetime, with_linked: bool, park_id: int | None) -> Rows:
    stage = case(*((_is_reached(each, as_of), each.value) for each in reversed(Stage)), else_=None)
    park = ProjectVersion.park_id
    query = (
        select(
            park.label("park_id"),
            stage.label("stage"),
            Project.planned_currency.label("currency"),
            func.count().label("number"),
            func.coalesce(func.sum(Project.planned_minor // HALF), 0).label("high"),
            func.coalesce(func.sum(Project.planned_minor % HALF), 0).label("low"),
        )
        .join(Project, Project.id == ProjectVersion.project_id)
        .where(
            _is_reached(Stage.LEAD, as_of),
            ProjectVersion.status != Status.TERMINATED,
            _in_scope(with_linked=with_linked),
            _is_latest_known(known_at),
        )
        .group_by(park, stage, Project.planned_currency)
    )
    return query if park_id is None else query.where(park == park_id)
