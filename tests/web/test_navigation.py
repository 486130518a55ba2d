"""Which place of the navigation a page belongs to."""

from __future__ import annotations

import pytest
from flask import Flask

from crm.web.navigation import navigation_for
from models.enums import Role
from tests.factories.users import make_user


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/ledger", "/ledger"),
        ("/ledger/7", "/ledger"),
        ("/ledger/new", "/ledger"),
        ("/ledger/queue", "/ledger/queue"),
        ("/ledger/lenses", "/ledger/lenses"),
        ("/ledger/lenses/headline", "/ledger/lenses"),
        ("/ledger/reconciliation", "/ledger/lenses"),
        ("/ledger/reconciliation/rows", "/ledger/lenses"),
        ("/ledger/rows", "/ledger/lenses"),
        ("/cockpit/pipeline", "/cockpit/"),
        ("/reports/issued", "/reports/"),
    ],
)
def test_a_page_marks_the_one_place_it_belongs_to(app: Flask, database: None, path: str, place: str) -> None:
    user = make_user(role=Role.COORDINATOR)

    with app.test_request_context(path):
        marked = [item["url"] for group in navigation_for(user) for item in group["items"] if item["active"]]

    assert marked == [place]
