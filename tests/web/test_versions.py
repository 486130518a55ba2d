"""A form that changes a record says which version was seen: without it nothing is saved."""

from __future__ import annotations

import pytest
from flask import Flask

from crm.core.database import session
from crm.web.fields import LockVersionField
from crm.web.forms import BaseForm
from models import LedgerEntry
from tests.architecture.permission_records import make_zone
from tests.architecture.test_hostile_input import form_of, usual
from tests.architecture.test_pages import Visitors, rows
from tests.architecture.test_permissions import address_of, contents
from tests.factories.ledger import make_entry, make_plan
from tests.factories.projects import make_project

EDITING = {
    "contacts.edit",
    "engagements.edit",
    "firms.edit",
    "firms.edit_establishment",
    "pipeline.dates",
    "pipeline.move",
    "pipeline.status",
    "projects.edit",
    "projects.fill",
    "users.account",
    "users.edit",
    "users.role",
}


@pytest.mark.parametrize("endpoint", sorted(EDITING))
def test_without_the_version_that_was_seen_nothing_is_saved(
    app: Flask, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_zone()
    row = next(row for row in rows("POST") if row.endpoint == endpoint)
    visitor = Visitors(app).of(row)
    address = address_of(app, row, visitor.user)
    form = form_of(app, visitor.client, row, address, monkeypatch)
    written = {name: usual(field) for name, field in form.items()}
    assert written.pop("lock_version")
    before = contents()

    for version in ({}, {"lock_version": ""}, {"lock_version": "x"}):
        reply = visitor.client.post(address, data=written | version)

        assert reply.status_code == 422
        assert "which version you saw" in reply.text
    assert contents() == before


def test_a_form_of_a_new_record_has_no_version(app: Flask) -> None:
    class Named(BaseForm):
        lock_version = LockVersionField()

    with app.test_request_context("/", method="POST", data={"any": "thing"}):
        assert Named().validate()
        assert not Named(lock_version=1).validate()


def test_a_decision_without_what_was_seen_is_refused(coordinator) -> None:
    make_plan()
    entry = make_entry(project=make_project(park="YY"))

    for seen in ({}, {"seen": ""}, {"seen": "x"}):
        reply = coordinator.post(f"/ledger/{entry.id}/decide", data={"decision": "returned"} | seen)
        assert reply.status_code == 422

    session.rollback()
    assert session.get_one(LedgerEntry, entry.id).decisions == []
