"""Two people at one moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from crm.core.database import session
from crm.firms import service
from models import Firm
from tests.factories.firms import make_firm
from tests.racing import at_once


def owned_by(firm_id: int, parent_id: int) -> Callable[[], object]:
    def act() -> object:
        firm, parent = session.get_one(Firm, firm_id), session.get_one(Firm, parent_id)
        return service.set_parent(firm, parent, holds_from=None)

    return act


@pytest.mark.parametrize("round_number", range(5))
def test_two_people_can_t_make_two_firms_own_each_other(app: Flask, round_number: int) -> None:
    one, other = make_firm().id, make_firm().id

    endings = at_once(app, owned_by(one, other), owned_by(other, one))

    parents = {session.get_one(Firm, each).parent_id for each in (one, other)}
    assert endings == ["RuleError", "done"]
    assert None in parents


@pytest.mark.parametrize("round_number", range(5))
def test_a_chain_made_from_both_ends_at_once_is_one_group(app: Flask, round_number: int) -> None:
    top, middle, bottom = make_firm().id, make_firm().id, make_firm().id

    endings = at_once(app, owned_by(bottom, middle), owned_by(middle, top))

    assert endings == ["done", "done"]
    assert {session.get_one(Firm, each).group_id for each in (middle, bottom)} == {top}
