from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest

from crm.core.database import session
from crm.firms import queries
from models import AuditRecord, Firm
from models.enums import AuditAction, Role
from tests.factories.firms import business_number, make_establishment, make_firm, make_registered_company
from tests.factories.rankings import make_edition


def listed(reply) -> list[str]:
    """The firms of a list, in its order."""
    return [part.split("<")[0].split(">")[-1] for part in reply.text.split("data-row-link")[1:]]


def test_the_list_takes_six_statements_however_many_firms(officer, statements) -> None:
    for number in range(12):
        firm = make_firm(parent=make_firm(), industry=f"行業{number}")
        make_establishment(firm)
    make_edition(ranks={firm: 1})

    with statements() as seen:
        reply = officer.get("/firms")

    assert reply.status_code == 200
    assert len(seen) <= 6, seen


def test_an_empty_list_teaches_how_to_begin(officer) -> None:
    reply = officer.get("/firms")

    assert "/firms/new" in reply.text
    assert "No firm yet" in reply.text


def test_the_list_is_narrowed_by_each_filter(coordinator) -> None:
    group = make_firm("甲股份有限公司")
    member = make_firm("乙股份有限公司", parent=group, industry="電子")
    make_firm("丙股份有限公司", business_number=business_number(5))
    edition = make_edition(ranks={group: 3})
    park = make_establishment(member, park="XT").park_id

    narrowed = {
        "q=乙": ["乙股份有限公司"],
        "q=yi": ["乙股份有限公司"],
        f"industry={member.industry_id}": ["乙股份有限公司"],
        f"group={group.id}": ["乙股份有限公司", "甲股份有限公司"],
        "only_groups=1": ["丙股份有限公司", "甲股份有限公司"],
        f"ranked=edition-{edition.id}": ["甲股份有限公司"],
        f"ranked=series-{edition.series_id}": ["甲股份有限公司"],
        f"park={park}": ["乙股份有限公司"],
        "state=settled": ["乙股份有限公司"],
        "state=untouched": ["丙股份有限公司", "甲股份有限公司"],
        "archived=1": [],
    }
    for arguments, names in narrowed.items():
        assert sorted(listed(coordinator.get(f"/firms?{arguments}"))) == sorted(names), arguments


@pytest.mark.parametrize(
    "arguments",
    ["industry=x", "park=-1", "ranked=edition-", "ranked=x", "state=x", "sort=x", "after=[", "group=9"],
)
def test_what_can_not_be_read_narrows_nothing(officer, arguments: str) -> None:
    make_firm("甲股份有限公司")

    assert listed(officer.get(f"/firms?{arguments}")) == ["甲股份有限公司"]


def test_the_list_sorts_and_pages_by_key(officer) -> None:
    for name in "丙甲乙":
        make_firm(f"{name}股份有限公司")

    first = officer.get("/firms?sort=name&limit=2")
    assert listed(first) == ["丙股份有限公司", "甲股份有限公司"]  # bing, jia, yi
    assert "2 of" in first.text
    following = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert listed(officer.get(following)) == ["乙股份有限公司"]


def test_the_export_is_exactly_what_the_filter_lets_through_and_is_logged(officer) -> None:
    group = make_firm("甲股份有限公司", ref="G-1")
    make_firm("=乙()股份有限公司", parent=group, ref="M-1", aliases=("Yi", "Y"))
    make_firm("丙股份有限公司")

    reply = officer.get(f"/firms/export.csv?group={group.id}")
    rows = list(csv.reader(StringIO(reply.text.removeprefix("\ufeff"))))

    assert rows[0][:2] == ["ref", "name_hant"]
    assert [(row[0], row[1], row[4], row[8]) for row in rows[1:]] == [
        ("G-1", "甲股份有限公司", "", ""),
        ("M-1", "'=乙()股份有限公司", "Yi;Y", "G-1"),
    ]
    session.rollback()  # look anew, past what the request read
    assert session.query(AuditRecord).filter_by(action=AuditAction.EXPORTED).count() == 1


def test_a_look_up_answers_with_what_tells_namesakes_apart(officer) -> None:
    firm = make_firm("鴻海精密工業股份有限公司", stock_code="2317")

    answer = officer.get("/firms/lookup?q=hh").json

    assert answer == {"items": [{"id": firm.id, "text": firm.name, "note": f"2317 · {firm.ref}"}]}
    assert officer.get("/firms/lookup?q=h").json == {"items": []}


