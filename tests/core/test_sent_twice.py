"""What is sent twice at one moment, as by a double click, is done once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.claims import service as claims
from crm.claims.service import AskedFields
from crm.core.database import session
from crm.issues.service import procedures
from crm.pipeline.milestones import service as milestones
from kernel import clock
from models import Claim, ClaimRequest, Milestone, Procedure, ProcedureKind, Project
from models.base import Base
from models.enums import RequestKind
from tests.factories.claims import make_claim
from tests.factories.projects import make_project
from tests.factories.zone import get_park
from tests.racing import at_once


def _ask() -> tuple[Callable[[], object], type[Base]]:
    claim_id, park_id = make_claim().id, get_park("XT").id
    asked = AskedFields(reasons="we met them first")

    def act() -> object:
        claim = session.get_one(Claim, claim_id)
        return claims.ask(claim, RequestKind.DISPUTE, asked, park_id=park_id, by=None)

    return act, ClaimRequest


def _begin() -> tuple[Callable[[], object], type[Base]]:
    names = {"name_hans": "示例许可", "name_hant": "示例許可", "name_en": "Permit", "department": "示例局"}
    session.add(ProcedureKind(key="sample", position=1, working_days=5, **names))
    project_id = make_project().id
    return lambda: procedures.begin(session.get_one(Project, project_id), by=None), Procedure


def _plan() -> tuple[Callable[[], object], type[Base]]:
    project_id, today = make_project().id, clock.today()
    return lambda: milestones.add_default_plan(
        session.get_one(Project, project_id), today, by=None
    ), Milestone


@pytest.mark.parametrize("what", [_ask, _begin, _plan])
def test_of_two_at_one_moment_one_is_told_that_it_is_done_already(
    app: Flask, what: Callable[[], tuple[Callable[[], object], type[Base]]]
) -> None:
    act, model = what()
    session.commit()

    endings = at_once(app, act, act)

    number = session.scalar(select(func.count()).select_from(model))
    assert endings == ["RuleError", "done"]
    assert number is not None
    session.rollback()
    assert at_once(app, act) == ["RuleError"]
    assert session.scalar(select(func.count()).select_from(model)) == number
