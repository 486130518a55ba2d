"""What of a kind the box may find, where that is narrower than the lists, and words that stand elsewhere."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, select, true

from crm.core import visibility
from crm.core.visibility import may_read_talents
from models import Chain, ChainLink, Talent, User

CHAIN_OF_LINK = select(Chain.name_hans).where(Chain.id == ChainLink.chain_id).scalar_subquery()


def visible_links(viewer: User | None) -> ColumnElement[bool]:
    return ChainLink.chain_id.in_(select(Chain.id).where(visibility.visible_chains(viewer)))


def readable_talents(viewer: User | None) -> ColumnElement[bool]:
    """Whose names the viewer may read: nobody finds out by trying whom a masked name hides."""
    return _talents(viewer, is_clear=True)


def masked_talents(viewer: User | None) -> ColumnElement[bool]:
    """Found by field, skills or number alone."""
    return _talents(viewer, is_clear=False)


def _talents(viewer: User | None, *, is_clear: bool) -> ColumnElement[bool]:
    of_mode = true() if may_read_talents(viewer) is is_clear else false()
    return and_(of_mode, visibility.visible_talents(viewer), Talent.erased_at.is_(None))
