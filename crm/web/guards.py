"""Every route names who may use it: ``@may(permission)`` or ``@anyone``. A test finds one that doesn't."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from crm.core import permissions
from crm.core.permissions import Permission
from crm.web.denials import note_denied
from kernel.errors import NotAllowedError
from models import User

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

PASSWORD_ENDPOINTS = frozenset({"users.password", "users.sign_out"})
"""Where somebody who must change the password may still go."""


def may(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let in who is signed in and granted ``permission``; others are sent to sign in, or refused."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _to_sign_in()
            user = signed_in_user()
            if user.must_change_password and request.endpoint not in PASSWORD_ENDPOINTS:
                return redirect(url_for("users.password"))
            if not permissions.may(user, permission):
                raise NotAllowedError(_("Your role does not include this."))
            return view(*args, **kwargs)

        guarded.guard = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def anyone(view: View[P]) -> View[P]:
    """Say that a route is open to all, signed in or not."""
    view.guard = None  # type: ignore[attr-defined]
    return view


def signed_in_user() -> User:
    """The user of this request; only behind ``@may``."""
    return cast(User, current_user._get_current_object())


def _to_sign_in() -> ResponseReturnValue:
    note_denied(_("Nobody is signed in."))
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("users.sign_in", next=wanted))
