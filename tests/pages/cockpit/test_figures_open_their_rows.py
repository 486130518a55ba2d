"""Every figure of the cockpit opens its rows, and their sum equals it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from models.enums import Role
from tests.factories.plans import AS_OF, make_zone
from tests.pages.cockpit.walking import Shown, column_sum, figures_in, number_in, rows_of, tables_of

CENT = Decimal("0.01")


def check(client, shown: Shown) -> str:
    """Recount what a figure's link lists; tells which kind of rows it was."""
    path = urlsplit(shown.url).path
    told = f"{shown.exact} → {shown.url}"
    if path == "/ledger/rows":
        heads, rows = rows_of(client, shown.url)
        assert column_sum(heads, rows, "Counts with") == shown.value, told
    elif path == "/cockpit/cohort":
        check_cohort(client, shown, told)
    elif path == "/cockpit/pipeline":
        check_pipeline(client, shown, told)
    elif path.startswith("/targets/") and shown.is_money:
        _heads, rows = tables_of(client.get(shown.url).text)[0]
        targets = {number_in(cell) for row in rows for cell in row if cell[0].isdigit()}
        assert shown.value / 10**8 in targets, told
    else:
        _heads, rows = rows_of(client, shown.url)
        assert len(rows) == shown.value, told
    return path


def check_cohort(client, shown: Shown, told: str) -> None:
    heads, rows = rows_of(client, shown.url)
    if not shown.is_money and not shown.is_percent:
        assert len(rows) == shown.value, told
        return
    contracted, arrived = column_sum(heads, rows, "Contracted"), column_sum(heads, rows, "Arrived")
    if shown.is_money:
        assert shown.value in (contracted, arrived), told
    elif "reached=" in shown.url:
        _heads, signed = rows_of(client, shown.url.replace("reached=", "was="))
        assert shown.value == (Decimal(100 * len(rows)) / len(signed)).quantize(CENT), told
    else:
        assert shown.value == (100 * arrived / contracted).quantize(CENT), told


def check_pipeline(client, shown: Shown, told: str) -> None:
    _heads, rows = rows_of(client, shown.url)
    if not shown.is_money:
        assert len(rows) == shown.value, told
        return
    tables = tables_of(client.get(shown.url).text)
    assert (column_sum(*tables[-1], "In US$") if tables else 0) == shown.value, told


def test_every_figure_of_the_zone_opens_its_rows(coordinator) -> None:
    make_zone()

    figures = figures_in(coordinator.get(f"/cockpit/?as_of={AS_OF}").text)
    kinds = Counter(check(coordinator, shown) for shown in figures)

    assert kinds["/ledger/rows"] > 60
    assert kinds["/cockpit/cohort"] >= 8
    assert kinds["/cockpit/pipeline"] >= 10
    assert kinds["/cockpit/groups"] == 2
    assert {"/ledger/queue", "/engagements", "/targets/values", "/targets/11"} <= kinds.keys()
    assert sum(shown.value != 0 for shown in figures) > 80


@pytest.mark.look
@pytest.mark.parametrize(
    ("role", "park"), [(Role.PARK_LEAD, "XT"), (Role.OFFICER, "CS"), (Role.LEADER, None)]
)
def test_what_others_see_opens_rows_too(client_for, role: Role, park: str | None) -> None:
    make_zone(projects=12)
    client = client_for(role, park)

    figures = figures_in(client.get(f"/cockpit/?as_of={AS_OF}").text)

    for shown in figures:
        check(client, shown)
    assert len(figures) > 30


def test_one_park_of_the_zone_opens_its_own_rows(coordinator) -> None:
    make_zone(projects=16)

    figures = figures_in(coordinator.get(f"/cockpit/?as_of={AS_OF}&park=YY").text)

    for shown in figures:
        check(coordinator, shown)
    assert len(figures) > 30
