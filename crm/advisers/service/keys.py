"""By what a referral as typed meets a firm."""

from __future__ import annotations

from crm.core import names
from crm.firms.rules import clean_business_number


def keys_of(firm_name: str, firm_name_other: str | None, business_number: str | None) -> dict[str, str]:
    """The derived columns of a referral, as names and numbers of firms are compared."""
    return {
        "name_key": names.fold(firm_name),
        "other_key": names.fold(firm_name_other or ""),
        "number_key": clean_business_number(business_number) or "",
    }
