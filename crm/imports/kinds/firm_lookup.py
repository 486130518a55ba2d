"""Which firm a row means that bears no ref of ours yet: by number, by code, by folded name; never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crm.core import names
from crm.imports.kinds import queries
from crm.imports.kinds.base import values_of
from crm.imports.rows import Row
from models import Firm

NAMES = ("name_hant", "name_hans", "name_en")
NEW = "(new)"
"""The answer that none of the candidates is meant."""


class GeneratedFirms:
    """The firms whose refs the system gave out, by what a row may say of them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        keys = {key for row in rows for key in folded_names(row)}
        found = queries.generated_firms(
            {
                "business_number": values_of(rows, "business_number"),
                "credit_code": values_of(rows, "credit_code"),
                "stock_code": values_of(rows, "stock_code"),
            },
            keys,
        )
        self._by: dict[tuple[str, str], list[Firm]] = defaultdict(list)
        for firm in found:
            self._keep(firm)

    def matching(self, row: Row) -> list[Firm]:
        """One firm, several that only a person can tell apart, or none."""
        for column in ("business_number", "credit_code"):
            by_number = self._by.get((column, row.get(column) or ""))
            if by_number:
                return by_number
        by_code = self._by.get(("stock_code", row.get("stock_code") or ""), [])
        fitting = [firm for firm in by_code if may_be(firm, row)]
        if fitting:
            return fitting
        named = {firm.id: firm for key in folded_names(row) for firm in self._by.get(("name", key), [])}
        return [firm for firm in named.values() if may_be(firm, row)]

    def _keep(self, firm: Firm) -> None:
        for column in ("business_number", "credit_code", "stock_code"):
            if value := getattr(firm, column):
                self._by[column, value].append(firm)
        for key in {firm.name_key, firm.english_key} - {""}:
            self._by["name", key].append(firm)


def may_be(firm: Firm, row: Row) -> bool:
    """Not where the firm's own number or code is another one."""
    return all(
        not row.get(column) or not getattr(firm, column) or row.given[column] == getattr(firm, column)
        for column in ("business_number", "credit_code", "stock_code")
    )


def folded_names(row: Row) -> set[str]:
    return {names.fold(row.given[name]) for name in NAMES if row.get(name)} - {""}
