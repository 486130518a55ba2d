"""Saved views that somebody finds in the menus."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.pages.saved_views.rules import PAGES
from kernel.errors import NotFoundError
from models import SavedView, User
from models.enums import Sharing


def _visible(viewer: User) -> ColumnElement[bool]:
    """One's own, those of one's park, those for everybody."""
    of_park = and_(SavedView.shared_with == Sharing.PARK, SavedView.park_id == viewer.park_id)
    return or_(
        SavedView.owner_id == viewer.id,
        SavedView.shared_with == Sharing.EVERYBODY,
        of_park if viewer.park_id is not None else false(),
    )


def list_for_page(endpoint: str, *, viewer: User) -> Sequence[SavedView]:
    """What the menu of a page offers, one's own first."""
    return session.scalars(
        select(SavedView)
        .where(
            SavedView.endpoint.in_(PAGES.get(endpoint, ())),
            SavedView.archived_at.is_(None),
            _visible(viewer),
        )
        .options(joinedload(SavedView.owner))
        .order_by((SavedView.owner_id != viewer.id), SavedView.name, SavedView.id)
    ).all()


def list_own(*, viewer: User) -> Sequence[SavedView]:
    return session.scalars(
        select(SavedView)
        .where(SavedView.owner_id == viewer.id, SavedView.archived_at.is_(None))
        .order_by(SavedView.endpoint, SavedView.name)
    ).all()


def find_named(owner_id: int, endpoint: str, name: str) -> SavedView | None:
    """The owner's view of that name, put away or not."""
    return session.scalars(
        select(SavedView).where(
            SavedView.owner_id == owner_id, SavedView.endpoint == endpoint, SavedView.name == name
        )
    ).one_or_none()


def get_own(view_id: int, *, viewer: User) -> SavedView:
    """
    Raises:
        NotFoundError: no such view, or somebody else's.
    """
    found = session.scalars(
        select(SavedView).where(SavedView.id == view_id, SavedView.owner_id == viewer.id)
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such view, or it is somebody else's."))
    return found
