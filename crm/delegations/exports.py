"""Delegations as rows of a file."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.core.visibility import may_read_internal
from crm.web.labels import label, local_name
from kernel.money import format_minor
from models import Delegation, User

HEAD = (
    "ref",
    "direction",
    "state",
    "name_hans",
    "name_hant",
    "name_en",
    "from_on",
    "until_on",
    "place",
    "led_by",
    "lead",
    "currency",
    "budget",
    "cost",
)


def row_of(delegation: Delegation, viewer: User) -> tuple[object, ...]:
    """Amounts only where the viewer may read what is internal."""
    may_read = may_read_internal(viewer, delegation)
    return (
        delegation.ref,
        label(delegation.direction),
        label(delegation.state),
        delegation.name_hans,
        delegation.name_hant or "",
        delegation.name_en or "",
        delegation.from_on.isoformat(),
        delegation.until_on.isoformat(),
        delegation.place or "",
        local_name(delegation.park) if delegation.park else _("The provincial office"),
        delegation.lead.display_name if delegation.lead else "",
        delegation.currency.value if may_read else "",
        _amount(delegation.budget_minor) if may_read else "",
        _amount(delegation.cost_minor) if may_read else "",
    )


def _amount(minor: int | None) -> str:
    return "" if minor is None else format_minor(minor)
