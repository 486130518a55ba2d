"""An address that names no park of the zone is answered with nothing, not with another place's figures."""

from __future__ import annotations

import pytest

from tests.factories.plans import make_plan_with_indicators


@pytest.mark.parametrize(
    "path",
    [
        "/cockpit/",
        "/cockpit/groups",
        "/cockpit/cohort",
        "/cockpit/pipeline",
        "/reports/",
        "/reports/progress",
        "/targets/",
        "/targets/1",
        "/ledger/lenses",
    ],
)
def test_an_unknown_park_is_not_found_whoever_asks(coordinator, officer, path: str) -> None:
    make_plan_with_indicators()

    for client in (coordinator, officer):
        answer = client.get(f"{path}?park=NOPE")
        assert answer.status_code == 404
        assert "There is no such park" in answer.text
    assert coordinator.get(f"{path}?park=YY").status_code == 200


def test_no_report_is_issued_for_an_unknown_park(coordinator) -> None:
    make_plan_with_indicators()

    assert coordinator.post("/reports/progress/issue?park=NOPE").status_code == 404
