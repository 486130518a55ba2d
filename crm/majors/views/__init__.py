"""Pages: the register, the schematic, one record, its parts, what it becomes."""

from __future__ import annotations

from crm.majors.views import conversions, detail, greens, lists, problems, records, years
from crm.majors.views.blueprint import bp

__all__ = ["bp", "conversions", "detail", "greens", "lists", "problems", "records", "years"]
