"""Pages: signing in, the own account, administration, settings."""

from __future__ import annotations

from crm.users.views import account, administration, days, deputies, entrance, settings, tokens
from crm.users.views.blueprint import bp

__all__ = ["account", "administration", "bp", "days", "deputies", "entrance", "settings", "tokens"]
