"""Pages of applicants: the way in, the steps, the state, their data."""

from __future__ import annotations

from crm.applying.views import data, entrance, mine, papers, steps
from crm.applying.views.blueprint import bp

__all__ = ["bp", "data", "entrance", "mine", "papers", "steps"]
