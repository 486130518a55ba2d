"""Ways in to advisers, referrals and status updates for the staff. The portal of advisers stands apart."""

from __future__ import annotations

from crm.advisers.views import advisers, referrals, rulings, terms, updates  # noqa: F401 - their routes
from crm.advisers.views.blueprint import bp

__all__ = ["bp"]
