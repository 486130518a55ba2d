from __future__ import annotations

from models.enums import Role
from tests.factories.chains import make_chain, make_filler, make_link
from tests.factories.firms import make_establishment, make_firm


def test_a_chain_is_drawn_filled_and_shown_with_its_picture(client_for) -> None:
    lead = client_for(Role.PARK_LEAD, park="YY")
    firm = make_firm("測試電池股份有限公司")
    there = make_establishment(firm, park="YY")

    names = {"name_hans": "储能", "name_hant": "儲能", "name_en": "Storage", "position": "1"}
    drawn = lead.post("/chains/new", data={**names, "park_id": str(there.park_id)})
    chain = drawn.headers["Location"]
    lead.post(
        f"{chain}/links/new", data={"name_hans": "隔膜", "name_hant": "隔離膜", "name_en": "Separators"}
    )
    page = lead.get(chain).get_data(as_text=True)
    assert "Separators" in page
    assert "Missing" in page
    link_id = page.split('id="link-')[1].split('"')[0]
    step = lead.post(f"/chains/links/{link_id}/fillers/new", data={"firm_id": str(firm.id)})
    filled = lead.post(
        step.headers["Location"], data={"through": f"e{there.id}", "strength": "3", "evidence": "its product"}
    )

    assert filled.status_code == 302
    page = lead.get(chain).get_data(as_text=True)
    assert "Filled" in page
    assert "data-chart" in page
    assert "its product" in page


def test_what_was_typed_stays_in_a_form_that_is_refused(client_for) -> None:
    lead = client_for(Role.PARK_LEAD, park="YY")
    chain = make_chain(park="YY", name="储能")

    reply = lead.post(
        "/chains/new",
        data={"park_id": str(chain.park_id), "name_hans": "储能", "name_hant": "儲能", "note": "typed"},
    )

    assert reply.status_code == 422
    assert "typed" in reply.get_data(as_text=True)


def test_gaps_are_filtered_counted_and_exported(client_for) -> None:
    office = client_for(Role.COORDINATOR)
    chain = make_chain(park="YY", name="=链")
    make_filler(make_link(chain, "有的"), strength=3)
    make_filler(make_link(chain, "弱的"), strength=1)
    make_link(chain, "缺的")

    page = office.get("/chains/gaps").get_data(as_text=True)
    assert "弱的" in page
    assert "缺的" in page
    assert "有的" not in page
    only = office.get("/chains/gaps?state=missing&limit=1").get_data(as_text=True)
    assert "弱的" not in only
    file = office.get("/chains/gaps.csv?state=weak").get_data(as_text=True)
    assert "弱的" in file
    assert "缺的" not in file
    assert "'=链" in file


def test_gaps_page_by_key_over_all_of_them(client_for) -> None:
    office = client_for(Role.COORDINATOR)
    chain = make_chain()
    for number in range(3):
        make_link(chain, f"环节{number}")

    first = office.get("/chains/gaps?limit=2").get_data(as_text=True)
    after = first.split("after=")[1].split('"')[0].split("&")[0]
    second = office.get(f"/chains/gaps?limit=2&after={after}").get_data(as_text=True)

    assert [name in first for name in ("环节0", "环节1", "环节2")] == [True, True, False]
    assert [name in second for name in ("环节0", "环节1", "环节2")] == [False, False, True]


def test_a_rival_parks_chain_shows_nowhere(client_for) -> None:
    chain = make_chain(park="XT", name="MARKER链")
    link = make_link(chain, "MARKER环节")
    make_filler(link, make_firm("MARKER股份有限公司"))
    officer = client_for(Role.OFFICER, park="YY")

    for address in ("/chains", "/chains?q=MARKER", "/chains/gaps", "/chains/gaps.csv", "/chains/teams"):
        assert "MARKER链" not in officer.get(address).get_data(as_text=True)
    for address in (f"/chains/{chain.id}", f"/chains/links/{link.id}/candidates"):
        reply = officer.get(address)
        assert reply.status_code == 404
        assert "MARKER" not in reply.get_data(as_text=True)


def test_pages_of_chains_ask_little_of_the_database(client_for, statements) -> None:
    office = client_for(Role.COORDINATOR)
    chain = make_chain()
    for _each in range(3):
        make_filler(make_link(chain))

    for address, most in (("/chains", 10), (f"/chains/{chain.id}", 10), ("/chains/gaps", 10)):
        with statements() as counted:
            office.get(address)
        assert len(counted) <= most, (address, counted)
