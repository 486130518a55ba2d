"""People as the viewer may read them: in clear for who owns the record, else masked."""

from __future__ import annotations

from crm.core.visibility import may_read_contact
from models import Contact, User

MASK = "＊＊"


def shown_name(contact: Contact, viewer: User | None) -> str:
    """The name, or its first character where the viewer may not read it."""
    return contact.name if may_read_contact(viewer, contact) else f"{contact.name[:1]}{MASK}"
