"""After a contact is erased nothing says who it was: in no row, no merge, no index, no value of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import inspect, select, text

from crm.contacts import service
from crm.contacts.service import ConsentFields, RoleFields
from crm.core import auditing
from crm.core.database import get_engine, session
from crm.core.merging import Side
from kernel.errors import RuleError
from models import Acquaintance, Base, Contact, Firm, Introduction, Merge, User
from models.delegations import DelegationMember
from models.enums import ConsentMeans, ConsentPurpose, MemberRole, Party, Role
from tests.factories.contacts import make_contact
from tests.factories.delegations import make_delegation
from tests.factories.firms import make_firm
from tests.factories.users import make_user

MARKER = "MARKER"


def found_in_tables() -> list[str]:
    """Every table, index and derived table in which the marker stands, whatever its columns are."""
    engine = get_engine()
    found = []
    with engine.connect() as connection:
        for name in inspect(engine).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{name}"'))
            if any(MARKER.lower() in str(value).lower() for row in rows for value in row):
                found.append(name)
    return found


def marked(firm: Firm, by: User) -> Contact:
    """A person recorded three times, with markers wherever one writes; one merge was taken apart again."""
    values = {"title": f"{MARKER}經理", "source": f"{MARKER} card"}
    into, other, third = (
        make_contact(firm, by=by, name=f"{MARKER}王{number}", email=f"{MARKER}{number}@example.org", **values)
        for number in range(3)
    )
    choices = {"name": Side.FROM, "email": Side.FROM}
    merge = service.merge_contacts(into, other, choices=choices, reason=MARKER, by=by)
    undone = service.merge_contacts(into, third, choices=choices, reason=MARKER, by=by)
    service.undo_contact_merge(undone, reason=MARKER, by=by)
    service.merge_contacts(into, third, choices={}, reason=MARKER, by=by)
    assert merge.changes["into"]
    _mark_around(into, other, firm, by)
    session.commit()
    return into


def _mark_around(into: Contact, other: Contact, firm: Firm, by: User) -> None:
    """What hangs on the person, by whichever of the records."""
    service.add_role(into, RoleFields(firm_id=make_firm().id, title=MARKER), by=by)
    consent = ConsentFields(
        purpose=ConsentPurpose.WORK,
        text_version="1",
        means=ConsentMeans.PAPER,
        said_on=date(2024, 1, 5),
        note=MARKER,
    )
    service.add_consent(into, consent, by=by)
    delegation = make_delegation()
    session.add_all(
        [
            Acquaintance(
                user_id=by.id, contact_id=other.id, strength=1, note=MARKER, created_at=into.created_at
            ),
            Introduction(
                introducer_id=into.id,
                firm_id=firm.id,
                introduced_on=date(2024, 1, 5),
                note=MARKER,
                created_at=into.created_at,
            ),
            DelegationMember(
                delegation_id=delegation.id,
                side=Party.THEIRS,
                role=MemberRole.GUEST,
                contact_id=into.id,
                name=MARKER,
                title=MARKER,
                diet=MARKER,
            ),
        ]
    )


def test_after_erasure_nothing_says_who_it_was(coordinator, park_lead) -> None:
    contact = marked(make_firm(), coordinator.user)
    assert {"merges", "contacts", "audit_personal", "contact_consents"} <= set(found_in_tables())
    assert "audit_details" not in found_in_tables()
    address = f"/contacts/{contact.id}/erase"
    assert park_lead.post(address, data={"reason": "asked for"}).status_code == 403
    assert coordinator.post(address, data={"reason": " "}).status_code == 422

    assert coordinator.post(address, data={"reason": "asked for"}).status_code == 302

    assert found_in_tables() == []
    session.rollback()
    rows: Sequence[Contact] = session.scalars(select(Contact)).all()
    assert {(row.name, row.phone, row.is_archived, row.archived_reason) for row in rows} == {
        ("—", None, True, "asked for")
    }
    assert auditing.find_break(session()) is None
    assert coordinator.get(f"/contacts/{contact.id}").status_code == 200


def test_what_was_erased_comes_back_by_no_way() -> None:
    office = make_user(role=Role.COORDINATOR)
    contact = marked(make_firm(), office)
    merge = session.scalars(select(Merge).order_by(Merge.id)).first()
    assert merge is not None
    service.erase_contact(contact, reason="asked for", by=office)

    for attempt in (
        lambda: service.undo_contact_merge(merge, reason="two", by=office),
        lambda: service.restore_contact(contact, by=office),
        lambda: service.erase_contact(contact, reason="again", by=office),
        lambda: service.change_contact(
            contact, replace(service.contact_fields_of(contact), name=MARKER), by=office, lock_version=None
        ),
    ):
        with pytest.raises(RuleError):
            attempt()


def test_every_table_about_a_contact_is_emptied() -> None:
    """A new table that names contacts has to be looked at, or what it says of them would stay."""
    emptied = {"contact_roles", "contact_consents", "acquaintances", "introductions", "delegation_members"}
    says_nothing = {"engagement_contacts", "promotion_invitations", "chain_targets", "advisers"}
    own = {"contacts", "merges"}
    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "contacts"
    }

    assert naming == emptied | says_nothing | own
