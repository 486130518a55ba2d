from __future__ import annotations

from crm.contacts import service
from crm.contacts.service import ContactFields
from crm.core.database import session
from models import Contact, Firm, User
from tests.factories import next_number
from tests.factories.firms import make_firm


def make_contact(firm: Firm | None = None, *, by: User | None = None, **values: object) -> Contact:
    firm = firm or make_firm()
    own = {
        "name": f"王示例{next_number()}",
        "phone": "+886 2 2268 3466",
        "email": "wang@example.com",
        "source": "business card",
        **values,
    }
    contact = service.add_contact(ContactFields(firm_id=firm.id, **own), by=by)
    session.commit()
    return contact
