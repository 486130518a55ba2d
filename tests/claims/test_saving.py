"""Who saves something with a protected group is told first, keeps what was typed, and says which matter."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy import select

from crm.core.database import session
from models import Claim, ClaimRequest, Engagement, Firm, Notice, Project
from models.enums import NoticeKind, RequestKind, Role
from tests.factories.claims import file_claim, make_claim
from tests.factories.firms import make_firm
from tests.factories.zone import get_park


def group_with_member() -> tuple[Firm, Firm]:
    group = make_firm("鴻海精密工業股份有限公司")
    return group, make_firm("富士康示例（衡陽）", parent=group)


def engagement_of(firm: Firm, park: str = "XT", **values: object) -> dict[str, object]:
    return {
        "kind": "visit",
        "happened_at": "2024-02-01T10:00",
        "firm_ids": [firm.id],
        "summary": "KEPT-AS-TYPED",
        "park_id": get_park(park).id,
        **values,
    }


def project_of(firm: Firm, park: str = "XT", **values: object) -> dict[str, object]:
    return {"name": "KEPT-NAME", "firm_id": firm.id, "park_id": get_park(park).id, **values}


def test_an_engagement_with_any_member_of_a_protected_group_asks_before_it_saves(client_for) -> None:
    group, member = group_with_member()
    make_claim(firm=group, subject="SUBJECT-TOLD")
    officer = client_for(Role.OFFICER, "XT")

    reply = officer.post("/engagements/new", data=engagement_of(member))

    assert reply.status_code == 422
    assert "SUBJECT-TOLD" in reply.text
    assert "KEPT-AS-TYPED" in reply.text
    assert 'name="matter"' in reply.text
    assert session.scalars(select(Engagement)).all() == []


def test_the_same_matter_is_saved_and_put_before_the_office_and_all_are_told(client_for, coordinator) -> None:
    group, member = group_with_member()
    lead = client_for(Role.PARK_LEAD, "YY")
    claim = make_claim(firm=group)
    officer = client_for(Role.OFFICER, "XT")

    reply = officer.post("/engagements/new", data=engagement_of(member, matter="same"), follow_redirects=True)

    request = session.scalars(select(ClaimRequest)).one()
    assert "needs a ruling" in reply.text
    assert (request.claim_id, request.kind) == (claim.id, RequestKind.SAME_MATTER)
    assert request.engagement.summary == "KEPT-AS-TYPED"
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.RULING_WANTED)).all()
    assert {coordinator.user.id, lead.user.id} <= set(told)


def test_another_matter_is_saved_and_the_office_sees_it(client_for, coordinator) -> None:
    group, member = group_with_member()
    make_claim(firm=group)

    client_for(Role.OFFICER, "XT").post("/engagements/new", data=engagement_of(member, matter="another"))

    assert session.scalars(select(ClaimRequest)).one().kind is RequestKind.OTHER_MATTER
    assert "Another matter of the group" in coordinator.get("/rulings").text
    assert session.scalars(select(Notice)).all() == []


def test_the_holding_park_itself_is_asked_nothing_and_its_visit_keeps_the_claim_alive(
    client_for, clock_at
) -> None:
    clock_at("2024-01-02T02:00:00Z")
    group, member = group_with_member()
    claim = file_claim(group)
    before = claim.protected_until
    clock_at("2024-02-02T02:00:00Z")

    reply = client_for(Role.OFFICER, "YY").post("/engagements/new", data=engagement_of(member, "YY"))

    assert reply.status_code == 302
    session.expire_all()
    moved = session.scalars(select(Claim)).one()
    assert (moved.protected_until - before).days == 30
    assert moved.progress[0].engagement_id is not None


def test_a_firm_named_anew_in_an_old_engagement_is_asked_about(client_for) -> None:
    group, _member = group_with_member()
    other = make_firm()
    officer = client_for(Role.OFFICER, "XT")
    officer.post("/engagements/new", data=engagement_of(other))
    make_claim(firm=group)
    engagement = session.scalars(select(Engagement)).one()
    data = engagement_of(other, firm_ids=[other.id, group.id], lock_version=engagement.lock_version)

    refused = officer.post(f"/engagements/{engagement.id}/edit", data=data)
    saved = officer.post(f"/engagements/{engagement.id}/edit", data=data | {"matter": "another"})

    assert (refused.status_code, saved.status_code) == (422, 302)


def test_a_project_with_a_protected_group_asks_too_and_shows_that_a_ruling_waits(client_for) -> None:
    group, member = group_with_member()
    make_claim(firm=group, subject="SUBJECT-TOLD")
    officer = client_for(Role.OFFICER, "XT")

    refused = officer.post("/projects/new", data=project_of(member))
    saved = officer.post("/projects/new", data=project_of(member, matter="same"), follow_redirects=True)

    assert refused.status_code == 422
    assert "KEPT-NAME" in refused.text
    assert "SUBJECT-TOLD" in refused.text
    assert "needs a ruling" in saved.text
    request = session.scalars(select(ClaimRequest)).one()
    assert request.project_id == session.scalars(select(Project.id)).one()


def test_the_api_refuses_in_words_and_takes_the_answer(client_for) -> None:
    group, member = group_with_member()
    make_claim(firm=group, subject="SUBJECT-TOLD")
    officer = client_for(Role.OFFICER, "XT")
    body = {
        "kind": "visit",
        "happened_at": "2024-02-01T02:00:00Z",
        "park": "XT",
        "firm_ids": [member.id],
        "summary": "by a program",
    }

    refused = officer.post("/api/v1/engagements", json=body)
    saved = officer.post("/api/v1/engagements", json=body | {"matter": "same"})

    assert refused.status_code == 422
    assert "SUBJECT-TOLD" in refused.json["error"]["message"]
    assert list(refused.json["error"]["fields"]) == ["matter"]
    assert saved.status_code == 201
    assert session.scalars(select(ClaimRequest.kind)).one() is RequestKind.SAME_MATTER


def test_an_import_is_never_stopped_but_remarks_on_the_row_and_waits_for_a_ruling(client_for) -> None:
    from crm.core.transactions import transaction
    from crm.imports import service as imports
    from crm.imports.kinds.base import Scene
    from crm.imports.planning import ImportFile, plan_import
    from crm.imports.rules import Kind

    group, member = group_with_member()
    make_claim(firm=group)
    user = client_for(Role.OFFICER, "XT").user
    lines = (
        f"ref,kind,happened_at,firm_refs,park,summary\nEN-X,visit,2024-02-01 10:00,{member.ref},XT,taken in\n"
    )
    file = ImportFile("engagements.csv", lines.encode())

    plan = plan_import(Kind.ENGAGEMENTS, file, Scene(user))
    session.rollback()
    with transaction():
        imports.import_file(Kind.ENGAGEMENTS, file, Scene(user))

    assert len(plan.notes) == 1
    assert not plan.bad_cells
    assert session.scalars(select(ClaimRequest.kind)).one() is RequestKind.SAME_MATTER


def test_what_the_office_called_another_matter_is_not_asked_about_again(client_for, coordinator) -> None:
    group, member = group_with_member()
    make_claim(firm=group)
    officer = client_for(Role.OFFICER, "XT")
    officer.post("/engagements/new", data=engagement_of(member, matter="another"))
    request = session.scalars(select(ClaimRequest)).one()
    ruling = {"outcome": "other_matter", "reasons": "two plants", "lock_version": request.lock_version}

    coordinator.post(f"/rulings/{request.id}", data=ruling)

    assert officer.post("/engagements/new", data=engagement_of(member)).status_code == 302


def test_a_filing_in_the_same_words_and_another_script_needs_a_ruling_unasked(client_for) -> None:
    group, member = group_with_member()
    make_claim(firm=group, subject="AI伺服器機櫃")
    data = {
        "firm_id": member.id,
        "subject": "AI伺服器机柜",
        "planned_minor": "20000000",
        "planned_currency": "USD",
        "first_talk_on": "2024-01-05",
        "park_id": get_park("XT").id,
        "files": [(BytesIO(b"%PDF-1.4"), "talk.pdf")],
    }

    reply = client_for(Role.OFFICER, "XT").post("/claims/new", data=data)

    assert reply.status_code == 302
    states = {claim.state.value for claim in session.scalars(select(Claim))}
    assert states == {"protected", "needs_ruling"}


def test_an_engagement_that_was_put_away_and_is_back_needs_its_ruling_again(client_for) -> None:
    group, member = group_with_member()
    make_claim(firm=group)
    officer = client_for(Role.OFFICER, "XT")
    place = officer.post("/engagements/new", data=engagement_of(member, matter="same")).location

    def state() -> str:
        session.expire_all()
        found = session.scalars(select(ClaimRequest.state)).one()
        session.rollback()
        return found.value

    officer.post(f"{place}/archive", data={"reason": "误记"})
    assert state() == "withdrawn"
    officer.post(f"{place}/restore")

    assert state() == "open"
