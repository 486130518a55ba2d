from __future__ import annotations

from crm.core.database import session
from models import Contact, Firm, Merge
from tests.factories.contacts import make_contact
from tests.factories.firms import business_number, make_establishment, make_firm


def test_firms_are_compared_merged_and_taken_apart_on_pages(coordinator) -> None:
    into, other = (
        make_firm("鴻示例電子"),
        make_firm("宏示範科技", website="www.example.com", stock_code="9876"),
    )
    make_establishment(other)

    chosen = coordinator.post(f"/merging/firm/{into.id}", data={"other": str(other.id)})
    assert chosen.location == f"/merging/firm/{into.id}/with/{other.id}"
    page = coordinator.get(chosen.location).text
    assert "9876" in page
    assert "Establishments: <strong>1</strong>" in page
    data = {
        "reason": "the same number in the register",
        "into_version": into.lock_version,
        "other_version": other.lock_version,
        "take_website": "into",
    }
    merged = coordinator.post(chosen.location, data=data)

    merge = session.query(Merge).one()
    assert merged.location == f"/merging/{merge.id}"
    assert (into.website, into.stock_code) == (None, "9876")
    assert coordinator.get(f"/firms/{other.id}").location == f"/firms/{into.id}"
    assert other.ref in coordinator.get(merged.location).text
    assert "示例" in coordinator.get("/merging").text
    undone = coordinator.post(f"/merging/{merge.id}/undo", data={"reason": "two"})
    assert undone.location == merged.location
    assert coordinator.get(f"/firms/{other.id}").status_code == 200


def test_two_numbers_and_an_old_page_are_refused_with_the_form_filled(coordinator) -> None:
    into, other = (make_firm(business_number=business_number()) for _each in range(2))
    third = make_firm()
    versions = {"into_version": into.lock_version, "other_version": other.lock_version}

    conflict = coordinator.post(
        f"/merging/firm/{into.id}/with/{other.id}", data={"reason": "because", **versions}
    )
    stale = coordinator.post(
        f"/merging/firm/{into.id}/with/{third.id}",
        data={"reason": "because", "into_version": 0, "other_version": third.lock_version},
    )

    assert (conflict.status_code, stale.status_code) == (422, 422)
    assert "because" in conflict.text
    assert f'value="{into.lock_version}"' in stale.text
    assert session.query(Merge).count() == 0


def test_a_lead_merges_own_contacts_only_and_no_firms(park_lead, officer) -> None:
    mine, same, other = (
        make_contact(by=park_lead.user),
        make_contact(by=park_lead.user),
        make_contact(by=officer.user),
    )
    firm = make_firm()

    assert park_lead.get(f"/merging/contact/{mine.id}/with/{same.id}").status_code == 200
    refused = park_lead.get(f"/merging/contact/{mine.id}/with/{other.id}")
    assert refused.status_code == 403
    assert "2268" not in refused.text
    assert park_lead.get(f"/merging/firm/{firm.id}").status_code == 403
    assert park_lead.get(f"/merging/paper/{firm.id}").status_code == 404


def test_records_of_one_name_are_offered(coordinator) -> None:
    make_firm("鴻示例電子股份有限公司")
    make_firm("鸿示例电子")

    page = coordinator.get("/merging/alike").text

    assert "鸿示例电子" in page
    assert session.query(Firm).count() == 2
    assert session.query(Contact).count() == 0


def test_the_pages_ask_few_questions_of_the_database(coordinator, statements) -> None:
    into, other = make_firm(), make_firm()
    make_contact(other)

    with statements() as seen:
        coordinator.get(f"/merging/firm/{into.id}/with/{other.id}")
    assert len(seen) <= 20
    with statements() as seen:
        coordinator.get("/merging")
    assert len(seen) <= 8
