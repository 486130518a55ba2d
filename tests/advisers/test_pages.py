"""The pages of the staff and of the portal: what they show, how they save, how much they ask."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from crm.core.database import session
from kernel import clock
from models import Adviser, Referral, StatusUpdate, User
from models.enums import AdviserRegion, ReferralState, Role, UpdateState
from tests.factories.advisers import PDF, make_adviser, make_recognised, make_referral, make_update
from tests.factories.firms import make_firm
from tests.factories.projects import make_industry

KEY = "0123456789abcdef" * 2


@pytest.fixture
def own_adviser(adviser) -> Adviser:
    return make_adviser(user=adviser.user, name_hant="示例顧問甲")


def filed(**values: object) -> dict[str, object]:
    own = {"firm_name": "示例電子", "proposal": "設廠", "introduced_on": "2024-01-05", "client_key": KEY}
    return own | values


# --- The staff ----------------------------------------------------------------------------------------------


def test_an_adviser_is_added_with_regions_and_fields_and_found_in_any_script(coordinator) -> None:
    industry = make_industry()
    reply = coordinator.post(
        "/advisers/new",
        data={
            "kind": "agency",
            "name_hant": "示例臺商服務中心",
            "regions": ["kunshan", "taiwan_north"],
            "industry_ids": [str(industry.id)],
        },
    )
    assert reply.status_code == 302
    session.rollback()
    made = session.query(Adviser).one()
    assert [area.region for area in made.areas] == [AdviserRegion.KUNSHAN, AdviserRegion.TAIWAN_NORTH]
    for address in ("?q=台商", f"?region=kunshan&industry={industry.id}", "?kind=agency"):
        assert made.ref in coordinator.get(f"/advisers{address}").text
    assert made.ref not in coordinator.get("/advisers?in_office=y").text
    session.rollback()
    assert "示例臺商服務中心" in coordinator.get("/advisers/export.csv").text


def test_how_to_reach_an_adviser_is_for_who_looks_after_advisers(officer, park_lead) -> None:
    made = make_adviser(phone="0912-345-678", note="internal words")

    assert "0912-345-678" in park_lead.get(f"/advisers/{made.id}").text
    for page in (f"/advisers/{made.id}", "/advisers/export.csv"):
        text = officer.get(page).text
        assert "0912-345-678" not in text
        assert "internal words" not in text


def test_park_staff_see_referrals_matched_to_their_park_and_no_number_of_the_others(officer) -> None:
    made = make_adviser()
    mine = make_referral(made, park="YY")
    rivals = make_referral(made, park="XT", firm_name="示例對手")
    unmatched = make_referral(made, park=None)

    page = officer.get(f"/advisers/{made.id}").text + officer.get("/advisers/referrals").text
    assert mine.ref in page
    assert "1 of 1" in page
    for hidden in (rivals, unmatched):
        assert hidden.ref not in page
        assert officer.get(f"/advisers/referrals/{hidden.id}").status_code == 404
    assert "示例對手" not in officer.get("/advisers/referrals/export.csv").text


def test_the_office_matches_rules_and_a_second_person_confirms(coordinator, client_for) -> None:
    firm = make_firm()
    make_referral(firm_id=firm.id)
    referral = make_referral(firm_name=firm.name_hant or "")
    address = f"/advisers/referrals/{referral.id}"
    assert firm.ref in coordinator.get(address).text, "the firm that the words mean is offered"

    version = {"lock_version": referral.lock_version}
    coordinator.post(f"{address}/match", data={"firm_id": firm.id, "park_id": "", **version})
    session.rollback()
    ruled = {"outcome": "recognised", "reasons": "first", "lock_version": referral.lock_version}
    assert coordinator.post(f"{address}/rule", data=ruled).status_code == 302
    assert coordinator.post(f"{address}/confirm").status_code == 422

    assert client_for(Role.COORDINATOR).post(f"{address}/confirm").status_code == 302
    session.rollback()
    assert session.get_one(Referral, referral.id).state is ReferralState.RECOGNISED


def test_an_officer_of_the_park_confirms_what_an_adviser_tells(officer) -> None:
    update = make_update(make_recognised(park="YY"), text="設備到港")
    address = f"/advisers/updates/{update.id}"
    assert "設備到港" in officer.get(f"{address}/confirm").text

    data = {"words": "顾问反映设备到港", "lock_version": update.lock_version}
    assert officer.post(f"{address}/confirm", data=data).status_code == 302

    session.rollback()
    assert session.get_one(StatusUpdate, update.id).state is UpdateState.CONFIRMED
    assert officer.post(f"{address}/return", data={"reason": "x", "lock_version": 2}).status_code == 422


def test_a_stale_ruling_is_refused_and_what_was_typed_stays(coordinator) -> None:
    referral = make_referral()
    data = {"outcome": "not_recognised", "reasons": "typed reasons", "lock_version": 99}

    reply = coordinator.post(f"/advisers/referrals/{referral.id}/rule", data=data)

    assert reply.status_code == 422
    assert "typed reasons" in reply.text


@pytest.mark.parametrize(
    ("path", "most"), [("/advisers", 9), ("/advisers/referrals", 8), ("/advisers/updates", 8)]
)
def test_a_list_asks_as_little_for_many_as_for_one(coordinator, statements, path: str, most: int) -> None:
    for _each in range(6):
        make_update(make_recognised(make_adviser()))
    coordinator.get(path)

    with statements() as seen:
        coordinator.get(path)

    assert len(seen) <= most, "\n".join(seen)


def test_the_page_of_a_referral_asks_few_statements(coordinator, statements) -> None:
    firm = make_firm()
    for _each in range(4):
        make_referral(firm_id=firm.id)
    referral = make_referral(firm_id=firm.id)
    coordinator.get(f"/advisers/referrals/{referral.id}")

    with statements() as seen:
        coordinator.get(f"/advisers/referrals/{referral.id}")

    assert len(seen) <= 20, "\n".join(seen)


# --- The portal ---------------------------------------------------------------------------------------------


def test_an_adviser_lands_in_the_portal_in_traditional_script_until_another_is_chosen(
    adviser, own_adviser
) -> None:
    session.get_one(User, adviser.user.id).locale = None
    session.commit()

    page = adviser.get("/", follow_redirects=True, headers={"Accept-Language": "zh-CN"})

    assert page.request.path == "/portal"
    assert 'lang="zh-Hant-TW"' in page.text
    adviser.set_cookie("language", "zh_Hans_CN")
    assert 'lang="zh-Hans-CN"' in adviser.get("/portal").text


def test_a_referral_is_received_with_a_receipt_its_time_and_its_papers(
    adviser, own_adviser, clock_at
) -> None:
    clock_at("2024-06-10T02:03:04Z")
    data = filed(files=(io.BytesIO(PDF), "letter.pdf"))

    page = adviser.post("/portal/referrals/new", data=data, follow_redirects=True)

    referral = session.query(Referral).one()
    assert page.request.path == f"/portal/referrals/{referral.ref}"
    for words in (referral.ref, "2024-06-10 10:03:04", "示例電子", "letter.pdf"):
        assert words in page.text
    assert adviser.get(f"/portal/referrals/{referral.ref}/files/1").data == PDF
    assert adviser.get(f"/portal/referrals/{referral.ref}/files/2").status_code == 404
    assert adviser.get(f"/portal/referrals/{referral.ref}/receipt.pdf").data.startswith(b"%PDF-")


def test_sent_twice_it_is_there_once_and_a_refused_form_comes_back_filled(adviser, own_adviser) -> None:
    refused = adviser.post("/portal/referrals/new", data=filed(introduced_on="2999-01-01"))
    assert refused.status_code == 422
    assert "設廠" in refused.text

    first, again = (adviser.post("/portal/referrals/new", data=filed()) for _each in range(2))

    assert first.location == again.location
    assert session.query(Referral).count() == 1


def test_an_adviser_tells_of_an_own_project_and_reads_why_it_came_back(adviser, own_adviser) -> None:
    referral = make_recognised(own_adviser)
    make_update(referral, state=UpdateState.RETURNED, return_reason="say when")
    data = {"happened_on": clock.today().isoformat(), "text": "設備到港", "client_key": KEY}

    page = adviser.post(f"/portal/referrals/{referral.ref}/updates/new", data=data, follow_redirects=True)

    assert "設備到港" in page.text
    assert "say when" in page.text
    assert referral.ref in adviser.get("/portal/projects").text


def test_own_referrals_are_paged_by_numbers_of_their_own(adviser, own_adviser) -> None:
    for place in range(23):
        make_referral(
            own_adviser, received_at=clock.now() - timedelta(days=place), firm_name=f"第{place:02}家"
        )

    first, second = adviser.get("/portal").text, adviser.get("/portal?page=2").text

    assert "20 of 23" in first
    assert "3 of 23" in second
    assert "第00家" in first
    assert "第22家" in second
    assert re.findall(r'href="/portal\?page=(\d+)"', first) == ["2"]
    assert "after=" not in first, "a key would hold the number of a row among everybody's"


def test_an_account_that_acts_for_nobody_is_told_so(adviser) -> None:
    assert "linked yet" in adviser.get("/portal").text
    assert adviser.get("/portal/referrals/new").status_code == 302


def test_who_is_put_away_sees_nothing_any_more(adviser, own_adviser) -> None:
    referral = make_referral(own_adviser)
    own_adviser.archived_at, own_adviser.archived_reason = clock.now(), "left"
    session.commit()

    assert adviser.get(f"/portal/referrals/{referral.ref}").status_code == 404
    assert referral.firm_name not in adviser.get("/portal").text
