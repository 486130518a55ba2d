from __future__ import annotations

from datetime import date

from crm.contacts import service
from crm.contacts.service import (
    AcquaintanceFields,
    AssociationFields,
    IntroductionFields,
    MembershipFields,
    RoleFields,
)
from crm.core.database import session
from models import (
    Acquaintance,
    Association,
    AssociationFirm,
    Contact,
    ContactRole,
    Firm,
    Introduction,
    User,
)
from models.enums import AssociationKind
from tests.factories import next_number


def make_association(name: str | None = None, **values: object) -> Association:
    own = {"kind": AssociationKind.COASTAL, "name_hans": name or f"示例台协{next_number()}会", **values}
    association = service.add_association(AssociationFields(**own))
    session.commit()
    return association


def make_membership(association: Association, firm: Firm, **values: object) -> AssociationFirm:
    membership = service.add_membership(association, MembershipFields(firm_id=firm.id, **values))
    session.commit()
    return membership


def make_role(contact: Contact, place: Firm | Association, **values: object) -> ContactRole:
    at = {"firm_id": place.id} if isinstance(place, Firm) else {"association_id": place.id}
    role = service.add_role(contact, RoleFields(**at, **values), by=None)
    session.commit()
    return role


def make_acquaintance(user: User, contact: Contact, strength: int = 2, **values: object) -> Acquaintance:
    own = {"note": "同学", **values}
    written = AcquaintanceFields(user_id=user.id, strength=strength, **own)
    acquaintance = service.add_acquaintance(contact, written, by=None)
    session.commit()
    return acquaintance


def make_introduction(
    by: Contact | Association, to: Firm | Contact, *, recorded_by: User | None = None, **values: object
) -> Introduction:
    who = {"introducer_id": by.id} if isinstance(by, Contact) else {"association_id": by.id}
    whom = {"firm_id": to.id} if isinstance(to, Firm) else {"contact_id": to.id}
    own = {"introduced_on": date(2024, 3, 1), **who, **whom, **values}
    introduction = service.add_introduction(IntroductionFields(**own), by=recorded_by)
    session.commit()
    return introduction
