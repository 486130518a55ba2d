"""Pages: reports read and ordered as files, and those that were issued."""

from __future__ import annotations

from crm.bulletins.views import issued, orders
from crm.bulletins.views.blueprint import bp

__all__ = ["bp", "issued", "orders"]
