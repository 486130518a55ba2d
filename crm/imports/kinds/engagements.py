"""Engagements: what happened with firms, in the user's own park."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from crm.engagements import rules as engagement_rules
from crm.engagements import service as engagements
from crm.engagements.service import FAULTS, EngagementFields
from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, values_of
from crm.imports.kinds.protections import HeldGroups
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from kernel import clock
from models import Engagement, ImportChange
from models.enums import EngagementKind, Matter

PLAIN = ("kind", "happened_at", "summary", "outcome", "next_step", "next_due_on")


class EngagementsImporter(Importer[Engagement]):
    kind = Kind.ENGAGEMENTS
    fields = {
        "firm_ids": "firm_refs",
        "contact_ids": "contacts",
        "project_id": "project_ref",
        "park_id": "park",
        "next_owner_id": "next_owner",
    }

    def prepare(self, rows: Sequence[Row]) -> None:
        self.load_parks()
        self._found = queries.engagements_by_ref(values_of(rows, "ref"))
        self._firms = queries.firms_by_ref(_listed(rows, "firm_refs"))
        self._contacts = queries.contacts_by_ref(_listed(rows, "contacts"))
        refs = values_of(rows, "project_ref")
        self._projects = queries.visible_projects_by_ref(refs, self.scene.actor)
        self._hidden = queries.hidden_project_refs(refs - self._projects.keys(), self.scene.actor)
        self._people = queries.users_by_name(values_of(rows, "next_owner"))
        self._held = HeldGroups(self._firms)

    def place(self, row: Row) -> None:
        self.place_by_key(row, self._found)
        if self._is_foreign(row):
            self.refuse_ref(row)
        else:
            row.is_back = row.record is not None and row.record.is_archived

    def _is_foreign(self, row: Row) -> bool:
        return row.record is not None and not engagements.may_edit(row.record, self.scene.actor)

    def resolve(self, row: Row) -> None:
        self.known_park(row)
        self._resolve_list(row, "firm_refs", self._firms, _("There is no firm “%(ref)s” here."))
        self._resolve_list(row, "contacts", self._contacts, _("There is no contact “%(ref)s” here."))
        self.known(
            row,
            "project_ref",
            self._projects,
            _("There is no project “%(ref)s” here.", ref=row.get("project_ref")),
            self._hidden,
        )
        self.known(
            row,
            "next_owner",
            self._people,
            _("There is no active account “%(name)s”.", name=row.get("next_owner")),
        )

    def _resolve_list(self, row: Row, column: str, records: dict[str, Any], words: str) -> None:
        wanted = row.get(column) or ()
        for ref in wanted:
            if ref not in records:
                row.refuse(column, words % {"ref": ref})
        row.found[column] = [records[ref] for ref in wanted if ref in records]

    def check(self, row: Row) -> None:
        there: Engagement | None = row.record
        if self._is_foreign(row):
            return
        self.resolve(row)
        if row.bad or not (row.is_new or _gives_more(row)):
            return
        fields = self._fields(row, _blank() if there is None else engagements.fields_of(there))
        self._check_fields(row, fields)
        known = {firm.id for firm in there.firms} if there is not None and not row.is_new else set()
        self._held.remark(row, set(fields.firm_ids) - known, fields.park_id)

    def _check_fields(self, row: Row, fields: EngagementFields) -> None:
        faults = engagement_rules.faults(
            firms=len(fields.firm_ids),
            summary=fields.summary,
            happened_at=fields.happened_at,
            next_step=fields.next_step,
            next_due_on=fields.next_due_on,
            next_owner_id=fields.next_owner_id,
            now=clock.now(),
        )
        for fault in faults:
            name, words = FAULTS[fault]
            row.refuse(self.fields.get(name, name), str(words))
        for contact in row.found.get("contacts", ()):
            if contact.firm_id not in fields.firm_ids:
                row.refuse("contacts", _("%(ref)s is no contact of these firms.", ref=contact.ref))

    def cells_of(self, record: Engagement) -> Cells:
        values: dict[str, Any] = {name: getattr(record, name) for name in PLAIN}
        values |= {
            "ref": record.ref,
            "park": record.park.code,
            "firm_refs": tuple(sorted(firm.ref for firm in record.firms)),
            "contacts": tuple(sorted(contact.ref for contact in record.contacts)),
            "next_owner": record.next_owner.name if record.next_owner else None,
            "project_ref": record.project.ref if record.project else None,
        }
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def compare(self, row: Row) -> None:
        """The order in which firms and contacts are named says nothing."""
        for column in ("firm_refs", "contacts"):
            if row.get(column):
                row.given[column] = tuple(sorted(row.given[column]))
        super().compare(row)

    def create(self, row: Row) -> Engagement:
        if row.is_back:
            engagements.restore_engagement(row.record, by=self.scene.actor)
            return self.change(row)
        return engagements.log_engagement(
            self._fields(row, _blank()), by=self.scene.actor, ref=row.key, matter=Matter.SAME
        )

    def change(self, row: Row) -> Engagement:
        record: Engagement = row.record
        fields = self._fields(row, engagements.fields_of(record))
        return engagements.edit_engagement(record, fields, by=self.scene.actor, matter=Matter.SAME)

    def _fields(self, row: Row, there: EngagementFields) -> EngagementFields:
        values: dict[str, Any] = {name: row.given[name] for name in PLAIN if row.gives(name)}
        for column, inner in (("firm_refs", "firm_ids"), ("contacts", "contact_ids")):
            if row.gives(column):
                values[inner] = tuple(record.id for record in row.found[column])
        for column, inner in (
            ("park", "park_id"),
            ("project_ref", "project_id"),
            ("next_owner", "next_owner_id"),
        ):
            if row.gives(column):
                values[inner] = row.found[column].id if column in row.found else None
        return replace(there, **values)

    def load(self, ids: Sequence[int]) -> Sequence[Engagement]:
        return queries.engagements_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        return queries.visible_engagement_ids(self.scene.user)

    def current(self, changes: Sequence[ImportChange]) -> dict[int, Engagement]:
        return {key: each for key, each in super().current(changes).items() if not each.is_archived}

    def undo_new(self, record: Engagement, change: ImportChange) -> None:
        engagements.archive_engagement(
            record, reason=_("import %(batch)s undone", batch=change.batch_id), by=self.scene.actor
        )


def _listed(rows: Sequence[Row], column: str) -> set[str]:
    return {ref for row in rows for ref in row.get(column) or ()}


def _gives_more(row: Row) -> bool:
    return len(row.given) > 1


def _blank() -> EngagementFields:
    return EngagementFields(EngagementKind.VISIT, clock.now(), 0, (), "")
