"""When mail is sent, and what becomes of one that was not taken: pure decisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

FIRST_HOUR: Final = 7
LAST_HOUR: Final = 20
MAILED_WITHIN: Final = timedelta(days=7)
"""What nobody could mail for so long is no news any more; it still stands in the system."""
LISTED: Final = 30
"""Notices that one mail names; it says how many more there are."""
FIRST_PERMANENT: Final = 500


def is_time_for_mail(local: datetime, *, is_working_day: bool) -> bool:
    """On working days, by daylight: nobody's telephone rings at night."""
    return is_working_day and FIRST_HOUR <= local.hour < LAST_HOUR


def is_final(code: int | None) -> bool:
    """Whether a mail server's answer (RFC 5321) says that it will never take this mail."""
    return code is not None and code >= FIRST_PERMANENT
