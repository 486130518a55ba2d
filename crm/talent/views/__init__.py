"""Ways in to the talent pool, for staff."""

from __future__ import annotations

from crm.talent.views import applications, benefits, employers, letters, needs, pool, rules, steps
from crm.talent.views.blueprint import bp

__all__ = ["applications", "benefits", "bp", "employers", "letters", "needs", "pool", "rules", "steps"]
