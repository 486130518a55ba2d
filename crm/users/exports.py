"""Accounts as rows of a file: what their list shows, and nothing that lets anybody in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import gettext as _

from crm.users.rules import UserState
from crm.web.labels import label, local_name
from kernel import clock
from models import User


def head() -> Sequence[str]:
    return [_("Account"), _("Person"), _("E-mail"), _("Role"), _("Park"), _("State"), _("Made")]


def row_of(user: User, *, locked: Collection[int]) -> list[object]:
    """The account in the order of :func:`head`; ``locked`` are the ids of those locked now."""
    states = [UserState.ENABLED if user.is_active else UserState.DISABLED]
    if user.id in locked:
        states.append(UserState.LOCKED)
    return [
        user.name,
        user.display_name,
        user.email,
        label(user.role),
        local_name(user.park) if user.park else None,
        "; ".join(map(label, states)),
        clock.format_moment(user.created_at),
    ]
