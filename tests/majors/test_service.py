"""Planned projects, records that follow projects, conversions, yearly plans, problems, the green channel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm.core.database import session
from crm.majors.queries import records as queries
from crm.majors.service import conversions, following, greens, problems, records, years
from crm.majors.service.conversions import Investor
from crm.majors.service.greens import StepFields
from crm.majors.service.problems import ProblemFields
from crm.majors.service.records import MajorFields
from crm.majors.service.years import ProgressFields, YearFields
from crm.projects import service as projects
from crm.projects.service import ProjectFields
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import GreenChannelKind, MajorProject, Project
from models.enums import ConversionKind, CooperationMode, MajorTagKind, OfferState, PlanBox, Preparation, Role
from seed import majors as seeded
from tests.factories.majors import make_major, make_year
from tests.factories.projects import make_investor, make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park


def test_the_plans_fourteen_stand_with_their_words_and_without_amounts() -> None:
    for code in ("YY", "XT", "CZ", "CS"):
        get_park(code)
    session.commit()

    assert (seeded.load(), seeded.load()) == (14, 0)

    found = session.scalars(select(MajorProject)).all()
    boxes = [major.box for major in found]
    assert (boxes.count(PlanBox.DIGITAL), boxes.count(PlanBox.LOW_CARBON)) == (8, 6)
    assert all(
        major.quote and major.source and major.name_hans in major.quote.replace(" ", "") for major in found
    )
    assert {major.planned_minor for major in found} == {None}
    assert session.scalar(select(func.count()).select_from(GreenChannelKind)) == 10


def test_a_pipeline_project_gets_one_record_that_follows_it() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    fields = ProjectFields(name="新能源", firm_id=make_investor().id, park_id=get_park("YY").id)
    project = projects.create_project(fields, by=officer)
    session.commit()

    major = queries.find_major_of_project(project.id, viewer=officer)
    assert major is not None
    assert (major.ref, major.name_hans) == (None, None)
    assert (major.preparation, major.park_id) == (Preparation.OFFERED, project.park_id)
    projects.archive_project(project, reason="twice", by=officer)
    assert major.is_archived
    projects.restore_project(project, by=officer)

    assert not major.is_archived
    assert session.scalar(select(func.count()).select_from(MajorProject)) == 1


def test_projects_written_in_bulk_get_their_record_once() -> None:
    project = make_project(park="XT")
    assert session.scalar(select(func.count()).select_from(MajorProject)) == 0

    assert (following.fill_missing(), following.fill_missing()) == (1, 0)

    assert session.scalars(select(MajorProject.project_id)).one() == project.id


def test_an_investor_turns_a_plan_into_one_pipeline_project() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    major = make_major(content="halls", land_mu=80, energy_class="A")
    investor = Investor(make_investor().id, clock.today())

    project = conversions.become_project(major, investor, by=officer)
    session.commit()

    assert (project.name, project.content, project.land_need_mu) == ("绿色物流园", "halls", 80)
    assert (major.project_id, major.preparation) == (project.id, Preparation.OFFERED)
    assert major.ref in (project.lead_source or "")
    assert [each.kind for each in queries.list_conversions(major)] == [ConversionKind.PROJECT]
    assert session.scalar(select(func.count()).select_from(MajorProject)) == 1
    with pytest.raises(RuleError):
        conversions.become_project(major, investor, by=officer)
    with pytest.raises(RuleError):
        conversions.become_offer(major, CooperationMode.OPEN, by=officer)
    assert session.scalar(select(func.count()).select_from(Project)) == 1


def test_a_plan_becomes_one_draft_of_an_offer() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    major = make_major(content="halls", land_mu=80, water_t_day=5)

    offer = conversions.become_offer(major, CooperationMode.OPEN, by=officer)
    session.commit()

    assert (offer.title, offer.state, offer.land_mu, offer.water_t_day) == (
        "绿色物流园",
        OfferState.DRAFT,
        80,
        5,
    )
    assert queries.list_conversions(major)[0].offer_id == offer.id
    assert major.preparation is Preparation.OFFERED
    with pytest.raises(RuleError):
        conversions.become_offer(major, CooperationMode.OPEN, by=officer)
    with pytest.raises(RuleError):
        conversions.become_offer(make_major(), CooperationMode.OPEN, by=officer)


def test_tags_and_fields_are_written_anew_and_another_parks_stay() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    park_id = get_park("YY").id
    tags = frozenset({MajorTagKind.DIGITAL, MajorTagKind.RESEARCH})
    major = records.create_major(MajorFields("物流园", park_id, tags=tags), by=officer)
    session.commit()
    assert (major.ref or "").startswith("MP-")

    fewer = MajorFields("物流园", park_id, tags=frozenset({MajorTagKind.RESEARCH}), priority_year=2025)
    records.edit_major(major, fewer, by=officer)
    session.commit()

    assert [each.tag for each in major.tags] == [MajorTagKind.RESEARCH]
    with pytest.raises(NotAllowedError):
        records.edit_major(major, fewer, by=make_user(role=Role.OFFICER, park="XT"))
    with pytest.raises(NotAllowedError):
        records.archive_major(make_major(box=PlanBox.DIGITAL), reason="gone", by=officer)
    with pytest.raises(RuleError) as refused:
        records.create_major(MajorFields(" ", park_id, planned_minor=5, priority_number="7"), by=officer)
    assert set(refused.value.fields) == {"name_hans", "planned_currency", "priority_year"}


def test_progress_is_reported_day_by_day_and_stays() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    major, today = make_major(), clock.today()
    year = years.plan_year(major, YearFields(today.year, "主体开工", 5_000), by=officer)
    years.report_progress(year, ProgressFields(today - timedelta(days=1), 10, "进场"), by=officer)
    years.report_progress(year, ProgressFields(today, 25, "打桩", 1_000), by=officer)
    session.commit()

    assert (year.percent, year.done_fen, year.progress) == (25, 1_000, "打桩")
    assert [each.percent for each in year.reports] == [10, 25]
    for wrong in (
        ProgressFields(today - timedelta(days=1), 30, "earlier"),
        ProgressFields(today + timedelta(days=1), 30, "ahead"),
        ProgressFields(today, 101, "too much"),
    ):
        with pytest.raises(RuleError):
            years.report_progress(year, wrong, by=officer)
    with pytest.raises(RuleError):
        years.plan_year(major, YearFields(today.year, "again"), by=officer)


def test_a_problem_is_handed_over_once_as_an_issue_of_the_project() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    project = make_project(park="YY")
    following.fill_missing()
    major = session.scalars(select(MajorProject)).one()
    problem = problems.add_problem(major, ProblemFields("供电不足\n需专线", clock.today()), by=officer)

    issue = problems.hand_over(problem, page="/majors/1", by=officer)
    session.commit()

    assert (issue.project_id, issue.park_id, issue.source_url) == (project.id, project.park_id, "/majors/1")
    assert issue.title.endswith("供电不足")
    with pytest.raises(RuleError):
        problems.hand_over(problem, page=None, by=officer)


def test_the_green_channel_is_for_a_land_need_and_a_step_is_done_with_a_proof() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    for code in ("XT", "CZ", "CS"):
        get_park(code)
    major = make_major(land_mu=120)
    seeded.load()
    with pytest.raises(RuleError):
        greens.begin(make_major(), by=officer)

    assert greens.begin(major, by=officer) == 10

    session.refresh(major)
    steps = major.steps
    due = [step.due_on for step in steps]
    assert due == sorted(due, key=lambda day: day or clock.today())
    with pytest.raises(RuleError) as refused:
        greens.edit_step(steps[0], StepFields(done_on=clock.today()), (), by=officer)
    assert set(refused.value.fields) == {"proofs"}
    greens.edit_step(steps[0], StepFields(done_on=clock.today(), number="2025-1"), (), by=officer)
    with pytest.raises(RuleError):
        greens.begin(major, by=officer)


def test_nothing_is_added_to_what_was_put_away() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    major = make_major()
    year = make_year(major)
    records.archive_major(major, reason="given up", by=officer)
    session.commit()

    with pytest.raises(RuleError):
        years.report_progress(year, ProgressFields(clock.today(), 5, "more"), by=officer)
    with pytest.raises(RuleError):
        problems.add_problem(major, ProblemFields("x", clock.today()), by=officer)
    with pytest.raises(RuleError):
        conversions.become_project(major, Investor(make_investor().id, clock.today()), by=officer)
