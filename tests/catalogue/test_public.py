"""The public pages: published versions alone, in the language of the address, and enquiries."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from crm.catalogue import service
from crm.catalogue.rules import Written
from crm.catalogue.service import LeadFields
from crm.core.database import session
from crm.core.preferences import set_preference
from crm.web.rate_limits import limiter
from kernel import clock
from kernel.errors import RuleError
from models import AuditPersonal, Enquiry, Notice, Project
from models.enums import EnquiryState, NoticeKind, OfferLanguage, Role, Stage
from tests.factories.catalogue import make_enquiry, make_offer, make_published, make_submitted
from tests.factories.firms import make_firm
from tests.factories.users import make_user

MARKER = "标记甲乙丙"
TYPED = {
    "name": "陳先生",
    "firm_name": "詢問公司",
    "contact": "asker@example.org",
    "message": "想了解用地。",
    "consent": "y",
}


def texts(title: str) -> dict[OfferLanguage, Written]:
    return {OfferLanguage.HANS: Written(title, "内容")}


def test_the_public_reads_published_versions_and_nothing_of_drafts(client: FlaskClient) -> None:
    public = make_published(texts=texts("公开项目"))
    make_offer(texts=texts(MARKER))
    make_submitted(texts=texts(MARKER))
    ran_out = make_published(texts=texts(MARKER), valid_until=clock.today())
    withdrawn = make_published(texts=texts(MARKER))
    service.withdraw_offer(withdrawn, reason="test", by=make_user(park="YY"))
    session.commit()
    rewritten = make_published(texts=texts("仍公开"))
    rewritten.title = MARKER
    rewritten.texts[0].title = rewritten.texts[0].content = MARKER
    ran_out.versions[0].offer.state  # noqa: B018 - loaded before the clock moves
    session.commit()
    keys = [public.public_key, rewritten.public_key]
    gone = [withdrawn.public_key, "x" * 16]

    pages = [client.get("/catalogue?lang=zh_Hans"), *(client.get(f"/catalogue/{key}") for key in keys)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "公开项目" in pages[0].text
    assert "仍公开" in pages[0].text
    # The one that runs out today still stands there.
    assert pages[0].text.count(MARKER) == 1
    assert MARKER not in pages[2].text
    # A token says the second of its making.
    answers = {
        re.sub(r'(content|value)="[^"]+"', "", client.get(f"/catalogue/{key}?lang=en").text.replace(key, ""))
        for key in gone
    }
    assert len(answers) == 1, "what is gone must look like what never was"


def test_the_day_after_the_last_one_nothing_is_left(client: FlaskClient, clock_at) -> None:
    offer = make_published(valid_until=clock.today())
    key = offer.public_key
    clock_at(clock.now() + timedelta(days=1))
    assert client.get(f"/catalogue/{key}").status_code == 404
    assert client.post(f"/catalogue/{key}/enquiries", data=TYPED).status_code == 404
    assert client.get(f"/catalogue/{key}/code.svg").status_code == 404


def test_a_language_that_was_not_confirmed_says_so_and_leads_to_another(client: FlaskClient) -> None:
    key = make_published(confirmed=False).public_key
    reply = client.get(f"/catalogue/{key}?lang=zh_Hant")
    assert reply.status_code == 200
    assert "半導體" not in reply.text
    assert "半导体" not in reply.text
    assert f"/catalogue/{key}?lang=zh_Hans" in reply.text
    assert "半导体" in client.get(f"/catalogue/{key}?lang=zh_Hans").text


def test_the_address_says_the_language(client: FlaskClient) -> None:
    make_published()
    assert '<html lang="zh-Hant-TW"' in client.get("/catalogue?lang=zh_Hant").text
    assert '<html lang="en"' in client.get("/catalogue?lang=en").text


def test_a_code_opens_the_page_in_the_language_asked_for(client: FlaskClient) -> None:
    key = make_published().public_key
    drawn = client.get(f"/catalogue/{key}/code.svg?lang=zh_Hant")
    assert drawn.mimetype == "image/svg+xml"
    assert f"/catalogue/{key}?lang=zh_Hant" in unquote(drawn.text)
    kept = client.get(f"/catalogue/{key}/code.png?download=1")
    assert kept.data.startswith(b"\x89PNG")
    assert "attachment" in kept.headers["Content-Disposition"]
    assert client.get(f"/catalogue/{key}/code.exe").status_code == 404


def test_an_enquiry_is_kept_with_consent_and_told_to_the_park(client: FlaskClient) -> None:
    offer = make_published()
    officer, stranger = make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.OFFICER, park="XT")
    session.commit()
    key = offer.public_key
    reply = client.post(f"/catalogue/{key}/enquiries?lang=zh_Hant", data=TYPED, follow_redirects=True)

    enquiry = session.scalars(select(Enquiry)).one()
    assert enquiry.receipt in reply.text
    assert (enquiry.firm_name, enquiry.language) == ("詢問公司", OfferLanguage.HANT)
    assert "我" in enquiry.consent_text
    told = {
        row.user_id
        for row in session.scalars(select(Notice).where(Notice.kind == NoticeKind.ENQUIRY_RECEIVED))
    }
    assert officer.id in told
    assert stranger.id not in told


@pytest.mark.parametrize("missing", ["name", "firm_name", "contact", "message", "consent"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client: FlaskClient, missing: str) -> None:
    key = make_published().public_key
    typed = {name: value for name, value in TYPED.items() if name != missing}
    reply = client.post(f"/catalogue/{key}/enquiries?lang=zh_Hans", data=typed)
    assert reply.status_code == 422
    assert all(value in reply.text for name, value in typed.items() if name != "consent")
    assert session.scalars(select(Enquiry)).first() is None


def test_the_trap_answers_alike_and_keeps_nothing(client: FlaskClient) -> None:
    key = make_published().public_key
    caught = client.post(f"/catalogue/{key}/enquiries", data={**TYPED, "website": "http://x"})
    assert caught.status_code == 302
    assert session.scalars(select(Enquiry)).first() is None


def test_the_answer_does_not_tell_whether_a_firm_is_known(client: FlaskClient) -> None:
    make_firm(name_hant="已知公司")
    key = make_published().public_key
    session.commit()
    replies = [
        client.post(f"/catalogue/{key}/enquiries?lang=en", data={**TYPED, "firm_name": name})
        for name in ("已知公司", "沒人認識的公司")
    ]
    assert len({(reply.status_code, reply.location) for reply in replies}) == 1


def test_too_many_requests_are_told_when_to_come_back(app: Flask, client: FlaskClient) -> None:
    set_preference("catalogue.enquiries_per_hour", 2)
    key = make_published().public_key
    limiter.enabled = True
    try:
        limiter.reset()
        codes = [client.post(f"/catalogue/{key}/enquiries", data=TYPED).status_code for _each in range(2)]
        refused = client.post(f"/catalogue/{key}/enquiries?lang=en", data=TYPED)
        assert client.get(f"/catalogue/{key}").status_code == 200
    finally:
        limiter.enabled = False
        limiter.reset()
    assert codes == [302, 302]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert "again" in refused.text
    assert len(session.scalars(select(Enquiry)).all()) == 2


def test_an_enquiry_becomes_a_lead_that_names_its_source(client_for) -> None:
    officer = client_for(Role.OFFICER, "YY")
    enquiry = make_enquiry()
    reply = officer.post(
        f"/offers/enquiries/{enquiry.id}/lead",
        data={"firm_id": "", "new_firm_name": "示例新公司", "project_name": "示例线索"},
    )
    assert reply.status_code == 302
    project = session.scalars(select(Project)).one()
    session.refresh(enquiry)
    assert project.stage is Stage.LEAD
    assert enquiry.receipt in (project.lead_source or "")
    assert enquiry.offer.ref in (project.lead_source or "")
    assert project.content is None
    assert (enquiry.state, enquiry.project_id) == (EnquiryState.LEAD, project.id)
    again = officer.post(
        f"/offers/enquiries/{enquiry.id}/lead", data={"new_firm_name": "x", "project_name": "y"}
    )
    assert again.status_code == 422
    assert officer.get(f"/offers/enquiries/{enquiry.id}").status_code == 200


def test_a_lead_needs_a_firm() -> None:
    enquiry = make_enquiry()
    with pytest.raises(RuleError) as refused:
        service.make_lead(enquiry, LeadFields("示例"), by=make_user(park="YY"))
    assert "firm_id" in refused.value.fields


@pytest.mark.parametrize("is_closed", [True, False])
def test_who_asked_is_forgotten_at_once_where_they_want_it(client_for, is_closed: bool) -> None:
    enquiry = make_enquiry()
    if is_closed:
        service.refuse_enquiry(enquiry, reason="无关", by=make_user(park="YY"))
    session.commit()
    address = f"/offers/enquiries/{enquiry.id}/erase"
    assert client_for(Role.OFFICER, "YY").post(address, data={"reason": "x"}).status_code == 403
    assert client_for(Role.PARK_LEAD, "XT").post(address, data={"reason": "x"}).status_code == 404
    lead = client_for(Role.PARK_LEAD, "YY")
    assert lead.post(address, data={"reason": ""}).status_code == 422

    assert lead.post(address, data={"reason": "asked for"}).status_code == 302

    session.refresh(enquiry)
    assert {enquiry.name, enquiry.firm_name, enquiry.contact, enquiry.message} == {"—"}
    assert (enquiry.state, enquiry.closed_note) == (EnquiryState.REFUSED, "asked for")
    kept = select(AuditPersonal).where(AuditPersonal.entity == "enquiries")
    assert session.scalars(kept).all() == []
    assert lead.post(address, data={"reason": "again"}).status_code == 422


def test_who_asked_is_forgotten_once_the_matter_is_long_closed(clock_at) -> None:
    enquiry = make_enquiry()
    service.refuse_enquiry(enquiry, reason="无关", by=make_user(park="YY"))
    session.commit()
    assert service.erase_old_enquiries() == 0
    assert session.scalars(select(AuditPersonal).where(AuditPersonal.entity == "enquiries")).first()

    clock_at(clock.now() + timedelta(days=366))
    assert service.erase_old_enquiries() == 1
    assert {enquiry.name, enquiry.firm_name, enquiry.contact, enquiry.message} == {"—"}
    session.commit()
    kept = select(AuditPersonal).where(AuditPersonal.entity == "enquiries")
    assert session.scalars(kept).all() == []
    assert service.erase_old_enquiries() == 0
