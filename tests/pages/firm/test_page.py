from __future__ import annotations

from datetime import date

import pytest

from crm.core.database import session
from crm.firms import service
from tests.factories.contacts import make_contact
from tests.factories.firms import make_establishment, make_firm
from tests.factories.rankings import make_edition
from tests.factories.users import make_user


def test_the_page_shows_who_it_is_in_three_scripts(officer) -> None:
    firm = make_firm(
        "鴻海精密工業股份有限公司",
        name_hans="鸿海精密工业股份有限公司",
        name_en="Hon Hai Precision Industry Co., Ltd.",
        business_number="04541302",
        stock_code="2317",
        aliases=("Foxconn",),
        website="www.foxconn.com",
    )

    page = officer.get(f"/firms/{firm.id}").text

    for text in (
        firm.name_hant,
        firm.name_hans,
        firm.name_en,
        "04541302",
        "2317",
        "Foxconn",
        "http://www.foxconn.com",
    ):
        assert text in page


def test_the_page_takes_twenty_statements_at_most(officer, statements) -> None:
    group = make_firm()
    for number in range(6):
        member = make_firm(parent=group)
        make_establishment(member, registered_on=date(2022, 1, 1 + number))
        make_contact(group, by=officer.user)
    make_edition(ranks={group: 1, member: 2})

    with statements() as seen:
        reply = officer.get(f"/firms/{group.id}")

    assert reply.status_code == 200
    assert len(seen) <= 20, len(seen)


def test_a_groups_page_shows_its_members_and_their_establishments(officer) -> None:
    group = make_firm("集團甲股份有限公司")
    middle = make_firm("中層乙股份有限公司", parent=group)
    leaf = make_firm("末端丙股份有限公司", parent=middle)
    establishment = make_establishment(leaf, park="CZ")

    page = officer.get(f"/firms/{group.id}").text

    for text in (middle.name, leaf.name, establishment.registered_name, "Park CZ"):
        assert text in page


def test_a_members_page_shows_the_groups_best_rank(officer) -> None:
    group = make_firm()
    member = make_firm(parent=group)
    sister = make_firm("姊妹股份有限公司", parent=group)
    make_edition("FY2022", ranks={group: 41, sister: 12})

    page = officer.get(f"/firms/{member.id}").text

    assert "FY2022" in page
    assert ">12<" in page.replace(" ", "").replace("\n", "")
    assert ">41<" not in page.replace(" ", "").replace("\n", "")


def test_personal_data_is_masked_but_for_its_keeper_and_the_office(
    officer, coordinator, leader, client_for
) -> None:
    contact = make_contact(by=officer.user, phone="+886 2 2268 3466", email="wang@example.com")
    colleague = client_for("officer", "YY")
    path = f"/firms/{contact.firm_id}"

    for reader in (officer, coordinator):
        page = reader.get(path).text
        assert "2268 3466" in page
        assert "wang@example.com" in page
    for reader in (colleague, leader):
        page = reader.get(path).text
        assert contact.name in page
        assert "2268" not in page
        assert "wang@" not in page
        assert "***@example.com" in page
        assert f"/contacts/{contact.id}/edit" not in page


def test_a_contact_without_consent_is_marked(officer) -> None:
    contact = make_contact(by=officer.user)

    assert "no consent recorded" in officer.get(f"/firms/{contact.firm_id}").text


def test_a_firm_put_away_says_so_and_offers_to_bring_it_back(officer) -> None:
    firm = make_firm()
    service.archive_firm(firm, reason="recorded twice")
    session.commit()

    page = officer.get(f"/firms/{firm.id}").text

    assert "recorded twice" in page
    assert f"/firms/{firm.id}/restore" in page
    assert f"/firms/{firm.id}/edit" not in page


@pytest.mark.parametrize(
    "path", ["/firms/999", "/firms/999/edit", "/firms/establishments/999", "/firms/evidence/999"]
)
def test_what_is_not_there_is_not_found(officer, path: str) -> None:
    assert officer.get(path).status_code == 404


def test_an_adviser_gets_no_firm(adviser) -> None:
    firm = make_firm("機密股份有限公司")
    make_user()

    reply = adviser.get(f"/firms/{firm.id}")

    assert reply.status_code == 403
    assert "機密" not in reply.text


def test_text_that_looks_like_markup_stays_text(officer) -> None:
    firm = make_firm("<script>alert(1)</script>公司", aliases=("<img src=x onerror=y>",))

    page = officer.get(f"/firms/{firm.id}").text

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
