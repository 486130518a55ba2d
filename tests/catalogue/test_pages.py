"""The staff's pages of the catalogue."""

from __future__ import annotations

from crm.catalogue.rules import Written
from crm.core.database import session
from kernel import clock
from models import Offer
from models.enums import OfferLanguage, OfferState, Role
from tests.factories.catalogue import make_enquiry, make_offer, make_published, make_submitted
from tests.factories.chains import make_chain, make_link
from tests.factories.zone import get_park

FORM = {
    "mode": "lease",
    "valid_from": "2026-01-01",
    "valid_until": "2030-01-01",
    "hans_title": "示例厂房",
    "hans_content": "标准厂房。\r\n现房。",
    "phone": "0730-1",
    "land_mu": "66.75",
    "plant_m2": "12,0",
}


def test_an_offer_is_written_submitted_and_published_by_two_people(client_for) -> None:
    officer, lead = client_for(Role.OFFICER, "YY"), client_for(Role.PARK_LEAD, "YY")
    park_id = get_park("YY").id
    wrong = officer.post("/offers/new", data={**FORM, "park_id": park_id})
    assert wrong.status_code == 422
    assert 'value="12,0"' in wrong.text

    reply = officer.post("/offers/new", data={**FORM, "park_id": park_id, "plant_m2": "1200"})
    assert reply.status_code == 302
    page = reply.location
    assert "Machine draft" in officer.get(page).text
    assert officer.post(f"{page}/texts/zh_Hant/confirm").status_code == 302
    assert officer.post(f"{page}/submit").status_code == 302
    assert officer.post(f"{page}/publish").status_code == 403
    assert lead.post(f"{page}/publish").status_code == 302

    offer = session.query(Offer).one()
    assert offer.state is OfferState.PUBLISHED
    assert str(offer.land_mu) == "66.75"
    assert offer.text_in(OfferLanguage.HANS).content == "标准厂房。\n现房。"  # type: ignore[union-attr]
    # Saved as it stands, nothing differs: line ends of browsers are no change.
    shown = officer.get(f"{page}/edit").text
    assert "66.75" in shown
    officer.post(
        f"{page}/edit",
        data={
            **FORM,
            "park_id": park_id,
            "plant_m2": "1200",
            "hant_title": offer.texts[1].title,
            "hant_content": offer.texts[1].content.replace("\n", "\r\n"),
            "lock_version": offer.lock_version,
        },
    )
    session.refresh(offer)
    assert all(text.confirmed_at for text in offer.texts)
    assert "Version 1 is public" in officer.get(page).text
    assert officer.get(f"{page}/versions/1").status_code == 200


def test_the_second_key_turned_by_the_writer_is_refused_and_logged(client_for) -> None:
    lead = client_for(Role.PARK_LEAD, "YY")
    offer = make_submitted(by=lead.user)
    page = f"/offers/{offer.id}"
    assert "/publish" not in lead.get(page).text
    assert lead.post(f"{page}/publish").status_code == 422
    assert session.get(Offer, offer.id).state is OfferState.SUBMITTED  # type: ignore[union-attr]


def test_another_park_sees_what_is_published_and_no_draft(client_for) -> None:
    offer, draft = make_published("XT"), make_offer("XT")
    other = client_for(Role.OFFICER, "YY")
    listed = other.get("/offers").text
    assert f"/offers/{offer.id}" in listed
    assert f'/offers/{draft.id}"' not in listed
    assert other.get(f"/offers/{draft.id}").status_code == 404
    assert other.get(f"/offers/{offer.id}").status_code == 200
    assert other.get(f"/offers/{offer.id}/edit").status_code == 403


def test_a_list_takes_few_statements_and_an_offer_not_many_more(client_for, statements) -> None:
    officer = client_for(Role.OFFICER, "YY")
    for _each in range(3):
        offer = make_published()
    enquiry = make_enquiry(offer)
    for address, most in (
        ("/offers", 8),
        (f"/offers/{offer.id}", 20),
        (f"/offers/{offer.id}/edit", 20),
        ("/offers/enquiries", 8),
        (f"/offers/enquiries/{enquiry.id}", 20),
    ):
        with statements() as seen:
            assert officer.get(address).status_code == 200
        assert len(seen) <= most, (address, len(seen), seen)


def test_a_public_page_takes_few_statements(client, statements) -> None:
    key = make_published().public_key
    make_published()
    for address, most in (("/catalogue", 8), (f"/catalogue/{key}", 8)):
        with statements() as seen:
            assert client.get(address).status_code == 200
        assert len(seen) <= most, (address, len(seen), seen)


def test_lists_leave_the_house_as_tables(client_for) -> None:
    officer = client_for(Role.OFFICER, "YY")
    offer = make_published(texts={OfferLanguage.HANS: Written("=1+1", "内容")})
    make_enquiry(offer)
    assert "'=1+1" in officer.get("/offers/export.csv").text
    assert "asker@example.org" in officer.get("/offers/enquiries/export.csv").text
    assert clock.today().isoformat() in officer.get("/offers/export.csv").headers["Content-Disposition"]


def test_a_form_offers_no_links_of_another_parks_chains(client_for) -> None:
    own, other = make_chain(park="XT", name="自己的链"), make_chain(park="YY", name="别人的链")
    make_link(own, "自己的环节")
    foreign = make_link(other, "别人的环节")
    session.commit()
    officer = client_for(Role.OFFICER, "XT")

    page = officer.get("/offers/new").text

    assert "自己的环节" in page
    assert "别人的" not in page
    refused = officer.post("/offers/new", data={"chain_link_id": foreign.id})
    assert "别人的" not in refused.text
