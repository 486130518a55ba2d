"""Ways in. Reviews, promises and claims under policies have blueprints of their own, beside this one."""

from __future__ import annotations

from crm.policies.views import payments
from crm.policies.views.policies import bp

__all__ = ["bp", "payments"]
