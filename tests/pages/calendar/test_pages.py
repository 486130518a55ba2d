"""The calendar's page."""

from __future__ import annotations

from datetime import date, timedelta

from crm.core.database import session
from kernel import clock
from models import SpecialDay
from models.enums import Role, Side
from tests.architecture.permission_records import todos as records
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_project


def test_a_month_shows_what_the_viewer_may_see_on_its_days(officer) -> None:
    engagement = make_engagement(summary="洽谈无人机机架", park="YY", happened_at=clock.now())
    todo = records.todo("YY", officer.user)

    page = officer.get("/calendar").text

    assert f"/engagements/{engagement.id}" in page
    assert f"/todos/{todo}" in page


def test_another_parks_days_stay_hidden(client_for) -> None:
    make_engagement(summary="洽谈无人机机架", park="YY", happened_at=clock.now())
    records.todo("YY", None)

    page = client_for(Role.OFFICER, "XT").get("/calendar").text

    assert "无人机机架" not in page
    assert "/todos/" not in page.partition("<table")[2]


def test_a_person_or_a_kind_narrows_it(officer) -> None:
    engagement = make_engagement(summary="洽谈无人机机架", park="YY", happened_at=clock.now())

    assert f"/engagements/{engagement.id}" not in officer.get(f"/calendar?person={officer.user.id}").text
    assert f"/engagements/{engagement.id}" not in officer.get("/calendar?kind=todo").text
    assert f"/engagements/{engagement.id}" in officer.get("/calendar?kind=engagement").text


def test_days_off_of_both_sides_are_named(officer) -> None:
    page = officer.get("/calendar?month=2026-10").text

    assert "国庆" in page
    assert page.count("Off in Taiwan") == 6, "five days of the weeks shown, and the legend"
    assert "國慶" not in page, "names of the other side's days stay off official pages"


def test_what_the_office_enters_wins_over_the_published_calendar(officer) -> None:
    session.add(SpecialDay(side=Side.MAINLAND, day=date(2026, 11, 11), is_working=False, name="园区停电"))
    session.commit()

    assert "园区停电" in officer.get("/calendar?month=2026-11").text


def test_a_full_month_costs_few_statements(coordinator, statements) -> None:
    project = make_project(park="YY")
    for number in range(10):
        make_engagement(
            summary="洽谈", park="YY", project=project, happened_at=clock.now() - timedelta(hours=number)
        )

    with statements() as seen:
        coordinator.get("/calendar")

    assert len(seen) <= 10, "\n".join(seen)
