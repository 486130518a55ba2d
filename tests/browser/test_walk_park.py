"""Every page of a park's people and two administrators, at both widths, in two languages and both themes.

Nothing is refused by the security policy, no script fails, nothing is wider than the screen, and axe objects
to nothing. Of an officer's pages axe looks at those worked on all day, since the coordinator's are made of
the same templates.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from models import User
from tests.browser.conftest import PageOf
from tests.browser.walking import Walk, faults_on

pytestmark = [pytest.mark.browser, pytest.mark.look, pytest.mark.slow]

DETAILS = {
    "officer.yy": {"firms.detail", "projects.detail", "projects.edit", "ledger.detail", "engagements.detail"},
    "lead.yy": {"firms.detail", "projects.detail", "issues.detail", "claims.detail", "delegations.detail"},
    "auditor": {"audit.detail", "ledger.detail", "users.detail"},
    "sysadmin": {"users.detail", "users.new", "users.settings"},
}
"""Kinds of pages that the walk must have come to."""
WORKED_ON = {
    *("home.index", "cockpit.index", "firms.index", "firms.detail", "firms.new", "projects.index"),
    *("projects.detail", "ledger.index", "ledger.detail", "ledger.new", "engagements.new", "imports.kind"),
}


@pytest.mark.parametrize(
    ("name", "language", "theme"),
    [
        ("officer.yy", "zh_Hant_TW", "dark"),
        ("lead.yy", "en", "light"),
        ("auditor", "en", "light"),
        ("sysadmin", "en", "dark"),
    ],
)
def test_every_page_is_quiet_fits_and_is_accessible(
    app: Flask, page_of: PageOf, demo_zone: None, problems: list[str], name: str, language: str, theme: str
) -> None:
    user = session.scalars(select(User).where(User.name == name)).one()
    user.locale = language
    session.commit()
    walk = Walk(app, user)
    page = page_of(user)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")

    found = faults_on(walk, page, WORKED_ON if name == "officer.yy" else None)

    assert walk.dead_ends == []
    assert found == []
    assert problems == []
    assert DETAILS[name] - set(walk.visited) == set()
