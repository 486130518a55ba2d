"""What a record says, how far it is, whether it keeps pace, what it may become."""

from __future__ import annotations

from datetime import date

import pytest

from crm.majors import rules
from kernel.money import Currency, Money
from models import MajorProject, Project
from models.enums import Colour, ConversionKind, Preparation, Stage, Status

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("stage", "status", "wanted"),
    [
        (Stage.LEAD, Status.ACTIVE, Preparation.OFFERED),
        (Stage.REVIEW, Status.PAUSED, Preparation.OFFERED),
        (Stage.SIGNED, Status.ACTIVE, Preparation.UNDER_WAY),
        (Stage.OPERATING, Status.ACTIVE, Preparation.DONE),
        (Stage.TALKS, Status.TERMINATED, Preparation.DROPPED),
        (Stage.CONSTRUCTION, Status.COMPLETED, Preparation.DONE),
    ],
)
def test_how_far_a_pipeline_project_is_in_the_words_of_the_library(
    stage: Stage, status: Status, wanted: Preparation
) -> None:
    assert rules.preparation_of(stage, status) is wanted


@pytest.mark.parametrize(
    ("year", "today", "wanted"),
    [
        (2025, date(2024, 6, 30), 0),
        (2025, date(2025, 1, 1), 0),
        (2024, date(2024, 7, 1), 50),
        (2025, date(2025, 12, 31), 100),
        (2025, date(2026, 1, 1), 100),
    ],
)
def test_the_pace_is_the_share_of_the_year_that_is_over(year: int, today: date, wanted: int) -> None:
    assert rules.pace_of(year, today) == wanted


@pytest.mark.parametrize(
    ("percent", "wanted"),
    [(50, Colour.GREEN), (41, Colour.GREEN), (40, Colour.YELLOW), (21, Colour.YELLOW), (20, Colour.RED)],
)
def test_a_plan_is_behind_from_ten_points_and_far_behind_from_thirty(percent: int, wanted: Colour) -> None:
    today = date(2024, 7, 1)

    assert rules.standing_of(percent, 2024, today) is wanted
    assert (percent < rules.least_percent(2024, today)) is (wanted is not Colour.GREEN)
    assert rules.standing_of(0, 2025, today) is Colour.GREY


def test_what_the_project_says_goes_before_what_the_library_planned() -> None:
    major = MajorProject(
        ref="MP-1",
        content="planned",
        energy_class="planned",
        land_mu=80,
        planned_minor=100,
        planned_currency=Currency.CNY,
    )
    assert rules.facts_of(major).planned == Money(100, Currency.CNY)
    major.project = Project(ref="PJ-1", content="built", land_need_mu=0, responsible="Chen")

    facts = rules.facts_of(major)

    assert (facts.ref, facts.content, facts.land_mu, facts.responsible) == ("MP-1", "built", 0, "Chen")
    assert (facts.energy_class, facts.planned) == ("planned", Money(100, Currency.CNY))


def test_it_becomes_an_offer_once_and_nothing_once_it_has_an_investor() -> None:
    offer, project = ConversionKind.OFFER, ConversionKind.PROJECT

    assert rules.can_become(offer, has_project=False, done=())
    assert not rules.can_become(offer, has_project=False, done=(offer,))
    assert rules.can_become(project, has_project=False, done=(offer,))
    assert not rules.can_become(offer, has_project=True, done=())
    assert not rules.can_become(project, has_project=True, done=())
