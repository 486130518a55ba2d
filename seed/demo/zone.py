"""The whole zone: people, firms, projects, engagements, money, targets."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sqlalchemy import select

from crm.core import revisions
from crm.core.database import session
from crm.search.indexing import index_missing
from kernel.errors import RuleError
from models import Firm, Park, Plan
from seed.demo import (
    advisers,
    applying,
    associations,
    catalogue,
    chains,
    claims,
    delegations,
    discussion,
    firms,
    issues,
    ledger,
    lights,
    majors,
    meetings,
    people,
    policies,
    projects,
    promotions,
    rewards,
    talent,
    targets,
    todos,
)
from seed.demo.firms import Firms
from seed.demo.people import Staff
from seed.demo.projects import MadeProject


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each; the default is a zone worth looking at."""

    firms: int = 420
    projects: int = 160
    engagements: int = 640
    entries: int = 420
    issues: int = 62


def make(size: Size, *, seed: int) -> None:
    """Make up a zone. The same size and seed give the same data.

    Raises:
        RuleError: there is a made-up zone already, or no reference facts yet.
    """
    if session.scalars(select(Firm.id).where(Firm.ref == "DEMO-000001")).first():
        raise RuleError("There is a demo zone in this database already.")
    parks = {park.code: park.id for park in session.scalars(select(Park).order_by(Park.position))}
    plan = session.scalars(select(Plan).order_by(Plan.starts_on)).first()
    if not parks or plan is None:
        raise RuleError("Load the facts first: flask seed reference.")
    random = _dice(seed)
    staff = people.make(parks)
    plan.ranking_series = firms.SERIES
    made = firms.make(random, size.firms, parks, staff.everyone)
    of_projects = projects.make(random, size.projects, made, staff.by_park)
    projects.make_engagements(random, size.engagements, made, of_projects, staff.by_park)
    todos.make(_dice(seed), staff)
    ledger.make(random, size.entries, of_projects, staff.by_park, staff.coordinators)
    targets.make(random, parks, staff.by_park, staff.coordinators)
    _make_daily_work(size, seed, made, of_projects, staff)
    _make_libraries(seed, made, of_projects, staff)
    session.flush()
    index_missing()
    revisions.grow(session())


def _make_daily_work(
    size: Size, seed: int, made: Firms, of_projects: list[MadeProject], staff: Staff
) -> None:
    """Visits, issues, lights, claims, events: each of its own dice, so that one more changes no other."""
    delegations.make(_dice(seed), staff)
    told = issues.make(_dice(seed), size.issues, of_projects, staff)
    meetings.make(_dice(seed), of_projects, staff, told)
    lights.make(_dice(seed))
    associations.make(_dice(seed), made, staff)
    claims.make(_dice(seed), made, of_projects, staff)
    discussion.make(_dice(seed))
    promotions.make(_dice(seed), staff)


def _make_libraries(seed: int, made: Firms, of_projects: list[MadeProject], staff: Staff) -> None:
    """Policies, chains, offers, major projects, advisers, talents, and what rests on them."""
    policies.make(_dice(seed), of_projects, staff)
    chains.make(_dice(seed), made, staff)
    catalogue.make(_dice(seed), staff)
    majors.make(_dice(seed), staff)
    advisers.make(_dice(seed), made, of_projects, staff)
    talent.make_rules(staff)
    applying.make(staff)
    talent.make(_dice(seed), staff)
    session.flush()
    rewards.make(_dice(seed), staff)


def _dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - made-up data, not secrets
