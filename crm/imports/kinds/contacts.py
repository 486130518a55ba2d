"""People at firms. Whoever may not read a person's data gets it masked, and changes nothing of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from crm.contacts import rules as contact_rules
from crm.contacts import service as contacts
from crm.contacts.service import ContactFields
from crm.core.visibility import may_read_contact
from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, values_of
from crm.imports.rows import Cells, Row
from crm.imports.rules import MASKED, Kind
from models import Contact, ImportChange

PLAIN = ("name", "title", "phone", "email", "source")
PERSONAL = frozenset({"phone", "email"})


class ContactsImporter(Importer[Contact]):
    kind = Kind.CONTACTS
    fields = {"firm_id": "firm_ref"}

    def prepare(self, rows: Sequence[Row]) -> None:
        self._found = queries.contacts_by_ref(values_of(rows, "ref"))
        self._firms = queries.firms_by_ref(values_of(rows, "firm_ref"))

    def place(self, row: Row) -> None:
        self.place_by_key(row, self._found)
        self.take_kept(row)
        row.is_back = row.record is not None and row.record.is_archived

    def resolve(self, row: Row) -> None:
        words = _("There is no firm “%(ref)s” here.", ref=row.get("firm_ref"))
        firm = self.known(row, "firm_ref", self._firms, words)
        self.refuse_firm_away(row, firm or (row.record.firm if row.record else None))

    def check(self, row: Row) -> None:
        there: Contact | None = row.record
        if there is not None and not may_read_contact(self.scene.actor, there):
            self._refuse_change(row, there)
            return
        self.resolve(row)
        if row.get("phone") and not contact_rules.is_phone(row.given["phone"]):
            row.refuse("phone", _("Write a telephone number such as +886 2 2268 3466."))
        if row.get("email") and not contact_rules.is_email(row.given["email"]):
            row.refuse("email", _("Write an address such as name@example.com."))

    def _refuse_change(self, row: Row, there: Contact) -> None:
        """Personal data is refused even where it is the same: the answer would betray it."""
        shown = self.cells_of(there)
        for column in self.columns:
            if not row.gives(column.name):
                continue
            is_same = written(column, row.given[column.name]) == shown[column.name]
            if row.is_back or column.name in PERSONAL or not is_same:
                row.deny(
                    column.name, _("Somebody else keeps this contact; ask them or the provincial office.")
                )

    def cells_of(self, record: Contact) -> Cells:
        values: dict[str, Any] = {name: getattr(record, name) for name in PLAIN}
        values |= {"ref": record.ref, "firm_ref": record.firm.ref}
        cells = {column.name: written(column, values[column.name]) for column in self.columns}
        if not may_read_contact(self.scene.user, record):
            cells |= dict.fromkeys(PERSONAL, MASKED)
        return cells

    def create(self, row: Row) -> Contact:
        if row.is_back:
            contacts.restore_contact(row.record, by=self.scene.actor)
            return self.change(row)
        fields = self._fields(row, ContactFields(firm_id=0, name="", source=""))
        return contacts.add_contact(fields, by=self.scene.actor, ref=row.key)

    def change(self, row: Row) -> Contact:
        record: Contact = row.record
        fields = self._fields(row, contacts.contact_fields_of(record))
        return contacts.change_contact(record, fields, by=self.scene.actor)

    def _fields(self, row: Row, there: ContactFields) -> ContactFields:
        values: dict[str, Any] = {name: row.given[name] for name in PLAIN if row.gives(name)}
        if "firm_ref" in row.found:
            values["firm_id"] = row.found["firm_ref"].id
        return replace(there, **values)

    def load(self, ids: Sequence[int]) -> Sequence[Contact]:
        return queries.contacts_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        return queries.visible_contact_ids(self.scene.user)

    def current(self, changes: Sequence[ImportChange]) -> dict[int, Contact]:
        return {key: each for key, each in super().current(changes).items() if not each.is_archived}

    def undo_new(self, record: Contact, change: ImportChange) -> None:
        contacts.archive_contact(
            record, reason=_("import %(batch)s undone", batch=change.batch_id), by=self.scene.actor
        )
