from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm.core.database import session
from crm.firms import service as firms
from crm.rankings import queries, service
from crm.rankings.rules import Counting, count_groups
from kernel import clock
from models import Firm
from tests.factories.firms import make_establishment, make_firm
from tests.factories.rankings import SERIES, make_edition

LATER = date(2024, 12, 31)


def count(known_at: str | None = None, as_of: date = LATER, series: str = SERIES) -> Counting:
    moment = clock.parse_moment(known_at) if known_at else clock.now()
    return count_groups(queries.load_counting_facts(series, as_of, moment), as_of)


def groups(counting: Counting) -> list[int]:
    return [each.group_firm_id for each in counting.counted]


def test_a_ranked_group_with_an_establishment_in_a_core_park_counts() -> None:
    top = make_firm()
    member = make_firm(parent=top)
    make_edition(ranks={top: 17})
    make_establishment(member, park="XT", registered_on=date(2023, 3, 1), ref="E-1")

    (only,) = count().counted

    assert (
        only.group_firm_id,
        only.counted_on,
        only.edition,
        only.rank,
        only.park,
        only.establishment_ref,
    ) == (
        top.id,
        date(2023, 3, 1),
        "FY2022",
        17,
        "XT",
        "E-1",
    )


def test_a_linked_area_does_not_count() -> None:
    firm = make_firm()
    make_edition(ranks={firm: 1})
    make_establishment(firm, park="CS")

    assert groups(count()) == []


def test_another_series_counts_by_itself() -> None:
    firm = make_firm()
    make_edition(ranks={firm: 1}, series="fortune-global-500")
    make_establishment(firm)

    assert groups(count()) == []
    assert groups(count(series="fortune-global-500")) == [firm.id]


def test_only_what_was_known_at_the_moment_counts_the_moment_itself_included(clock_at) -> None:
    clock_at("2024-01-01T00:00:00Z")
    firm = make_firm()
    make_edition(ranks={firm: 1})
    clock_at("2024-02-01T00:00:00Z")
    make_establishment(firm)

    assert groups(count("2024-01-31T23:59:59Z")) == []
    assert groups(count("2024-02-01T00:00:00Z")) == [firm.id]


def test_a_correction_changes_counts_from_when_it_was_recorded(clock_at) -> None:
    clock_at("2024-01-01T00:00:00Z")
    firm = make_firm()
    edition = make_edition(ranks={firm: 1})
    establishment = make_establishment(firm, registered_on=date(2023, 3, 1))
    clock_at("2024-02-01T00:00:00Z")
    written = firms.establishment_fields_of(establishment)
    firms.change_establishment(establishment, replace(written, registered_on=date(2023, 9, 9)), by=None)
    session.commit()
    clock_at("2024-03-01T00:00:00Z")
    service.record_entry(edition, firm, 101)
    session.commit()
    clock_at("2024-04-01T00:00:00Z")

    days = [
        each.counted_on for known in ("2024-01-15", "2024-02-15") for each in count(f"{known}T00:00Z").counted
    ]
    assert days == [date(2023, 3, 1), date(2023, 9, 9)]
    assert groups(count("2024-03-15T00:00Z")) == []


def test_what_was_taken_back_drops_out_and_comes_back_with_its_restoring(clock_at) -> None:
    clock_at("2024-01-01T00:00:00Z")
    firm = make_firm()
    edition = make_edition(ranks={firm: 1})
    establishment = make_establishment(firm)
    entry = queries.find_entry(edition.id, firm.id)
    assert entry is not None
    assert groups(count()) == [firm.id]

    for take_back, bring_back in (
        (
            lambda: firms.retract_establishment(establishment, reason="mistake", by=None),
            lambda: firms.restore_establishment(establishment, by=None),
        ),
        (lambda: service.retract_entry(entry), lambda: service.record_entry(edition, firm, 1)),
        (
            lambda: service.retract_edition(edition),
            lambda: service.record_edition(edition.series, edition.code, as_of=edition.as_of),
        ),
    ):
        take_back()
        session.commit()
        assert groups(count()) == []
        bring_back()
        session.commit()
        assert groups(count()) == [firm.id]


def test_a_parentage_recorded_later_is_not_yet_known(clock_at) -> None:
    clock_at("2024-01-01T00:00:00Z")
    top, shell = make_firm(), make_firm()
    make_edition(ranks={top: 5})
    make_establishment(shell)
    clock_at("2024-02-01T00:00:00Z")
    firms.set_parent(shell, top, holds_from=None)
    session.commit()

    assert groups(count("2024-01-15T00:00Z")) == []
    assert groups(count("2024-02-15T00:00Z")) == [top.id]


def test_an_establishment_that_moved_to_another_park_counts_where_it_is_known_to_be() -> None:
    firm = make_firm()
    make_edition(ranks={firm: 1})
    establishment = make_establishment(firm, park="CS")
    written = firms.establishment_fields_of(establishment)
    core = make_establishment(make_firm(), park="CZ").park_id

    firms.change_establishment(establishment, replace(written, park_id=core), by=None)
    session.commit()

    assert [(each.group_firm_id, each.park) for each in count().counted] == [(firm.id, "CZ")]


def test_the_facts_take_four_statements_however_deep_the_groups(statements) -> None:
    firm: Firm = make_firm()
    make_edition(ranks={firm: 1})
    for _ in range(5):
        firm = make_firm(parent=firm)
    make_establishment(firm)

    with statements() as seen:
        facts = queries.load_counting_facts(SERIES, LATER, clock.now())

    assert len(seen) == 4
    assert len(facts.parentages) == 5


def test_firms_of_no_concern_are_not_loaded() -> None:
    concerned = make_firm(parent=make_firm())
    make_establishment(concerned)
    make_firm(parent=make_firm())

    facts = queries.load_counting_facts(SERIES, LATER, clock.now())

    assert [each.firm_id for each in facts.parentages] == [concerned.id]
