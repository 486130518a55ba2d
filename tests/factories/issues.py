from __future__ import annotations

from datetime import timedelta

from crm.core.database import session
from kernel import clock
from models import Issue, IssueStep, User
from models.enums import IssueAction, IssueKind, IssueLevel, IssueState
from tests.factories import next_number
from tests.factories.users import make_user
from tests.factories.zone import get_park


def make_issue(*, park: str | None = "YY", owner: User | None = None, **values: object) -> Issue:
    """An issue of a park; assigned where it has an owner, and due in a week."""
    raiser = values.pop("raised_by", None) or make_user()
    today, now = clock.today(), clock.now()
    issue = Issue(
        ref=f"IS-T-{next_number():06d}",
        kind=IssueKind.PROBLEM,
        title="Power is short",
        state=IssueState.ASSIGNED if owner else IssueState.RAISED,
        level=IssueLevel.PARK if park else IssueLevel.PROVINCE,
        level_since=today,
        park_id=get_park(park).id if park else None,
        raised_at=now,
        raised_by_id=getattr(raiser, "id", None),
        owner_id=owner.id if owner else None,
        due_on=today + timedelta(days=7),
        response_due_on=today + timedelta(days=3),
        is_confidential=False,
    )
    for name, value in values.items():
        setattr(issue, name, value)
    session.add(issue)
    session.flush()
    session.add(
        IssueStep(
            issue_id=issue.id,
            action=IssueAction.RAISE,
            to_state=issue.state,
            to_level=issue.level,
            to_owner_id=issue.owner_id,
            to_due_on=issue.due_on,
            recorded_at=issue.raised_at,
            recorded_by_id=issue.raised_by_id,
        )
    )
    session.commit()
    return issue
