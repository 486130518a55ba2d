"""An adviser learns nothing of others: planted words, told answers, numbers, and what a filing asks."""

from __future__ import annotations

import io
import re
import statistics
import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from kernel import clock
from models import Adviser, Attachment, Firm, Referral
from models.enums import ReferralOutcome, ReferralState, Role, RulingStep, Stage
from models.referrals import ReferralRuling
from tests.architecture.outsiders import MARKER, leaks, plant
from tests.factories.advisers import PDF, file_referral, make_adviser, make_recognised, make_referral
from tests.factories.claims import make_claim
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.projects import make_project

OWN = "自己的引薦"
KNOWN = "示例已知電子股份有限公司"


@pytest.fixture
def own_adviser(adviser) -> Adviser:
    return make_adviser(user=adviser.user, name_hant="示例顧問甲")


def filing(firm_name: str, number: int, **values: Any) -> dict[str, Any]:
    return {
        "firm_name": firm_name,
        "proposal": "設廠",
        "introduced_on": "2024-01-05",
        "client_key": f"{number:032x}",
        **values,
    }


# --- Nothing of others comes out --------------------------------------------------------------------------


@pytest.mark.slow
def test_an_adviser_meets_nothing_of_anybody_else(app: Flask, client_for) -> None:
    plant()
    foreign = [*session.scalars(select(Referral.ref))]
    assert any(MARKER in each for each in foreign)
    adviser = client_for(Role.ADVISER)
    mine = make_recognised(make_adviser(user=adviser.user), firm_name=OWN)
    assert mine.project is not None
    mine.project.name, mine.project.firm.name_hant = f"{MARKER} inside", f"{MARKER} as we know it"
    mine.rulings = [_ruling(f"{MARKER} reasons")]
    session.commit()

    assert leaks(app, adviser, adviser.user, own=OWN) == []
    for ref in foreign:
        for rest in ("", "/receipt.pdf", "/files/1", "/withdraw", "/updates/new"):
            reply = adviser.get(f"/portal/referrals/{ref}{rest}")
            assert reply.status_code == 404
            assert MARKER not in reply.text.replace(f"/portal/referrals/{ref}", "")
    for page in (f"/portal/referrals/{mine.ref}", f"/portal/referrals/{mine.ref}/receipt.pdf"):
        assert MARKER not in adviser.get(page).data.decode("utf-8", "replace")


def _ruling(reasons: str) -> ReferralRuling:
    return ReferralRuling(
        step=RulingStep.DECIDED, outcome=ReferralOutcome.RECOGNISED, reasons=reasons, checks="[]"
    )


def test_what_is_anothers_answers_like_what_is_not_there(adviser, own_adviser) -> None:
    """Pages of the portal, files, records of the house: the bodies are the same but for their own address."""
    theirs = file_referral(make_adviser())
    attachment = session.scalars(select(Attachment)).one()
    firm, project = make_firm(), make_project(stage=Stage.SIGNED)
    pairs = [
        (f"/portal/referrals/{theirs.ref}", "/portal/referrals/YJ-2222-2222-2222"),
        (f"/portal/referrals/{theirs.ref}/files/1", "/portal/referrals/YJ-2222-2222-2222/files/1"),
        (f"/attachments/{attachment.id}", "/attachments/999999"),
        (f"/firms/{firm.id}", "/firms/999999"),
        (f"/projects/{project.id}", "/projects/999999"),
        (f"/advisers/{theirs.adviser_id}", "/advisers/999999"),
        (f"/advisers/referrals/{theirs.id}", "/advisers/referrals/999999"),
        (f"/firms/lookup?q={firm.name_hant}", "/firms/lookup?q=nothing"),
        (f"/search/palette?q={firm.name_hant}", "/search/palette?q=nothing"),
        (f"/portal?page=2&after=[1,{theirs.id}]", "/portal?page=2"),
    ]
    for there, nowhere in pairs:
        answers = [adviser.get(each) for each in (there, nowhere)]
        assert answers[0].status_code == answers[1].status_code, there
        bodies = [
            _shape(reply.text, address) for reply, address in zip(answers, (there, nowhere), strict=True)
        ]
        assert bodies[0] == bodies[1], there


def _shape(page: str, address: str) -> str:
    """The page without what the address itself says, and without its token."""
    page = re.sub(r'(csrf_token" value=|csrf-token" content=)"[^"]+"', "", page)
    page = re.sub(r'name="next" value="[^"]*"', "", page)
    page = re.sub(r'href="/portal\?[^"]*"', "", page)
    for word in (address, *re.findall(r"q=(.+)$", address)):
        page = page.replace(word, "")
    return page


