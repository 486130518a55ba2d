"""Saving views, sharing them and putting them away."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.core.database import session
from crm.core.records import bring_back, put_away, refuse_stale
from crm.pages.saved_views import queries, rules
from crm.web.languages import in_house
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import SavedView, User
from models.enums import Sharing


def save_view(
    endpoint: str, arguments: Mapping[str, list[str]], *, name: str, shared_with: Sharing, by: User
) -> SavedView:
    """Keep a view under a name; one's own of the same name is replaced.

    Raises:
        RuleError: no page of that kind, no name, too much of it, or no park to share with.
    """
    if endpoint not in rules.PAGES:
        raise RuleError(_("Views of this page can't be saved."))
    if not name.strip():
        words = _("A view needs a name.")
        raise RuleError(words, fields={"name": words})
    if rules.is_too_long(arguments):
        raise RuleError(_("The view holds more than can be kept."))
    view = queries.find_named(by.id, endpoint, name.strip())
    if view is None:
        view = SavedView(owner_id=by.id, endpoint=endpoint, name=name.strip(), created_at=clock.now())
        session.add(view)
    bring_back(view)
    view.arguments = dict(arguments)
    _share(view, shared_with, by)
    session.flush()
    return view


def edit_view(
    view: SavedView, *, name: str, shared_with: Sharing, by: User, lock_version: int | None = None
) -> None:
    """Call it otherwise, or share it with others.

    Raises:
        NotAllowedError: somebody else's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: no name, or another of one's own is called so.
    """
    _check_own(view, by)
    refuse_stale(view, lock_version, _("This view was changed in the meantime."))
    name = name.strip()
    same = queries.find_named(by.id, view.endpoint, name) if name else view
    if not name or same not in (None, view):
        words = _("A view needs a name of its own.")
        raise RuleError(words, fields={"name": words})
    view.name = name
    _share(view, shared_with, by)
    session.flush()


def archive_view(view: SavedView, *, by: User) -> None:
    """Take it out of the menus.

    Raises:
        NotAllowedError: somebody else's.
        RuleError: it is put away already.
    """
    _check_own(view, by)
    put_away(view, in_house(_l("Put away by its owner.")))


def _check_own(view: SavedView, by: User) -> None:
    if view.owner_id != by.id:
        raise NotAllowedError(_("This view is somebody else's."))


def _share(view: SavedView, shared_with: Sharing, by: User) -> None:
    if shared_with is Sharing.PARK and by.park_id is None:
        words = _("You belong to no park: share it with everybody, or keep it for yourself.")
        raise RuleError(words, fields={"shared_with": words})
    view.shared_with = shared_with
    view.park_id = by.park_id if shared_with is Sharing.PARK else None
