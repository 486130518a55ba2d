from __future__ import annotations

from datetime import timedelta

import pytest

from crm.core.database import session
from crm.policies.queries.matching import match_firm
from crm.policies.rules.matching import Condition, Fit
from crm.policies.service import claims
from crm.policies.service.claims import ClaimFields, StepFields
from kernel import clock
from kernel.errors import RuleError
from models import PolicyArticle, PolicyClaim
from models.enums import PolicyClaimState, PolicyCondition, Role, Stage
from tests.factories.firms import make_establishment, make_firm
from tests.factories.policies import (
    MILLION,
    make_article,
    make_policy,
    make_policy_claim,
    make_promise,
    make_review,
)
from tests.factories.projects import make_project
from tests.factories.zone import get_park

K, S = PolicyCondition, PolicyClaimState


def test_the_office_writes_a_policy_and_its_article_with_conditions(coordinator) -> None:
    get_park("YY")
    reply = coordinator.post(
        "/policies/new", data={"name": "59 measures", "issued": "2018-09", "tags": ["land", "tax"]}
    )
    policy_page = reply.location
    article = {
        "text": "rent is subsidised",
        "benefit": "subsidy",
        "cap_minor": "500,000",
        "claimants": ["firm"],
        "parks": ["YY"],
        "settled": "y",
        "declared": "a plant of one's own\nno fine",
    }

    coordinator.post(f"{policy_page}/articles/new", data=article)

    row = session.query(PolicyArticle).one()
    assert [each["kind"] for each in row.conditions] == ["parks", "settled", "declared", "declared"]
    page = coordinator.get(policy_page).text
    assert "a plant of one&#39;s own" in page or "a plant of one's own" in page
    shown = coordinator.get(f"/policies/articles/{row.id}/edit").text
    assert "no fine" in shown


def test_a_day_that_is_none_is_refused_and_what_was_typed_stays(coordinator) -> None:
    reply = coordinator.post("/policies/new", data={"name": "typed", "issued": "2018-13"})

    assert reply.status_code == 422
    assert 'value="typed"' in reply.text


def test_each_version_of_an_article_is_kept(coordinator) -> None:
    article = make_article(text="as it was")
    policy_id = article.policy_id
    form = {"text": "as it is", "benefit": "subsidy", "lock_version": str(article.lock_version)}

    coordinator.post(f"/policies/articles/{article.id}/edit", data=form)

    page = coordinator.get(f"/policies/{policy_id}").text
    assert "as it was" in page
    assert "as it is" in page


def test_a_list_finds_by_tag_claimant_and_words_of_an_article(coordinator) -> None:
    make_article(policy=make_policy(name="about land"), text="绿色通道")
    make_policy(name="about nothing")

    for address in ("/policies?q=綠色通道", "/policies?claimant=firm", "/policies?benefit=subsidy"):
        page = coordinator.get(address).text
        assert "about land" in page
        assert "about nothing" not in page


def test_a_firm_is_matched_with_the_reason_and_a_rivals_project_tells_nothing(client_for) -> None:
    firm = make_firm()
    make_establishment(firm, park="YY")
    make_project(firm=firm, park="XT", stage=Stage.SIGNED)
    make_article(Condition(K.PARKS, ("YY",)), Condition(K.SETTLED), text="settled in YY")
    make_article(Condition(K.PARKS, ("CZ",)), text="only in CZ")
    make_article(Condition(K.STAGE, ("signed",)), text="once signed")
    officer, office = client_for(Role.OFFICER, park="YY"), client_for(Role.COORDINATOR)

    def fits(client) -> dict[str, Fit]:
        found = match_firm(firm, viewer=client.user, today=clock.today())
        return {match.article.text: match.fit for match in found}

    assert fits(office) == {"settled in YY": Fit.FITS, "only in CZ": Fit.NOT, "once signed": Fit.FITS}
    assert fits(officer)["once signed"] is Fit.NOT


def test_what_is_not_claimed_yet_is_shown_until_it_is_claimed(coordinator, statements) -> None:
    firm, article = make_firm(), make_article(text="open to all firms")
    firm_id, article_id, park_id = firm.id, article.id, get_park("YY").id
    address = f"/policy-claims/firms/{firm_id}"
    with statements() as seen:
        page = coordinator.get(address).text
    assert "Prepare a claim" in page
    assert len(seen) <= 15

    form = {"firm_id": str(firm_id), "article_id": str(article_id), "park_id": str(park_id)}
    reply = coordinator.post("/policy-claims/new", data=form)

    assert reply.status_code == 302
    assert "Prepare a claim" not in coordinator.get(address).text
    assert coordinator.post("/policy-claims/new", data=form).status_code == 422