# --- Filing tells nothing ---------------------------------------------------------------------------------


def _known(owner: Adviser) -> None:
    make_firm(name_hant=KNOWN)


def _claimed(owner: Adviser) -> None:
    make_claim(firm=make_firm(name_hant=KNOWN))


def _referred(owner: Adviser) -> None:
    firm = make_firm(name_hant=KNOWN)
    make_recognised(project=make_project(firm=firm), firm_name=KNOWN)


def _put_away(owner: Adviser) -> None:
    firm = make_firm(name_hant=KNOWN)
    firm.archived_at, firm.archived_reason = clock.now(), "closed"


def _met(owner: Adviser) -> None:
    firm = make_firm(name_hant=KNOWN)
    make_engagement(firms=[firm])
    make_project(firm=firm, stage=Stage.SIGNED)


def _own_again(owner: Adviser) -> None:
    make_referral(owner, firm_name=KNOWN, state=ReferralState.NOT_RECOGNISED)


SITUATIONS = {
    "known": _known,
    "claimed": _claimed,
    "referred": _referred,
    "put away": _put_away,
    "met and signed": _met,
    "own again": _own_again,
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_answer_to_a_filing_is_the_same_whatever_is_known(
    adviser, own_adviser, statements, clock_at, situation: str
) -> None:
    clock_at("2024-06-10T02:03:04Z")
    told = [_filed(adviser, statements, 1)]
    SITUATIONS[situation](own_adviser)
    session.commit()

    told.append(_filed(adviser, statements, 2))

    assert told[0] == told[1]


def _filed(adviser: Any, statements: Any, number: int) -> tuple[int, str, str, int]:
    """Status, place, page, and how many statements were sent: all but the receipt's number."""
    data = filing(KNOWN, number, files=(io.BytesIO(PDF), "letter.pdf"))
    with statements() as seen:
        reply = adviser.post("/portal/referrals/new", data=data)
    page = adviser.get(reply.location).text
    ref = reply.location.rsplit("/", 1)[-1]
    page = re.sub(r'(csrf_token" value=|csrf-token" content=)"[^"]+"', "", page)
    return reply.status_code, reply.location.replace(ref, ""), page.replace(ref, ""), len(seen)


def test_a_filing_takes_no_longer_for_a_firm_that_everybody_wants(adviser, own_adviser) -> None:
    firm = make_firm(name_hant=KNOWN)
    make_claim(firm=firm)
    for _each in range(30):
        make_referral(firm_name=KNOWN, firm_id=firm.id)
    names = [KNOWN, "從未聽說股份有限公司"]
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(12):
        for place, name in enumerate(names):
            began = time.perf_counter()
            adviser.post("/portal/referrals/new", data=filing(name, number * 2 + place + 1))
            taken[name].append(time.perf_counter() - began)

    known, unknown = (statistics.median(taken[name][2:]) for name in names)
    assert known < unknown * 2 + 0.02


def test_numbers_on_receipts_tell_nothing_of_how_many_there_are(adviser, own_adviser) -> None:
    locations = []
    for number in range(3):
        locations.append(adviser.post("/portal/referrals/new", data=filing("甲", number)).location)
        make_referral()

    assert len(set(locations)) == 3
    for place in locations:
        assert re.fullmatch(r"/portal/referrals/YJ(-[2-9A-HJ-NP-Z]{4}){3}", place)


def test_the_office_finds_the_firm_that_the_filing_did_not_look_up(adviser, own_adviser, coordinator) -> None:
    firm = make_firm(name_hant=KNOWN, name_hans="示例已知电子股份有限公司")
    adviser.post("/portal/referrals/new", data=filing("示例已知电子有限公司", 1))
    session.rollback()
    referral = session.scalars(select(Referral)).one()

    assert referral.firm_id is None
    assert session.get_one(Firm, firm.id).ref in coordinator.get(f"/advisers/referrals/{referral.id}").text


@pytest.mark.parametrize(
    "path", ["/advisers", "/advisers/export.csv", "/advisers/lookup?q=示例", "/firms/lookup?q=示例"]
)
def test_lists_exports_and_look_ups_of_the_house_are_closed(adviser, own_adviser, path: str) -> None:
    make_adviser(name_hant=f"示例{MARKER}")

    reply = adviser.get(path)

    assert reply.status_code == 403
    assert MARKER not in reply.text


def test_no_page_offers_an_adviser_a_search(adviser, own_adviser) -> None:
    page = adviser.get("/portal").text

    for word in ("data-palette", "data-search-box", "data-lookup-url"):
        assert word not in page
    assert "data-lookup-url" not in adviser.get("/portal/referrals/new").text
