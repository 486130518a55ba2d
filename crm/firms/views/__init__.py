"""Pages: the list of firms, their forms, look-ups for other forms, establishments."""

from __future__ import annotations

from crm.firms.views import establishments, firms, lookups
from crm.firms.views.blueprint import bp

__all__ = ["bp", "establishments", "firms", "lookups"]