def test_what_expired_is_not_offered(app) -> None:
    yesterday = clock.today() - timedelta(days=1)
    make_article(claim_until=yesterday)
    make_article(policy=make_policy(valid_until=yesterday))

    assert match_firm(make_firm(), viewer=None, today=clock.today()) == []


def test_a_claim_goes_its_way_and_each_step_is_kept(app) -> None:
    claim = make_policy_claim(asked_minor=MILLION)
    today = clock.today()

    for state, amount in ((S.FILED, None), (S.ACCEPTED, None), (S.GRANTED, MILLION), (S.PAID, MILLION)):
        claims.move_claim(claim, state, StepFields(today, amount), by=None)

    assert claim.state is S.PAID
    assert claim.paid_minor == MILLION
    assert [step.to_state for step in claim.steps] == [S.PREPARED, S.FILED, S.ACCEPTED, S.GRANTED, S.PAID]


def test_a_claim_filed_anew_is_granted_nothing_yet(app) -> None:
    claim, today = make_policy_claim(), clock.today()
    for state, amount in ((S.FILED, None), (S.ACCEPTED, None), (S.GRANTED, MILLION)):
        claims.move_claim(claim, state, StepFields(today, amount), by=None)

    for state in (S.WITHDRAWN, S.PREPARED, S.FILED):
        claims.move_claim(claim, state, StepFields(today, note="with other papers"), by=None)

    assert (claim.granted_minor, claim.decided_on) == (None, None)


@pytest.mark.parametrize(
    ("to", "written", "field"),
    [
        (S.PAID, StepFields(clock.today()), None),
        (S.WITHDRAWN, StepFields(clock.today()), "note"),
        (S.FILED, StepFields(clock.today() + timedelta(days=1)), "happened_on"),
    ],
)
def test_a_step_that_does_not_follow_is_refused(app, to, written, field) -> None:
    claim = make_policy_claim()

    with pytest.raises(RuleError) as refusal:
        claims.move_claim(claim, to, written, by=None)

    assert field is None or field in refusal.value.fields
    assert session.get_one(PolicyClaim, claim.id).state is S.PREPARED


def test_an_article_for_persons_is_not_claimed_by_a_firm(app) -> None:
    article = make_article(claimants=())
    written = ClaimFields(article_id=article.id, park_id=get_park("YY").id, firm_id=make_firm().id)

    with pytest.raises(RuleError) as refusal:
        claims.prepare_claim(written, [], by=None)

    assert "article_id" in refusal.value.fields


def test_a_rival_park_learns_nothing_of_a_claim_or_a_review(client_for) -> None:
    claim, review = make_policy_claim(park="XT", note="MARKER"), make_review("XT", subject="MARKER")
    zone_review = make_review(None, subject="for the whole zone")
    claim_id, review_id, zone_id = claim.id, review.id, zone_review.id
    officer = client_for(Role.OFFICER, park="YY")

    for address in (f"/policy-claims/{claim_id}", f"/reviews/{review_id}"):
        assert officer.get(address).status_code == 404
    for address in ("/policy-claims", "/policy-claims/export.csv", "/reviews", "/reviews/export.csv"):
        assert "MARKER" not in officer.get(address).text
    assert officer.get(f"/reviews/{zone_id}").status_code == 200


def test_a_lead_files_the_own_parks_reviews_and_not_the_zones(park_lead) -> None:
    form = {
        "kind": "fair_competition",
        "reviewed_on": clock.today().isoformat(),
        "unit": "the office of markets",
        "subject": "measures for a firm",
        "conclusion": "passed",
    }

    own = park_lead.post("/reviews/new", data={**form, "park_id": str(get_park("YY").id)})

    assert own.status_code == 302
    assert park_lead.post("/reviews/new", data={**form, "park_id": ""}).status_code in (403, 422)


def test_a_page_of_a_promise_takes_few_statements(coordinator, statements) -> None:
    promise_id = make_promise().id

    with statements() as seen:
        assert coordinator.get(f"/promises/{promise_id}").status_code == 200

    assert len(seen) <= 15


def test_a_claim_is_edited_and_keeps_its_papers(park_lead) -> None:
    claim = make_policy_claim()
    claim_id, form = claim.id, {"asked_minor": "1,200", "lock_version": str(claim.lock_version)}

    reply = park_lead.post(f"/policy-claims/{claim_id}/edit", data=form)

    assert reply.status_code == 302
    session.expire_all()
    assert session.get_one(PolicyClaim, claim_id).asked_minor == 1_200_00
    assert "application.pdf" in park_lead.get(f"/policy-claims/{claim_id}").text
