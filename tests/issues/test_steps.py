"""An issue from raising to closing: who does what, what the owner owes, who is told, what the clock does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select

from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.core.transactions import transaction
from crm.issues.queries import issues as queries
from crm.issues.service.raising import Given, IssueFields, raise_issue
from crm.issues.service.steps import File, StepFields, escalate_overdue, take_step
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import Deputy, Issue, IssueStep, Notice, Todo, User
from models.enums import (
    IssueAction,
    IssueKind,
    IssueLevel,
    IssueState,
    NeedCategory,
    NoticeKind,
    Role,
    TodoSource,
    TodoState,
)
from tests.factories.firms import make_firm
from tests.factories.issues import make_issue
from tests.factories.users import make_user
from tests.factories.zone import get_park

A = IssueAction
PROOF = File("proof.pdf", b"%PDF-1.7 proof")
ANSWER = StepFields(note="The second cable is laid", files=(PROOF,))


def todo_of(issue: Issue) -> Todo | None:
    return session.scalars(
        select(Todo).where(Todo.source == TodoSource.ISSUE, Todo.source_id == issue.id)
    ).one_or_none()


def told(kind: NoticeKind) -> set[int]:
    return set(session.scalars(select(Notice.user_id).where(Notice.kind == kind)))


def doing(issue: Issue, action: A, fields: StepFields, by: User) -> None:
    with acting(Actor(by.id, by.name, "test")), transaction():
        take_step(issue, action, fields, by=by)


def test_an_issue_goes_from_raising_to_closing_by_somebody_else() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    park_id = get_park("YY").id
    with acting(Actor(officer.id, officer.name, "test")), transaction():
        issue = raise_issue(
            IssueFields(IssueKind.PROBLEM, "Power is short", park_id=park_id), Given(), by=officer
        )
    assert issue.state is IssueState.RAISED
    assert told(NoticeKind.ISSUE_RAISED) == {lead.id}
    assert todo_of(issue) is None

    due = date(clock.today().year + 1, 3, 3)
    doing(issue, A.ASSIGN, StepFields(owner_id=officer.id, due_on=due), lead)
    todo = todo_of(issue)
    assert todo is not None
    assert (todo.owner_id, todo.due_on, todo.state) == (officer.id, due, TodoState.OPEN)

    doing(issue, A.ANSWER, ANSWER, officer)
    assert issue.state is IssueState.ANSWERED
    assert todo.state is TodoState.DONE
    assert issue.escalates_on is None
    assert lead.id in told(NoticeKind.ISSUE_ANSWERED)

    with pytest.raises(NotAllowedError):
        take_step(issue, A.CLOSE, StepFields(), by=officer)
    doing(issue, A.RETURN, StepFields(note="Which transformer?"), lead)
    assert todo.state is TodoState.OPEN
    assert told(NoticeKind.ISSUE_RETURNED) == {officer.id}

    doing(issue, A.ANSWER, ANSWER, officer)
    doing(issue, A.CLOSE, StepFields(), lead)
    assert issue.state is IssueState.CLOSED
    assert issue.closed_by_id == lead.id
    taken = [step.action for step in session.scalars(select(IssueStep).order_by(IssueStep.id))]
    assert taken == [A.RAISE, A.ASSIGN, A.ANSWER, A.RETURN, A.ANSWER, A.CLOSE]


def test_who_answered_for_the_owner_does_not_close_it() -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    today = clock.today()
    session.add(
        Deputy(
            principal_id=owner.id,
            deputy_id=lead.id,
            from_on=today,
            until_on=today,
            reason="away",
            created_at=clock.now(),
        )
    )
    issue = make_issue(park="YY", owner=owner)

    doing(issue, A.ANSWER, ANSWER, lead)

    with pytest.raises(NotAllowedError):
        take_step(issue, A.CLOSE, StepFields(), by=lead)


def test_an_officer_takes_an_issue_on_but_gives_it_to_nobody_else() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    other = make_user(role=Role.OFFICER, park="YY")
    written = IssueFields(IssueKind.OTHER, "Road sign", park_id=get_park("YY").id)

    with pytest.raises(RuleError):
        raise_issue(written, Given(owner_id=other.id), by=officer)
    session.rollback()
    issue = raise_issue(written, Given(owner_id=officer.id), by=officer)

    assert issue.state is IssueState.ASSIGNED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": IssueKind.NEED, "need_category": NeedCategory.POWER}, "firm_id"),
        ({"kind": IssueKind.PROBLEM, "need_category": NeedCategory.POWER}, "need_category"),
        ({"kind": IssueKind.PROBLEM, "source_url": "https://elsewhere.example"}, "source_url"),
        ({"kind": IssueKind.PROBLEM, "source_url": "//elsewhere.example"}, "source_url"),
        ({"kind": IssueKind.PROBLEM, "source_url": "/\t/elsewhere.example"}, "source_url"),
        ({"kind": IssueKind.PROBLEM, "title": " "}, "title"),
    ],
)
def test_what_is_written_must_fit(change: dict[str, object], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        raise_issue(IssueFields(**{"title": "Power", **change}), Given(), by=make_user())

    assert set(refused.value.fields) == {field}


def test_a_directive_is_a_leaders_or_entered_openly_for_one() -> None:
    leader = make_user(role=Role.LEADER)
    secretary = make_user(role=Role.COORDINATOR)
    owner = make_user(role=Role.OFFICER, park="YY")
    written = IssueFields(IssueKind.DIRECTIVE, "Solve it", park_id=get_park("YY").id)
    with pytest.raises(NotAllowedError):
        raise_issue(written, Given(owner_id=owner.id), by=secretary)
    with pytest.raises(NotAllowedError):
        raise_issue(written, Given(owner_id=owner.id, in_name_of=leader), by=secretary)
    today = clock.today()
    session.add(
        Deputy(
            principal_id=leader.id,
            deputy_id=secretary.id,
            from_on=today,
            until_on=today,
            reason="secretary",
            created_at=clock.now(),
        )
    )

    issue = raise_issue(written, Given(owner_id=owner.id, in_name_of=leader), by=secretary)

    assert (issue.raised_by_id, issue.entered_by_id) == (leader.id, secretary.id)
    assert issue.state is IssueState.ASSIGNED
    assert told(NoticeKind.DIRECTIVE_GIVEN) == {owner.id}


def test_what_is_overdue_goes_up_level_by_level(clock_at: Callable[[datetime], None]) -> None:
    clock_at(datetime.fromisoformat("2025-06-02T01:00:00+00:00"))
    owner = make_user(role=Role.OFFICER, park="YY")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    office = make_user(role=Role.COORDINATOR)
    with transaction():
        issue = raise_issue(
            IssueFields(IssueKind.PROBLEM, "Power", park_id=get_park("YY").id),
            Given(owner_id=owner.id, due_on=date(2025, 6, 3)),
            by=lead,
        )
    assert issue.escalates_on == date(2025, 6, 6)
    clock_at(datetime.fromisoformat("2025-06-05T01:00:00+00:00"))
    assert escalate_overdue() == 0

    clock_at(datetime.fromisoformat("2025-06-06T01:00:00+00:00"))
    assert escalate_overdue() == 1
    assert (issue.level, issue.escalates_on) == (IssueLevel.CITY, date(2025, 6, 13))
    assert told(NoticeKind.ISSUE_ESCALATED) == {owner.id, lead.id}
    assert escalate_overdue() == 0

    clock_at(datetime.fromisoformat("2025-06-13T01:00:00+00:00"))
    assert escalate_overdue() == 1
    assert (issue.level, issue.escalates_on) == (IssueLevel.PROVINCE, None)
    assert office.id in told(NoticeKind.ISSUE_ESCALATED)
    session.commit()
    steps = queries.list_steps(issue.id)
    assert [step.recorded_by_id for step in steps if step.action is A.ESCALATE] == [None, None]


def test_an_issue_that_went_to_the_province_is_the_offices_to_close() -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    issue = make_issue(park="YY", owner=owner, level=IssueLevel.PROVINCE, state=IssueState.ANSWERED)

    with pytest.raises(NotAllowedError):
        take_step(issue, A.CLOSE, StepFields(), by=lead)
    doing(issue, A.CLOSE, StepFields(), make_user(role=Role.COORDINATOR))


def test_a_change_of_somebody_else_is_a_conflict() -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    issue = make_issue(park="YY", owner=owner)

    with pytest.raises(ConflictError):
        take_step(issue, A.REPORT, StepFields(note="x"), by=owner, lock_version=issue.lock_version + 1)


def test_times_of_needs_are_counted_in_working_days(clock_at: Callable[[datetime], None]) -> None:
    clock_at(datetime.fromisoformat("2025-06-06T01:00:00+00:00"))
    owner = make_user(role=Role.OFFICER, park="YY")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    need = IssueFields(
        IssueKind.NEED,
        "Workers",
        park_id=get_park("YY").id,
        firm_id=make_firm().id,
        need_category=NeedCategory.LABOUR,
    )
    with transaction():
        issue = raise_issue(need, Given(), by=owner)
    clock_at(datetime.fromisoformat("2025-06-10T01:00:00+00:00"))
    doing(issue, A.ASSIGN, StepFields(owner_id=owner.id, due_on=date(2025, 6, 20)), lead)
    clock_at(datetime.fromisoformat("2025-06-12T01:00:00+00:00"))
    doing(issue, A.ANSWER, ANSWER, owner)

    assert (issue.response_days, issue.answer_days) == (2, 4)


def test_of_a_confidential_issue_a_notice_says_the_number_alone() -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    issue = make_issue(title="SECRET-TITLE", is_confidential=True)
    with transaction():
        take_step(issue, A.ASSIGN, StepFields(owner_id=owner.id, due_on=clock.today()), by=None)

    titles = session.scalars(select(Notice.words)).all()
    assert [words["title"] for words in titles] == [issue.ref]
