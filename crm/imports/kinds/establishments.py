"""Registered entities in parks. An export leaves out what was taken back; a row of its ref brings it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from flask_babel import gettext as _

from crm.core import storage
from crm.core.permissions import is_own_park
from crm.firms import rules as firm_rules
from crm.firms import service as firms
from crm.firms.service import EstablishmentFields
from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, values_of
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind, split_list
from kernel import clock
from models import Establishment, ImportChange

PLAIN = {
    "registered_name": "registered_name",
    "registered_on": "registered_on",
    "ceased_on": "ceased_on",
    "credit_code": "credit_code",
    "evidence": "evidence_note",
}


class EstablishmentsImporter(Importer[Establishment]):
    kind = Kind.ESTABLISHMENTS
    fields = {"firm_id": "firm_ref", "park_id": "park", "evidence_note": "evidence"}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.load_parks()
        for row in rows:
            if row.get("credit_code"):
                row.given["credit_code"] = firm_rules.clean_code(row.given["credit_code"])
        self._found = queries.establishments_by_ref(values_of(rows, "ref"))
        self._firms = queries.firms_by_ref(values_of(rows, "firm_ref"))

    def place(self, row: Row) -> None:
        self.place_by_key(row, self._found)
        if self._is_foreign(row):
            self.refuse_ref(row)
        else:
            row.is_back = row.record is not None and row.record.is_retracted

    def _is_foreign(self, row: Row) -> bool:
        return row.record is not None and not is_own_park(self.scene.actor, row.record.park_id)

    def resolve(self, row: Row) -> None:
        firm = self.known(
            row, "firm_ref", self._firms, _("There is no firm “%(ref)s” here.", ref=row.get("firm_ref"))
        )
        self.refuse_firm_away(row, firm or (row.record.firm if row.record else None))
        self.known_park(row)

    def check(self, row: Row) -> None:
        there: Establishment | None = row.record
        if self._is_foreign(row):
            return
        self.resolve(row)
        for name in self._files_of(row):
            if PurePath(name).suffix and not self.scene.files(name):
                row.notes.append(_("No file “%(name)s” came along; its name is kept as words.", name=name))
        if row.get("credit_code") and not firm_rules.is_credit_code(row.given["credit_code"]):
            row.refuse("credit_code", _("The check character does not fit this code."))
        registered = row.get("registered_on") or (there.registered_on if there else None)
        for name in ("registered_on", "ceased_on"):
            day = row.get(name)
            if day is not None and day > clock.today():
                row.refuse(name, _("This day lies ahead; record it when it has come."))
            elif day is not None and registered is not None and day < registered:
                row.refuse(name, _("This day lies before the registration."))

    def cells_of(self, record: Establishment) -> Cells:
        values: dict[str, Any] = {name: getattr(record, inner) for name, inner in PLAIN.items()}
        values |= {"ref": record.ref, "firm_ref": record.firm.ref, "park": record.park.code}
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def create(self, row: Row) -> Establishment:
        if row.is_back:
            firms.restore_establishment(row.record, by=self.scene.actor)
            return self.change(row)
        blank = EstablishmentFields(0, 0, "", clock.today())
        record = firms.add_establishment(self._fields(row, blank), by=self.scene.actor, ref=row.key)
        self._attach(row, record)
        return record

    def change(self, row: Row) -> Establishment:
        record: Establishment = row.record
        there = firms.establishment_fields_of(record)
        firms.change_establishment(record, self._fields(row, there), by=self.scene.actor)
        self._attach(row, record)
        return record

    def _fields(self, row: Row, there: EstablishmentFields) -> EstablishmentFields:
        values: dict[str, Any] = {inner: row.given[name] for name, inner in PLAIN.items() if row.gives(name)}
        if "firm_ref" in row.found:
            values["firm_id"] = row.found["firm_ref"].id
        if "park" in row.found:
            values["park_id"] = row.found["park"].id
        return replace(there, **values)

    def _attach(self, row: Row, record: Establishment) -> None:
        """What the evidence names and lies beside the file is kept with it; other words stay words.

        A type before the name, as the ledger has it, is no part of the name.
        """
        if self.scene.is_rehearsal or not row.get("evidence"):
            return
        for name in self._files_of(row):
            content = self.scene.files(name)
            kept = {each.attachment.file_name for each in record.evidence} if content else set()
            if content and storage.clean_name(name) not in kept:
                firms.attach_evidence(record, content=content, file_name=name, by=self.scene.actor)

    def _files_of(self, row: Row) -> list[str]:
        parts = split_list(row.get("evidence") or "")
        return [part if self.scene.files(part) else part.rpartition(":")[2].strip() for part in parts]

    def load(self, ids: Sequence[int]) -> Sequence[Establishment]:
        return queries.establishments_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        return queries.visible_establishment_ids(self.scene.user)

    def current(self, changes: Sequence[ImportChange]) -> dict[int, Establishment]:
        return {key: each for key, each in super().current(changes).items() if not each.is_retracted}

    def undo_new(self, record: Establishment, change: ImportChange) -> None:
        firms.retract_establishment(
            record, reason=_("import %(batch)s undone", batch=change.batch_id), by=self.scene.actor
        )
