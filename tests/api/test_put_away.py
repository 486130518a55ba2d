"""What was put away is neither changed nor added to by a program, until somebody brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crm.core.database import session
from crm.engagements import service as engagements
from crm.firms import service as firms
from crm.projects import service as projects
from kernel.errors import RuleError
from models import Engagement, Firm, LedgerEntry, Project
from models.enums import ProjectDocumentKind, Role
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.ledger import add_rates
from tests.factories.projects import make_project

AWAY = {"archived_at": datetime(2024, 5, 1, tzinfo=UTC), "archived_reason": "twice"}


def put_away(firm: Firm) -> Firm:
    firms.archive_firm(firm, reason="twice")
    session.commit()
    return firm


def count(model: type) -> int:
    session.rollback()
    return session.query(model).count()


def engagement_with(firm: Firm, **values: object) -> dict[str, object]:
    sent: dict[str, object] = {
        "kind": "visit",
        "happened_at": "2024-05-01T10:30:00Z",
        "park": "YY",
        "firm_ids": [firm.id],
        "summary": "Walked through the plant.",
    }
    return sent | values


def test_a_project_put_away_is_not_changed(program) -> None:
    project = make_project(park="YY", **AWAY)

    reply = program(Role.OFFICER).patch(f"/projects/{project.id}", {"jobs": 77, "lock_version": 1})

    assert reply.status_code == 422, reply.text
    session.rollback()
    assert session.get_one(Project, project.id, populate_existing=True).jobs != 77


def test_no_money_is_recorded_for_a_project_put_away(program) -> None:
    add_rates()
    project = make_project(park="YY", **AWAY)
    sent = {
        "project_id": project.id,
        "kind": "contracted",
        "amount": "5.00",
        "currency": "USD",
        "effective_on": "2024-05-01",
        "nature": "new",
        "origin": "direct",
    }

    reply = program(Role.OFFICER).post("/ledger/entries", sent)

    assert reply.status_code == 422, reply.text
    assert count(LedgerEntry) == 0


def test_nothing_is_logged_with_a_project_or_a_firm_put_away(program) -> None:
    project = make_project(park="YY", **AWAY)
    asks = program(Role.OFFICER)

    with_project = asks.post("/engagements", engagement_with(project.firm, project_id=project.id))
    with_firm = asks.post("/engagements", engagement_with(put_away(make_firm())))

    assert (with_project.status_code, with_firm.status_code) == (422, 422)
    assert count(Engagement) == 0


def test_neither_is_an_engagement_put_away_nor_do_files_come_to_a_project_put_away() -> None:
    engagement = make_engagement(**AWAY)
    project = make_project(**AWAY)
    written = replace(engagements.fields_of(engagement), summary="Anew.")

    with pytest.raises(RuleError):
        engagements.edit_engagement(engagement, written, by=None)
    with pytest.raises(RuleError):
        projects.attach_document(
            project, content=b"%PDF-1.7\n", file_name="a.pdf", kind=ProjectDocumentKind.LEASE, by=None
        )


def test_an_engagement_keeps_what_was_put_away_since() -> None:
    engagement = make_engagement(firms=[make_firm()], project=make_project())
    projects.archive_project(engagement.project, reason="twice", by=None)
    put_away(engagement.firms[0])

    engagements.edit_engagement(
        engagement, replace(engagements.fields_of(engagement), summary="Anew."), by=None
    )

    assert engagement.summary == "Anew."
