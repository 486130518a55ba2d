"""What claims and promises ask of people: to-dos, notices, and the second key of a payment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.policies.queries.duties import payments_waiting
from crm.policies.rules import duties
from crm.policies.rules.duties import ClaimDuty, PromiseDuty
from crm.policies.rules.promises import Standing
from crm.policies.service import claims, promises
from crm.policies.service.claims import StepFields
from crm.todos.queries import find_of_source
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Notice, Todo
from models.enums import NoticeKind, PaymentVerdict, PolicyClaimState, Role, TodoSource, TodoState
from tests.factories.policies import MILLION, confirm, make_policy_claim, make_promise, pay
from tests.factories.users import make_user

S = PolicyClaimState
FILED, DECIDED, LAST_DAY = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("state", "duty", "due_on"),
    [
        (S.PREPARED, ClaimDuty.FILE, LAST_DAY),
        (S.SUPPLEMENT, ClaimDuty.SUPPLEMENT, LAST_DAY),
        (S.FILED, ClaimDuty.ASK, FILED + timedelta(20)),
        (S.ACCEPTED, ClaimDuty.ASK, FILED + timedelta(20)),
        (S.GRANTED, ClaimDuty.COLLECT, DECIDED + timedelta(30)),
    ],
)
def test_what_a_claim_asks_next_and_by_when(state: S, duty: ClaimDuty, due_on: date) -> None:
    assert duties.duty_of_claim(state) is duty
    found = duties.claim_duty_due(
        duty,
        due_on=LAST_DAY,
        filed_on=FILED,
        decided_on=DECIDED,
        answer_days=20,
        pay_days=30,
        add_days=lambda day, number: day + timedelta(number),
    )
    assert found == due_on


@pytest.mark.no_database
@pytest.mark.parametrize("state", [S.PAID, S.REFUSED, S.WITHDRAWN])
def test_a_claim_that_is_over_asks_nothing(state: S) -> None:
    assert duties.duty_of_claim(state) is None


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("standing", "is_bound", "duty"),
    [
        (Standing(100, 0, None), True, PromiseDuty.PAY),
        (Standing(100, 99, None), True, PromiseDuty.PAY),
        (Standing(100, 100, None), True, PromiseDuty.CLEAR),
        (Standing(None, 0, None), True, PromiseDuty.KEEP),
        (Standing(100, 0, None), False, None),
        (Standing(100, 100, None, is_cleared=True), True, None),
        (Standing(100, 0, None, is_cancelled=True), True, None),
    ],
)
def test_what_a_promise_asks_next(standing: Standing, is_bound: bool, duty: PromiseDuty | None) -> None:
    assert duties.duty_of_promise(standing, is_bound=is_bound) is duty


def todo_of(source: TodoSource, record_id: int) -> Todo:
    todo = find_of_source(source, record_id)
    assert todo is not None
    return todo


def test_a_claim_is_a_todo_of_who_looks_after_it_until_it_is_paid(app) -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    today = clock.today()
    claim = make_policy_claim(owner_id=owner.id, due_on=today)
    todo = todo_of(TodoSource.POLICY_CLAIM, claim.id)
    assert (todo.owner_id, todo.due_on, todo.firm_id) == (owner.id, today, claim.firm_id)

    claims.move_claim(claim, S.FILED, StepFields(today), by=None)
    with pytest.raises(RuleError) as refusal:
        claims.move_claim(claim, S.SUPPLEMENT, StepFields(today), by=None)
    assert set(refusal.value.fields) == {"note", "due_on"}
    last = today + timedelta(days=7)
    claims.move_claim(claim, S.SUPPLEMENT, StepFields(today, note="the lease", due_on=last), by=None)
    assert (todo.due_on, todo.state) == (last, TodoState.OPEN)
    told = session.scalars(select(Notice).where(Notice.user_id == owner.id)).all()
    assert [each.kind for each in told] == [NoticeKind.POLICY_CLAIM_MOVED]

    for state, amount in ((S.FILED, None), (S.ACCEPTED, None), (S.GRANTED, MILLION), (S.PAID, MILLION)):
        assert todo.state is TodoState.OPEN
        claims.move_claim(claim, state, StepFields(today, amount), by=None)
    assert todo.state is TodoState.DONE


def test_a_claim_put_away_is_no_todo_and_is_one_again_when_it_is_back(app) -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    claim = make_policy_claim(owner_id=owner.id)

    claims.archive_claim(claim, reason="twice", by=None)

    assert todo_of(TodoSource.POLICY_CLAIM, claim.id).state is TodoState.DROPPED
    claims.restore_claim(claim, by=None)
    assert todo_of(TodoSource.POLICY_CLAIM, claim.id).state is TodoState.OPEN


def test_a_promise_is_to_be_paid_then_cleared_up_and_the_pledge_looked_at(app) -> None:
    owner, second = make_user(role=Role.OFFICER, park="YY"), make_user()
    pledged_by = clock.today() + timedelta(days=400)
    promise = make_promise(owner_id=owner.id, pledged_by=pledged_by, pledged_jobs=10)
    todo, pledge = todo_of(TodoSource.PROMISE, promise.id), todo_of(TodoSource.PLEDGE, promise.id)
    assert (todo.owner_id, todo.due_on) == (owner.id, promise.due_on)
    assert (pledge.owner_id, pledge.due_on) == (owner.id, pledged_by)
    to_pay = todo.title

    payment = pay(promise, MILLION, by=owner)
    assert todo.title == to_pay
    confirm(payment, by=second)
    assert todo.title != to_pay
    assert todo.due_on == clock.today() + duties.CLEAR_WITHIN

    promises.clear_promise(promise, note="kept", by=None)
    assert (todo.state, pledge.state) == (TodoState.DONE, TodoState.DROPPED)


def test_a_promise_that_does_not_bind_is_nobodys_todo(app) -> None:
    promise = make_promise(binding=False, owner_id=make_user().id)

    assert find_of_source(TodoSource.PROMISE, promise.id) is None


def test_a_payment_waits_for_those_who_hold_the_second_key_and_goes_back_to_who_recorded_it(app) -> None:
    lead, far = make_user(role=Role.PARK_LEAD, park="YY"), make_user(role=Role.PARK_LEAD, park="XT")
    recorder, office = make_user(role=Role.OFFICER, park="YY"), make_user()
    colleague = make_user(role=Role.OFFICER, park="YY")
    promise = make_promise()

    payment = pay(promise, MILLION, by=recorder)

    waiting = session.scalars(select(Notice).where(Notice.kind == NoticeKind.PAYMENT_WAITING)).all()
    assert {each.user_id for each in waiting} == {lead.id, office.id}
    piles = {each.id: session.scalars(payments_waiting(each)).all() for each in (lead, far, recorder)}
    assert piles == {lead.id: [payment], far.id: [], recorder.id: []}
    for other in (colleague, far):
        with pytest.raises(NotAllowedError):
            confirm(payment, by=other)
        session.rollback()

    confirm(payment, by=lead, verdict=PaymentVerdict.RETURNED)

    back = session.scalars(select(Notice).where(Notice.kind == NoticeKind.PAYMENT_RETURNED)).one()
    assert back.user_id == recorder.id
    assert session.scalars(payments_waiting(lead)).all() == []


def test_the_home_page_shows_payments_to_whoever_holds_the_second_key(officer, park_lead) -> None:
    promise = make_promise()
    pay(promise, MILLION, by=make_user(role=Role.OFFICER, park="YY"))

    assert promise.ref in park_lead.get("/").text
    assert promise.ref not in officer.get("/").text
