"""Firms: found by their ref; one that the system itself numbered by its number, code or name too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from crm.core.database import session
from crm.firms import rules as firm_rules
from crm.firms import service as firms
from crm.firms.service import FirmFields
from crm.imports.columns import Column, written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, values_of
from crm.imports.kinds.firm_lookup import NEW, GeneratedFirms
from crm.imports.kinds.industries import IndustryNames
from crm.imports.rows import Candidate, Cells, Row, RowState
from crm.imports.rules import Kind, find_circle
from kernel import clock
from models import Firm, FirmParentage, ImportChange

NAMES = ("name_hant", "name_hans", "name_en")
NUMBERS = {"business_number": firm_rules.is_business_number, "credit_code": firm_rules.is_credit_code}
PLAIN = (*NAMES, "business_number", "credit_code", "stock_code", "industry", "address", "website")
PARENT = ("parent_ref", "parent_from")


class FirmsImporter(Importer[Firm]):
    kind = Kind.FIRMS
    fields = {"holds_from": "parent_from", "parent": "parent_ref", "is_distinct": "name_hant"}

    def prepare(self, rows: Sequence[Row]) -> None:
        for row in rows:
            _clean(row)
        self._by_ref = queries.firms_by_ref(values_of(rows, "ref", "parent_ref"))
        self._holders = {name: queries.firms_by_column(name, values_of(rows, name)) for name in NUMBERS}
        self._generated = GeneratedFirms(rows)
        self._industries = IndustryNames()
        self._rows = {row.given["ref"]: row for row in rows if row.gives("ref")}

    def place(self, row: Row) -> None:
        row.key = row.given["ref"]
        row.record = self._by_ref.get(row.key)
        self.take_kept(row)
        row.record = row.record or self._find_generated(row)
        row.is_back = row.record is not None and row.record.is_archived

    def _find_generated(self, row: Row) -> Firm | None:
        found = self._generated.matching(row)
        if len(found) < 2:
            return found[0] if found else None
        answer = self.scene.answers.get((row.number, "ref"))
        if answer == NEW:
            return None
        chosen = [firm for firm in found if firm.ref == answer]
        if chosen:
            return chosen[0]
        choices = [Candidate(firm.ref, firm.name) for firm in found]
        choices.append(Candidate(NEW, _("a new firm")))
        row.refuse("ref", _("Several firms bear this name; say which one is meant."), choices)
        return None

    def check(self, row: Row) -> None:
        firm: Firm | None = row.record
        for name, is_valid in NUMBERS.items():
            self._check_number(row, firm, name, is_valid)
        if row.get("stock_code") and not firm_rules.is_stock_code(row.given["stock_code"]):
            row.refuse(
                "stock_code", _("A stock code is two to six digits or letters, such as 2317 or 6088.HK.")
            )
        if not any(self._will_hold(row, firm, name) for name in NAMES) and not any(
            map(row.is_refused, NAMES)
        ):
            row.refuse("name_hant", _("A firm needs a name in one of the three scripts."))
        self._check_parent(row, firm)

    def _check_number(self, row: Row, firm: Firm | None, name: str, is_valid: Any) -> None:
        number = row.get(name)
        if not number:
            return
        if not is_valid(number):
            row.refuse(
                name, _("The check digit does not fit; Excel drops leading zeros, so format it as text.")
            )
            return
        holder = self._holders[name].get(number)
        if holder is not None and holder is not firm:
            row.refuse(
                name, _("This number belongs to %(name)s (%(ref)s).", name=holder.name, ref=holder.ref)
            )

    def _will_hold(self, row: Row, firm: Firm | None, name: str) -> Any:
        return row.given[name] if row.gives(name) else getattr(firm, name, None)

    def _check_parent(self, row: Row, firm: Firm | None) -> None:
        parent_ref = row.get("parent_ref")
        if parent_ref is not None:
            parent = self._by_ref.get(parent_ref)
            is_known = parent_ref in self._rows or (parent is not None and not parent.is_archived)
            if not is_known:
                row.refuse(
                    "parent_ref", _("There is no firm “%(ref)s”, here or in the file.", ref=parent_ref)
                )
            elif parent_ref == row.key:
                row.refuse("parent_ref", _("A firm can't own itself."))
        day = row.get("parent_from")
        if day is not None and day > clock.today():
            row.refuse("parent_from", _("This day lies ahead; record the change when it has come."))
        if day is not None and parent_ref is None and (firm is None or firm.parent_id is None):
            row.refuse("parent_from", _("There is no parent that this day could be about."))

    def check_together(self, rows: Sequence[Row]) -> None:
        circle = find_circle(
            {row.key: row.given["parent_ref"] for row in rows if row.get("parent_ref") and not row.bad}
        )
        for ref in circle:
            self._rows[ref].refuse(
                "parent_ref", _("These firms would own each other: %(refs)s.", refs=" → ".join(circle))
            )
        for name in NUMBERS:
            first: dict[str, int] = {}
            for row in rows:
                number = row.get(name)
                if number and first.setdefault(number, row.number) != row.number:
                    row.refuse(name, _("The same number stands in row %(row)s.", row=first[number]))

    def compare(self, row: Row) -> None:
        super().compare(row)
        if "industry" in row.after and self._industries.is_same(row.get("industry"), row.record.industry):
            del row.before["industry"], row.after["industry"]

    def cells_of(self, record: Firm) -> Cells:
        holding = _holding(record)
        values: dict[str, Any] = {name: getattr(record, name) for name in PLAIN if name != "industry"}
        values |= {
            "ref": record.ref,
            "aliases": tuple(alias.name for alias in record.own_aliases),
            "industry": record.industry.name if record.industry else None,
            "parent_ref": record.parent.ref if record.parent else None,
            "parent_from": holding.holds_from if holding and record.parent else None,
        }
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def create(self, row: Row) -> Firm:
        if row.is_back:
            firms.restore_firm(row.record)
            return self.change(row)
        # Refs and numbers were looked up for all rows at once; they are flushed together as well.
        fields = self._fields(row, FirmFields())
        return firms.new_firm(fields, ref=row.key, industry=self._industries.named(fields.industry))

    def change(self, row: Row) -> Firm:
        firm: Firm = row.record
        if row.gives("ref") and row.given["ref"] != firm.ref:
            firm.ref, firm.is_ref_generated = row.given["ref"], self.scene.is_undo
            firms.write_keys(firm)
        if any(row.gives(name) for name in (*PLAIN, "aliases")):
            firms.change_firm(firm, self._fields(row, firms.fields_of(firm)))
        return firm

    def _fields(self, row: Row, there: FirmFields) -> FirmFields:
        values: dict[str, Any] = {name: row.given[name] for name in PLAIN if row.gives(name)}
        if row.gives("aliases"):
            values["aliases"] = firms.aliases_named(row.given["aliases"] or (), row.record)
        return replace(there, **values)

    def finish(self, rows: Sequence[Row]) -> None:
        """Parents last: a row may name a firm that stands further down."""
        session.flush()
        owned = [row for row in rows if any(name in row.after for name in PARENT)]
        first = [row for row in owned if self._is_first(row)]
        depths = _depths({row.key: row.given["parent_ref"] for row in first})
        first.sort(key=lambda row: depths[row.key])
        firms.set_first_parents([(row.record, parent) for row in first if (parent := self._parent_of(row))])
        for row in owned:
            if self._is_first(row):
                continue
            firm: Firm = row.record
            parent = self._parent_of(row)
            if row.get("parent_from") is not None and not self.scene.is_undo:
                firms.set_parent(firm, parent, holds_from=row.given["parent_from"])
            elif row.is_back or not firm.parentages:
                firms.set_parent(firm, parent, holds_from=None)
            else:
                firms.correct_parent(firm, parent)

    def _is_first(self, row: Row) -> bool:
        """A firm just made, owned since ever: it has no past, so that thousands go in one step."""
        is_new = row.settled is RowState.NEW and not row.is_back and not self.scene.is_undo
        return is_new and row.get("parent_ref") is not None and row.get("parent_from") is None

    def _parent_of(self, row: Row) -> Firm | None:
        if not row.gives("parent_ref"):
            return row.record.parent  # type: ignore[no-any-return]
        ref = row.given["parent_ref"]
        if ref is None:
            return None
        beside = self._rows.get(ref)
        return beside.record if beside is not None else self._by_ref[ref]

    def load(self, ids: Sequence[int]) -> Sequence[Firm]:
        return queries.firms_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        return queries.visible_firm_ids(self.scene.user)

    def exported_columns(self) -> Sequence[Column]:
        if queries.has_dated_parentage():
            return self.columns
        return [column for column in self.columns if not column.is_extra]

    def current(self, changes: Sequence[ImportChange]) -> dict[int, Firm]:
        return {key: firm for key, firm in super().current(changes).items() if not firm.is_archived}

    def undo_order(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Those that are owned before those who own them."""
        return sorted(rows, key=lambda row: -_depth(row.record))

    def undo_new(self, record: Firm, change: ImportChange) -> None:
        firms.archive_firm(record, reason=_("import %(batch)s undone", batch=change.batch_id))
        # Its owner, which comes next, must not count it any longer.
        session.flush()


