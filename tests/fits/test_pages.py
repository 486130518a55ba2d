from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.core import events
from crm.core.database import session
from crm.fits import matching, queries, service
from crm.fits.rules import DEFAULT_WEIGHTS, Case, Signal
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import AuditRecord, Enquiry, Offer, Todo
from models.enums import Role, TodoState
from tests.factories.catalogue import make_offer, make_published
from tests.factories.chains import make_chain, make_filler, make_industry, make_link, make_target, make_team
from tests.factories.claims import make_claim
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm
from tests.factories.projects import make_project
from tests.factories.users import make_user


def cases_of(offer: Offer, viewer) -> dict[int, list[Case]]:
    wanted = queries.get_offer(offer.id, viewer=viewer).wanted
    found = matching.firms_for(wanted, viewer=viewer)
    session.rollback()
    return {fit.facts.firm_id: [reason.case for reason in fit.reasons] for fit in found.fits}


def offer_for(link, *, park: str = "YY") -> Offer:
    offer = make_offer(park)
    offer.industry_id, offer.chain_link_id = link.chain.industry_id, link.id
    session.commit()
    return offer


def test_a_groups_members_speak_for_it_with_reasons_that_lead_to_what_shows_them(client_for) -> None:
    trade = make_industry("新材料")
    head = make_firm("測試集團股份有限公司")
    member = make_firm(parent=head, industry=trade.name)
    there = make_establishment(member, park="XT")
    project = make_project(firm=member, park="YY")
    talk = make_engagement(firms=[member], park="YY", happened_at=clock.now() - timedelta(days=3))
    stranger = make_firm("無關股份有限公司", industry=make_industry("现代服务业").name)
    offer = offer_for(make_link(make_chain(industry="新材料")))
    office = client_for(Role.COORDINATOR)

    found = cases_of(offer, office.user)

    assert found[head.id] == [
        Case.MISSING_TRADE,
        Case.SAME_INDUSTRY,
        Case.SITE_ZONE,
        Case.WARM,
        Case.PROJECT,
    ]
    assert member.id not in found
    assert stranger.id not in found
    page = office.get(f"/offers/{offer.id}/fit").get_data(as_text=True)
    for address in (
        f"/firms/establishments/{there.id}",
        f"/engagements/{talk.id}",
        f"/projects/{project.id}",
    ):
        assert address in page


def test_a_rivals_talks_projects_fillers_and_enquiries_give_no_reason(client_for) -> None:
    trade = make_industry("新材料")
    firm = make_firm(industry=trade.name)
    make_engagement(firms=[firm], park="XT", summary="MARKER")
    make_project(firm=firm, park="XT", name="MARKER项目", industry_id=trade.id)
    link = make_link(make_chain(park="XT", industry="新材料"), "MARKER环节")
    make_filler(link, firm, park="YY")
    own = make_offer("YY")
    own.industry_id = trade.id
    rival = make_published("XT")
    rival.industry_id, rival.chain_link_id = trade.id, link.id
    session.add(enquiry_of(rival, firm.id))
    session.commit()
    officer = client_for(Role.OFFICER, park="YY")
    firm_id, offer_ids = firm.id, (own.id, rival.id)
    told = [cases_of(offer, officer.user)[firm_id] for offer in (own, rival)]

    assert told == [[Case.SAME_INDUSTRY, Case.SITE_HERE], [Case.SAME_INDUSTRY, Case.SITE_ZONE]]
    for offer_id in offer_ids:
        session.rollback()
        page = officer.get(f"/offers/{offer_id}/fit").get_data(as_text=True)
        file = officer.get(f"/offers/{offer_id}/fit.csv").get_data(as_text=True)
        assert "MARKER项目" not in page + file
        assert "in touch within" not in page + file
    for address in (f"/firms/{firm_id}/fit", f"/firms/{firm_id}/fit/best", f"/firms/{firm_id}/fit.csv"):
        text = officer.get(address).get_data(as_text=True)
        assert not any(
            words in text for words in ("has or had", "asked about", "in touch within", "the link is")
        )


def enquiry_of(offer: Offer, firm_id: int) -> Enquiry:
    return Enquiry(
        receipt=f"R-{offer.id}",
        offer_id=offer.id,
        version_number=1,
        name="MARKER",
        firm_name="MARKER",
        contact="MARKER",
        message="MARKER",
        language="zh_Hans",
        received_at=clock.now(),
        consent_version="1",
        consent_text="yes",
        consented_at=clock.now(),
        firm_id=firm_id,
    )


def test_who_asked_about_an_offer_comes_up_for_it() -> None:
    firm = make_firm()
    offer = make_offer("YY")
    session.add(enquiry_of(offer, firm.id))
    session.commit()

    assert cases_of(offer, make_user(role=Role.OFFICER, park="YY")) == {firm.id: [Case.ASKED_THIS]}


