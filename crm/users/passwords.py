"""Hashes of passwords (argon2id), and passwords that the system makes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

UNUSABLE = "!"
"""The hash of an account that nobody can sign in to yet."""
BY_CODE = "code"
"""The hash of an account that has no password: a code sent to its owner's address opens it."""

# OWASP's first choice for argon2id: 46 MiB, one pass, one lane.
_hashing = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=47_104, parallelism=1),))
_LENGTH = 16


def hash_password(password: str) -> str:
    return _hashing.hash(password)


def verify_password(password: str, hashed: str | None) -> bool:
    """Whether the password is the one hashed.

    Takes as long where there is no hash (no such account, no password yet), so that the time tells nothing.
    """
    try:
        return _hashing.verify(password, hashed or UNUSABLE)
    except UnknownHashError:
        _hashing.verify(password, _decoy())
        return False


def make_password() -> str:
    """A password of 16 characters of all four classes, drawn evenly."""
    alphabet = string.ascii_letters + string.digits + "-_.+"
    while True:
        password = "".join(secrets.choice(alphabet) for _ in range(_LENGTH))
        if all(set(password) & set(kind) for kind in (string.ascii_lowercase, string.ascii_uppercase)) and (
            set(password) & set(string.digits) and set(password) & set("-_.+")
        ):
            return password


def demo_password(secret_key: str) -> str:
    """The password of this installation's demo accounts: it can be shown again, and no other one has it."""
    digest = hmac.new(secret_key.encode(), b"demo accounts", hashlib.sha256).hexdigest()
    return f"Demo-{digest[:10]}"


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hashing.hash(secrets.token_hex(16))
