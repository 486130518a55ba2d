"""How personal data is masked, and what a contact's data may look like."""

from __future__ import annotations

import re

MASK = "***"
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_PHONE = re.compile(r"[0-9+()（）\s/.,;；、#~ext转轉分机機-]{5,60}", re.IGNORECASE)
LEAST_DIGITS = 5


def mask_phone(phone: str | None) -> str:
    """The last two digits only: enough to tell two numbers apart, too little to call."""
    digits = re.sub(r"\D", "", phone or "")
    if not phone:
        return ""
    return MASK + digits[-2:] if len(digits) > 6 else MASK


def mask_email(email: str | None) -> str:
    """The domain only: it is the firm's, the rest the person's."""
    if not email:
        return ""
    _name, at, domain = email.rpartition("@")
    return f"{MASK}{at}{domain}" if at else MASK


def is_email(text: str) -> bool:
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Digits with the usual signs between, an extension, or several numbers."""
    return _PHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= LEAST_DIGITS
