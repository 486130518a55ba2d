"""The dates that an address carries: as of which day, as known at which moment."""

from __future__ import annotations

from datetime import date, datetime

from flask import request
from flask_babel import gettext as _

from crm.web.fields import far_off
from kernel import clock
from kernel.errors import RuleError


def requested_as_of() -> date:
    """``as_of`` of the address, today by default.

    Raises:
        RuleError: not a date, or one too far off.
    """
    text = request.args.get("as_of", "").strip()
    if not text:
        return clock.today()
    try:
        return clock.parse_day(text)
    except clock.FarOffError as error:
        raise RuleError(far_off()) from error
    except ValueError as error:
        raise RuleError(_("The as-of date in the address is written as 2024-06-30.")) from error


def requested_known_at() -> datetime:
    """``known_at`` of the address, now by default.

    Raises:
        RuleError: not a moment, one without an offset, or one too far off.
    """
    text = request.args.get("known_at", "").strip()
    if not text:
        return clock.now()
    try:
        # A plus sign in an address that was typed by hand arrives as a space.
        moment = clock.parse_moment(text.replace(" ", "+"))
        clock.within_reach(moment.date())
        return moment
    except clock.FarOffError as error:
        raise RuleError(far_off()) from error
    except ValueError as error:
        raise RuleError(
            _("The known-at moment in the address is written as 2025-01-10T02:00:00Z.")
        ) from error
