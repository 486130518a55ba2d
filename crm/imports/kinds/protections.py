"""Groups that another park holds: an import never stops at one, its record waits for a ruling."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _

from crm.claims import queries as claims
from crm.claims.service import protection_words
from crm.imports.rows import Row
from kernel import clock
from models import Firm


class HeldGroups:
    """What is protected today, looked up once for all rows of a file."""

    def __init__(self, firms: Mapping[str, Firm]) -> None:
        self._held = claims.list_protected_groups(clock.today())
        self._roots = {firm.id: firm.group_id or firm.id for firm in firms.values()} if self._held else {}

    def remark(self, row: Row, firm_ids: Collection[int], park_id: int) -> None:
        """Say beside the row what the record will be saved as."""
        roots = set(self._roots_of(firm_ids))
        for groups, protection in self._held:
            if roots & groups and protection.park_id != park_id:
                row.notes.append(f"{protection_words(protection)} {_('It will need a ruling.')}")

    def _roots_of(self, firm_ids: Iterable[int]) -> Iterable[int]:
        return (self._roots[firm_id] for firm_id in firm_ids if firm_id in self._roots)
