"""Values that parks report for a period: appended, and verified by another person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from crm.core.visibility import own_park_id
from crm.imports.columns import ZONE, ZONE_WORD, written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from crm.imports.vocabulary import fold, in_all_languages
from crm.indicators import queries as indicator_queries
from crm.indicators import rules as indicator_rules
from crm.indicators import service as indicators
from crm.ledger.lenses.rules import plan_at
from kernel import clock
from models import ImportChange, Indicator, IndicatorValue
from models.enums import IndicatorSource, Role


class IndicatorsImporter(Importer[IndicatorValue]):
    kind = Kind.INDICATORS

    def prepare(self, rows: Sequence[Row]) -> None:
        self.load_parks()
        self._plans = indicator_queries.list_plans()
        self._indicators = queries.indicators_by_number()
        wanted = {key for row in rows if (key := self._resolve_key(row)) is not None}
        self._latest = queries.latest_values(wanted)

    def place(self, row: Row) -> None:
        key = self._resolve_key(row, is_telling=True)
        if key is None:
            return
        row.key = f"{row.given['number']}/{row.given['park']}/{row.given['period']}"
        row.record = self._latest.get(key)

    def check(self, row: Row) -> None:
        indicator: Indicator | None = row.found.get("number")
        if indicator is not None and indicator.source is not IndicatorSource.REPORTED:
            row.refuse(
                "number",
                _("Indicator %(number)s is computed here; it is not reported.", number=indicator.number),
            )

    def _resolve_key(self, row: Row, *, is_telling: bool = False) -> queries.ValueKey | None:
        """The indicator of the plan in force in the row's period, its park and the period."""
        if any(not row.gives(column.name) for column in self.key_columns):
            return None
        silent = row if is_telling else Row(row.number, given=row.given)
        period = self._period(silent)
        is_park_known = self._resolve_park(silent)
        indicator = self._indicator(silent, period)
        row.found |= silent.found
        if period is None or indicator is None or not is_park_known:
            return None
        park = row.found.get("park")
        return indicator.id, park.id if park else None, period.text

    def _period(self, row: Row) -> indicator_rules.Period | None:
        try:
            period = indicator_rules.parse_period(row.given["period"].upper())
        except ValueError:
            row.refuse("period", _("Write the period as 2024, 2024-H1, 2024-Q2 or 2024-06."))
            return None
        if period.starts_on > clock.today():
            row.refuse("period", _("This period has not begun yet."))
        return period

    def _resolve_park(self, row: Row) -> bool:
        if not _is_zone(row.given["park"]):
            return self.known_park(row) is not None
        row.given["park"] = ZONE
        if self.scene.actor.role is not Role.COORDINATOR:
            row.deny("park", _("You import for your own park only."))
        return True

    def _indicator(self, row: Row, period: indicator_rules.Period | None) -> Indicator | None:
        if period is None:
            return None
        plan = plan_at(self._plans, period.starts_on)
        indicator = self._indicators.get((plan.id, row.given["number"])) if plan else None
        if indicator is None:
            row.refuse(
                "number",
                _("The plan of that period has no indicator %(number)s.", number=row.given["number"]),
            )
        else:
            row.found["number"] = indicator
        return indicator

    def cells_of(self, record: IndicatorValue) -> Cells:
        values = {
            "number": record.indicator.number,
            "park": record.park.code if record.park else ZONE,
            "period": record.period,
            "value": record.value,
            "evidence": record.evidence_note,
        }
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def create(self, row: Row) -> IndicatorValue:
        there: IndicatorValue | None = row.record
        note = row.given["evidence"] if row.gives("evidence") else (there.evidence_note if there else None)
        return indicators.report_value(
            row.found["number"],
            park=row.found.get("park"),
            period=row.given["period"],
            value=row.given["value"] if row.gives("value") else (there.value if there else None),
            evidence_note=note,
            by=self.scene.actor,
        )

    def change(self, row: Row) -> IndicatorValue:
        return self.create(row)

    def resolve(self, row: Row) -> None:
        record: IndicatorValue = row.record
        row.given |= {"number": record.indicator.number, "period": record.period}
        row.found |= {"number": record.indicator, "park": record.park}

    def load(self, ids: Sequence[int]) -> Sequence[IndicatorValue]:
        return queries.values_by_id(ids)

    def iterate_ids(self) -> Iterator[int]:
        park_id = own_park_id(self.scene.user)
        latest = queries.latest_values(None)
        yield from (value.id for value in latest.values() if park_id is None or value.park_id == park_id)

    def current(self, changes: Sequence[ImportChange]) -> dict[int, IndicatorValue]:
        reported = {value.id: value for value in self.load([change.record_id for change in changes])}
        keys = {change.id: _key(reported[change.record_id]) for change in changes}
        latest = queries.latest_values(set(keys.values()))
        return {change_id: latest[key] for change_id, key in keys.items() if key in latest}

    def undo_new(self, record: IndicatorValue, change: ImportChange) -> None:
        indicators.report_value(
            record.indicator, park=record.park, period=record.period, value=None, by=self.scene.actor
        )


def _is_zone(word: str) -> bool:
    return fold(word) == fold(ZONE) or fold(word) in in_all_languages(ZONE_WORD)


def _key(value: IndicatorValue) -> queries.ValueKey:
    return value.indicator_id, value.park_id, value.period
