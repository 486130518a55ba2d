from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm.core.database import session
from crm.rankings import queries, service
from crm.rankings.service import EntryFields
from kernel.errors import RuleError
from models import RankingEditionVersion, RankingEntryVersion
from tests.factories.firms import make_firm
from tests.factories.rankings import make_edition


def test_an_edition_is_in_force_from_its_date_unless_told_otherwise() -> None:
    series = service.series_named("taiwan-top-100")

    plain = service.record_edition(series, "FY2022", as_of=date(2022, 12, 31))
    published = service.record_edition(
        series, "FY2023", as_of=date(2023, 12, 31), in_force_from=date(2024, 5, 20)
    )

    assert (plain.in_force_from, published.in_force_from) == (date(2022, 12, 31), date(2024, 5, 20))


def test_an_edition_dated_after_today_is_refused_but_for_the_reference_facts(clock_at) -> None:
    clock_at("2024-03-01T02:00:00Z")
    series = service.series_named("taiwan-top-100")

    with pytest.raises(RuleError):
        service.record_edition(series, "FY2024", as_of=date(2024, 3, 2))

    assert service.record_edition(series, "FY2024", as_of=date(2024, 12, 31), is_reference=True).id


def test_recording_the_same_again_adds_no_version() -> None:
    firm = make_firm()
    for _ in range(2):
        edition = make_edition(ranks={firm: 4})
    service.record_edition(edition.series, edition.code, as_of=edition.as_of)
    session.commit()

    assert session.query(RankingEditionVersion).count() == 1
    assert session.query(RankingEntryVersion).count() == 1


def test_a_changed_rank_is_a_new_version_of_the_same_place() -> None:
    firm = make_firm()
    edition = make_edition(ranks={firm: 4})
    service.record_entry(edition, firm, 5, EntryFields(value=Decimal("12.50"), unit="USD million"))
    session.commit()

    (entry,) = queries.list_entries(edition.id, viewer=None)
    assert (entry.rank, entry.value, [each.rank for each in entry.versions]) == (5, Decimal("12.50"), [4, 5])


def test_a_rank_below_one_is_refused() -> None:
    with pytest.raises(RuleError):
        service.record_entry(make_edition(), make_firm(), 0)


def test_a_series_is_found_whatever_the_case_of_its_code() -> None:
    assert service.series_named("Taiwan-Top-100") is service.series_named("taiwan-top-100 ")
    with pytest.raises(RuleError):
        service.series_named(" ")
