"""Days and moments as people write them, in an address or behind an option of a command."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from kernel import clock
from kernel.errors import RuleError


def far_off() -> str:
    """What is said of a day that nobody can mean."""
    return str(_("A date lies between %(first)s and %(last)s.", first=clock.FIRST_DAY, last=clock.LAST_DAY))


def read_day(text: str, refusal: str) -> date:
    """
    Raises:
        RuleError: in the words of ``refusal`` for what is no day; or one too far off.
    """
    try:
        return clock.parse_day(text)
    except clock.FarOffError as error:
        raise RuleError(far_off()) from error
    except ValueError as error:
        raise RuleError(refusal) from error


def read_moment(text: str, refusal: str) -> datetime:
    """
    Raises:
        RuleError: in the words of ``refusal`` for what is no moment or has no offset; or one too far off.
    """
    try:
        moment = clock.parse_moment(text)
        clock.within_reach(moment.date())
    except clock.FarOffError as error:
        raise RuleError(far_off()) from error
    except ValueError as error:
        raise RuleError(refusal) from error
    return moment
