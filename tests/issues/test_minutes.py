"""Minutes: a draft binds nobody; issued, each decision is an issue of its owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm.core.database import session
from crm.issues.service.minutes import (
    DecisionFields,
    MinutesFields,
    add_decision,
    drop_decision,
    edit_minutes,
    issue_minutes,
    write_minutes,
)
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Issue
from models.enums import IssueKind, IssueState, Role
from tests.factories.users import make_user
from tests.factories.zone import get_park


def test_issuing_minutes_makes_an_issue_of_each_decision_that_stands() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    today = clock.today()
    minutes = write_minutes(MinutesFields("Weekly", today, park_id=get_park("YY").id), (), by=officer)
    due = today + timedelta(days=9)
    kept = add_decision(minutes, DecisionFields("Lay the second cable", officer.id, due), by=officer)
    dropped = add_decision(minutes, DecisionFields("Paint the gate", officer.id, due), by=officer)
    drop_decision(dropped, by=officer)
    assert session.execute(select(func.count()).select_from(Issue)).scalar_one() == 0
    with pytest.raises(NotAllowedError):
        issue_minutes(minutes, by=officer)

    assert issue_minutes(minutes, by=lead) == 1

    issue = session.scalars(select(Issue)).one()
    assert (issue.kind, issue.state, issue.owner_id, issue.due_on) == (
        IssueKind.DECISION,
        IssueState.ASSIGNED,
        officer.id,
        due,
    )
    assert kept.issue_id == issue.id
    assert issue.source_url == f"/minutes/{minutes.id}"
    with pytest.raises(RuleError):
        issue_minutes(minutes, by=lead)
    with pytest.raises(RuleError):
        edit_minutes(minutes, MinutesFields("Other", today, park_id=minutes.park_id), (), by=lead)


def test_minutes_of_another_park_or_of_tomorrow_are_not_written() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    today = clock.today()

    with pytest.raises(NotAllowedError):
        write_minutes(MinutesFields("Theirs", today, park_id=get_park("XT").id), (), by=officer)
    with pytest.raises(NotAllowedError):
        write_minutes(MinutesFields("The zone's", today), (), by=officer)
    ahead = MinutesFields("Ahead", today + timedelta(days=1), park_id=get_park("YY").id)
    with pytest.raises(RuleError):
        write_minutes(ahead, (), by=officer)
