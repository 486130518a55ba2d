"""How often one address may ask for what is open to everybody.

Where ``RATE_LIMITS`` says ``database`` (:mod:`crm.web.rate_counts`), all processes count together; else each
counts by itself, and with several of them the limit is that many times higher, which still stops a flood.
What must hold exactly (guesses at a code, codes per address) is counted by the features themselves.
"""

from __future__ import annotations

from math import ceil
from time import time

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from crm.web.rate_counts import SCHEME

PUBLIC = "120 per minute"
"""Pages that anybody reads."""
SENDING = "20 per 10 minutes"
"""Forms that anybody sends: codes, enquiries."""
STORES = {"memory": "memory://", "database": f"{SCHEME}://"}
"""By what ``RATE_LIMITS`` says."""
FILING = "20 per hour"
"""What one account of an outsider hands in: referrals, status updates."""

limiter = Limiter(key_func=get_remote_address)
"""``@limiter.limit(PUBLIC)`` below ``@anyone``."""


def by_account() -> str:
    """For what is handed in after the sign-in: people of one office share an address."""
    return f"account {current_user.get_id()}" if current_user.is_authenticated else get_remote_address()


def seconds_to_wait() -> int:
    """Until the limit that refused this request lets the address ask again."""
    limit = limiter.current_limit
    return max(1, ceil(limit.reset_at - time())) if limit else 60


def install(app: Flask) -> None:
    """Tests ask more often than people do; the one about limits switches them on."""
    app.config["RATELIMIT_STORAGE_URI"] = STORES[app.config["RATE_LIMITS"]]
    # Where the store fails, this process counts by itself until it is back: nobody is shut out by it.
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    limiter.init_app(app)
    limiter.enabled = not app.config["TESTING"]
