"""Ranking lists, as they are published. A ranked firm not yet here is made along with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from crm.core.database import session
from crm.firms import service as firms
from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, Scene, values_of
from crm.imports.kinds.ranked_firms import RankedFirms, clean_identifiers
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from crm.rankings import service as rankings
from crm.rankings.service import EntryFields
from kernel import clock
from models import Firm, ImportChange, RankingEdition, RankingEntry

IDENTIFYING = frozenset({"firm_ref", "business_number", "code", "name_hant", "name_en"})
"""These find the firm; how a list writes its name changes nothing of it."""
LISTED = ("value", "unit", "method", "source")
Dates = tuple[date | None, date | None]


class RankingsImporter(Importer[RankingEntry]):
    kind = Kind.RANKINGS

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._recorded: dict[tuple[str, str], RankingEdition] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.gives("series"):
                row.given["series"] = row.given["series"].lower()
            clean_identifiers(row)
        self._editions = queries.editions_of(values_of(rows, "series"))
        self._firms = RankedFirms(rows, self.scene)
        self._entries = queries.ranking_entries(edition.id for edition in self._editions.values())
        self._said: dict[tuple[str, str], Dates] = {}

    def place(self, row: Row) -> None:
        key = (row.given["series"], row.given["edition"])
        named = self._firms.find(row)
        if named is None:
            return
        row.key = "/".join((*key, named))
        edition, firm = self._editions.get(key), row.found.get("firm")
        if edition is None or firm is None:
            return
        row.record = self._entries.get((edition.id, firm.id))
        if row.record is not None:
            row.is_back = row.record.is_retracted or edition.is_retracted

    def check(self, row: Row) -> None:
        key = (row.given["series"], row.given["edition"])
        edition = self._editions.get(key)
        as_of = row.get("as_of")
        is_reference = edition is not None and edition.is_reference
        if as_of is not None and as_of > clock.today() and not is_reference:
            row.refuse("as_of", _("This edition is dated after today."))
        self._check_dates(row, key)

    def _check_dates(self, row: Row, key: tuple[str, str]) -> None:
        """All rows of an edition say the same of its dates."""
        said = (row.get("as_of"), row.get("in_force_from"))
        first = self._said.setdefault(key, said)
        for column, mine, theirs in zip(("as_of", "in_force_from"), said, first, strict=True):
            if mine != theirs and not row.is_refused(column):
                shown = theirs.isoformat() if theirs else _("nothing")
                row.refuse(column, _("Another row of this edition says %(other)s.", other=shown))

    def cells_of(self, record: RankingEntry) -> Cells:
        edition, firm = record.edition, record.firm
        values: dict[str, Any] = {name: getattr(record, name) for name in LISTED}
        values |= {
            "series": edition.series.code,
            "edition": edition.code,
            "as_of": edition.as_of,
            "in_force_from": edition.in_force_from,
            "rank": record.rank,
            "firm_ref": firm.ref,
            "business_number": firm.business_number,
            "code": firm.stock_code,
            "name_hant": firm.name_hant,
            "name_en": firm.name_en,
        }
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def compare(self, row: Row) -> None:
        super().compare(row)
        for name in IDENTIFYING & row.after.keys():
            del row.before[name], row.after[name]

    def create(self, row: Row) -> RankingEntry:
        firm: Firm = self._firms.firm_for(row)
        edition = self._edition(row)
        fields = EntryFields(
            name_listed=row.get("name_hant") or row.get("name_en") or firm.name,
            **{name: row.get(name) for name in LISTED},
        )
        return rankings.record_entry(edition, firm, row.given["rank"], fields)

    def change(self, row: Row) -> RankingEntry:
        record: RankingEntry = row.record
        if row.after.keys() & {"as_of", "in_force_from"}:
            self._edition(row)
        values = {name: row.given[name] if row.gives(name) else getattr(record, name) for name in LISTED}
        fields = EntryFields(name_listed=record.name_listed, **values)
        return rankings.record_entry(record.edition, record.firm, row.get("rank") or record.rank, fields)

    def _edition(self, row: Row) -> RankingEdition:
        """The edition as the file has it, recorded once however many places it has."""
        there: RankingEdition | None = row.record.edition if row.record is not None else None
        code = there.code if there else row.given["edition"]
        series = there.series.code if there else row.given["series"]
        if (series, code) not in self._recorded:
            known = self._editions.get((series, code)) or there
            self._recorded[series, code] = rankings.record_edition(
                rankings.series_named(series),
                code,
                as_of=row.get("as_of") or (known.as_of if known else clock.today()),
                in_force_from=row.get("in_force_from"),
            )
            if known is None or known.is_retracted:
                row.made["edition"] = self._recorded[series, code].id
        return self._recorded[series, code]

    def load(self, ids: Sequence[int]) -> Sequence[RankingEntry]:
        return queries.ranking_entries_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        return queries.visible_ranking_entry_ids(self.scene.user)

    def current(self, changes: Sequence[ImportChange]) -> dict[int, RankingEntry]:
        return {key: each for key, each in super().current(changes).items() if not each.is_retracted}

    def undo_new(self, record: RankingEntry, change: ImportChange) -> None:
        rankings.retract_entry(record)

    def finish(self, rows: Sequence[Row]) -> None:
        """Undoing takes back editions and firms made for the rows, where nothing else needs them."""
        if not self.scene.is_undo:
            return
        session.flush()
        for edition in queries.editions_without_entries([row.made.get("edition", 0) for row in rows]):
            rankings.retract_edition(edition)
        for firm in queries.firms_unused([row.made.get("firm", 0) for row in rows]):
            firms.archive_firm(firm, reason=_("the import that made it was undone"))