def test_a_firm_that_fills_the_like_elsewhere_stands_before_its_trade() -> None:
    trade = make_industry("新材料")
    maker, other = make_firm(industry=trade.name), make_firm(industry=trade.name)
    make_filler(make_link(make_chain(park="XT", industry="新材料"), "隔膜"), maker, strength=3)
    offer = offer_for(make_link(make_chain(park="YY", industry="新材料"), "隔膜"))

    found = cases_of(offer, None)

    assert list(found) == [maker.id, other.id]
    assert Case.MISSING_DOES_IT in found[maker.id]


def test_a_rivals_protection_is_said_beside_the_firm(client_for) -> None:
    trade = make_industry("新材料")
    firm = make_firm(industry=trade.name)
    claim = make_claim(firm=firm, park="XT")
    offer = make_offer("YY")
    offer.industry_id = trade.id
    session.commit()

    page = client_for(Role.OFFICER, park="YY").get(f"/offers/{offer.id}/fit").get_data(as_text=True)

    assert claim.protected_until.isoformat() in page


def test_weights_are_set_by_the_office_alone_audited_and_used(client_for) -> None:
    trade = make_industry("新材料")
    make_firm(industry=trade.name)
    offer = make_offer("YY")
    offer.industry_id = trade.id
    session.commit()
    office = client_for(Role.COORDINATOR)
    weights = {signal.value: "0" for signal in Signal} | {"industry": "50", "seen": "20,30,10,10,10,10,10"}

    assert office.post("/fits/weights", data=weights).status_code == 302

    assert "100" in office.get(f"/offers/{offer.id}/fit.csv").get_data(as_text=True)
    logged = session.query(AuditRecord).filter(AuditRecord.entity == "settings").count()
    assert logged >= 1
    stale = office.post("/fits/weights", data=weights)
    assert stale.status_code in (409, 422)
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    with pytest.raises(NotAllowedError):
        service.set_weights(DEFAULT_WEIGHTS, by=lead)


def test_weights_out_of_bounds_or_that_tie_nobody_are_refused() -> None:
    with pytest.raises(RuleError):
        service.set_weights({**DEFAULT_WEIGHTS, Signal.RANK: 101}, by=None)
    nothing = {**DEFAULT_WEIGHTS, Signal.GAP: 0, Signal.INDUSTRY: 0, Signal.INTEREST: 0}
    with pytest.raises(RuleError):
        service.set_weights(nothing, by=None)
    with pytest.raises(ConflictError):
        service.set_weights(DEFAULT_WEIGHTS, by=None, seen={**DEFAULT_WEIGHTS, Signal.GAP: 1})


def test_whom_a_firm_is_given_out_to_has_a_todo_until_they_were_in_touch(client_for) -> None:
    link, firm = make_link(make_chain(park="YY")), make_firm()
    caller = make_user(role=Role.OFFICER, park="YY")
    lead = client_for(Role.PARK_LEAD, park="YY")
    address = f"/chains/teams/targets/assign/{link.id}/{firm.id}"
    assert lead.get(address).status_code == 200

    given = lead.post(address, data={"caller_id": str(caller.id), "due_on": "2030-01-31"})

    assert given.status_code == 302
    todo = session.query(Todo).filter(Todo.owner_id == caller.id).one()
    assert (todo.firm_id, todo.due_on, todo.state) == (firm.id, date(2030, 1, 31), TodoState.OPEN)
    assert "Untouched" in lead.get(given.headers["Location"]).get_data(as_text=True)
    again = lead.post(address, data={"caller_id": str(caller.id)})
    assert again.status_code == 422
    talk = make_engagement(firms=[firm], park="YY", happened_at=clock.now())
    events.engagement_saved.send(talk)
    session.commit()
    assert session.query(Todo).filter(Todo.owner_id == caller.id).one().state is TodoState.DONE
    assert "In touch" in lead.get("/chains/teams/targets").get_data(as_text=True)


def test_a_rival_parks_targets_and_teams_show_nowhere(client_for) -> None:
    link, firm = make_link(make_chain(park="XT")), make_firm("MARKER股份有限公司")
    target, team = make_target(link, firm), make_team(link.chain)
    officer = client_for(Role.OFFICER, park="YY")

    for address in ("/chains/teams", "/chains/teams/targets", "/chains/teams/targets.csv"):
        text = officer.get(address).get_data(as_text=True)
        assert "MARKER" not in text
        assert team.name not in text
    for address in (f"/chains/teams/{team.id}", f"/chains/teams/targets/{target.id}"):
        assert officer.get(address).status_code == 404


def test_pages_of_fits_ask_little_of_the_database_however_many_firms(client_for, statements) -> None:
    trade = make_industry("新材料")
    link = make_link(make_chain(park="YY", industry="新材料"))
    offer = offer_for(link)
    firms = [make_firm(industry=trade.name) for _each in range(4)]
    office = client_for(Role.COORDINATOR)

    for address in (
        f"/offers/{offer.id}/fit",
        f"/chains/links/{link.id}/candidates",
        f"/firms/{firms[0].id}/fit",
    ):
        with statements() as counted:
            assert office.get(address).status_code == 200
        assert len(counted) <= 22, (address, len(counted))
