"""Codes of six digits: how they look, how long they hold, how often one may guess. Pure decisions."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from datetime import timedelta
from typing import Final

DIGITS: Final = 6
HOLDS_FOR: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
MOST_CODES: Final = 5
"""Codes that one address is sent within :data:`COUNTED_OVER`; of further wishes nothing comes, or is said."""
COUNTED_OVER: Final = timedelta(hours=1)
KEPT_FOR: Final = timedelta(days=1)


def make_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def code_hash(code: str, email: str, *, secret_key: str) -> str:
    """Keyed, so that a million guesses against a stolen table tell nothing."""
    return hmac.new(secret_key.encode(), f"code:{email}:{code}".encode(), hashlib.sha256).hexdigest()


def normal_email(typed: str) -> str:
    """One form of an address: what is typed on a phone has capitals and spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def normal_code(typed: str) -> str:
    """The digits alone, wide ones too: a code is pasted with spaces or typed in Chinese input."""
    return "".join(
        str(unicodedata.digit(each)) for each in typed if unicodedata.digit(each, None) is not None
    )
