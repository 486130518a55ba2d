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
    associations,
    claims,
    delegations,
    discussion,
    firms,
    issues,
    ledger,
    lights,
    meetings,
    people,
    projects,
    promotions,
    targets,
    todos,
)


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
    random = Random(seed)  # noqa: S311 - made-up data, not secrets
    staff = people.make(parks)
    plan.ranking_series = firms.SERIES
    made = firms.make(random, size.firms, parks, staff.everyone)
    of_projects = projects.make(random, size.projects, made, staff.by_park)
    projects.make_engagements(random, size.engagements, made, of_projects, staff.by_park)
    todos.make(Random(seed), staff)  # noqa: S311 - as above
    ledger.make(random, size.entries, of_projects, staff.by_park, staff.coordinators)
    targets.make(random, parks, staff.by_park, staff.coordinators)
    delegations.make(Random(seed), staff)  # noqa: S311 - as above
    told = issues.make(Random(seed), size.issues, of_projects, staff)  # noqa: S311 - as above
    meetings.make(Random(seed), of_projects, staff, told)  # noqa: S311 - as above
    lights.make(Random(seed))  # noqa: S311 - as above
    associations.make(Random(seed), made, staff)  # noqa: S311 - as above
    claims.make(Random(seed), made, of_projects, staff)  # noqa: S311 - as above
    discussion.make(Random(seed))  # noqa: S311 - as above
    promotions.make(Random(seed), staff)  # noqa: S311 - as above
    session.flush()
    index_missing()
    revisions.grow(session())
