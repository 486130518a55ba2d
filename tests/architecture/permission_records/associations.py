"""Associations, and what hangs on people."""

from __future__ import annotations

from datetime import date

from crm.contacts import service
from crm.contacts.service import ConsentFields
from crm.core.database import session
from models import Contact, User
from models.enums import ConsentMeans, ConsentPurpose, Role
from tests.architecture.permission_records.base import Maker
from tests.factories.associations import (
    make_acquaintance,
    make_association,
    make_introduction,
    make_membership,
    make_role,
)
from tests.factories.contacts import make_contact
from tests.factories.firms import make_firm
from tests.factories.users import make_user


def association(_park: str, _visitor: User | None) -> int:
    return make_association().id


def membership(_park: str, _visitor: User | None) -> int:
    return make_membership(make_association(), make_firm()).id


def role(_park: str, visitor: User | None) -> int:
    return make_role(_person(visitor), make_firm()).id


def acquaintance(park: str, visitor: User | None) -> int:
    """Whom an officer of the park knows, or the visitor."""
    knows = visitor or make_user(role=Role.OFFICER, park=park)
    return make_acquaintance(knows, _person(visitor)).id


def introduction(_park: str, visitor: User | None) -> int:
    return make_introduction(_person(visitor), make_firm(), recorded_by=visitor or make_user()).id


def consent(_park: str, visitor: User | None) -> int:
    written = ConsentFields(ConsentPurpose.WORK, "notice of 2024-01", ConsentMeans.PAPER, date(2024, 1, 5))
    said = service.add_consent(_person(visitor), written, by=None)
    session.commit()
    return said.id


def person(_park: str, visitor: User | None) -> int:
    return _person(visitor).id


def merge(_park: str, visitor: User | None) -> int:
    """Two records of one person, kept by the visitor."""
    owner = visitor or make_user()
    made = service.merge_contacts(_person(owner), _person(owner), choices={}, reason="one person", by=None)
    session.commit()
    return made.id


def _person(visitor: User | None) -> Contact:
    return make_contact(by=visitor or make_user())


RECORDS: dict[str, Maker] = {
    "association_id": association,
    "membership_id": membership,
    "role_id": role,
    "acquaintance_id": acquaintance,
    "introduction_id": introduction,
    "contact_consents": consent,
    "merge_id": merge,
    "merging.choose:record_id": person,
    "merging.preview:record_id": person,
    "merging.preview:other_id": person,
}