def _clean(row: Row) -> None:
    """Identifiers as they are kept; the register's placeholder for “none” says nothing."""
    for name in ("business_number", "credit_code", "stock_code"):
        if row.get(name) is None:
            continue
        number = firm_rules.clean_code(row.given[name])
        if number is None or number == firm_rules.NO_BUSINESS_NUMBER:
            del row.given[name]
        else:
            row.given[name] = number


def _holding(firm: Firm) -> FirmParentage | None:
    """The parentage that holds today."""
    versions = {
        version: firm_rules.Parentage(
            firm.id, version.parent_id, version.holds_from, version.recorded_at, version.id
        )
        for version in firm.parentages
    }
    holding = firm_rules.holding_parentage(versions.values(), clock.today())
    return next((version for version, each in versions.items() if each is holding), None)


def _depths(parents: dict[str, str]) -> dict[str, int]:
    """How many of those in the file stand above each; they form no circle."""
    depths: dict[str, int] = {}
    for ref in parents:
        above: list[str] = []
        at = ref
        while at in parents and at not in depths:
            above.append(at)
            at = parents[at]
        for depth, each in enumerate(reversed(above), start=depths.get(at, -1) + 1):
            depths[each] = depth
    return depths


def _depth(firm: Firm) -> int:
    depth, at = 0, firm
    while at.parent is not None and depth < 50:
        depth, at = depth + 1, at.parent
    return depth
