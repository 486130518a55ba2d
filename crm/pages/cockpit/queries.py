"""What waits for whom, and the projects behind the cockpit's counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from crm.core import kept
from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.visibility import visible_engagements, visible_issues, visible_projects
from crm.indicators.queries import count_open_values
from crm.issues.queries.issues import is_overdue
from crm.issues.rules import Show
from crm.ledger.queries import count_waiting
from crm.web.display import endpoint_url
from crm.web.labels import local_name
from kernel import clock
from models import Engagement, Issue, Park, Plan, Project, ProjectLight, User
from models.enums import Colour


@dataclass(frozen=True, slots=True)
class Part:
    """One park's share of what waits."""

    park: str
    number: int
    url: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """``number`` things of a kind wait; ``url`` lists them, and each part's lists its own."""

    what: str
    who: str
    number: int
    url: str | None
    parts: Sequence[Part] = ()


def waiting_for(viewer: User, plan: Plan, parks: Sequence[Park], today: date) -> list[Waiting]:
    """What the viewer may see waiting, and for whom it waits: kinds of which there is something."""
    waits = [
        _entries(viewer, parks),
        _red_lights(viewer, parks),
        _issues(viewer, parks, today),
        _steps(viewer, parks, today),
    ]
    if may(viewer, Permission.VIEW_TARGETS):
        url = endpoint_url("indicators.values", plan=plan.key)
        number = count_open_values(plan, viewer=viewer)
        waits.append(Waiting(_("Reported values without a decision"), _("Provincial office"), number, url))
    return [wait for wait in waits if wait.number]


def _entries(viewer: User, parks: Sequence[Park]) -> Waiting:
    # Who has the same role and park sees the same entries.
    found = kept.answer(
        ("waiting", viewer.role, viewer.park_id),
        known_at=clock.now(),
        work_out=lambda: count_waiting(viewer=viewer),
    )
    parts = [
        Part(
            local_name(park),
            found[park.id][0],
            endpoint_url("ledger.queue", queue_park=park.id),
            _("checked by the park: %(number)s", number=found[park.id][1]),
        )
        for park in parks
        if park.id in found
    ]
    return Waiting(
        what=_("Ledger entries without a decision"),
        who=_("Provincial office"),
        number=sum(waiting for waiting, _checked in found.values()),
        url=endpoint_url("ledger.queue"),
        parts=parts,
    )


def _steps(viewer: User, parks: Sequence[Park], today: date) -> Waiting:
    """Next steps whose day has gone by, with whoever owns them in the parks."""
    last = today - timedelta(days=1)
    found = _by_park(
        select(Engagement.park_id, func.count())
        .where(visible_engagements(viewer), Engagement.archived_at.is_(None), Engagement.next_due_on <= last)
        .group_by(Engagement.park_id)
    )
    words = _("Next steps whose day has gone by")
    return _in_parks(words, found, parks, "engagements.index", due_by=last.isoformat())


def _red_lights(viewer: User, parks: Sequence[Park]) -> Waiting:
    """Projects that nobody moved for too long, or that fall behind their plan."""
    found = _by_park(
        select(Project.park_id, func.count())
        .join(Project.light)
        .where(visible_projects(viewer), Project.archived_at.is_(None), ProjectLight.colour == Colour.RED)
        .group_by(Project.park_id)
    )
    return _in_parks(_("Projects with a red light"), found, parks, "projects.index", light=Colour.RED.value)


def _issues(viewer: User, parks: Sequence[Park], today: date) -> Waiting:
    found = _by_park(
        select(Issue.park_id, func.count())
        .where(visible_issues(viewer), Issue.archived_at.is_(None), is_overdue(today))
        .group_by(Issue.park_id)
    )
    return _in_parks(_("Issues past their day"), found, parks, "issues.index", show=Show.OVERDUE.value)


def _in_parks(
    what: str, found: Mapping[int | None, int], parks: Sequence[Park], endpoint: str, **arguments: str
) -> Waiting:
    """What waits with the parks, each number with its list."""
    parts = [
        Part(local_name(park), found[park.id], endpoint_url(endpoint, park=park.id, **arguments))
        for park in parks
        if park.id in found
    ]
    return Waiting(what, _("Parks"), sum(found.values()), endpoint_url(endpoint, **arguments), parts)


def _by_park(counted: Select[*tuple[Any, ...]]) -> Mapping[int | None, int]:
    """What belongs to no park stands under None."""
    return {row[0]: row[1] for row in session.execute(counted)}
