from datetime import date
from decimal import Decimal

import pytest

from crm.issues import rules
from crm.issues.labels import FAULTS
from crm.issues.rules import Acting, Fault, Part, Wanted
from models.enums import IssueAction, IssueLevel, IssueState, Role

pytestmark = pytest.mark.no_database

A, S, L = IssueAction, IssueState, IssueLevel
TODAY = date(2025, 6, 10)


@pytest.mark.parametrize(
    ("level", "acting", "expected"),
    [
        (L.PARK, Acting(Role.PARK_LEAD, is_own_park=True), {Part.STEWARD}),
        (L.CITY, Acting(Role.PARK_LEAD, is_own_park=True), {Part.STEWARD}),
        (L.PROVINCE, Acting(Role.PARK_LEAD, is_own_park=True), set()),
        (L.PARK, Acting(Role.PARK_LEAD, is_own_park=False), set()),
        (L.PARK, Acting(Role.OFFICER, is_own_park=True), set()),
        (L.PROVINCE, Acting(Role.COORDINATOR), {Part.STEWARD}),
        (L.PARK, Acting(Role.LEADER), set()),
        (L.PARK, Acting(Role.OFFICER, is_owner=True, is_answerer=True), {Part.OWNER, Part.ANSWERER}),
        (L.PROVINCE, Acting(None), {Part.STEWARD}),
    ],
)
def test_what_somebody_is_to_an_issue(level: L, acting: Acting, expected: set[Part]) -> None:
    assert rules.parts_of(level, acting) == expected


@pytest.mark.parametrize(
    ("state", "parts", "expected"),
    [
        (S.RAISED, {Part.STEWARD}, [A.ASSIGN, A.EXTEND, A.ESCALATE]),
        (S.RAISED, {Part.RAISER}, [A.ESCALATE]),
        (S.RAISED, set(), []),
        (S.ASSIGNED, {Part.OWNER}, [A.REPORT, A.ANSWER, A.ESCALATE]),
        (S.ASSIGNED, {Part.OWNER, Part.STEWARD}, [A.ASSIGN, A.REPORT, A.ANSWER, A.ESCALATE]),
        (S.ANSWERED, {Part.STEWARD}, [A.RETURN, A.CLOSE]),
        (S.ANSWERED, {Part.RAISER}, [A.RETURN, A.CLOSE]),
        (S.ANSWERED, {Part.OWNER}, []),
        (S.ANSWERED, {Part.OWNER, Part.STEWARD}, []),
        (S.ANSWERED, {Part.ANSWERER, Part.RAISER}, []),
        (S.RETURNED, {Part.OWNER}, [A.REPORT, A.ANSWER, A.ESCALATE]),
        (S.CLOSED, {Part.STEWARD}, [A.REOPEN]),
        (S.CLOSED, {Part.OWNER, Part.RAISER}, []),
    ],
)
def test_what_is_open_to_whom(state: S, parts: set[Part], expected: list[A]) -> None:
    assert rules.open_actions(state, L.PARK, frozenset(parts)) == expected


def test_nothing_goes_above_the_province() -> None:
    steward = frozenset({Part.STEWARD})

    assert A.ESCALATE in rules.open_actions(S.ASSIGNED, L.CITY, steward)
    assert A.ESCALATE not in rules.open_actions(S.ASSIGNED, L.PROVINCE, steward)
    assert [rules.above(level) for level in L] == [L.CITY, L.PROVINCE, None]


