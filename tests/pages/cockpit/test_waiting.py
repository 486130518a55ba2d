"""What the cockpit says waits for whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from crm.core.database import session
from kernel import clock
from models import ProjectLight
from models.enums import Colour, Role
from tests.factories.issues import make_issue
from tests.factories.plans import make_plan_with_indicators
from tests.factories.projects import make_project
from tests.factories.users import make_user


def number_of(page: str, words: str) -> str | None:
    """The number beside the words in the card of what waits."""
    row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*{words}.*?</tr>", page, re.DOTALL)
    found = row and re.search(r'class="figure-link"[^>]*>([\d,]+)<', row[0])
    return found[1] if found else None


def redden(park: str, colour: Colour = Colour.RED) -> None:
    project = make_project(park=park)
    session.execute(update(ProjectLight).where(ProjectLight.project_id == project.id).values(colour=colour))
    session.commit()


@pytest.mark.parametrize(("park", "expected"), [("YY", "2"), ("XT", "1"), ("CZ", None)])
def test_red_lights_are_counted_for_who_may_see_them(client_for, park: str, expected: str | None) -> None:
    make_plan_with_indicators()
    for where in ("YY", "YY", "XT"):
        redden(where)
    redden("YY", Colour.YELLOW)

    page = client_for(Role.PARK_LEAD, park).get("/cockpit/").text

    assert number_of(page, "Projects with a red light") == expected


def test_issues_past_their_day_wait_with_a_link_to_just_these(leader) -> None:
    make_plan_with_indicators()
    owner = make_user(role=Role.OFFICER, park="YY")
    make_issue(park="YY", owner=owner, due_on=clock.today() - timedelta(days=1))
    make_issue(park="YY", owner=owner, due_on=clock.today() + timedelta(days=1))

    page = leader.get("/cockpit/").text

    assert number_of(page, "Issues past their day") == "1"
    assert "/issues?show=overdue" in page
