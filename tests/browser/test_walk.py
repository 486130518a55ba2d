"""Every page of four kinds of people, at desk and phone width, in three languages and both themes.

Nothing is refused by the security policy, no script fails, nothing is wider than the screen, and axe objects
to nothing. Of an officer's pages axe looks at those worked on all day, since the coordinator's are made of
the same templates.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from crm.core.transactions import transaction
from models import Project, User
from models.enums import Stage
from seed import reference
from seed.demo import zone
from seed.demo.zone import Size
from tests.browser.conftest import DESK, PageOf
from tests.browser.walking import OF_THE_WIDTH, OPEN_ALL, SCOPE, TOO_WIDE, Walk, bring_axe, faults

pytestmark = [pytest.mark.browser, pytest.mark.look, pytest.mark.slow]

SMALL = Size(firms=60, projects=40, engagements=60, entries=120)
LONG_PHONE = {"width": 390, "height": 5000}
"""So long that nothing lies under the bars at its edges, from where one would scroll it."""
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
    "officer.yy": {"firms.detail", "projects.detail", "projects.edit", "ledger.detail", "engagements.detail"},
    "auditor": {"audit.detail", "ledger.detail", "users.detail"},
    "sysadmin": {"users.detail", "users.new", "users.settings"},
}
"""Kinds of pages that the walk must have come to."""
WORKED_ON = {
    *("home.index", "cockpit.index", "firms.index", "firms.detail", "firms.new", "projects.index"),
    *("projects.detail", "ledger.index", "ledger.detail", "ledger.new", "engagements.new", "imports.kind"),
}


@pytest.fixture
def demo_zone(database: None) -> None:
    with transaction():
        reference.load()
    with transaction():
        zone.make(SMALL, seed=1)
    session.remove()


@pytest.mark.parametrize(
    ("name", "language", "theme"),
    [
        ("coordinator", "zh_Hans_CN", "light"),
        ("officer.yy", "zh_Hant_TW", "dark"),
        ("auditor", "en", "light"),
        ("sysadmin", "en", "dark"),
    ],
)
def test_every_page_is_quiet_fits_and_is_accessible(
    app: Flask, page_of: PageOf, demo_zone: None, problems: list[str], name: str, language: str, theme: str
) -> None:
    user = session.scalars(select(User).where(User.name == name)).one()
    user.locale = language
    under_way = session.scalars(select(Project.id).where(Project.stage == Stage.TALKS)).first()
    also = [f"/projects/{under_way}/move"] if name == "coordinator" else []
    session.commit()
    walk = Walk(app, user, *also)
    page = page_of(user)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    bring_axe(page)
    closely = WORKED_ON if name == "officer.yy" else None
    found = []

    for place in walk.places(page):
        page.evaluate(OPEN_ALL)
        for size, scope in ((DESK, SCOPE), (LONG_PHONE, OF_THE_WIDTH)):
            page.set_viewport_size(size)
            wide = page.evaluate(TOO_WIDE)
            found += [f"{place.path} at {size['width']}: {wide}"] if wide else []
            if closely is None or place.kind in closely:
                found += faults(page, place, scope)
        page.set_viewport_size(DESK)

    assert walk.dead_ends == []
    assert found == []
    assert problems == []
    assert DETAILS[name] - set(walk.visited) == set()
