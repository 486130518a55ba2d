"""Ways in to issues. Minutes and procedures have blueprints of their own, beside this one."""

from __future__ import annotations

from crm.issues.views import issues, letters, lists, needs, steps
from crm.issues.views.blueprint import bp

__all__ = ["bp", "issues", "letters", "lists", "needs", "steps"]
