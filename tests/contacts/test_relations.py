from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.contacts import queries, service
from crm.contacts.queries import ContactFilters
from crm.core.database import session
from crm.core.merging import Side
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Acquaintance, ContactConsent, ContactRole
from models.enums import Role
from tests.factories.associations import (
    make_acquaintance,
    make_association,
    make_membership,
    make_role,
)
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.users import make_user


def test_whoever_goes_to_another_firm_has_been_at_the_one_before(officer) -> None:
    old, new = make_firm(), make_firm()
    contact = make_contact(old, by=officer.user, title="經理")
    page = officer.get(f"/contacts/{contact.id}/edit").text
    assert f'name="lock_version" type="hidden" value="{contact.lock_version}"' in page

    reply = officer.post(
        f"/contacts/{contact.id}/edit",
        data={
            "name": contact.name,
            "title": "總經理",
            "source": "card",
            "firm_id": str(new.id),
            "lock_version": contact.lock_version,
        },
    )

    assert reply.location == f"/contacts/{contact.id}"
    (role,) = session.query(ContactRole).all()
    assert (role.firm_id, role.title, role.until_on) == (old.id, "經理", clock.today())
    assert contact.firm_id == new.id
    back = replace(service.contact_fields_of(contact), firm_id=old.id)
    service.change_contact(contact, back, by=officer.user)
    session.commit()
    assert role.is_archived


def test_a_role_needs_one_place_and_stands_at_both_ends(officer) -> None:
    contact, firm = make_contact(by=officer.user), make_firm()
    refused = officer.post(f"/contacts/{contact.id}/roles/new", data={"title": "監事"})
    assert refused.status_code == 422
    assert "監事" in refused.text

    officer.post(
        f"/contacts/{contact.id}/roles/new",
        data={"firm_id": str(firm.id), "title": "監事", "from_on": "2020-01-01"},
    )

    assert "監事" in officer.get(f"/contacts/{contact.id}").text
    assert contact.name in officer.get(f"/firms/{firm.id}").text
    found = queries.contacts_query(ContactFilters(firm_id=firm.id), viewer=officer.user)
    assert list(session.scalars(found)) == [contact]


def test_the_last_word_on_a_purpose_holds_and_nothing_is_changed(officer) -> None:
    contact = make_contact(by=officer.user)
    words = {"purpose": "work", "means": "paper", "text_version": "notice 1"}
    address = f"/contacts/{contact.id}/consents"

    early = officer.post(f"{address}/withdraw", data={**words, "said_on": "2024-01-01"})
    given = officer.post(f"{address}/new", data={**words, "said_on": "2024-01-02"})
    assert (early.status_code, given.status_code) == (422, 302)
    assert contact.consented_at is not None
    officer.post(f"{address}/withdraw", data={**words, "said_on": "2024-05-01"})

    assert contact.consented_at is None
    assert [each.is_withdrawal for each in session.query(ContactConsent).order_by("id")] == [False, True]
    missing = queries.contacts_query(ContactFilters(has_consent=False), viewer=None)
    assert list(session.scalars(missing)) == [contact]


def test_everybody_speaks_for_themselves_and_leads_for_their_park(officer, client_for) -> None:
    contact = make_contact()
    lead, rival = client_for("park_lead", "YY"), client_for("park_lead", "XT")
    data = {"user_id": str(officer.user.id), "strength": "3", "note": "校友"}

    assert rival.post(f"/contacts/{contact.id}/acquaintances/new", data=data).status_code == 403
    assert lead.post(f"/contacts/{contact.id}/acquaintances/new", data=data).status_code == 302
    again = officer.post(f"/contacts/{contact.id}/acquaintances/new", data=data)
    assert again.status_code == 422
    unproven = {**data, "user_id": str(lead.user.id), "note": ""}
    assert lead.post(f"/contacts/{contact.id}/acquaintances/new", data=unproven).status_code == 422
    assert session.query(Acquaintance).count() == 1


def test_an_association_is_found_across_scripts_and_named_once(officer) -> None:
    association = make_association("示例昆山台商协会")
    data = {"kind": "coastal", "name_hant": "示例昆山臺商協會"}

    assert officer.get("/associations/lookup?q=臺商").json["items"][0]["id"] == association.id
    twice = officer.post("/associations/new", data=data)
    assert twice.status_code == 422
    assert association.ref in twice.text


def test_lists_and_files_mask_what_the_page_masks(officer, client_for) -> None:
    make_contact(by=officer.user, phone="+886 2 2268 3466")
    colleague = client_for("officer", "YY")

    assert "2268" in officer.get("/contacts").text
    assert "2268" in officer.get("/contacts/export.csv").text
    for address in ("/contacts", "/contacts/export.csv", "/contacts?mine=y"):
        assert "2268" not in colleague.get(address).text


def test_a_person_recorded_twice_is_one_and_two_again(coordinator, officer) -> None:
    firm, other_firm = make_firm(), make_firm()
    into = make_contact(firm, by=officer.user, phone=None)
    other = make_contact(other_firm, by=officer.user, phone="+886 2 1111 2222")
    make_engagement(firms=[other_firm], contacts=[other])
    make_acquaintance(officer.user, other)
    role = make_role(other, make_association())

    merge = service.merge_contacts(
        into, other, choices={"name": Side.INTO}, reason="one person", by=coordinator.user
    )
    session.commit()

    page = coordinator.get(f"/contacts/{into.id}").text
    assert "1111 2222" in page
    assert other_firm.name in page
    assert officer.user.display_name in page
    assert coordinator.get(f"/contacts/{other.id}").location == f"/contacts/{into.id}"
    shown = queries.list_contacts([other_firm.id], viewer=coordinator.user)
    assert [each.contact for each in shown] == [into]
    with pytest.raises(RuleError):
        service.restore_contact(other, by=coordinator.user)
    service.undo_contact_merge(merge, reason="two", by=coordinator.user)
    session.commit()

    assert (into.phone, other.is_archived, other.merged_into_id) == (None, False, None)
    assert queries.list_roles(into.id, viewer=None) == []
    assert list(queries.list_roles(other.id, viewer=None)) == [role]


def test_who_keeps_neither_merges_neither() -> None:
    lead, keeper = make_user(role=Role.PARK_LEAD, park="YY"), make_user(role=Role.OFFICER, park="YY")
    into, other = make_contact(by=lead), make_contact(by=keeper)

    with pytest.raises(NotAllowedError):
        service.merge_contacts(into, other, choices={}, reason="x", by=lead)


def test_pages_ask_few_questions_of_the_database(officer, statements) -> None:
    association = make_association()
    for _each in range(4):
        firm = make_firm()
        make_membership(association, firm)
        contact = make_contact(firm, by=officer.user)
        make_role(contact, association, from_on=date(2020, 1, 1))
        make_acquaintance(officer.user, contact)
        make_engagement(firms=[firm], contacts=[contact], created_by=officer.user)

    for address, limit in (
        (f"/contacts/{contact.id}", 20),
        ("/contacts", 8),
        ("/associations", 8),
        (f"/associations/{association.id}", 20),
        (f"/firms/{firm.id}", 25),
    ):
        with statements() as seen:
            assert officer.get(address).status_code == 200
        assert len(seen) <= limit, (address, len(seen))
