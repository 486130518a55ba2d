"""The projects signed within the plan, and the four rates of the field over them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from crm.bulletins.queries.frame import COHORT, Frame, park_name
from crm.bulletins.queries.names import investor_name
from crm.core import kept
from crm.core.database import session
from crm.indicators.cohorts import Cohort
from crm.ledger.lenses.queries import ProjectMoney, projects_money
from crm.projects.queries.cohorts import cohort_project_ids, is_latest_known
from crm.web.labels import label
from kernel.figures import Figure, RowFilter, Unit, rate_percent
from models import Firm, ProjectVersion
from models.enums import Measure, Stage
from reports.documents.progress.data import Rates, SignedProject

EXCERPT = 60


def rates(frame: Frame, cohort: Cohort) -> Rates:
    """Registration, start and production by number, arrival by amount: always all four."""
    counts = cohort.counts_in(frame.park)
    contracted, arrived = cohort.money_in(frame.park)
    rows = RowFilter("cockpit.cohort", frame.dates())
    return Rates(
        since=frame.plan.starts_on,
        until=frame.until,
        signed=frame.count(counts.signed, COHORT, "cockpit.cohort"),
        registered=frame.count(counts.registration, COHORT, "cockpit.cohort", reached="registration"),
        started=frame.count(counts.start, COHORT, "cockpit.cohort", reached="start"),
        producing=frame.count(counts.production, COHORT, "cockpit.cohort", reached="production"),
        registration=_rate(frame, counts.registration, counts.signed, "registration"),
        start=_rate(frame, counts.start, counts.signed, "start"),
        production=_rate(frame, counts.production, counts.signed, "production"),
        arrival=frame.percent(rate_percent(arrived, contracted) if contracted > 0 else None, COHORT, rows),
        contracted=_amount(frame, contracted, rows),
        arrived=_amount(frame, arrived, rows),
    )


def _rate(frame: Frame, reached: int, signed: int, name: str) -> Figure:
    rows = RowFilter("cockpit.cohort", frame.dates() | {"reached": name})
    return frame.percent(rate_percent(reached, signed), COHORT, rows)


def sums_of(project_ids: Select[int], frame: Frame) -> tuple[int, int]:
    """Contracted and arrived cents of some projects."""
    return _added(projects_money(project_ids, frame.as_of, frame.known_at).values())


def _added(sums: Collection[ProjectMoney]) -> tuple[int, int]:
    return sum(each[Measure.CONTRACTED] for each in sums), sum(each[Measure.ARRIVED] for each in sums)


def signed_projects(frame: Frame) -> tuple[SignedProject, ...]:
    """The largest of them by contracted capital, an excerpt: thousands belong in the attached data."""
    sums = _largest(frame)
    versions = session.scalars(
        select(ProjectVersion)
        .where(ProjectVersion.project_id.in_(sums), is_latest_known(frame.known_at))
        .options(
            joinedload(ProjectVersion.project),
            joinedload(ProjectVersion.park),
            joinedload(ProjectVersion.firm).joinedload(Firm.group),
        )
    )
    found = {version.project_id: version for version in versions}
    return tuple(_signed(frame, found[each], sums[each]) for each in sums)


def _largest(frame: Frame) -> dict[int, ProjectMoney]:
    """The first projects of the excerpt in its order, with their money; kept until a fact changes."""
    park_id = frame.park.id if frame.park else None

    def work_out() -> dict[int, ProjectMoney]:
        ids = cohort_project_ids(frame.plan, frame.as_of, frame.known_at, park_id=park_id)
        money = projects_money(ids, frame.as_of, frame.known_at)
        sums = {each: money.get(each, ProjectMoney()) for each in session.scalars(ids)}
        largest = sorted(sums, key=lambda each: (-sums[each][Measure.CONTRACTED], each))[:EXCERPT]
        return {each: sums[each] for each in largest}

    asked = ("largest", frame.plan.id, frame.as_of, park_id)
    return kept.answer(asked, known_at=frame.known_at, work_out=work_out)


def _signed(frame: Frame, version: ProjectVersion, money: ProjectMoney) -> SignedProject:
    """Park, stage, status and firm as known then; the stage is that of the as-of date."""
    rows = RowFilter("projects.detail", {"project_id": str(version.project_id)})
    reached = [stage for stage in Stage if (day := version.reached_on(stage)) and day <= frame.as_of]
    return SignedProject(
        name=version.project.name,
        investor=investor_name(version.firm),
        park=park_name(version.park),
        signed_on=version.signed_on or frame.until,
        stage=label(max(reached, key=lambda stage: stage.order)),
        status=label(version.status),
        contracted=_amount(frame, money[Measure.CONTRACTED], rows),
        arrived=_amount(frame, money[Measure.ARRIVED], rows),
    )


def _amount(frame: Frame, cents: int, rows: RowFilter) -> Figure:
    return Figure(cents, Unit.USD, COHORT, frame.as_of, frame.known_at, rows)
