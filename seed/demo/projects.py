"""Projects in all stages, with their histories, and the engagements that moved them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from crm.core import names
from crm.core.bulk import insert_in_bulk
from kernel import clock
from kernel.money import Currency
from models import Engagement, Project, ProjectVersion, StageMove, engagement_firms
from models.enums import AgreementKind, EngagementKind, MoveKind, Stage, Status
from seed.demo import fiction
from seed.demo.firms import Firms
from seed.demo.rows import Rows, day_between, let_numbers_go_on, working_moment, write_all

RECENT = timedelta(days=75)
STAGE_SHARES = (0.16, 0.16, 0.08, 0.14, 0.14, 0.12, 0.20)
"""How many projects end up at each stage, the first to the last."""


@dataclass(frozen=True, slots=True)
class MadeProject:
    """What the ledger needs to know of a project."""

    id: int
    park_id: int
    firm_id: int
    stage: Stage
    signed_on: date | None
    registered_on: date | None
    planned_cents: int
    is_terminated: bool


def make(random: Random, number: int, firms: Firms, staff: dict[int, list[int]]) -> list[MadeProject]:
    """Make ``number`` projects; ``staff`` are the people who answer for them, by park."""
    tables = Rows(Project), Rows(ProjectVersion), Rows(StageMove)
    parks = list(staff)
    made = []
    for place in range(number):
        firm = random.choice(firms.ids)
        park = random.choices(parks, weights=[6, 5, 5, *[1] * (len(parks) - 3)])[0]
        if place < len(firms.settled):
            firm, (_, park) = list(firms.settled.items())[place]
        owner = random.choice(staff[park])
        made.append(_make_one(random, _Place(place, firm, park, owner), firms, tables))
        write_all(*tables, only_full=True)
    write_all(*tables)
    let_numbers_go_on(*tables)
    return made


@dataclass(frozen=True, slots=True)
class _Place:
    """Which project this is, whose, where, and who answers for it."""

    number: int
    firm: int
    park: int
    owner: int


def _make_one(random: Random, at: _Place, firms: Firms, tables: tuple[Rows, Rows, Rows]) -> MadeProject:
    projects, versions, moves = tables
    stage = random.choices(list(Stage), weights=STAGE_SHARES)[0]
    if at.firm in firms.settled and at.number < len(firms.settled):
        stage = random.choice((Stage.REGISTERED, Stage.CONSTRUCTION, Stage.OPERATING))
    dates = _dates(random, stage)
    reached = [Stage(name.removesuffix("_on")) for name, day in dates.items() if day]
    stage = max(reached, key=lambda each: each.order)
    status = _status(random, stage)
    planned = random.choice((600, 1_200, 2_000, 3_500, 5_500, 9_000, 14_000, 26_000)) * 10_000 * 100
    facts: dict[str, Any] = {
        "firm_id": at.firm,
        "park_id": at.park,
        "stage": stage,
        "status": status,
        **dates,
    }
    settled = firms.settled.get(at.firm)
    is_here = settled is not None and dates["registered_on"] is not None and settled[1] == at.park
    project = projects.add(
        industry_id=firms.industry_of[at.firm],
        planned_minor=planned,
        planned_currency=Currency.USD,
        responsible=None,
        responsible_id=at.owner,
        establishment_id=settled[0] if settled and is_here else None,
        is_imported=False,
        import_gaps=None,
        lock_version=1,
        **facts,
        **_named(random, at.number, dates),
        **_reasons(status),
        **_proven(random, dates),
        **_first_steps(at.number, dates),
    )
    _make_history(random, facts | {"project_id": project, "owner": at.owner}, dates, versions, moves)
    signed, registered = dates["signed_on"], dates["registered_on"]
    is_over = status is Status.TERMINATED
    return MadeProject(project, at.park, at.firm, stage, signed, registered, planned, is_over)


def _named(random: Random, place: int, dates: dict[str, date | None]) -> dict[str, Any]:
    word = names.simplify(random.choice(fiction.PROJECT_WORDS))
    name, ref = f"{fiction.MARK}{word}{place + 1:04d}", f"DEMO-{place + 1:05d}"
    days = [day for day in dates.values() if day]
    return {
        "ref": ref,
        "name": name,
        "name_key": names.fold(name),
        "search_text": names.tokens((name,), (ref,)),
        "content": f"{name}：建设{word}及配套设施",
        "created_at": working_moment(random, min(days)),
        "updated_at": working_moment(random, max(days) + timedelta(days=random.randrange(1, 12))),
    }


def _reasons(status: Status) -> dict[str, Any]:
    is_held = status in (Status.PAUSED, Status.TERMINATED)
    return {
        "status_reason": "示例：市场变化，暂缓推进" if is_held else None,
        "status_until": date(2026, 12, 31) if status is Status.PAUSED else None,
        "competing_place": "示例市" if status is Status.TERMINATED else None,
    }


def _proven(random: Random, dates: dict[str, date | None]) -> dict[str, Any]:
    """What the gates ask for, as far as the project got."""
    signed = dates["signed_on"]
    return {
        "land_need_mu": random.choice((20, 35, 60, 90, 150)),
        "jobs": random.choice((60, 120, 200, 450, 900)),
        "energy_class": random.choice("ABC"),
        "carbon_class": random.choice("ABC"),
        "lead_source": random.choice(("商协会引荐", "展会", "以商引商", "总部拜访")),
        "has_incentive": False,
        "review_passed_on": signed,
        "agreement_kind": AgreementKind.FORMAL if signed else None,
        "agreement_on": signed,
        "signing_event": "示例投资恳谈会" if signed else None,
        "construction_start_on": dates["construction_on"],
        "land_secured_on": dates["construction_on"],
        "production_start_on": dates["operating_on"],
    }


def _first_steps(place: int, dates: dict[str, date | None]) -> dict[str, Any]:
    """What follows a lead within days: of every third one of late it hasn't yet."""
    lead, is_lead = dates["lead_on"], dates["talks_on"] is None
    if lead is None or (is_lead and place % 3 == 0):
        return {"judged_on": None, "fed_back_on": None}
    return {
        "judged_on": min(lead + timedelta(days=2), clock.today()),
        "fed_back_on": None if is_lead and place % 3 == 2 else min(lead + timedelta(days=5), clock.today()),
    }


