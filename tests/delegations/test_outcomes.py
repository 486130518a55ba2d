"""What came of a visit: promises as to-dos, engagements of its stops."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from crm.core.database import session
from crm.delegations.service import commitments
from kernel import clock
from models import (
    DelegationCommitment,
    Engagement,
    Todo,
)
from models.enums import CommitmentState, Party, TodoSource, TodoState
from tests.conftest import SignedInClient
from tests.factories.claims import make_claim
from tests.factories.delegations import (
    make_commitment,
    make_delegation,
    make_member,
    make_stop,
)
from tests.factories.projects import make_investor
from tests.factories.zone import get_park


def test_a_commitment_is_a_to_do_of_who_sees_to_it_until_it_is_kept(officer: SignedInClient) -> None:
    delegation = make_delegation()
    officer.post(
        f"/delegations/{delegation.id}/commitments/new",
        data={
            "side": "theirs",
            "text": "四月寄来用地需求",
            "owner_id": str(officer.user.id),
            "due_on": "2024-04-10",
        },
    )
    row = session.scalars(select(DelegationCommitment)).one()
    todo = session.scalars(select(Todo).where(Todo.source == TodoSource.COMMITMENT)).one()
    assert (row.side, todo.source_id, todo.due_on) == (Party.THEIRS, row.id, date(2024, 4, 10))

    officer.post(f"/delegations/commitments/{row.id}/close", data={"note": "已收到"})

    session.expire_all()
    assert todo.state is TodoState.DONE
    assert row.closed_on == clock.today()


def test_who_finishes_the_to_do_of_a_promise_has_kept_it_and_may_take_that_back(
    officer: SignedInClient,
) -> None:
    row = make_commitment(make_delegation(), officer.user)
    commitments.close_commitment(row, CommitmentState.OPEN, note="", by=None)
    session.commit()
    todo = session.scalars(select(Todo).where(Todo.source == TodoSource.COMMITMENT)).one()

    officer.post(f"/todos/{todo.id}/done")
    session.refresh(row)
    assert (row.state, row.closed_on) == (CommitmentState.FULFILLED, clock.today())

    officer.post(f"/todos/{todo.id}/reopen")
    session.refresh(row)
    assert (row.state, row.closed_on) == (CommitmentState.OPEN, None)


def test_to_dos_lead_to_the_outcomes(officer: SignedInClient) -> None:
    row = make_commitment(make_delegation(), officer.user)

    reply = officer.get(f"/delegations/commitments/{row.id}")

    assert reply.location.endswith(f"/delegations/{row.delegation_id}?tab=outcomes#commitment-{row.id}")


def test_an_engagement_of_a_stop_stands_on_the_visit_and_on_its_firms(officer: SignedInClient) -> None:
    delegation, firm = make_delegation(), make_investor()
    make_member(delegation, firm_id=firm.id)
    stop = make_stop(delegation)

    page = officer.get(f"/delegations/stops/{stop.id}/log")
    assert firm.name in page.text
    officer.post(
        f"/delegations/stops/{stop.id}/log",
        data={
            "kind": "visit",
            "firm_ids": [str(firm.id)],
            "summary": "参观厂房，谈二期用地",
            "park_id": str(get_park("YY").id),
            "next_owner_id": "",
        },
    )

    row = session.scalars(select(Engagement)).one()
    assert (row.delegation_id, [each.id for each in row.firms]) == (delegation.id, [firm.id])
    assert clock.business_date(row.happened_at) == stop.day
    assert "参观厂房，谈二期用地" in officer.get(f"/delegations/{delegation.id}?tab=outcomes").text


def test_an_engagement_of_a_stop_with_a_protected_group_asks_which_matter_and_takes_the_answer(
    officer: SignedInClient,
) -> None:
    delegation, claim = make_delegation(), make_claim(park="XT")
    address = f"/delegations/stops/{make_stop(delegation).id}/log"
    data = {
        "kind": "visit",
        "firm_ids": [str(claim.firm_id)],
        "summary": "KEPT-AS-TYPED",
        "park_id": str(delegation.park_id),
    }

    asked = officer.post(address, data=data)
    assert asked.status_code == 422
    assert 'name="matter"' in asked.text
    assert "KEPT-AS-TYPED" in asked.text

    assert officer.post(address, data=data | {"matter": "another"}).status_code == 302
    session.rollback()
    assert session.scalars(select(Engagement)).one().delegation_id == delegation.id
