"""The box on every page."""

from __future__ import annotations

import pytest

from models.enums import Role
from tests.factories.contacts import make_contact
from tests.factories.firms import make_firm
from tests.factories.ledger import add_rates, make_entry
from tests.factories.projects import make_project


@pytest.mark.parametrize("words", ["鴻海", "鸿海", "honghai", "hh", "Hon Hai"])
def test_a_firm_is_found_in_any_script_with_its_projects_and_people(officer, words: str) -> None:
    firm = make_firm("鴻海精密工業股份有限公司", name_en="Hon Hai Precision")
    make_project(firm=firm, name="示例工厂")
    make_contact(firm=firm, name="林大明")

    page = officer.get("/search", query_string={"q": words}).text

    assert "鴻海精密工業股份有限公司" in page
    assert "示例工厂" in page


def test_a_number_typed_in_full_opens_its_record(officer) -> None:
    add_rates()
    project = make_project(ref="P-2024-17")
    entry = make_entry(project=project, ref="L-2024-9")

    assert officer.get("/search?q=p-2024-17").location == f"/projects/{project.id}"
    assert officer.get("/search?q=L-2024-9").location == f"/ledger/{entry.id}"
    assert officer.get("/search?q=L-2024").status_code == 200


def test_another_parks_project_is_not_found_by_its_number(client_for) -> None:
    make_project(ref="P-2024-17", park="YY", name="湘江示例")

    reply = client_for(Role.OFFICER, "XT").get("/search?q=P-2024-17")

    assert reply.status_code == 200
    assert "湘江示例" not in reply.text


def test_an_outsider_finds_nothing_of_the_zones_own(adviser) -> None:
    make_firm("鴻海精密工業股份有限公司")

    assert "鴻海精密" not in adviser.get("/search?q=鴻海").text


@pytest.mark.parametrize("words", ["", " ", "鴻", "没有这样的企业", "%F0%9F%99%82", "x" * 5000])
def test_what_finds_nothing_says_so_or_asks(officer, words: str) -> None:
    assert officer.get(f"/search?q={words}").status_code == 200


def test_a_search_sends_few_statements(officer, statements) -> None:
    for number in range(12):
        firm = make_firm(f"鴻海{number}股份有限公司")
        make_contact(firm=firm, name=f"林大明{number}")
        make_project(firm=firm)

    with statements() as seen:
        officer.get("/search?q=鴻海")

    assert len(seen) <= 9, "\n".join(seen)