@pytest.mark.parametrize(
    ("action", "state", "change", "expected"),
    [
        (A.ASSIGN, S.RAISED, {"owner_id": 1, "due_on": TODAY}, []),
        (A.ASSIGN, S.RAISED, {"due_on": TODAY}, [Fault.NO_OWNER]),
        (A.ASSIGN, S.RAISED, {"owner_id": 1}, [Fault.NO_DUE]),
        (A.ASSIGN, S.RAISED, {"owner_id": 1, "due_on": date(2025, 6, 9)}, [Fault.DUE_PAST]),
        (A.ASSIGN, S.ASSIGNED, {"owner_id": 1, "due_on": TODAY, "had_owner": True}, [Fault.NO_REASON]),
        (A.ASSIGN, S.CLOSED, {"owner_id": 1, "due_on": TODAY}, [Fault.NOT_NOW]),
        (A.ANSWER, S.ASSIGNED, {"note": "done", "files": 1}, []),
        (A.ANSWER, S.ASSIGNED, {"note": "done"}, [Fault.NO_EVIDENCE]),
        (A.ANSWER, S.RETURNED, {"files": 1}, [Fault.NO_NOTE]),
        (A.ANSWER, S.RAISED, {"note": "done", "files": 1}, [Fault.NOT_NOW]),
        (A.CLOSE, S.ANSWERED, {}, []),
        (A.CLOSE, S.ASSIGNED, {}, [Fault.NOT_NOW]),
        (A.RETURN, S.ANSWERED, {"note": " "}, [Fault.NO_NOTE]),
        (A.EXTEND, S.ASSIGNED, {"note": "rain", "due_on": date(2025, 6, 20)}, [Fault.NOT_LATER]),
        (A.EXTEND, S.ASSIGNED, {"note": "rain", "due_on": date(2025, 6, 21)}, []),
        (A.ESCALATE, S.ASSIGNED, {"note": "stuck", "level": L.PROVINCE}, [Fault.TOP_LEVEL]),
        (A.REOPEN, S.CLOSED, {"note": "broken again", "due_on": TODAY}, []),
    ],
)
def test_what_a_step_needs(action: A, state: S, change: dict[str, object], expected: list[Fault]) -> None:
    fine = {"level": L.PARK, "today": TODAY, "due_before": date(2025, 6, 20)}
    assert rules.faults(Wanted(action=action, state=state, **{**fine, **change})) == expected


def test_every_fault_has_its_words() -> None:
    assert set(FAULTS) == set(Fault)


def test_every_step_but_the_raising_stands_in_the_table() -> None:
    assert set(rules.ACTIONS) == set(A) - {A.RAISE}


@pytest.mark.parametrize(
    ("state", "due_on", "expected"),
    [
        (S.ASSIGNED, date(2025, 6, 7), 3),
        (S.ASSIGNED, TODAY, 0),
        (S.ANSWERED, date(2025, 6, 7), 0),
        (S.CLOSED, date(2025, 6, 7), 0),
        (S.RETURNED, date(2025, 6, 9), 1),
    ],
)
def test_an_issue_is_overdue_while_somebody_owes_it(state: S, due_on: date, expected: int) -> None:
    assert rules.days_overdue(state, due_on, TODAY) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        ({4: 1}, Decimal(4)),
        ({1: 1, 2: 1}, Decimal("1.5")),
        ({1: 1, 2: 1, 9: 1}, Decimal(2)),
        ({0: 3, 7: 3}, Decimal("3.5")),
        ({0: 1, 7: 3}, Decimal(7)),
    ],
)
def test_the_median_is_the_middle_one(counts: dict[int, int], expected: Decimal | None) -> None:
    assert rules.median(counts) == expected


@pytest.mark.parametrize("action", [IssueAction.CLOSE, IssueAction.RETURN])
def test_who_answered_and_then_passed_the_issue_on_closes_it_no_more_than_who_took_it_over(
    action: IssueAction,
) -> None:
    """A hand-over changes the owner; the answer keeps its author."""
    answered = rules.Acting(Role.COORDINATOR, is_raiser=True, is_answerer=True)
    took_over = rules.Acting(Role.COORDINATOR, is_raiser=True, is_owner=True)
    somebody_else = rules.Acting(Role.COORDINATOR, is_raiser=True)

    allowed = [
        rules.may_act(action, rules.parts_of(IssueLevel.PROVINCE, who))
        for who in (answered, took_over, somebody_else)
    ]

    assert allowed == [False, False, True]
