"""Ledger entries: they are recorded, never changed. A later row may only bring more evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from crm.core.permissions import is_own_park
from crm.imports.cells import CellError
from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, Scene, values_of
from crm.imports.kinds.evidence import EvidenceFiles
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from crm.imports.vocabulary import listed, named
from crm.ledger import queries as ledger_queries
from crm.ledger import rules as ledger_rules
from crm.ledger import service as ledger
from crm.ledger.labels import REFUSALS
from crm.ledger.rules import EntryDraft, GivenFields
from kernel import clock
from models import ImportChange, LedgerEntry, Project
from models.enums import EvidenceType, Standing

FREE_ON_REVERSAL = ("ref", "project_ref")
FACTS = ("kind", "amount", "currency", "effective_on", "nature", "origin", "basis", "credit")


class LedgerImporter(Importer[LedgerEntry]):
    kind = Kind.LEDGER
    growing = frozenset({"evidence"})

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.evidence = EvidenceFiles(scene)
        self._rated: dict[str, bool] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.load_parks()
        user = self.scene.actor
        projects, originals = values_of(rows, "project_ref"), values_of(rows, "reverses")
        self._projects = queries.visible_projects_by_ref(projects, user)
        self._hidden_projects = queries.hidden_project_refs(projects - self._projects.keys(), user)
        self._originals = queries.visible_entries_by_ref(originals, user)
        self._hidden_originals = queries.hidden_entry_refs(originals - self._originals.keys(), user)
        self._entries = queries.entries_by_ref(values_of(rows, "ref"))

    def place(self, row: Row) -> None:
        self.place_by_key(row, self._entries)

    def require(self, row: Row) -> None:
        if not row.gives("reverses"):
            super().require(row)
        else:
            row.require([column for column in self.columns if column.name in FREE_ON_REVERSAL])

    def check(self, row: Row) -> None:
        self._read_credit(row)
        if row.record is not None:
            self._check_recorded(row, row.record)
            return
        project = self._check_project(row)
        if row.get("reverses"):
            self._check_reversal(row, project)
        elif not row.bad:
            self._check_draft(row)
        for kind, name in row.get("evidence") or ():
            self.evidence.require(row, kind, name)
        if not row.bad:
            _remark_unproven(row)

    def _check_project(self, row: Row) -> Project | None:
        """None also for what the user may not record for: nothing of it is compared with the row."""
        words = _("There is no project “%(ref)s” here.", ref=row.get("project_ref"))
        project: Project | None = self.known(row, "project_ref", self._projects, words, self._hidden_projects)
        if project is not None and not is_own_park(self.scene.actor, project.park_id):
            row.deny("project_ref", words)
            return None
        return project

    def _read_credit(self, row: Row) -> None:
        """Parks by their codes, however the cell names them; one named twice is refused."""
        shares: dict[str, int] = {}
        for word, share in row.get("credit") or ():
            try:
                code = self.park_code(word)
            except CellError as error:
                row.refuse("credit", error.reason)
                continue
            if code in shares:
                row.refuse("credit", str(REFUSALS[ledger_rules.Refusal.CREDIT_TWICE]))
            shares[code] = share
        if shares and not row.is_refused("credit"):
            row.given["credit"] = tuple(shares.items())

    def _check_draft(self, row: Row) -> None:
        draft = _draft(row)
        for name, refusal in ledger_rules.check_draft(draft, today=clock.today()).items():
            row.refuse(name, str(REFUSALS[refusal]))
        if not self._has_rate(ledger_rules.rate_month(draft.effective_on)):
            row.refuse("effective_on", str(REFUSALS[ledger_rules.Refusal.NO_RATE]))

    def _has_rate(self, month: str) -> bool:
        if month not in self._rated:
            self._rated[month] = ledger_queries.find_rates(month) is not None
        return self._rated[month]

    def _check_reversal(self, row: Row, project: Project | None) -> None:
        words = _("There is no entry “%(ref)s” here.", ref=row.get("reverses"))
        original = self.known(row, "reverses", self._originals, words, self._hidden_originals)
        if original is None:
            return
        if project is not None and project.id != original.project_id:
            row.refuse("project_ref", str(REFUSALS[ledger_rules.Refusal.OTHER_PROJECT]))
        elif project is not None:
            refusal = ledger_rules.can_reverse(original)
            if refusal is not None:
                refuse = row.deny if refusal in ledger_rules.DENYING else row.refuse
                refuse("reverses", str(REFUSALS[refusal]))
            for name in ledger_rules.disagreements(original, _given(row)):
                row.refuse(name, str(REFUSALS[ledger_rules.Refusal.DISAGREES]))

    def _check_recorded(self, row: Row, entry: LedgerEntry) -> None:
        """What was recorded stays; only evidence may come to it."""
        if not is_own_park(self.scene.actor, entry.project.park_id):
            self.refuse_ref(row)
            return
        there = self.cells_of(entry)
        for column in self.columns:
            if column.name == "evidence" or not row.gives(column.name):
                continue
            wanted = written(column, row.given[column.name])
            if not _is_same(
                column.name, wanted, there[column.name], is_reversal=entry.reverses_id is not None
            ):
                row.refuse(
                    column.name,
                    _("A recorded entry is never changed: reverse it, and record it anew under another ref."),
                )
        if ledger_rules.standing_of(entry.decisions) is Standing.WITHDRAWN:
            row.notes.append(
                _("%(ref)s was withdrawn and counts nowhere; a new entry needs a new ref.", ref=entry.ref)
            )
            row.given.pop("evidence", None)
        row.found["evidence"] = self.evidence.missing(row, entry)

    def compare(self, row: Row) -> None:
        if row.found["evidence"]:
            row.before["evidence"] = self.cells_of(row.record)["evidence"]
            row.after["evidence"] = _joined(row.before["evidence"], row.found["evidence"])

    def cells_of(self, record: LedgerEntry) -> Cells:
        values: dict[str, Any] = {
            "ref": record.ref,
            "project_ref": record.project.ref,
            "kind": record.kind,
            "amount": record.amount_minor,
            "currency": record.currency,
            "effective_on": record.effective_on,
            "nature": record.nature,
            "origin": record.origin,
            "basis": record.basis,
            "credit": tuple((share.park.code, share.share) for share in record.shares),
            "evidence": tuple(
                dict.fromkeys((each.type, each.attachment.file_name) for each in record.evidence)
            ),
            "reverses": record.reverses.ref if record.reverses is not None else None,
            "note": record.note,
        }
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def create(self, row: Row) -> LedgerEntry:
        original = row.found.get("reverses")
        if original is not None:
            entry = ledger.record_reversal(
                original,
                by=self.scene.actor,
                ref=row.key,
                project_id=row.found["project_ref"].id,
                given=_given(row),
                note=row.get("note"),
            )
        else:
            entry = ledger.record_entry(row.found["project_ref"], _draft(row), by=self.scene.actor)
        self._attach(entry, row.get("evidence") or ())
        return entry

    def change(self, row: Row) -> LedgerEntry:
        entry: LedgerEntry = row.record
        self._attach(entry, row.found["evidence"])
        return entry

    def _attach(self, entry: LedgerEntry, evidence: Sequence[Any]) -> None:
        for kind, name in evidence:
            ledger.add_evidence(
                entry, type=kind, attachment=self.evidence.attachment(name), by=self.scene.actor
            )

    def load(self, ids: Sequence[int]) -> Sequence[LedgerEntry]:
        return queries.entries_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        return queries.visible_entry_ids(self.scene.user)

    def undo_new(self, record: LedgerEntry, change: ImportChange) -> str | None:
        standing = ledger_rules.standing_of(record.decisions)
        words = _("import %(batch)s undone", batch=change.batch_id)
        if standing is Standing.OPEN:
            ledger.withdraw_entry(record, by=self.scene.actor, note=words)
        if standing is not Standing.VERIFIED or ledger_rules.standing_reversal(record) is not None:
            return None
        reversal = ledger.record_reversal(
            record, by=self.scene.actor, ref=f"{record.ref}-R{change.batch_id}", note=words
        )
        return str(
            _(
                "%(ref)s was verified; its reversal %(reversal)s waits for a decision.",
                ref=record.ref,
                reversal=reversal.ref,
            )
        )

    def undo_changed(self, row: Row) -> str | None:
        return str(_("documents stay with %(ref)s; nothing that was handed in is thrown away.", ref=row.key))


def _remark_unproven(row: Row) -> None:
    """Such a row is recorded all the same; a reversal rests on the evidence of what it reverses."""
    if row.get("reverses"):
        return
    fitting = ledger_rules.KINDS[row.given["kind"]].evidence
    if not any(kind in fitting for kind, _name in row.get("evidence") or ()):
        row.notes.append(
            _(
                "No evidence that proves it: the entry can't be verified until one of these is attached:"
                " %(types)s.",
                types=listed(named(kind for kind in EvidenceType if kind in fitting)),
            )
        )


def _draft(row: Row) -> EntryDraft:
    return EntryDraft(
        kind=row.given["kind"],
        amount_minor=row.given["amount"],
        currency=row.given["currency"],
        effective_on=row.given["effective_on"],
        nature=row.given["nature"],
        origin=row.given["origin"],
        basis=row.get("basis"),
        credit=row.get("credit"),
        note=row.get("note"),
        ref=row.key,
    )


def _given(row: Row) -> GivenFields:
    values = {name: row.get(name) for name in FACTS}
    values["amount_minor"] = values.pop("amount")
    return GivenFields(**values)


def _is_same(column: str, wanted: str, there: str, *, is_reversal: bool) -> bool:
    if column == "amount" and is_reversal:
        # It may have been written with either sign.
        return wanted.lstrip("-") == there.lstrip("-")
    if column == "credit":
        return sorted(wanted.split(";")) == sorted(there.split(";"))
    return wanted.replace("\r\n", "\n").strip() == there.strip()


def _joined(there: str, more: Sequence[Any]) -> str:
    return ";".join(filter(None, [there, *(f"{kind.value}:{name}" for kind, name in more)]))
