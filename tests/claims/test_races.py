"""Two parks that file the same matter of one group at one moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import cycle, islice

import pytest
from flask import Flask
from sqlalchemy import select

from crm.claims import service
from crm.core.database import session
from models import Claim, ClaimRequest, Firm, User
from models.enums import RequestKind, Role
from tests.factories.claims import PDF, claim_fields
from tests.factories.firms import make_firm
from tests.factories.users import make_user
from tests.racing import at_once

ROUNDS = int(os.environ.get("CLAIM_ROUNDS", "6"))
SUBJECTS = [("AI伺服器機櫃", "AI伺服器机柜"), ("液冷模組", "液冷模组"), ("車用電子 二期", "车用电子二期")]


def files(firm_id: int, park: str, subject: str, by_id: int | None = None) -> Callable[[], object]:
    def act() -> object:
        written = claim_fields(session.get_one(Firm, firm_id), park=park, subject=subject)
        by = session.get_one(User, by_id) if by_id else None
        return service.file_claim(written, files=[(PDF, "talk.pdf")], by=by)

    return act


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_two_parks_with_one_matter_get_one_claim_and_one_that_needs_a_ruling(
    app: Flask, round_number: int
) -> None:
    """Through two subsidiaries of one group, or one and the group itself, in two scripts."""
    group = make_firm("鴻海精密工業股份有限公司")
    one, other = make_firm("富士康示例（一）", parent=group), make_firm("鸿海示例（二）", parent=group)
    named = (one.id, other.id if round_number % 2 else group.id)
    left, right = next(islice(cycle(SUBJECTS), round_number, None))

    endings = at_once(app, files(named[0], "YY", left), files(named[1], "XT", right))

    found = session.scalars(select(Claim).order_by(Claim.id)).all()
    assert endings == ["done", "done"]
    assert sorted(claim.state.value for claim in found) == ["needs_ruling", "protected"]
    assert {claim.group_id for claim in found} == {group.id}
    request = session.scalars(select(ClaimRequest)).one()
    assert request.kind is RequestKind.SAME_MATTER
    assert request.claim_id != request.other_claim_id


def test_of_two_matters_filed_at_once_the_second_park_is_asked_what_its_own_is(app: Flask) -> None:
    group = make_firm()
    people = {park: make_user(role=Role.OFFICER, park=park).id for park in ("YY", "XT")}

    endings = at_once(
        app, files(group.id, "YY", "晶圆", people["YY"]), files(group.id, "XT", "玻璃基板", people["XT"])
    )

    assert endings == ["ProtectedError", "done"]
    assert [claim.state.value for claim in session.scalars(select(Claim))] == ["protected"]
