from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.core.database import session
from crm.pipeline.board import queries
from crm.pipeline.board.rules import Lanes, ageing
from crm.projects.queries import ProjectFilters
from kernel.money import Currency
from models import ExchangeRate, Project
from models.enums import Stage
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_industry, make_project, meet_gate

FRAGMENT = {"X-Fragment": "1"}


@pytest.mark.no_database
def test_the_median_is_the_lower_of_the_middle_two_and_old_is_past_the_limit() -> None:
    today = date(2026, 11, 20)
    entered = [(today - timedelta(days=days), number) for days, number in ((5, 2), (30, 1), (31, 1))]

    found = ageing(Stage.LEAD, entered, today)

    assert (found.median, found.over) == (5, 1)
    assert ageing(Stage.OPERATING, entered, today).over == 0
    assert ageing(Stage.LEAD, [], today).median is None


def test_the_board_counts_the_projects_of_the_list_by_stage(statements) -> None:
    for _ in range(queries.CARDS + 2):
        make_project(stage=Stage.TALKS, planned_minor=100_00, planned_currency=Currency.USD)
    make_project(stage=Stage.SIGNED, park="XT")
    with statements() as seen:
        board = queries.get_board(ProjectFilters(), None, viewer=None)

    talks = board.totals[Stage.TALKS.order]
    assert (talks.number, board.totals[Stage.SIGNED.order].number, board.number) == (14, 1, 15)
    column = board.lanes[0].columns[Stage.TALKS.order]
    assert len(column.cards) == queries.CARDS
    assert len(seen) <= 6

    place = (None, Stage.TALKS)
    rest = queries.next_cards(ProjectFilters(), None, place, after=column.after or "", viewer=None)
    shown = {card.project.id for card in (*column.cards, *rest.cards)}
    assert len(shown) == 14
    assert rest.after is None


def test_lanes_hold_what_is_theirs() -> None:
    industry = make_industry()
    make_project(stage=Stage.TALKS, industry_id=industry.id)
    make_project(stage=Stage.TALKS, park="XT")

    by_park = queries.get_board(ProjectFilters(), Lanes.PARK, viewer=None)
    by_industry = queries.get_board(ProjectFilters(), Lanes.INDUSTRY, viewer=None)

    assert [lane.columns[1].number for lane in by_park.lanes] == [1, 1]
    assert [lane.record and lane.record.id for lane in by_industry.lanes] == [industry.id, None]
    assert by_industry.totals[1].number == 2


def test_planned_amounts_are_added_in_dollars_and_what_has_no_rate_is_said() -> None:
    make_project(stage=Stage.TALKS, planned_minor=100_00, planned_currency=Currency.USD)
    make_project(stage=Stage.TALKS)

    column = queries.get_board(ProjectFilters(), None, viewer=None).totals[1]
    is_rated = session.query(ExchangeRate).count() > 0

    assert (column.planned_usd_cents, column.unpriced) == ((100_00, 1) if is_rated else (0, 2))


def test_the_board_is_the_list_with_the_same_arguments(officer, statements) -> None:
    mine = make_project(stage=Stage.TALKS, name="示例甲项目")
    make_project(stage=Stage.TALKS, name="示例乙项目", park="XT")

    with statements() as seen:
        page = officer.get("/projects/board?stage=talks&lanes=park").text
    assert mine.name in page
    assert "示例乙项目" not in page
    assert "/projects?stage=talks&amp;lanes=park" in page
    assert len(seen) <= 14


def test_a_card_moves_through_the_gate_and_back_to_the_board(officer) -> None:
    project = make_project()
    meet_gate(project, Stage.TALKS)
    sent = {"to": "talks", "lock_version": project.lock_version}

    reply = officer.post(f"/projects/{project.id}/drop?lanes=park", data=sent)

    assert reply.headers["Location"] == "/projects/board?lanes=park"
    assert _stage(project) is Stage.TALKS


def test_a_refused_card_says_what_is_missing_and_offers_the_form_for_just_that(officer) -> None:
    project = make_project(stage=Stage.TALKS)
    make_engagement(park="YY", project=project)
    sent = {"to": "review", "lock_version": project.lock_version}

    refused = officer.post(f"/projects/{project.id}/drop", data=sent, headers=FRAGMENT)

    assert refused.status_code == 422
    assert "Planned investment, with its currency" in refused.text
    assert "<html" not in refused.text
    form = officer.get(_fill_address(refused.text)).text
    assert 'name="land_need_mu"' in form
    assert 'name="agreement_on"' not in form
    assert _stage(project) is Stage.TALKS


def test_what_is_missing_is_enumerated_as_the_language_does_it(officer) -> None:
    project = make_project(stage=Stage.TALKS)
    make_engagement(park="YY", project=project)
    officer.post("/language", data={"language": "zh_Hans_CN", "next": "/"})
    sent = {"to": "review", "lock_version": project.lock_version}

    refused = officer.post(f"/projects/{project.id}/drop", data=sent, headers=FRAGMENT)

    said = refused.text.partition("尚缺：")[2].partition("。")[0]
    assert "、" in said
    assert ", " not in said


def test_what_was_missing_leads_on_to_the_move(officer) -> None:
    project = make_project(stage=Stage.TALKS)
    address = f"/projects/{project.id}/fill/content,jobs?then=review"

    reply = officer.post(address, data={"content": "示例", "jobs": "5", "lock_version": project.lock_version})

    assert reply.headers["Location"] == f"/projects/{project.id}/move?to=review"
    assert officer.get(f"/projects/{project.id}/fill/content,nothing").status_code == 404


def test_a_card_that_somebody_changed_is_not_moved(officer) -> None:
    project = make_project()
    meet_gate(project, Stage.TALKS)

    reply = officer.post(f"/projects/{project.id}/drop", data={"to": "talks", "lock_version": "0"})

    assert reply.status_code == 422
    assert _stage(project) is Stage.LEAD


def _stage(project: Project) -> Stage:
    session.expire_all()
    return session.get_one(Project, project.id).stage


def _fill_address(page: str) -> str:
    start = page.index("/projects/", page.index("dialog-foot"))
    return page[start : page.index('"', start)].replace("&amp;", "&")
