"""A claim from the filing to its end, and how much of it a rival learns."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from crm.claims import jobs, queries, service
from crm.core import storage
from crm.core.database import session
from crm.core.jobs import Progress
from crm.core.transactions import transaction
from crm.engagements import service as engagements
from crm.firms import service as firms
from crm.projects import service as projects
from crm.projects.service import ProjectFields
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Claim, ClaimProof, ClaimRequest, Notice
from models.enums import ClaimState, Matter, NoticeKind, RequestKind, RequestState, Role
from tests.factories.claims import PDF, TEN_MILLION, claim_fields, file_claim, make_claim, make_request
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.projects import make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park

SECRETS = ("SECRET-NOTE", "SECRET-STEP", "SECRET-TALK", "SECRET-REASON", "SECRET-FILE", "SECRET-PERSON")


def secretive_claim() -> Claim:
    """Full of what only its park and the office read."""
    person = make_user(role=Role.OFFICER, park="YY", display_name="SECRET-PERSON")
    claim = make_claim(note="SECRET-NOTE", subject="SUBJECT-TOLD", filed_by_id=person.id)
    with transaction():
        service.add_progress(
            claim, happened_on=clock.today(), words="SECRET-STEP", files=[(PDF, "SECRET-FILE.pdf")], by=None
        )
        service.attach_proof(claim, content=PDF + b" first", file_name="SECRET-FILE.pdf", by=None)
    engagement = make_engagement(firms=[claim.firm], summary="SECRET-TALK", happened_at=clock.now())
    with transaction():
        service.follow_engagement(engagement)
    make_request(claim, park="CZ", reasons="SECRET-REASON", kind=RequestKind.DISPUTE)
    return claim


def test_a_rival_learns_whose_what_and_until_when_and_nothing_else(client_for) -> None:
    claim = secretive_claim()
    files = session.scalars(select(ClaimProof.attachment_id)).all()
    rival = client_for(Role.PARK_LEAD, "XT")

    pages = [
        "/claims",
        "/claims/export.csv",
        f"/claims/{claim.id}",
        f"/claims/{claim.id}/ask/sharing",
        f"/firms/{claim.firm_id}",
        "/search?q=SUBJECT-TOLD",
        "/",
    ]
    texts = [rival.get(page).text for page in pages]

    assert [word for word in SECRETS for text in texts if word in text] == []
    assert "No claim fits" in rival.get("/claims?q=SECRET-NOTE").text
    assert "SUBJECT-TOLD" in rival.get(f"/claims/{claim.id}").text
    assert {rival.get(f"/attachments/{each}").status_code for each in files} == {404}
    for action in ("edit", "progress", "project", "release"):
        assert rival.get(f"/claims/{claim.id}/{action}").status_code == 403


def test_its_own_park_and_the_office_read_all_and_the_holder_not_why_another_asked(
    client_for, coordinator
) -> None:
    claim = secretive_claim()
    file = session.scalars(select(ClaimProof.attachment_id)).first()
    lead = client_for(Role.PARK_LEAD, "YY")

    own, office = lead.get(f"/claims/{claim.id}").text, coordinator.get(f"/claims/{claim.id}").text

    assert [word for word in SECRETS if word not in office] == []
    assert [word for word in SECRETS if word not in own] == ["SECRET-REASON"]
    assert "Disputed" in own
    assert lead.get(f"/attachments/{file}").status_code == 200


def test_a_rival_s_claim_that_protects_nothing_is_not_even_told_of(client_for) -> None:
    rival = client_for(Role.OFFICER, "XT")
    gone = [make_claim(state=state).id for state in ClaimState if state is not ClaimState.PROTECTED]
    gone.append(make_claim(protected_until=clock.today() - timedelta(days=1)).id)

    assert {rival.get(f"/claims/{each}").status_code for each in gone} == {404}
    assert "Nothing was filed yet" in rival.get("/claims").text


@pytest.mark.parametrize(
    ("values", "field"),
    [({"subject": "（）"}, "subject"), ({"planned_minor": 0}, "planned_minor")],
)
def test_a_claim_needs_its_words_and_its_amount(values, field) -> None:
    with pytest.raises(RuleError) as refused:
        file_claim(make_firm(), **values)

    assert field in refused.value.fields


def test_a_claim_needs_proof_and_one_s_own_park() -> None:
    officer = make_user(role=Role.OFFICER, park="XT")
    written = claim_fields(make_firm(), park="XT")

    with pytest.raises(RuleError):
        service.file_claim(written, files=[], by=officer)
    with pytest.raises(NotAllowedError):
        service.file_claim(claim_fields(make_firm()), files=[(PDF, "talk.pdf")], by=officer)


def test_a_small_matter_is_on_record_and_protects_nothing() -> None:
    claim = file_claim(make_firm(), planned_minor=TEN_MILLION - 1)

    assert claim.state is ClaimState.BELOW_THRESHOLD
    assert queries.list_protections({claim.firm_id}, on=clock.today()) == []


def test_a_park_files_the_same_words_once() -> None:
    group = make_firm()
    file_claim(group, subject="液冷模組")

    with pytest.raises(RuleError):
        file_claim(make_firm(parent=group), subject="液冷模组")


def test_a_visit_that_was_put_away_no_longer_keeps_a_claim_alive(clock_at) -> None:
    clock_at("2024-01-02T02:00:00Z")
    claim = file_claim(make_firm())
    until = claim.protected_until
    clock_at("2024-02-02T02:00:00Z")
    visit = make_engagement(firms=[claim.firm], happened_at=clock.now())
    with transaction():
        service.follow_engagement(visit)
    moved = claim.protected_until

    with transaction():
        engagements.archive_engagement(visit, reason="another firm", by=None)

    assert moved > until
    assert claim.protected_until == until


def test_a_message_that_nobody_answered_is_no_progress() -> None:
    claim = make_claim(filed_at=clock.now() - timedelta(days=20))

    with transaction():
        service.follow_engagement(
            make_engagement(firms=[claim.firm], happened_at=clock.now(), is_two_way=False)
        )

    assert queries.list_progress(claim) == []


def test_progress_is_not_noted_on_what_has_run_out() -> None:
    claim = make_claim(protected_until=clock.today() - timedelta(days=1))

    with pytest.raises(RuleError):
        service.add_progress(claim, happened_on=clock.today(), words="too late", by=None)


def test_the_clock_warns_once_and_ends_what_is_over() -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    today, moved = clock.today(), make_user(role=Role.OFFICER, park="XT")
    make_claim(protected_until=today + timedelta(days=29), filed_by_id=moved.id)
    over = make_claim(protected_until=today - timedelta(days=2))

    for _ in range(2):
        jobs.look_at_ends(None, Progress(0, 0))  # type: ignore[arg-type]

    assert over.state is ClaimState.EXPIRED
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.CLAIM_EXPIRING)).all()
    assert told == [lead.id, lead.id]


def test_a_released_matter_is_free_for_others(client_for) -> None:
    lead = client_for(Role.PARK_LEAD, "YY")
    claim = make_claim()

    refused = lead.post(f"/claims/{claim.id}/release", data={"reason": ""})
    released = lead.post(f"/claims/{claim.id}/release", data={"reason": "they chose another place"})

    assert (refused.status_code, released.status_code) == (422, 302)
    assert queries.list_protections({claim.firm_id}, on=clock.today()) == []


def test_a_park_asks_for_a_part_once_and_the_office_hears_of_it(client_for, coordinator) -> None:
    claim = make_claim()
    officer = client_for(Role.OFFICER, "XT")
    data = {"share": "30", "reasons": "we met them first", "park_id": get_park("XT").id}

    replies = [officer.post(f"/claims/{claim.id}/ask/sharing", data=data).status_code for _ in range(2)]

    request = session.scalars(select(ClaimRequest)).one()
    assert replies == [302, 422]
    assert (request.share, request.reasons) == (3000, "we met them first")
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.RULING_WANTED)).all()
    assert coordinator.user.id in told


def test_a_step_is_noted_with_its_evidence(client_for) -> None:
    claim = make_claim()
    data = {
        "happened_on": clock.today().isoformat(),
        "words": "they sent the site plan",
        "files": [(BytesIO(PDF), "plan.pdf")],
    }

    lead = client_for(Role.PARK_LEAD, "YY")
    reply = lead.post(f"/claims/{claim.id}/progress", data=data, follow_redirects=True)

    assert "they sent the site plan" in reply.text
    assert "plan.pdf" in reply.text


def test_the_register_narrows_by_the_group_of_any_member_and_by_its_end(client_for) -> None:
    lead = client_for(Role.PARK_LEAD, "YY")
    group = make_firm()
    member = make_firm(parent=group)
    make_claim(firm=group, subject="THE-GROUP-S", protected_until=clock.today() + timedelta(days=5))
    make_claim(subject="ANOTHER-ONE")

    by_firm = lead.get(f"/claims?firm={member.id}").text
    by_end = lead.get("/claims?within=7").text

    for text in (by_firm, by_end):
        assert "THE-GROUP-S" in text
        assert "ANOTHER-ONE" not in text


def test_a_rival_does_not_find_out_by_searching_which_member_was_named(client_for) -> None:
    group = make_firm("鴻海精密工業股份有限公司")
    claim = make_claim(firm=make_firm("富士康示例（衡陽）", parent=group))
    holder, rival = client_for(Role.OFFICER, "YY"), client_for(Role.OFFICER, "XT")

    def found(client, words: str) -> bool:
        return claim.ref in client.get("/claims/export.csv", query_string={"q": words}).text

    assert found(holder, "富士康")
    assert found(holder, "鴻海")
    assert found(rival, "鴻海")
    assert not found(rival, "富士康")


def test_register_and_claim_ask_little_of_the_database(client_for, statements) -> None:
    lead = client_for(Role.PARK_LEAD, "YY")
    claim = secretive_claim()
    for _ in range(5):
        make_claim()

    with statements() as register:
        lead.get("/claims")
    with statements() as page:
        lead.get(f"/claims/{claim.id}")

    assert len(register) <= 8
    assert len(page) <= 20


def test_proof_is_kept_as_a_file() -> None:
    claim = file_claim(make_firm())

    assert storage.load(claim.proofs[0].attachment.sha256) == PDF


def test_a_claim_holds_on_through_the_firm_into_which_its_group_was_merged() -> None:
    claim = make_claim()
    kept = make_firm()
    with transaction():
        firms.merge_firms(kept, claim.firm, choices={}, reason="one", by=None)
    project = make_project(firm=kept)
    before = claim.protected_until

    with transaction():
        service.follow_engagement(make_engagement(firms=[kept], happened_at=clock.now()))
        service.link_project(claim, project.id, by=None)

    listed = session.scalars(queries.claims_query(queries.ClaimFilters(firm_id=kept.id), viewer=None)).all()
    assert claim.protected_until > before
    assert claim.project_id == project.id
    assert listed == [claim]


def open_project(firm, park: str, matter: Matter = Matter.ANOTHER):
    written = ProjectFields(name="示例项目", firm_id=firm.id, park_id=get_park(park).id)
    with transaction():
        return projects.create_project(written, by=None, matter=matter)


def test_the_project_that_the_holder_opens_is_what_its_only_claim_became() -> None:
    claim = make_claim()

    open_project(claim.firm, "XT")
    assert claim.project_id is None
    first = open_project(claim.firm, "YY")
    open_project(claim.firm, "YY")

    assert claim.project_id == first.id


def test_a_project_on_the_matter_of_another_park_is_not_what_ones_own_claim_became() -> None:
    claim = make_claim()
    make_claim(park="XT", firm=claim.firm)

    open_project(claim.firm, "YY", Matter.SAME)
    assert claim.project_id is None
    second = open_project(claim.firm, "YY")

    assert claim.project_id == second.id


def test_of_two_claims_nobody_guesses_which_one_became_the_project() -> None:
    one = make_claim()
    two = make_claim(firm=one.firm)

    open_project(one.firm, "YY")

    assert (one.project_id, two.project_id) == (None, None)


def test_what_waits_for_a_ruling_is_kept_alive_meanwhile() -> None:
    claim = make_claim(state=ClaimState.NEEDS_RULING, protected_until=clock.today() - timedelta(days=1))
    claim.filed_at = clock.now() - timedelta(days=170)
    before = clock.today() + timedelta(days=10)
    with transaction():
        service.follow_engagement(make_engagement(firms=[claim.firm], happened_at=clock.now()))

    assert claim.protected_until > before


@pytest.mark.parametrize(
    ("kind", "park", "status", "state"),
    [
        (RequestKind.SHARING, "XT", 302, RequestState.WITHDRAWN),
        (RequestKind.SAME_MATTER, "XT", 422, RequestState.OPEN),
        (RequestKind.SHARING, "CZ", 404, RequestState.OPEN),
    ],
)
def test_who_asked_in_words_may_take_it_back(client_for, kind, park, status, state) -> None:
    asked = make_request(make_claim(park="YY"), park="XT", kind=kind)
    client = client_for(Role.OFFICER, park)

    reply = client.post(f"/claims/requests/{asked.id}/take-back")

    assert reply.status_code == status
    assert session.get_one(ClaimRequest, asked.id, populate_existing=True).state is state
