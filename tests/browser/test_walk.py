"""Every page of the coordinator and of outsiders, at desk and phone width: as in :mod:`test_walk_park`."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from models import Project, TalentApplication, User
from models.enums import ApplicationState, Stage
from tests.browser.conftest import PageOf
from tests.browser.walking import Walk, faults_on

pytestmark = [pytest.mark.browser, pytest.mark.look, pytest.mark.slow]

DETAILS = {
    "coordinator": {
        *("firms.detail", "firms.edit", "firms.establishment", "projects.detail", "projects.edit"),
        *(
            "projects.detail ledger",
            "projects.detail history",
            "pipeline.move",
            "ledger.detail",
            "ledger.lens",
        ),
        *("engagements.detail", "rankings.edition", "rankings.compare", "imports.kind", "indicators.detail"),
        *("bulletins.read", "contacts.new", "indicators.decide"),
    },
    "applicant": {"applying.index", "applying.detail", "applying.data", "applying.ask_review"},
    "employer": {"employers.index", "employers.detail"},
    "adviser": {"portal.index", "portal.projects", "portal.referral"},
}
"""Kinds of pages that the walk must have come to."""
OUTSIDERS = {"applicant": "zh_Hant_TW", "employer": "zh_Hans_CN", "adviser": "zh_Hant_TW"}


def test_every_page_of_the_office_is_quiet_fits_and_is_accessible(
    app: Flask, page_of: PageOf, demo_zone: None, problems: list[str]
) -> None:
    user = session.scalars(select(User).where(User.name == "coordinator")).one()
    user.locale = "zh_Hans_CN"
    under_way = session.scalars(select(Project.id).where(Project.stage == Stage.TALKS)).first()
    session.commit()
    walk = Walk(app, user, f"/projects/{under_way}/move")
    page = page_of(user)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")

    found = faults_on(walk, page, None)

    assert walk.dead_ends == []
    assert found == []
    assert problems == []
    assert DETAILS["coordinator"] - set(walk.visited) == set()


def test_the_pages_of_outsiders_are_quiet_fit_and_are_accessible(
    app: Flask, page_of: PageOf, demo_zone: None, problems: list[str]
) -> None:
    """In one zone, since its making takes longer than their few pages."""
    decided = TalentApplication.state == ApplicationState.DECIDED
    first = session.scalars(
        select(TalentApplication.id).where(decided).order_by(TalentApplication.id)
    ).first()
    for name, language in OUTSIDERS.items():
        user = session.scalars(select(User).where(User.name == name)).one()
        user.locale = language
        session.commit()
        walk = Walk(app, user, *([f"/apply/{first}"] if name == "applicant" else []))
        page = page_of(user)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")

        found = faults_on(walk, page, None)

        assert walk.dead_ends == [], name
        assert found == [], name
        assert problems == [], name
        assert DETAILS[name] - set(walk.visited) == set(), name
