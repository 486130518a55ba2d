"""Offers, their versions and enquiries."""

from __future__ import annotations

from crm.core import storage
from crm.core.database import session
from crm.core.visibility import own_park_id
from kernel import clock
from models import Job, Offer, User
from models.enums import JobState
from tests.architecture.permission_records.base import Maker
from tests.factories.catalogue import make_enquiry, make_offer, make_published, make_submitted
from tests.factories.users import make_user


def offer(park: str, _visitor: User | None) -> int:
    """A draft: of another park it isn't seen."""
    return make_offer(park).id


def submitted(park: str, _visitor: User | None) -> int:
    return make_submitted(park).id


def published(park: str, _visitor: User | None) -> int:
    """Public, and being written anew: of another park the draft isn't seen."""
    row = make_published(park)
    row.state = type(row.state).DRAFT
    session.commit()
    return row.id


def archived(park: str, _visitor: User | None) -> int:
    row = make_offer(park)
    row.archived_at, row.archived_reason = row.created_at, "test"
    session.commit()
    return row.id


def enquiry(park: str, _visitor: User | None) -> int:
    return make_enquiry(park=park).id


def public_key(park: str, _visitor: User | None) -> str:
    row = session.get(Offer, make_published(park).id)
    return row.public_key if row else ""


def booklet(_park: str, visitor: User | None) -> int:
    """A booklet that the visitor ordered, ready to be fetched."""
    owner = visitor or make_user()
    row = Job(
        kind="booklet",
        arguments={"park": None, "industry": None, "locale": "en", "base": "", "format": "pdf"},
        state=JobState.DONE,
        created_at=clock.real_now(),
        created_by_id=owner.id,
        role=owner.role,
        park_id=own_park_id(owner),
        attachment=storage.attach(b"%PDF-1.7\n%%EOF\n", "booklet.pdf", by_id=None),
        result={"size": 1},
    )
    session.add(row)
    session.commit()
    return row.id


RECORDS: dict[str, Maker] = {
    "offer_id": offer,
    "catalogue.withdraw:offer_id": published,
    "catalogue.version:offer_id": published,
    "catalogue.publish:offer_id": submitted,
    "catalogue.send_back:offer_id": submitted,
    "catalogue.take_back:offer_id": submitted,
    "catalogue.restore:offer_id": archived,
    "enquiry_id": enquiry,
    "booklet.job:job_id": booklet,
    "booklet.download:job_id": booklet,
    "key": public_key,
}
