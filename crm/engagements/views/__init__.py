"""Ways in to engagements: the records, what colleagues say to them, the quick log and its drafts."""

from __future__ import annotations

from crm.engagements.views import discussion, quick, records
from crm.engagements.views.blueprint import bp

__all__ = ["bp", "discussion", "quick", "records"]
