"""The report's tables of projects: every one in its stage, and as known then."""

from __future__ import annotations

from datetime import date

from crm.bulletins import reports
from crm.bulletins.orders import Order
from crm.core.database import session
from kernel import clock
from kernel.figures import rate_percent
from models.enums import AgreementKind, Stage, Status
from reports.content import Table, tables_of
from tests.factories.plans import make_plan_with_indicators
from tests.factories.projects import make_project
from tests.factories.zone import get_park

DAY = date(2024, 9, 30)
THEN = "2024-10-08T02:00:00Z"
LATER = "2025-02-01T02:00:00Z"


def table_of(key: str, plan, known_at=None) -> Table:
    order = Order(plan, DAY, known_at or clock.now(), None, "en")
    return next(each for each in tables_of(reports.build("progress", order)) if each.key == key)


def stages_of(table: Table) -> dict[str, object]:
    """The last row, by the keys of the columns."""
    return dict(zip([column.key for column in table.columns], table.total, strict=True))


def test_a_signed_project_whose_agreement_is_not_recorded_is_counted_as_signed(clock_at) -> None:
    clock_at(THEN)
    plan = make_plan_with_indicators()
    make_project(stage=Stage.SIGNED)
    make_project(stage=Stage.TALKS, agreement_kind=AgreementKind.INTENT, agreement_on=date(2024, 4, 1))

    counted = stages_of(table_of("stages", plan))

    names = ("lead", "talks", "intent", "framework", "formal", "registered")
    assert [counted[name] for name in names] == [0, 1, 1, 0, 1, 0]


def test_what_is_learnt_of_a_project_later_does_not_change_what_was_known(clock_at) -> None:
    clock_at(THEN)
    known_at = clock.now()
    plan = make_plan_with_indicators()
    signed = make_project(park="XT", stage=Stage.SIGNED)
    talked = make_project(
        park="XT", stage=Stage.TALKS, agreement_kind=AgreementKind.FRAMEWORK, agreement_on=date(2024, 4, 1)
    )
    before = {key: table_of(key, plan, known_at) for key in ("stages", "projects")}

    clock_at(LATER)
    signed.park, signed.status = get_park("YY"), Status.TERMINATED
    signed.stage, signed.signed_on = Stage.REGISTERED, date(2024, 6, 30)
    signed.registered_on = date(2024, 7, 1)
    talked.park = get_park("CZ")
    session.commit()

    for key, table in before.items():
        assert table_of(key, plan, known_at).rows == table.rows
        assert table_of(key, plan).rows != table.rows


def test_a_project_stands_at_the_stage_of_the_day_asked_for(clock_at) -> None:
    clock_at(LATER)
    plan = make_plan_with_indicators()
    make_project(stage=Stage.REGISTERED, registered_on=date(2024, 12, 1))

    stage_at = [column.key for column in table_of("projects", plan).columns].index("stage")

    assert table_of("projects", plan).rows[0][stage_at] == "Signed"


def test_a_rate_that_rounds_to_zero_has_no_sign() -> None:
    assert str(rate_percent(-1, 10_000_000)) == "0.00"
    assert str(rate_percent(-1, 3)) == "-33.33"