def test_the_register_prefills_the_form(officer) -> None:
    company = make_registered_company()

    found = officer.get("/firms/register/lookup?q=2317").json["items"]
    page = officer.get(f"/firms/new?register={found[0]['id']}").text

    assert found[0]["id"] == company.id
    for value in ("鴻海精密工業股份有限公司", "04541302", "2317", "鴻海; HON HAI", "其他電子業"):
        assert f'value="{value}"' in page or value in page


def test_a_firm_is_added_from_the_form(officer) -> None:
    parent = make_firm()
    number = business_number()

    reply = officer.post(
        "/firms/new",
        data={
            "name_hant": "新設股份有限公司",
            "short_names": "新設；XS",
            "business_number": number,
            "industry": "電子",
            "parent_id": parent.id,
        },
    )

    firm = session.query(Firm).filter_by(business_number=number).one()
    assert reply.location == f"/firms/{firm.id}"
    assert (firm.parent_id, firm.industry.name) == (parent.id, "電子")
    assert [alias.name for alias in firm.aliases] == ["新設", "XS"]


def test_a_refused_form_comes_back_filled_with_the_reason_beside_the_field(officer) -> None:
    reply = officer.post("/firms/new", data={"name_hant": "新設股份有限公司", "business_number": "12345678"})

    assert reply.status_code == 422
    assert "新設股份有限公司" in reply.text
    assert "business_number-error" in reply.text


def test_a_namesake_is_shown_and_saved_once_it_is_said_to_be_another(officer) -> None:
    first = make_firm("鴻海精密工業股份有限公司")
    data = {"name_hans": "鸿海精密工业股份有限公司"}

    asked = officer.post("/firms/new", data=data)
    assert asked.status_code == 422
    assert f"/firms/{first.id}" in asked.text

    assert officer.post("/firms/new", data={**data, "is_distinct": "y"}).status_code == 302


def test_an_edit_on_an_old_version_shows_both_side_by_side_and_loses_nothing(officer) -> None:
    firm = make_firm("甲股份有限公司", address="新址")

    reply = officer.post(
        f"/firms/{firm.id}/edit",
        data={"name_hant": "乙股份有限公司", "brand_names": "Zed", "lock_version": firm.lock_version - 1},
    )

    assert reply.status_code == 422
    for text in ("甲股份有限公司", "乙股份有限公司", "新址", "Zed", "keep_name_hant", "keep_brand_names"):
        assert text in reply.text


def test_an_edit_keeps_the_kinds_of_names_apart(officer) -> None:
    firm = make_firm("甲股份有限公司", aliases=("Foxconn",))
    page = officer.get(f"/firms/{firm.id}/edit").text
    assert 'value="Foxconn"' in page

    officer.post(
        f"/firms/{firm.id}/edit",
        data={
            "name_hant": firm.name_hant,
            "brand_names": "Foxconn",
            "former_names": "舊名; 更舊",
            "lock_version": firm.lock_version,
        },
    )
    session.expire_all()

    assert {(alias.name, alias.kind.value) for alias in firm.aliases} == {
        ("Foxconn", "brand"),
        ("舊名", "former"),
        ("更舊", "former"),
    }


def test_who_owns_a_firm_is_recorded_from_a_day_on(officer) -> None:
    firm, owner = make_firm(), make_firm()
    page = f"/firms/{firm.id}/parent"

    assert officer.post(page, data={}).status_code == 422
    assert officer.post(page, data={"parent": owner.id, "is_independent": "y"}).status_code == 422
    assert officer.post(page, data={"parent": owner.id, "holds_from": "2999-01-01"}).status_code == 422
    assert officer.post(page, data={"parent": owner.id, "holds_from": "2023-05-01"}).status_code == 302

    (version,) = queries.list_parentages(firm.id)
    assert (version.parent_id, version.holds_from, version.recorded_by_id) == (
        owner.id,
        date(2023, 5, 1),
        officer.user.id,
    )


def test_a_firm_is_put_away_and_brought_back(officer) -> None:
    firm = make_firm("甲股份有限公司")

    assert officer.post(f"/firms/{firm.id}/archive", data={"reason": ""}).status_code == 422
    assert officer.post(f"/firms/{firm.id}/archive", data={"reason": "twice"}).status_code == 302
    assert listed(officer.get("/firms?archived=1")) == ["甲股份有限公司"]
    assert officer.post(f"/firms/{firm.id}/restore").status_code == 302
    assert listed(officer.get("/firms")) == ["甲股份有限公司"]


