"""Pages: entries, decisions on them, and the figures that follow."""

from __future__ import annotations

from crm.ledger.views import decisions, entries, figures, samples
from crm.ledger.views.blueprint import bp

__all__ = ["bp", "decisions", "entries", "figures", "samples"]
