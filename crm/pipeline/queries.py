"""What the gates ask for, and the pipeline in numbers, as of a day and as known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, case, exists, func, or_, select

from crm.core import kept
from crm.core.database import session
from crm.core.revisions import Series
from crm.ledger import queries as ledger
from crm.ledger.lenses.queries import halves, whole
from crm.ledger.rules import rate_month, usd_cents
from crm.projects.queries import in_scope, is_latest_known, is_reached
from crm.projects.rules import GateFacts
from kernel.money import Currency
from models import (
    Engagement,
    Establishment,
    EstablishmentEvidence,
    LedgerEntry,
    LedgerEvidence,
    LedgerStanding,
    Project,
    ProjectDocument,
    ProjectVersion,
)
from models.enums import AgreementKind, EntryKind, EvidenceType, Stage, Standing, Status

Rows = Select[*tuple[Any, ...]]

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
        and whole(elsewhere.agreed_high, elsewhere.agreed_low) > 0,
        has_establishment=project.establishment_id is not None,
        has_credit_code=elsewhere.has_credit_code,
        has_licence=elsewhere.has_licence,
        has_contracted_capital=whole(elsewhere.contracted_high, elsewhere.contracted_low) > 0,
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
    return [
        select(func.coalesce(part, 0))
        .join(LedgerStanding, LedgerStanding.entry_id == LedgerEntry.id)
        .where(LedgerEntry.project_id == project_id, LedgerEntry.kind == kind, counts)
        .scalar_subquery()
        .label(f"{kind.value}_{half}")
        for half, part in zip(("high", "low"), halves(LedgerEntry.usd_cents), strict=True)
    ]


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


# --- The pipeline in numbers


@dataclass(frozen=True, slots=True)
class StageCount:
    """The projects of one park at one stage, and what they plan to invest."""

    park_id: int
    stage: Stage
    number: int
    planned_usd_cents: int
    """Without what is planned in a currency of which there is no rate yet."""


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """What the projects of one park at one stage plan in one currency, None for those that say nothing."""

    park_id: int
    stage: Stage
    currency: Currency | None
    number: int
    planned_minor: int
    usd_cents: int | None
    """None where there is no rate yet."""


def pipeline_counts(
    as_of: date, known_at: datetime, *, with_linked: bool = False, park_id: int | None = None
) -> list[StageCount]:
    """The open pipeline by park and stage.

    The stage is that of ``as_of`` by the dates known at ``known_at``; terminated projects are out. What is
    planned is no fact that figures rest on: it is today's, whatever ``known_at``, at the rate of the last
    month that was complete at ``as_of``.
    """
    found: dict[tuple[int, Stage], StageCount] = {}
    for part in pipeline_parts(as_of, known_at, with_linked=with_linked, park_id=park_id):
        place = part.park_id, part.stage
        former = found.get(place, StageCount(*place, 0, 0))
        planned = former.planned_usd_cents + (part.usd_cents or 0)
        found[place] = StageCount(*place, former.number + part.number, planned)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class AgreementCount:
    """The projects of one park at one stage that agreed on the same kind of agreement, or on none yet."""

    park_id: int
    stage: Stage
    agreement: AgreementKind | None
    number: int


def agreement_counts(as_of: date, known_at: datetime) -> list[AgreementCount]:
    """The open pipeline of all parks, linked ones too, by stage and by kind of agreement.

    Which projects there are, their stage and their park are those known then; the kind of an agreement
    is no fact that figures rest on, and today's, if it was agreed by ``as_of``.
    """
    stage = _stage_at(as_of).label("stage_then")
    kind = case((Project.agreement_on <= as_of, Project.agreement_kind), else_=None).label("agreed_then")
    rows = session.execute(
        select(ProjectVersion.park_id, stage, kind, func.count())
        .join(Project, Project.id == ProjectVersion.project_id)
        .where(*_is_open(as_of, known_at, True, None))
        .group_by(ProjectVersion.park_id, "stage_then", "agreed_then")
    )
    return [AgreementCount(park, Stage(then), agreed, number) for park, then, agreed, number in rows]


def pipeline_parts(
    as_of: date, known_at: datetime, *, with_linked: bool = False, park_id: int | None = None
) -> list[PlannedPart]:
    """What :func:`pipeline_counts` adds up, by currency; kept until a fact changes, or what is planned."""
    return kept.answer(
        ("pipeline", as_of, with_linked, park_id),
        known_at=known_at,
        work_out=lambda: _parts(as_of, _pipeline_query(as_of, known_at, with_linked, park_id)),
        rests_on=(Series.FACTS, Series.PLANNED),
    )


def _parts(as_of: date, query: Rows) -> list[PlannedPart]:
    rates = ledger.find_rates(rate_month(as_of))
    parts = []
    for row in session.execute(query):
        minor = whole(row.high, row.low)
        cents = usd_cents(minor, row.currency, rates) if row.currency is not None and rates else None
        parts.append(PlannedPart(row.park_id, Stage(row.stage), row.currency, row.number, minor, cents))
    return parts


def pipeline_project_ids(
    as_of: date,
    known_at: datetime,
    *,
    stage: Stage | None = None,
    with_linked: bool = False,
    park_id: int | None = None,
) -> Select[int]:
    """The ids behind :func:`pipeline_counts`, of all stages or of one."""
    query = select(ProjectVersion.project_id).where(*_is_open(as_of, known_at, with_linked, park_id))
    return query if stage is None else query.where(_stage_at(as_of) == stage.value)


def _stage_at(as_of: date) -> ColumnElement[str | None]:
    """The furthest stage reached by a day."""
    return case(*((is_reached(each, as_of), each.value) for each in reversed(Stage)), else_=None)


def _is_open(
    as_of: date, known_at: datetime, with_linked: bool, park_id: int | None
) -> list[ColumnElement[bool]]:
    conditions = [
        is_reached(Stage.LEAD, as_of),
        ProjectVersion.status != Status.TERMINATED,
        in_scope(with_linked=with_linked),
        is_latest_known(known_at),
    ]
    return conditions if park_id is None else [*conditions, ProjectVersion.park_id == park_id]


def _pipeline_query(as_of: date, known_at: datetime, with_linked: bool, park_id: int | None) -> Rows:
    stage = _stage_at(as_of)
    park = ProjectVersion.park_id
    high, low = halves(Project.planned_minor)
    return (
        select(
            park.label("park_id"),
            stage.label("stage"),
            Project.planned_currency.label("currency"),
            func.count().label("number"),
            func.coalesce(high, 0).label("high"),
            func.coalesce(low, 0).label("low"),
        )
        .join(Project, Project.id == ProjectVersion.project_id)
        .where(*_is_open(as_of, known_at, with_linked, park_id))
        .group_by(park, stage, Project.planned_currency)
    )
