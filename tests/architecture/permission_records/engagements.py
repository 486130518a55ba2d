"""An engagement with all that may hang on it."""

from __future__ import annotations

from crm.core import storage
from crm.core.database import session
from models import Engagement, EngagementComment, EngagementFile, User
from models.enums import Role
from tests.architecture.permission_records.base import Maker
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.users import make_user


def engagement(park: str, visitor: User | None) -> int:
    """The visitor's own where one comes, with people of both sides, a paper and a comment."""
    author = visitor or make_user(role=Role.OFFICER, park=park)
    firm = make_firm()
    row = make_engagement(park=park, firms=[firm], contacts=[make_contact(firm)], users=[author])
    row.created_by_id = author.id
    _add_to(row, author)
    session.commit()
    return row.id


def _add_to(row: Engagement, author: User) -> None:
    paper = storage.attach(b"notes", "notes.txt", by_id=author.id)
    session.add(EngagementFile(engagement=row, attachment=paper))
    session.add(EngagementComment(engagement=row, text="a comment", mentions=[author]))


RECORDS: dict[str, Maker] = {"engagement_id": engagement}
