"""Words over lights, milestones, saved views, changes of many projects."""

from __future__ import annotations

from datetime import timedelta

from crm.core.database import session
from kernel import clock
from models import (
    BulkChange,
    BulkChangeRow,
    LightOverride,
    Milestone,
    MilestoneForecast,
    SavedView,
    User,
)
from models.enums import BulkField, Colour, MilestoneKind, Sharing
from tests.architecture.permission_records.base import Maker
from tests.factories import next_number
from tests.factories.projects import make_project
from tests.factories.users import make_user


def milestone(park: str, _visitor: User | None) -> int:
    """One with a forecast, of a project over whose light somebody put a word."""
    project = make_project(park=park)
    today = clock.today()
    row = Milestone(
        project_id=project.id,
        name="milestone",
        kind=MilestoneKind.LAND,
        planned_on=today,
        created_at=clock.now(),
    )
    row.forecasts = [MilestoneForecast(before_on=today, forecast_on=today + timedelta(days=9), reason="late")]
    word = LightOverride(project_id=project.id, colour=Colour.GREEN, reason="waits", expires_on=today)
    session.add_all([row, word])
    session.commit()
    return row.id


def saved_view(_park: str, visitor: User | None) -> int:
    """The visitor's own."""
    row = SavedView(
        owner_id=(visitor or make_user()).id,
        endpoint="projects.index",
        name=f"view {next_number()}",
        arguments={"stage": ["talks"]},
        shared_with=Sharing.NOBODY,
        created_at=clock.now(),
    )
    session.add(row)
    session.commit()
    return row.id


def bulk_change(park: str, visitor: User | None) -> int:
    """The visitor's own, of a project of the park."""
    project = make_project(park=park)
    author = visitor or make_user()
    row = BulkChange(field=BulkField.SOURCE, value="fair", recorded_by_id=author.id)
    row.rows = [BulkChangeRow(project_id=project.id, before=None, left_version=project.lock_version)]
    session.add(row)
    session.commit()
    return row.id


RECORDS: dict[str, Maker] = {
    "milestone_id": milestone,
    "view_id": saved_view,
    "change_id": bulk_change,
}
