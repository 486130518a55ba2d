"""Events: who is invited, answers and comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from crm.core.database import session
from crm.firms import service as firms
from crm.promotions import service
from kernel import clock
from models import Promotion, PromotionInvitation
from models.enums import InvitationReply
from tests.conftest import SignedInClient
from tests.factories.contacts import make_contact
from tests.factories.delegations import make_promotion
from tests.factories.projects import make_investor
from tests.factories.zone import get_park


def test_a_park_plans_an_event_and_invites_many_at_once_each_once(officer: SignedInClient) -> None:
    officer.post(
        "/promotions/new",
        data={
            "name": "示例推介会",
            "kind": "promotion",
            "held_on": "2026-05-08",
            "park_id": str(get_park("YY").id),
            "capacity": "80",
        },
    )
    row = session.scalars(select(Promotion)).one()
    firm = make_investor()
    contact = make_contact(firm=firm)
    number, firm_id, contact_id = row.id, firm.id, contact.id
    data = {"firm_ids": [str(firm_id)], "contact_ids": [str(contact_id)], "names": "商会代表\n商会代表\n媒体"}
    session.rollback()

    officer.post(f"/promotions/{number}/invite", data=data)
    officer.post(f"/promotions/{number}/invite", data={**data, "names": ""})

    rows = session.scalars(select(PromotionInvitation)).all()
    assert sorted((each.firm_id or 0, each.contact_id or 0) for each in rows) == sorted(
        [(0, 0), (0, 0), (firm_id, 0), (firm_id, contact_id)]
    )


def test_answers_and_attendance_are_counted(officer: SignedInClient) -> None:
    row = make_promotion()
    rows = [_invited(row, f"来宾{number}") for number in range(3)]
    numbers = [each.id for each in rows]
    for number in numbers[:2]:
        officer.post(f"/promotions/invitations/{number}/reply", data={"reply": "accepted"})
    officer.post(f"/promotions/invitations/{numbers[0]}/attendance", data={"has_attended": "1"})

    session.expire_all()
    assert [each.reply for each in rows] == [*[InvitationReply.ACCEPTED] * 2, InvitationReply.OPEN]
    assert [each.has_attended for each in rows] == [True, False, False]
    number = row.id
    session.rollback()
    lines = officer.get(f"/promotions/{number}/export.csv").text.splitlines()
    assert lines[1].split(",")[3:5] == ["Accepted", "1"]
    assert "来宾2" in officer.get(f"/promotions/{number}").text


def test_nobody_has_come_before_the_day(officer: SignedInClient) -> None:
    row = make_promotion(held_on=clock.today() + timedelta(days=3))
    invitation = _invited(row, "来宾")

    reply = officer.post(f"/promotions/invitations/{invitation.id}/attendance", data={"has_attended": "1"})

    assert reply.status_code == 422
    session.expire_all()
    assert invitation.has_attended is False


def test_a_rivals_guests_stay_its_own_and_the_offices_are_only_read(
    client_for: Callable[..., SignedInClient],
) -> None:
    rival, of_office = make_promotion(park="XT"), make_promotion(park=None)
    visitor = client_for("officer", "YY")

    assert visitor.get(f"/promotions/{rival.id}").status_code == 404
    assert visitor.get(f"/promotions/{of_office.id}").status_code == 200
    assert visitor.post(f"/promotions/{of_office.id}/invite", data={"names": "某人"}).status_code == 403


def test_list_and_event_open_within_their_statements(
    officer: SignedInClient, statements: Callable[..., object]
) -> None:
    row = make_promotion()
    for number in range(5):
        _invited(row, f"来宾{number}")

    for path, most in (("/promotions", 8), (f"/promotions/{row.id}", 12)):
        with statements() as seen:
            assert row.name in officer.get(path).text
        assert len(seen) <= most


def test_a_firm_invited_under_a_record_that_was_merged_is_not_invited_again() -> None:
    row, kept, other = make_promotion(), make_investor(), make_investor()
    service.invite(row, firm_ids=(other.id,), by=None)
    firms.merge_firms(kept, other, choices={}, reason="同一家", by=None)
    session.commit()

    assert service.invite(row, firm_ids=(kept.id,), by=None) == 0


def _invited(row: Promotion, name: str) -> PromotionInvitation:
    invitation = PromotionInvitation(promotion_id=row.id, name=name, invited_on=clock.today())
    session.add(invitation)
    session.commit()
    return invitation
