"""The dates that an address carries: as of which day, as known at which moment."""

from __future__ import annotations

from datetime import date, datetime

from flask import request
from flask_babel import gettext as _

from crm.core.days import read_day, read_moment
from kernel import clock


def requested_as_of() -> date:
    """``as_of`` of the address, today by default.

    Raises:
        RuleError: not a date, or one too far off.
    """
    text = request.args.get("as_of", "").strip()
    if not text:
        return clock.today()
    return read_day(text, _("The as-of date in the address is written as 2024-06-30."))


def requested_known_at() -> datetime:
    """``known_at`` of the address, now by default.

    Raises:
        RuleError: not a moment, one without an offset, or one too far off.
    """
    text = request.args.get("known_at", "").strip()
    if not text:
        return clock.now()
    # A plus sign in an address that was typed by hand arrives as a space.
    words = _("The known-at moment in the address is written as 2025-01-10T02:00:00Z.")
    return read_moment(text.replace(" ", "+"), words)
