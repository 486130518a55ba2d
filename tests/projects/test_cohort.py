"""The cohort of the rates against an independent recount, over random histories."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crm.core.database import session
from crm.pipeline import queries as pipeline
from crm.pipeline.queries import StageCount
from crm.projects import queries
from crm.projects.queries import CohortCounts
from kernel import clock
from kernel.money import Currency
from models import ExchangeRate, Plan, Project
from models.enums import Stage, Status
from tests.factories.projects import make_investor, make_project
from tests.factories.zone import CORE, get_park

PLAN_START, PLAN_END = date(2022, 1, 1), date(2025, 12, 31)
STAGES = [stage.value for stage in Stage]
START = datetime(2024, 1, 1, 4, tzinfo=UTC)


@pytest.fixture
def plan() -> Plan:
    record = Plan(
        key="2022-2025",
        name_hans="规划",
        name_hant="規劃",
        name_en="Plan",
        starts_on=PLAN_START,
        ends_on=PLAN_END,
    )
    session.add(record)
    session.commit()
    return record


@dataclass
class History:
    """What was recorded, kept beside the database: (moment, project, park, put away, days)."""

    rows: list[tuple[datetime, int, str, bool, dict[str, date | None]]] = field(default_factory=list)

    def note(self, project: Project) -> None:
        days = {stage: getattr(project, f"{stage}_on") for stage in STAGES}
        self.rows.append((clock.now(), project.id, project.park.code, project.is_archived, days))

    def recount(self, as_of: date, known_at: datetime, parks: set[str]) -> dict[str, list[int]]:
        """Counts by park, worked out row by row: no SQL, no versions."""
        known: dict[int, tuple[str, bool, dict[str, date | None]]] = {}
        for moment, number, park, is_away, days in self.rows:
            if moment <= known_at:
                known[number] = (park, is_away, days)
        counts: dict[str, list[int]] = {}
        for park, is_away, days in known.values():
            signed = days["signed"]
            if is_away or park not in parks or signed is None or signed > as_of:
                continue
            if not PLAN_START <= signed <= PLAN_END:
                continue
            tally = counts.setdefault(park, [0, 0, 0, 0])
            tally[0] += 1
            for place, first in ((1, "registered"), (2, "construction"), (3, "operating")):
                later = [days[stage] for stage in STAGES[STAGES.index(first) :]]
                tally[place] += any(day is not None and day <= as_of for day in later)
        return counts


def random_days(chance: random.Random) -> dict[str, date | None]:
    """Days in order, some skipped, some before and after the plan."""
    last = chance.randrange(len(STAGES))
    day = date(2021, 6, 1) + timedelta(days=chance.randrange(1200))
    days: dict[str, date | None] = dict.fromkeys(STAGES)
    for place, stage in enumerate(STAGES):
        if place <= last and chance.random() < 0.8:
            days[stage] = day
            day += timedelta(days=chance.randrange(200))
    return days


def change(project: Project, chance: random.Random) -> None:
    kind = chance.choice(("days", "days", "park", "away", "status", "name"))
    if kind == "days":
        for stage, day in random_days(chance).items():
            setattr(project, f"{stage}_on", day)
    elif kind == "park":
        project.park = get_park(chance.choice(("YY", "XT", "CZ", "CS")))
    elif kind == "away":
        project.archived_at = None if project.is_archived else clock.now()
    elif kind == "status":
        project.status = chance.choice(list(Status))
    else:
        project.name = "another name: no new version"


def live_through(seed: int) -> History:
    """Forty projects, changed two hundred times over a year; several changes share a moment."""
    chance, history, firm = random.Random(seed), History(), make_investor()
    moment = START
    projects: list[Project] = []
    for step in range(240):
        moment += timedelta(hours=chance.choice((0, 0, 5, 60)))
        clock.set_fixed(moment)
        if step < 40:
            project = make_project(
                firm=firm, park=chance.choice(("YY", "XT", "CZ", "CS")), **_days_as_columns(chance)
            )
            projects.append(project)
        else:
            project = chance.choice(projects)
            change(project, chance)
            session.commit()
        history.note(project)
    return history


def _days_as_columns(chance: random.Random) -> dict[str, date | None]:
    return {f"{stage}_on": day for stage, day in random_days(chance).items()}


@pytest.mark.parametrize("with_linked", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_cohort_equals_an_independent_recount(plan: Plan, seed: int, with_linked: bool) -> None:
    history = live_through(seed)
    chance = random.Random(seed * 1000)
    moments = [row[0] for row in history.rows]
    codes = {get_park(code).id: code for code in ("YY", "XT", "CZ", "CS")}
    scope = {"CS", *CORE} if with_linked else set(CORE)
    seen = 0

    for _turn in range(40):
        as_of = date(2021, 12, 1) + timedelta(days=chance.randrange(1600))
        # Often exactly a recorded moment: it is included.
        known_at = chance.choice(moments) + timedelta(microseconds=chance.choice((-1, 0, 1)))
        cohort = queries.signed_cohort(plan, as_of, known_at, with_linked=with_linked)
        counted = {
            codes[park]: [counts.signed, counts.registration, counts.start, counts.production]
            for park, counts in cohort.items()
        }
        assert counted == history.recount(as_of, known_at, scope), (as_of, known_at)
        seen += sum(counts.signed for counts in cohort.values())

    assert seen > 100


def total_of(plan: Plan, as_of: date, known_at: datetime | None = None) -> CohortCounts:
    return sum(queries.signed_cohort(plan, as_of, known_at or clock.now()).values(), CohortCounts())


def test_the_ids_behind_a_rate_are_as_many_as_it_counts(plan: Plan) -> None:
    live_through(7)
    as_of, known_at = date(2024, 6, 30), clock.now()

    total = total_of(plan, as_of, known_at)

    for name in queries.REACHED:
        ids = session.scalars(queries.cohort_project_ids(plan, as_of, known_at, reached=name)).all()
        assert len(set(ids)) == len(ids) == getattr(total, name)


def test_a_terminated_project_stays_in_the_denominator(plan: Plan) -> None:
    make_project(stage=Stage.SIGNED, status=Status.TERMINATED)

    assert total_of(plan, date(2024, 12, 31)) == CohortCounts(1, 0, 0, 0)


def test_a_later_stage_proves_the_ones_before(plan: Plan) -> None:
    make_project(stage=Stage.OPERATING, registered_on=None, construction_on=None)

    assert total_of(plan, date(2024, 12, 31)) == CohortCounts(1, 1, 1, 1)


def test_signings_are_bounded_by_the_plan_and_the_day(plan: Plan) -> None:
    for day in (date(2021, 12, 31), date(2022, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2026, 1, 1)):
        make_project(stage=Stage.SIGNED, lead_on=day, talks_on=day, review_on=day, signed_on=day)

    assert total_of(plan, date(2024, 6, 30)).signed == 2
    assert total_of(plan, date(2026, 6, 30)).signed == 3


def test_the_cohort_takes_one_statement(plan: Plan, statements) -> None:
    for _each in range(5):
        make_project(stage=Stage.SIGNED)

    with statements() as seen:
        queries.signed_cohort(plan, date(2024, 12, 31), clock.now())

    assert len(seen) == 1


def test_newly_signed_projects_are_counted_by_park_and_period() -> None:
    for park, day in (("YY", 1), ("YY", 15), ("XT", 30), ("CS", 10)):
        make_project(park=park, stage=Stage.SIGNED, signed_on=date(2024, 4, day))
    april = (date(2024, 4, 1), date(2024, 4, 29))

    assert queries.count_newly_signed(*april, clock.now()) == {get_park("YY").id: 2}
    assert queries.count_newly_signed(*april, clock.now(), with_linked=True) == {
        get_park("YY").id: 2,
        get_park("CS").id: 1,
    }


def add_rates(month: str) -> None:
    rates = {"cny_per_usd": "7.1", "twd_per_usd": "32", "hkd_per_usd": "7.8"}
    session.add(
        ExchangeRate(month=month, source="test", **{name: Decimal(rate) for name, rate in rates.items()})
    )
    session.commit()


def test_the_pipeline_is_counted_by_the_stage_of_the_day(plan: Plan) -> None:
    add_rates("2024-02")
    make_project(stage=Stage.SIGNED, planned_minor=500, planned_currency=Currency.USD)
    make_project(stage=Stage.SIGNED, planned_minor=7_100, planned_currency=Currency.CNY)
    make_project(stage=Stage.SIGNED)
    make_project(stage=Stage.TALKS, status=Status.TERMINATED)
    make_project(park="CS", stage=Stage.LEAD)
    park = get_park("YY").id

    def counted(day: date, **scope: object) -> list[StageCount]:
        return sorted(pipeline.pipeline_counts(day, clock.now(), **scope), key=lambda row: row.park_id)

    assert counted(date(2024, 3, 15)) == [StageCount(park, Stage.REVIEW, 3, 1_500)]
    assert counted(date(2024, 4, 1)) == [StageCount(park, Stage.SIGNED, 3, 1_500)]
    assert counted(date(2023, 12, 31)) == []
    assert counted(date(2024, 4, 1), with_linked=True)[1:] == [
        StageCount(get_park("CS").id, Stage.LEAD, 1, 0)
    ]
    assert counted(date(2024, 4, 1), with_linked=True, park_id=get_park("XT").id) == []


def test_plans_beyond_sixty_four_bits_are_summed_exactly(plan: Plan) -> None:
    add_rates("2024-02")
    for _each in range(3):
        make_project(planned_minor=2**63 - 1, planned_currency=Currency.USD)

    (row,) = pipeline.pipeline_counts(date(2024, 3, 15), clock.now())

    assert row.planned_usd_cents == 3 * (2**63 - 1)
