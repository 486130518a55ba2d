"""One password whose hash is worked out once: the hash is slow on purpose."""

from __future__ import annotations

from functools import lru_cache

from crm.users import passwords

PASSWORD = "Right-horse-7"


@lru_cache(maxsize=1)
def known_hash() -> str:
    return passwords.hash_password(PASSWORD)
