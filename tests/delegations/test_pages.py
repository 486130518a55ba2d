"""Delegations in the browser: planned, changed, warned of, moved on, followed up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from crm.core.database import session
from kernel import clock
from models import (
    Delegation,
    DelegationApproval,
    DelegationFollowUp,
    DelegationMember,
    DelegationSession,
    DelegationStop,
    Todo,
)
from models.enums import DelegationState, MemberRole, TodoSource, TodoState
from tests.conftest import SignedInClient
from tests.factories.delegations import (
    make_commitment,
    make_delegation,
    make_member,
    make_stop,
    make_talk,
)
from tests.factories.projects import make_investor
from tests.factories.zone import get_park

TABS = ("plan", "people", "talks", "approvals", "outcomes", "yield")


def _written(**values: object) -> dict[str, object]:
    return {
        "name_hans": "昆山台企参访团",
        "direction": "inbound",
        "from_on": "2026-03-02",
        "until_on": "2026-03-04",
        "park_id": str(get_park("YY").id),
        "park_ids": [],
        "lead_id": "",
        "currency": "CNY",
        "budget_minor": "120,000",
        **values,
    }


def test_a_park_plans_a_delegation_of_its_own(officer: SignedInClient) -> None:
    reply = officer.post("/delegations/new", data=_written())

    row = session.scalars(select(Delegation)).one()
    assert reply.status_code == 302
    assert (row.park_id, row.state, row.budget_minor) == (
        get_park("YY").id,
        DelegationState.PLANNED,
        12_000_000,
    )


def test_no_park_plans_in_the_name_of_another_or_of_the_office(officer: SignedInClient) -> None:
    for park_id in (str(get_park("XT").id), ""):
        reply = officer.post("/delegations/new", data=_written(park_id=park_id))
        assert reply.status_code in (403, 422)

    assert session.scalars(select(Delegation)).all() == []


def test_what_was_typed_stays_where_a_visit_ends_before_it_begins(officer: SignedInClient) -> None:
    reply = officer.post("/delegations/new", data=_written(until_on="2026-03-01"))

    assert reply.status_code == 422
    assert "It ends before it begins." in reply.text
    assert "昆山台企参访团" in reply.text


def test_every_tab_opens_within_its_statements(
    officer: SignedInClient, statements: Callable[..., object]
) -> None:
    delegation = _whole()

    for tab in TABS:
        with statements() as seen:
            reply = officer.get(f"/delegations/{delegation.id}?tab={tab}")
        assert reply.status_code == 200, tab
        assert len(seen) <= 20, (tab, len(seen))


@pytest.mark.parametrize("path", ["/delegations", "/delegations/months?month=2024-03", "/delegations/yield"])
def test_lists_name_the_delegation_within_their_statements(
    officer: SignedInClient, statements: Callable[..., object], path: str
) -> None:
    delegation = _whole()

    with statements() as seen:
        reply = officer.get(path)

    assert delegation.name_hans in reply.text
    assert len(seen) <= 10


def test_a_rival_does_not_see_it_and_a_park_taking_part_reads_nothing_internal(
    client_for: Callable[..., SignedInClient],
) -> None:
    of_the_park = make_delegation(park="XT")
    of_the_office = make_delegation(park=None, taking_part=("YY",), talking_points="底线：不低于三亿元")
    visitor = client_for("officer", "YY")

    assert visitor.get(f"/delegations/{of_the_park.id}").status_code == 404
    assert of_the_park.name_hans not in visitor.get("/delegations").text
    page = visitor.get(f"/delegations/{of_the_office.id}")
    assert page.status_code == 200
    assert "底线" not in page.text
    assert "Approvals and budget" not in page.text
    assert "底线" in client_for("leader").get(f"/delegations/{of_the_office.id}").text
    assert (
        visitor.post(f"/delegations/{of_the_office.id}/state", data={"state": "under_way"}).status_code == 403
    )


def test_outcomes_of_another_park_stay_with_it(client_for: Callable[..., SignedInClient]) -> None:
    delegation = make_delegation(park=None, taking_part=("YY", "XT"))
    make_stop(delegation, park_id=get_park("XT").id, outcome="湘潭谈成的条件")
    make_stop(delegation, park_id=get_park("YY").id, outcome="岳阳谈成的条件")

    page = client_for("officer", "YY").get(f"/delegations/{delegation.id}?tab=outcomes").text

    assert "岳阳谈成的条件" in page
    assert "湘潭谈成的条件" not in page


def test_a_guest_brings_role_and_firm(officer: SignedInClient) -> None:
    delegation, firm = make_delegation(), make_investor()

    officer.post(
        f"/delegations/{delegation.id}/members/new",
        data={"side": "theirs", "name": "林示例", "firm_id": str(firm.id), "diet": "素食", "phone": "138"},
    )

    row = session.scalars(select(DelegationMember)).one()
    assert (row.name, row.role, row.firm_id, row.diet) == ("林示例", MemberRole.GUEST, firm.id, "素食")
    assert row.phone is None


def test_two_stops_at_once_warn_and_are_kept(officer: SignedInClient) -> None:
    delegation = make_delegation()
    guest = make_member(delegation, name="王示例")
    make_stop(delegation, title_hans="考察产业园", people=[guest])

    reply = officer.post(
        f"/delegations/{delegation.id}/stops/new",
        data={"day": "2024-03-04", "starts_at": "09:30", "ends_at": "11:00", "title_hans": "座谈"},
    )

    assert reply.status_code == 302
    page = officer.get(f"/delegations/{delegation.id}").text
    assert "Also at 09:30–11:00, 座谈: Person 王示例" in page
    assert "Also at 09:00–10:00, 考察产业园: Person 王示例" in page


def test_a_stop_moves_by_a_button_and_by_dragging(officer: SignedInClient) -> None:
    delegation = make_delegation()
    first = make_stop(delegation)
    second = make_stop(delegation, starts_at=time(10, 30), ends_at=time(12))
    third = make_stop(delegation, starts_at=time(13), ends_at=time(14))

    officer.post(f"/delegations/stops/{second.id}/move", data={"direction": "up"})
    assert _times(second) == (time(9), time(10, 30))
    assert _times(first) == (time(11), time(12))

    day = delegation.from_on.isoformat()
    order = [third.id, second.id, first.id]
    reply = officer.post(f"/delegations/{delegation.id}/stops/order", data={"day": day, "stop": order})
    assert reply.status_code == 302
    assert _times(third)[0] == time(9)
    assert sorted(order, key=lambda number: _times(session.get_one(DelegationStop, number))) == order


def test_an_order_of_other_stops_is_refused(officer: SignedInClient) -> None:
    delegation = make_delegation()
    make_stop(delegation)
    elsewhere = make_stop(make_delegation())

    data = {"day": delegation.from_on.isoformat(), "stop": [elsewhere.id]}

    assert officer.post(f"/delegations/{delegation.id}/stops/order", data=data).status_code == 422


def test_a_proposal_is_looked_at_before_it_is_taken(officer: SignedInClient) -> None:
    delegation = make_delegation(park=None, taking_part=("YY", "XT"))
    delegation.park_id = get_park("YY").id
    session.commit()
    for name in ("鴻海精密", "台塑工業"):
        make_member(delegation, firm_id=make_investor(name).id)
    address = (
        f"/delegations/{delegation.id}/talks/propose?day=2024-03-04&starts_at=14:00&ends_at=15:00&minutes=20"
    )

    seen = officer.get(address)
    assert "台塑工業" in seen.text
    assert session.scalars(select(DelegationSession)).all() == []
    officer.post(address)

    rows = session.scalars(select(DelegationSession)).all()
    assert len(rows) == 4
    assert len({(row.firm_id, row.starts_at) for row in rows}) == 4
    assert len({(row.park_id, row.starts_at) for row in rows}) == 4


def test_an_office_talk_that_is_double_is_shown_in_the_matrix(officer: SignedInClient) -> None:
    delegation, firm = make_delegation(), make_investor()
    make_talk(delegation, firm)
    make_talk(delegation, make_investor("台塑工業"), starts_at=time(14, 10), ends_at=time(14, 30))

    page = officer.get(f"/delegations/{delegation.id}?tab=talks").text

    assert "Also at 14:10–14:30, 台塑工業: Park" in page


def test_when_it_is_over_looks_back_are_due_and_are_to_dos_once(
    officer: SignedInClient, clock_at: Callable[..., None]
) -> None:
    clock_at("2024-03-06T10:00:00Z")
    delegation = make_delegation(state=DelegationState.UNDER_WAY, lead_id=officer.user.id)

    officer.post(f"/delegations/{delegation.id}/state", data={"state": "over"})
    officer.post(f"/delegations/{delegation.id}/state", data={"state": "under_way"})
    officer.post(f"/delegations/{delegation.id}/state", data={"state": "over"})

    rows = session.scalars(select(DelegationFollowUp).order_by(DelegationFollowUp.days)).all()
    assert [(row.days, row.due_on) for row in rows] == [
        (days, delegation.until_on + timedelta(days=days)) for days in (7, 30, 90)
    ]
    todos = session.scalars(select(Todo).where(Todo.source == TodoSource.FOLLOW_UP)).all()
    assert {todo.source_id for todo in todos} == {row.id for row in rows}
    assert {(todo.owner_id, todo.state) for todo in todos} == {(officer.user.id, TodoState.OPEN)}
    # The page speaks English here; what the machine writes down is read by everybody.
    assert {todo.title for todo in todos} == {
        f"{delegation.name_hans}结束{days}天回访：进展如何？" for days in (7, 30, 90)
    }

    officer.post(f"/delegations/follow-ups/{rows[0].id}/close", data={"note": "两家企业已复访"})
    session.expire_all()
    assert rows[0].done_on == clock.today()
    done = [todo for todo in todos if todo.source_id == rows[0].id]
    assert done[0].state is TodoState.DONE


def test_it_is_not_under_way_before_its_first_day(officer: SignedInClient) -> None:
    ahead = clock.today() + timedelta(days=5)
    delegation = make_delegation(state=DelegationState.APPROVED, from_on=ahead, until_on=ahead)

    reply = officer.post(f"/delegations/{delegation.id}/state", data={"state": "under_way"})

    assert reply.status_code == 422
    session.expire_all()
    assert delegation.state is DelegationState.APPROVED


def test_what_is_taken_out_is_kept_with_its_reason(officer: SignedInClient) -> None:
    stop = make_stop(make_delegation())

    officer.post(f"/delegations/stops/{stop.id}/remove", data={"reason": "行程取消"})

    session.expire_all()
    assert stop.archived_reason == "行程取消"
    assert stop.title_hans not in officer.get(f"/delegations/{stop.delegation_id}").text


def test_a_change_of_somebody_else_is_not_written_over(officer: SignedInClient) -> None:
    delegation = make_delegation()
    data = _written(lock_version="1", from_on="2024-03-04", until_on="2024-03-06")
    officer.post(f"/delegations/{delegation.id}/edit", data={**data, "name_hans": "先改"})

    reply = officer.post(f"/delegations/{delegation.id}/edit", data={**data, "name_hans": "后改"})

    assert reply.status_code == 422
    assert "先改" in reply.text
    assert "后改" in reply.text


def test_the_export_says_no_amount_to_a_park_that_takes_part(
    client_for: Callable[..., SignedInClient],
) -> None:
    make_delegation(park=None, taking_part=("YY",), budget_minor=777_00)
    make_delegation(park="YY", budget_minor=888_00)

    text = client_for("officer", "YY").get("/delegations/export.csv").text

    assert "888.00" in text
    assert "777.00" not in text


def _times(stop: DelegationStop) -> tuple[time, time]:
    session.expire_all()
    return stop.starts_at, stop.ends_at


def _whole() -> Delegation:
    """A visit with something of everything."""
    delegation = make_delegation()
    for number in range(3):
        firm = make_investor(f"示例企業{number}")
        guest = make_member(delegation, firm_id=firm.id)
        make_stop(delegation, people=[guest], starts_at=time(9 + number), ends_at=time(10 + number))
        make_talk(delegation, firm)
        make_commitment(delegation, firm_id=firm.id)
    return delegation


def test_papers_of_a_visit_are_for_who_leads_it(
    client_for: Callable[..., SignedInClient],
) -> None:
    delegation = make_delegation(park=None, taking_part=("YY",))
    coordinator, leader = client_for("coordinator"), client_for("leader")
    officer = client_for("officer", "YY")
    content = b"%PDF-1.7\n%%EOF\n"
    coordinator.post(
        f"/delegations/{delegation.id}/approvals/new",
        data={
            "kind": "reception",
            "state": "granted",
            "number": "1号",
            "paper": (BytesIO(content), "批件.pdf"),
        },
    )
    paper = session.scalars(select(DelegationApproval)).one().attachment_id
    session.rollback()

    assert coordinator.get(f"/attachments/{paper}").data == content
    assert leader.get(f"/attachments/{paper}").status_code == 200
    assert officer.get(f"/attachments/{paper}").status_code == 404