def _dates(random: Random, stage: Stage) -> dict[str, date | None]:
    """A day for each stage reached; a project young in its stage when today is near."""
    day = day_between(random, date(2021, 9, 1), date(2025, 9, 1))
    dates: dict[str, date | None] = {f"{each.value}_on": None for each in Stage}
    for each in list(Stage)[: stage.order + 1]:
        if day > clock.today():
            break
        dates[f"{each.value}_on"] = day
        day += timedelta(days=random.choice((12, 25, 40, 60, 90, 130)))
    return dates


def _status(random: Random, stage: Stage) -> Status:
    if stage is Stage.OPERATING:
        return random.choice((Status.ACTIVE, Status.COMPLETED))
    return random.choices((Status.ACTIVE, Status.PAUSED, Status.TERMINATED), weights=(85, 8, 7))[0]


def _make_history(
    random: Random, made: dict[str, Any], dates: dict[str, date | None], versions: Rows, moves: Rows
) -> None:
    """A version and a move for each stage, recorded a few days after it was reached."""
    facts = dict(made)
    project, owner = facts.pop("project_id"), facts.pop("owner")
    before: Stage | None = None
    reached = [(Stage(name.removesuffix("_on")), day) for name, day in dates.items() if day]
    for place, (stage, day) in enumerate(reached):
        at = working_moment(random, day + timedelta(days=random.randrange(6)))
        is_last = place == len(reached) - 1
        known = {f"{later.value}_on": None for later, _ in reached[place + 1 :]}
        status = facts["status"] if is_last else Status.ACTIVE
        versions.add(
            project_id=project,
            is_archived=False,
            recorded_at=at,
            recorded_by_id=owner,
            **{**facts, **known, "stage": stage, "status": status},
        )
        moves.add(
            project_id=project,
            kind=MoveKind.OPENED if before is None else MoveKind.FORWARD,
            from_stage=before,
            to_stage=stage,
            from_status=None if before is None else Status.ACTIVE,
            to_status=status,
            happened_on=day,
            reason=None,
            recorded_at=at,
            recorded_by_id=owner,
        )
        before = stage


def make_engagements(
    random: Random, number: int, firms: Firms, projects: list[MadeProject], staff: dict[int, list[int]]
) -> None:
    """Make ``number`` engagements: half of them about a project, the others first contacts."""
    engagements = Rows(Engagement)
    links: list[dict[str, int]] = []
    parks = list(staff)
    for place in range(number):
        project = random.choice(projects) if projects and place % 2 else None
        park = project.park_id if project else random.choice(parks[:5])
        owner = random.choice(staff[park])
        first = (project.signed_on if project else None) or date(2024, 6, 1)
        day = min(
            day_between(random, first - timedelta(days=400), first + timedelta(days=300)), clock.today()
        )
        at = working_moment(random, day)
        # What was agreed long ago has been done since, but for a few.
        has_next = place % 3 == 0 and (clock.today() - day < RECENT or place % 24 == 0)
        number_of = engagements.add(
            ref=f"DEMO-K-{place + 1:07d}",
            kind=random.choice(list(EngagementKind)),
            happened_at=at,
            park_id=park,
            project_id=project.id if project else None,
            summary=f"【{fiction.MARK}】{random.choice(fiction.SUMMARIES)}",
            outcome=random.choice(fiction.OUTCOMES),
            next_step=random.choice(fiction.NEXT_STEPS) if has_next else None,
            next_due_on=day + timedelta(days=random.randrange(5, 40)) if has_next else None,
            next_owner_id=owner if has_next else None,
            is_confidential=place % 17 == 0,
            created_at=at,
            created_by_id=owner,
            lock_version=1,
        )
        firm = project.firm_id if project else random.choice(firms.ids)
        links.append({"engagement_id": number_of, "firm_id": firm})
        if engagements.is_full:
            _write_engagements(engagements, links)
    _write_engagements(engagements, links)
    let_numbers_go_on(engagements)


def _write_engagements(engagements: Rows, links: list[dict[str, int]]) -> None:
    engagements.write()
    insert_in_bulk(engagement_firms, links)
    links.clear()
