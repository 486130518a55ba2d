"""The industry dictionary, read once for a whole file."""

from __future__ import annotations

from crm.firms import queries as firm_queries
from crm.firms import service as firms
from models import Industry


class IndustryNames:
    """Industries by any of their names; one not yet in the dictionary is made when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, Industry] = {}
        for industry in firm_queries.list_industries():
            self._keep(industry)

    def named(self, name: str | None) -> Industry | None:
        if name is None:
            return None
        if name not in self._known:
            made = firms.industry_named(name)
            if made is not None:
                self._keep(made)
                self._known[name] = made
        return self._known[name]

    def is_same(self, name: str | None, industry: Industry | None) -> bool:
        """Whether ``name`` is another writing of the industry that is there."""
        return name is not None and industry is not None and self._known.get(name) is industry

    def _keep(self, industry: Industry) -> None:
        for name in (industry.name, industry.name_hans, industry.name_hant):
            self._known.setdefault(name, industry)
