"""Denied attempts go into the audit log, from here alone.

Each one of somebody who is signed in; those of nobody once a minute for an address and a route, and no more
than ``MOST`` a minute in all, so that a flood of them neither fills the log nor hides the rest.
"""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from flask import Flask, current_app, request
from flask_login import current_user

from crm.core import auditing
from crm.core.database import session
from kernel import clock
from models.enums import AuditAction

MOST = 60
"""Records a minute of those who aren't signed in, for each process."""

LONGEST_PATH = 500
SECRETS = ("secret", "token")
"""Parts of an address that open something by themselves: the log names the page, and not these."""


class Allowance:
    """What was noted of nobody in the present minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute: datetime | None = None
        self._noted: set[tuple[str, str]] = set()

    def takes(self, address: str, route: str) -> bool:
        """Whether one more is to be noted; it then counts as noted."""
        minute = clock.real_now().replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._noted.clear()
            if (address, route) in self._noted or len(self._noted) >= MOST:
                return False
            self._noted.add((address, route))
            return True


def install(app: Flask) -> None:
    app.extensions["denials"] = Allowance()


def way_in() -> str:
    """How this request came in, as the log tells it."""
    path = request.path
    for name in SECRETS:
        if value := (request.view_args or {}).get(name):
            path = path.replace(value, "***")
    return f"{request.method} {path}"


def note_denied(reason: str) -> None:
    """Record that this request was denied. What it had begun to write is rolled back first."""
    session.rollback()
    route = request.endpoint or "route"
    address = request.remote_addr or ""
    path = way_in()[:LONGEST_PATH]
    if current_user.is_authenticated:
        auditing.refuse(path, reason, entity=route)
    elif current_app.extensions["denials"].takes(address, route):
        auditing.note(AuditAction.REFUSED, entity=route, path=path, reason=reason, address=address)
