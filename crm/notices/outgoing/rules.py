"""How often a mail is tried, how long its text is kept, and whose mail a demo shows: pure decisions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

MOST_TRIES: Final = 5
KEPT_FOR: Final = timedelta(days=7)
"""After that nobody asks any more whether it was sent; its text goes."""
RETRIED_AFTER: Final = timedelta(minutes=10)
DEMO_DOMAINS: Final = ("example.com", "example.net", "example.org", "example")
"""Reserved for examples (RFC 2606): nobody's mail arrives there."""

_MAILBOX: Final = re.compile(r"""[^\s,;:<>()\[\]"\\@]+@[^\s,;:<>()\[\]"\\@]+""")


def is_one_mailbox(address: str) -> bool:
    """Whether an address can stand for one mailbox alone.

    Commas, brackets and further ``@`` make several addresses to a mail server, or a remark beside one: a code
    would reach people who weren't asked. Wide forms of them pass as letters until they are made plain.
    """
    return _MAILBOX.fullmatch(address) is not None


def is_demo_address(address: str) -> bool:
    """Whether the address can be nobody's: only such mail is shown in a demo's outbox."""
    _local, _at, domain = address.casefold().rpartition("@")
    return any(domain == each or domain.endswith(f".{each}") for each in DEMO_DOMAINS)


def is_given_up(
    tries: int, *, is_refused_for_good: bool, useless_after: datetime | None, now: datetime
) -> bool:
    """Whether a mail that wasn't taken is tried no more."""
    is_late = useless_after is not None and now >= useless_after
    return is_refused_for_good or is_late or tries >= MOST_TRIES
