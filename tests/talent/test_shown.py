"""How pages say what the rule table keeps."""

from __future__ import annotations

import pytest
from flask import Flask

from crm.talent.shown import condition_lines

pytestmark = pytest.mark.no_database


def test_conditions_are_shown_in_words(app: Flask) -> None:
    conditions = [
        {"field": "education", "least": "doctorate", "paper": "diploma"},
        {"any": [{"field": "patents", "least": 5}, {"field": "age", "most": 55, "margin": 2}]},
        {"field": "monthly_pay", "least": 2_000_000, "margin": 200_000},
    ]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        lines = condition_lines(conditions)

    assert lines == [
        "Highest degree ≥ Doctorate (proven by: Diploma)",
        "Patents granted ≥ 5 or Age in the year of the application ≤ 55 (within 2 of it a person decides)",
        "Monthly pay (CNY) ≥ 20,000.00 (within 2,000.00 of it a person decides)",
    ]
