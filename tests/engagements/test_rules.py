from datetime import UTC, date, datetime, timedelta

import pytest

from crm.engagements import rules
from crm.engagements.rules import Fault
from crm.engagements.service import FAULTS
from models.enums import Role

pytestmark = pytest.mark.no_database

NOW = datetime(2025, 1, 10, 2, tzinfo=UTC)
FINE = {
    "firms": 1,
    "summary": "看厂",
    "happened_at": NOW,
    "next_step": "寄资料",
    "next_due_on": date(2025, 1, 20),
    "next_owner_id": 1,
    "now": NOW,
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"firms": 0}, [Fault.NO_FIRM]),
        ({"summary": "  "}, [Fault.NO_SUMMARY]),
        ({"happened_at": NOW + timedelta(seconds=1)}, [Fault.FUTURE]),
        ({"next_step": None, "next_owner_id": None}, [Fault.DUE_WITHOUT_STEP]),
        ({"next_step": " ", "next_due_on": None}, [Fault.OWNER_WITHOUT_STEP]),
        ({"next_step": None, "next_due_on": None, "next_owner_id": None}, []),
        ({"next_due_on": date(2020, 1, 1)}, []),
    ],
)
def test_what_an_engagement_needs(change: dict[str, object], expected: list[Fault]) -> None:
    assert rules.faults(**{**FINE, **change}) == expected


@pytest.mark.parametrize(
    ("role", "is_own_park", "is_author", "may"),
    [
        (Role.OFFICER, True, True, True),
        (Role.OFFICER, True, False, False),
        (Role.OFFICER, False, True, False),
        (Role.PARK_LEAD, True, False, True),
        (Role.PARK_LEAD, False, False, False),
        (Role.COORDINATOR, True, False, True),
    ],
)
def test_who_may_change_an_engagement(role: Role, is_own_park: bool, is_author: bool, may: bool) -> None:
    assert rules.can_edit(role, is_own_park=is_own_park, is_author=is_author) is may


def test_every_fault_has_words_and_an_input() -> None:
    assert set(FAULTS) == set(Fault)
