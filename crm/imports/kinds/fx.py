"""Monthly exchange rates: a later record of a month holds, and changes nothing recorded before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crm.core.database import session
from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, values_of
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from models import ExchangeRate, ImportChange

RATES = ("cny_per_usd", "twd_per_usd", "hkd_per_usd")


class FxImporter(Importer[ExchangeRate]):
    kind = Kind.FX

    def prepare(self, rows: Sequence[Row]) -> None:
        self._held = queries.rates_holding(values_of(rows, "month"))

    def place(self, row: Row) -> None:
        self.place_by_key(row, self._held, "month")

    def check(self, row: Row) -> None:
        """A month that lies ahead is taken too: no entry can rest on it yet, and a history that is
        replayed brings its rates in one file."""

    def cells_of(self, record: ExchangeRate) -> Cells:
        return {column.name: written(column, getattr(record, column.name)) for column in self.columns}

    def create(self, row: Row) -> ExchangeRate:
        return self._append({name: row.get(name) for name in ("month", *RATES, "source")})

    def change(self, row: Row) -> ExchangeRate:
        there = {name: getattr(row.record, name) for name in ("month", *RATES, "source")}
        return self._append(there | {name: value for name, value in row.given.items() if value is not None})

    def load(self, ids: Sequence[int]) -> Sequence[ExchangeRate]:
        return list(queries.find_many(ExchangeRate, ExchangeRate.id, ids))

    def iterate_ids(self) -> Iterator[int]:
        yield from (rate.id for rate in queries.rates_holding(None).values())

    def current(self, changes: Sequence[ImportChange]) -> dict[int, ExchangeRate]:
        held = queries.rates_holding({change.key for change in changes})
        return {change.id: held[change.key] for change in changes if change.key in held}

    def undo_new(self, record: ExchangeRate, change: ImportChange) -> None:
        there = {name: getattr(record, name) for name in ("month", *RATES, "source")}
        self._append(there | {"is_retracted": True})

    def _append(self, values: dict[str, object]) -> ExchangeRate:
        rate = ExchangeRate(**values)
        session.add(rate)
        return rate