def test_an_establishment_is_recorded_with_its_licence(officer) -> None:
    firm = make_firm()
    park_id = officer.user.park_id

    reply = officer.post(
        f"/firms/{firm.id}/establishments/new",
        data={
            "park_id": park_id,
            "registered_name": "测试（湖南）有限公司",
            "registered_on": "2023-03-01",
            "files": (BytesIO(b"%PDF-1.7 licence"), "营业执照.pdf"),
        },
    )

    (found,) = queries.list_establishments(firm.id)
    assert reply.location == f"/firms/establishments/{found.id}"
    page = officer.get(reply.location).text
    assert "营业执照.pdf" in page
    evidence_id = found.evidence[0].id
    session.rollback()  # opening a file is written down on another connection
    sent = officer.get(f"/firms/evidence/{evidence_id}")
    assert (sent.data, sent.headers["Content-Disposition"].split(";")[0]) == (
        b"%PDF-1.7 licence",
        "attachment",
    )


def test_a_licence_that_is_none_records_nothing(officer) -> None:
    firm = make_firm()

    reply = officer.post(
        f"/firms/{firm.id}/establishments/new",
        data={
            "park_id": officer.user.park_id,
            "registered_name": "测试（湖南）有限公司",
            "registered_on": "2023-03-01",
            "files": (BytesIO(b"<svg onload=x()>"), "licence.svg"),
        },
    )

    assert reply.status_code == 422
    assert queries.list_establishments(firm.id) == []


def test_another_parks_establishment_is_not_changed(officer) -> None:
    other = make_establishment(park="XT")
    form = {"park_id": other.park_id, "registered_name": "x", "registered_on": "2023-03-01", "reason": "x"}

    for way in ("edit", "evidence/new", "retract"):
        assert officer.post(f"/firms/establishments/{other.id}/{way}", data=form).status_code == 403
    assert officer.post(f"/firms/establishments/{other.id}/restore").status_code == 403
    offered = officer.post(f"/firms/{other.firm_id}/establishments/new", data=form)
    assert offered.status_code == 422
    session.expire_all()
    assert not other.is_retracted


def test_the_fate_of_an_establishment_is_edited_shown_and_kept_in_versions(park_lead) -> None:
    found = make_establishment(park="YY", registered_on=date(2022, 1, 10))

    reply = park_lead.post(
        f"/firms/establishments/{found.id}/edit",
        data={
            "park_id": found.park_id,
            "registered_name": found.registered_name,
            "registered_on": "2022-01-10",
            "ceased_on": "2024-06-30",
            "cease_reason": "deregistered",
            "lock_version": found.lock_version,
        },
    )
    assert reply.status_code == 302

    assert "Deregistered" in park_lead.get(f"/firms/establishments/{found.id}").text
    gone = park_lead.get("/firms/establishments?state=gone")
    assert listed(gone) == [found.registered_name]
    assert listed(park_lead.get("/firms/establishments?present_on=2024-06-29")) == [found.registered_name]
    assert listed(park_lead.get("/firms/establishments?present_on=2024-06-30")) == []


def test_what_was_recorded_by_mistake_is_taken_back_on_the_page(coordinator) -> None:
    found = make_establishment()

    assert (
        coordinator.post(
            f"/firms/establishments/{found.id}/retract", data={"reason": "wrong firm"}
        ).status_code
        == 302
    )
    assert "wrong firm" in coordinator.get(f"/firms/establishments/{found.id}").text
    assert listed(coordinator.get("/firms/establishments")) == []
    assert coordinator.post(f"/firms/establishments/{found.id}/restore").status_code == 302
    assert listed(coordinator.get("/firms/establishments")) == [found.registered_name]


def test_establishments_take_six_statements(officer, statements) -> None:
    for _ in range(8):
        make_establishment(make_firm(parent=make_firm()))

    with statements() as seen:
        officer.get("/firms/establishments")

    assert len(seen) <= 6, seen


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADVISER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR])
def test_only_staff_write(client_for, role: Role) -> None:
    firm = make_firm()
    found = make_establishment(firm)
    browser = client_for(role)
    ways = ["/firms/new", f"/firms/{firm.id}/edit", f"/firms/{firm.id}/parent", f"/firms/{firm.id}/archive"]
    ways += [f"/firms/{firm.id}/restore", f"/firms/{firm.id}/establishments/new"]
    ways += [
        f"/firms/establishments/{found.id}/{way}" for way in ("edit", "evidence/new", "retract", "restore")
    ]

    assert {browser.post(way, data={"name_hant": "x", "reason": "x"}).status_code for way in ways} == {403}


@pytest.mark.parametrize(
    "path", ["/firms", "/firms/lookup?q=xx", "/firms/export.csv", "/firms/establishments"]
)
def test_an_adviser_reads_nothing_of_firms(adviser, path: str) -> None:
    make_establishment(make_firm("機密股份有限公司"))

    reply = adviser.get(path)

    assert reply.status_code == 403
    assert "機密" not in reply.text
