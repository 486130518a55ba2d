"""The park that an address asks for."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from crm.core.visibility import own_park_id
from kernel.errors import NotFoundError
from models import Park, User


def park_asked(code: str, every_park: Sequence[Park], *, viewer: User) -> Park | None:
    """The park with a code, None for the whole zone; park staff are answered for their own.

    Raises:
        NotFoundError: no park has the code. Another answer than the one asked for would pass for it.
    """
    asked = next((park for park in every_park if park.code == code), None)
    if code and asked is None:
        raise NotFoundError(_("There is no such park."))
    own = own_park_id(viewer)
    return asked if own is None else next((park for park in every_park if park.id == own), None)
