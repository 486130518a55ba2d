"""Pages: delegations, their parts, what they brought, their calendar."""

from __future__ import annotations

from crm.delegations.views import calendars, detail, listing, outcomes, parts, records, talks, yields
from crm.delegations.views.blueprint import bp

__all__ = ["bp", "calendars", "detail", "listing", "outcomes", "parts", "records", "talks", "yields"]
