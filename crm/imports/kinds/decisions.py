"""Second keys: whoever imports decides, at that moment, by that person's rights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, values_of
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from crm.ledger import rules as ledger_rules
from crm.ledger import service as ledger
from crm.ledger.labels import REFUSALS
from kernel.errors import RuleError
from models import LedgerDecision
from models.enums import Decision

EXPORTED = (Decision.VERIFIED, Decision.RETURNED)


class DecisionsImporter(Importer[LedgerDecision]):
    """``row.record`` is the entry's last decision; the same word again changes nothing."""

    kind = Kind.DECISIONS

    def prepare(self, rows: Sequence[Row]) -> None:
        self._entries = queries.entries_by_ref(values_of(rows, "entry_ref"))

    def place(self, row: Row) -> None:
        row.key = row.given["entry_ref"]
        entry = self._entries.get(row.key)
        if entry is None:
            row.refuse("entry_ref", _("There is no entry “%(ref)s” here.", ref=row.key))
            return
        row.found["entry_ref"] = entry
        row.record = ledger_rules.last_word(entry.decisions)

    def check(self, row: Row) -> None:
        entry = row.found.get("entry_ref")
        if entry is None or self._is_same(row):
            return
        refusal = ledger_rules.can_decide(entry, row.given["decision"], by=self.scene.actor)
        if refusal is not None:
            refuse = row.deny if refusal in ledger_rules.DENYING else row.refuse
            refuse("decision", str(REFUSALS[refusal]))

    def compare(self, row: Row) -> None:
        """The decision alone tells; other words beside the same one are no new decision."""
        if not self._is_same(row):
            super().compare(row)

    def _is_same(self, row: Row) -> bool:
        return row.record is not None and row.record.decision is row.given["decision"]

    def cells_of(self, record: LedgerDecision) -> Cells:
        values = {"entry_ref": record.entry.ref, "decision": record.decision, "note": record.note}
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def create(self, row: Row) -> LedgerDecision:
        entry = row.found["entry_ref"]
        decision = ledger.decide_entry(
            entry, row.given["decision"], by=self.scene.actor, note=row.get("note")
        )
        if decision is None:
            raise RuleError(_("Somebody else decided the same at this moment."))
        return decision

    def change(self, row: Row) -> LedgerDecision:
        return self.create(row)

    def load(self, ids: Sequence[int]) -> Sequence[LedgerDecision]:
        return queries.decisions_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        return queries.last_decision_ids(self.scene.user, EXPORTED)
