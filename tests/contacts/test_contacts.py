from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.contacts import queries, service
from crm.contacts.rules import is_email, is_phone, mask_email, mask_phone
from crm.core.database import session
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import Contact
from models.enums import Role
from tests.factories.contacts import make_contact
from tests.factories.firms import make_firm
from tests.factories.users import make_user


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("clear", "masked"),
    [("+886 2 2268 3466", "***66"), ("12345", "***"), ("", ""), (None, "")],
)
def test_a_masked_number_cannot_be_called(clear: str | None, masked: str) -> None:
    assert mask_phone(clear) == masked


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("clear", "masked"),
    [("wang@example.com", "***@example.com"), ("wang", "***"), ("", ""), (None, "")],
)
def test_a_masked_address_keeps_the_domain_only(clear: str | None, masked: str) -> None:
    assert mask_email(clear) == masked


@pytest.mark.no_database
def test_numbers_and_addresses_have_a_form() -> None:
    assert all(
        map(
            is_phone,
            ["+886 2 2268 3466", "(02) 2268-3466 轉 12", "13900000000", "0730-8880000; 0730-8880001"],
        )
    )
    assert not any(map(is_phone, ["", "call me", "=1+1", "1234", "javascript:12345"]))
    assert all(map(is_email, ["a@b.cn", "wang.ming+x@mail.example.com"]))
    assert not any(map(is_email, ["", "a@b", "a b@c.cn", "<a@b.cn>", "a@b.cn,c@d.cn"]))


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("source", ""), ("phone", "call me"), ("email", "wang")],
)
def test_what_cannot_be_is_refused_beside_its_field(field: str, value: str) -> None:
    contact = make_contact()

    with pytest.raises(RuleError) as refusal:
        service.change_contact(
            contact, replace(service.contact_fields_of(contact), **{field: value}), by=None
        )

    assert field in refusal.value.fields


def test_only_the_keeper_and_the_office_read_and_change_it() -> None:
    keeper = make_user(role=Role.OFFICER, park="YY")
    colleague = make_user(role=Role.OFFICER, park="YY")
    office = make_user(role=Role.COORDINATOR)
    contact = make_contact(by=keeper)
    written = service.contact_fields_of(contact)

    assert [queries.show_contact(contact, viewer=who).is_masked for who in (keeper, office, colleague)] == [
        False,
        False,
        True,
    ]
    service.change_contact(contact, replace(written, title="經理"), by=office)
    for change in (
        lambda: service.change_contact(contact, written, by=colleague),
        lambda: service.archive_contact(contact, reason="x", by=colleague),
        lambda: service.restore_contact(contact, by=colleague),
    ):
        with pytest.raises(NotAllowedError):
            change()


def test_a_change_since_the_form_was_opened_is_a_conflict() -> None:
    contact = make_contact()

    with pytest.raises(ConflictError):
        service.change_contact(contact, service.contact_fields_of(contact), by=None, lock_version=0)


def test_a_contact_is_recorded_with_its_source_and_consent(officer) -> None:
    firm = make_firm()

    reply = officer.post(
        f"/firms/{firm.id}/contacts/new",
        data={
            "name": "王示例",
            "source": "business card",
            "phone": "13900000000",
            "consented_on": "2024-03-01",
        },
    )

    contact = session.query(Contact).one()
    assert reply.location == f"/firms/{firm.id}#people"
    assert contact.owner_id == officer.user.id
    assert contact.consented_at is not None
    assert clock.business_date(contact.consented_at) == date(2024, 3, 1)


@pytest.mark.parametrize("given", [{"source": ""}, {"consented_on": "2999-01-01"}, {"email": "x"}])
def test_a_refused_form_comes_back_filled(officer, given: dict[str, str]) -> None:
    firm = make_firm()

    reply = officer.post(
        f"/firms/{firm.id}/contacts/new",
        data={"name": "王示例", "source": "card", "phone": "139000000", **given},
    )

    assert reply.status_code == 422
    assert "王示例" in reply.text
    assert f"{next(iter(given))}-error" in reply.text


def test_a_colleague_gets_neither_form_nor_data(officer, client_for) -> None:
    contact = make_contact(by=officer.user)
    colleague = client_for("officer", "YY")

    for way in ("edit", "archive"):
        reply = colleague.get(f"/contacts/{contact.id}/{way}")
        assert reply.status_code == 403
        assert "2268" not in reply.text
    assert colleague.post(f"/contacts/{contact.id}/restore").status_code == 403


def test_an_edit_keeps_what_somebody_else_saved_in_view(officer) -> None:
    contact = make_contact(by=officer.user)

    reply = officer.post(
        f"/contacts/{contact.id}/edit",
        data={"name": "改名", "source": "card", "lock_version": contact.lock_version - 1},
    )

    assert reply.status_code == 422
    assert contact.name in reply.text
    assert "改名" in reply.text


def test_a_contact_is_put_away_and_brought_back(officer) -> None:
    contact = make_contact(by=officer.user)
    page = f"/firms/{contact.firm_id}"

    assert (
        officer.post(f"/contacts/{contact.id}/archive", data={"reason": "left the firm"}).status_code == 302
    )
    assert "/edit" not in officer.get(page).text.split('id="people"')[1]
    assert officer.post(f"/contacts/{contact.id}/restore").status_code == 302
    assert f"/contacts/{contact.id}/edit" in officer.get(page).text
