"""What firms are called in a report: as registered, or in English for its readers."""

from __future__ import annotations

from crm.web.labels import language
from models import Firm


def firm_name(firm: Firm) -> str:
    """The legal name; for readers of English the English one where it is known."""
    return (language() == "en" and firm.name_en) or firm.name


def investor_name(firm: Firm) -> str:
    """The firm, and the group it belongs to in brackets."""
    if firm.group is None:
        return firm_name(firm)
    form = "{} ({})" if language() == "en" else "{}（{}）"
    return form.format(firm_name(firm), firm_name(firm.group))
