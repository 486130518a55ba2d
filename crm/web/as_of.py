"""The dates that an address carries: as of which day, as known at which moment."""

from __future__ import annotations

from datetime import date, datetime

from flask import request
from flask_babel import gettext as _

from kernel import clock
from kernel.errors import RuleError


def requested_as_of() -> date:
    """``as_of`` of the address, today by default.

    Raises:
        RuleError: not a date.
    """
    text = request.args.get("as_of", "").strip()
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleError(_("The as-of date in the address is written as 2024-06-30.")) from error


def requested_known_at() -> datetime:
    """``known_at`` of the address, now by default.

    Raises:
        RuleError: not a moment, or one without an offset.
    """
    text = request.args.get("known_at", "").strip()
    if not text:
        return clock.now()
    try:
        # A plus sign in an address that was typed by hand arrives as a space.
        return clock.parse_moment(text.replace(" ", "+"))
    except ValueError as error:
        raise RuleError(
            _("The known-at moment in the address is written as 2025-01-10T02:00:00Z.")
        ) from error
