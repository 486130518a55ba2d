"""Lists page by key: every row once, whichever way round."""

from __future__ import annotations

import re
from html import unescape

import pytest

from crm.core.transactions import transaction
from models.enums import Role
from seed import reference
from seed.demo import zone
from tests.factories.firms import make_firm
from tests.factories.rankings import make_edition

LISTS = [
    (Role.COORDINATOR, "/firms"),
    (Role.COORDINATOR, "/firms/establishments"),
    (Role.COORDINATOR, "/projects"),
    (Role.COORDINATOR, "/engagements"),
    (Role.COORDINATOR, "/ledger"),
    (Role.COORDINATOR, "/ledger/queue"),
    (Role.COORDINATOR, "/ledger/rows"),
    (Role.COORDINATOR, "/cockpit/pipeline"),
    (Role.AUDITOR, "/audit"),
    (Role.SYSTEM_ADMINISTRATOR, "/users"),
]
BROKEN_KEYS = [
    "",
    "x",
    "[]",
    "[1]",
    "[null,1]",
    '["x",1]',
    "[{},1]",
    '["2024-01-01",[1]]',
    '["x",1e999]',
    "[1e999,1]",
    f"[1,{10**20}]",
    f"[{2**63},1]",
    '["\\ud800",1]',
    '["a\\u0000b",1]',
    '["0001-01-01T00:00:00+23:59",1]',
    "[" * 50_000,
    '["2024-02-30",1]',
]


@pytest.fixture
def demo() -> None:
    with transaction():
        reference.load()
    with transaction():
        zone.make(zone.Size(30, 24, 30, 40), seed=7)


def link(page: str, rel: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return unescape(found[1]) if found else None


def rows(page: str) -> list[str]:
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return re.findall(r"<tr.*?</tr>", body, re.DOTALL)


def sorts(page: str) -> set[str]:
    return {name.removeprefix("-") for name in re.findall(r"[?;]sort=([a-z_-]+)", page)}


def test_every_sort_shows_every_row_once_on_the_way_there_and_back(client_for, demo) -> None:
    clients = {role: client_for(role) for role in dict(LISTS)}
    for role, address in LISTS:
        client = clients[role]
        names = sorts(client.get(address).text)
        for sort in ["", *names, *(f"-{name}" for name in names)]:
            everything = rows(client.get(f"{address}?limit=200&sort={sort}").text)
            forth, back = walk(client, f"{address}?limit=17&sort={sort}")
            assert forth[:200] == everything, (address, sort)
            assert len(set(forth)) == len(forth), (address, sort)
            assert back == forth[: len(back)], (address, sort)
            assert len(back) >= len(forth) - 17, (address, sort)


def walk(client, address: str) -> tuple[list[str], list[str]]:
    """All rows on the way to the end, and those of the way back from there."""
    pages, at = [], address
    while at:
        page = client.get(at).text
        pages.append(rows(page))
        last, at = at, link(page, "next")
    back: list[str] = []
    at = link(client.get(last).text, "prev")
    while at:
        page = client.get(at).text
        back = rows(page) + back
        at = link(page, "prev")
    return [row for found in pages for row in found], back


def test_a_key_that_was_tampered_with_starts_the_list_anew(coordinator) -> None:
    for _ in range(3):
        make_firm()
    first = rows(coordinator.get("/firms").text)

    for key in BROKEN_KEYS:
        assert rows(coordinator.get("/firms", query_string={"after": key}).text) == first, key


def test_a_list_says_how_many_there_are(coordinator) -> None:
    for _ in range(5):
        make_firm()

    page = coordinator.get("/firms?limit=2").text

    assert re.search(r"2 of\s*<span[^>]*>5</span>", page)


@pytest.mark.parametrize("name", ["_anchor", "_external", "_method", "_scheme", "endpoint"])
@pytest.mark.parametrize("address", ["/firms", "/engagements", "/ledger/lenses"])
def test_an_argument_is_no_option_of_the_links_of_a_page(coordinator, address: str, name: str) -> None:
    reply = coordinator.get(address, query_string={"limit": 2, "_external": 1, name: "javascript"})

    assert reply.status_code == 422
    assert "javascript:" not in reply.text


def test_an_argument_does_not_stand_in_for_a_part_of_the_address(coordinator) -> None:
    edition = make_edition("FY2023", ranks={make_firm(): rank for rank in range(1, 4)})

    reply = coordinator.get(f"/rankings/editions/{edition.id}?limit=2&edition_id=999")

    assert reply.status_code == 200
    assert f"/rankings/editions/{edition.id}/export.csv?limit=2" in reply.text
