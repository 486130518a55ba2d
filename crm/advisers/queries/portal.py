"""What an adviser sees: own referrals, found by the number on the receipt, and nothing else.

No count, no page and no order here depends on anybody else's rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.visibility import own_referrals
from kernel.errors import NotFoundError
from models import Adviser, Attachment, Project, Referral, ReferralFile, StatusUpdate, User
from models.enums import ReferralState

PAGE = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A page of own rows. Pages are numbered: a key would hold the number of a row among everybody's."""

    rows: Sequence[Referral]
    number: int
    total: int

    @property
    def has_next(self) -> bool:
        return self.number * PAGE < self.total


def find_own_adviser(viewer: User) -> Adviser | None:
    """Whom the account acts for; None where the office hasn't said so yet, or put the adviser away."""
    return session.scalars(
        select(Adviser).where(Adviser.user_id == viewer.id, Adviser.archived_at.is_(None))
    ).one_or_none()


def list_own_referrals(viewer: User, *, number: int = 1) -> Part:
    """The last received first."""
    own = select(Referral).where(own_referrals(viewer))
    rows = session.scalars(
        _paged(own, number).order_by(Referral.received_at.desc(), Referral.id.desc())
    ).all()
    return Part(rows, number, _count(own))


def list_own_projects(viewer: User, *, number: int = 1) -> Part:
    """Recognised referrals that became a project, the last first."""
    own = select(Referral).where(
        own_referrals(viewer),
        Referral.state == ReferralState.RECOGNISED,
        Referral.project_id.is_not(None),
    )
    rows = session.scalars(
        _paged(own, number)
        .options(joinedload(Referral.project).joinedload(Project.park))
        .order_by(Referral.received_at.desc(), Referral.id.desc())
    ).all()
    return Part(rows, number, _count(own))


def _paged(query: Select[Referral], number: int) -> Select[Referral]:
    return query.limit(at_most(PAGE)).offset((number - 1) * PAGE)


def _count(query: Select[Referral]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def get_own_referral(ref: str, *, viewer: User) -> Referral:
    """By the number on its receipt, with what its page shows.

    Raises:
        NotFoundError: none of the viewer's own has that number.
    """
    found = session.scalars(
        select(Referral)
        .where(Referral.ref == ref, own_referrals(viewer))
        .options(
            joinedload(Referral.adviser),
            joinedload(Referral.wished_park),
            joinedload(Referral.project).joinedload(Project.park),
            selectinload(Referral.files).joinedload(ReferralFile.attachment),
            selectinload(Referral.updates).joinedload(StatusUpdate.attachment),
            selectinload(Referral.rulings),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such page, or none that you may see."))
    return found


def get_own_file(referral: Referral, place: int) -> Attachment:
    """One of the papers handed in with it or with its updates, counted from 1: a file has no number here.

    Raises:
        NotFoundError: it has none in that place.
    """
    papers = own_files(referral)
    if not 1 <= place <= len(papers):
        raise NotFoundError(_("There is no such page, or none that you may see."))
    return papers[place - 1]


def own_files(referral: Referral) -> list[Attachment]:
    """In the order in which they were handed in."""
    filed = [each.attachment for each in referral.files]
    later = sorted(referral.updates, key=lambda each: each.id)
    return [*filed, *(each.attachment for each in later if each.attachment is not None)]


def find_filed(adviser_id: int, client_key: str) -> Referral | None:
    """What came from that form already."""
    return session.scalars(
        select(Referral).where(Referral.adviser_id == adviser_id, Referral.client_key == client_key)
    ).one_or_none()


def find_submitted(referral_id: int, client_key: str) -> StatusUpdate | None:
    return session.scalars(
        select(StatusUpdate).where(
            StatusUpdate.referral_id == referral_id, StatusUpdate.client_key == client_key
        )
    ).one_or_none()


def is_receipt_taken(ref: str) -> bool:
    return session.execute(select(Referral.id).where(Referral.ref == ref)).first() is not None
