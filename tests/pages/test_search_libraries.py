"""What the box finds in the libraries, for whom, and by which words."""

from __future__ import annotations

import re

import pytest
from flask import Flask, current_app, url_for
from sqlalchemy import select

from crm.core.database import session
from crm.core.transactions import transaction
from crm.search import actions, indexing
from crm.search.kinds import LIBRARIES, Kind
from models import SearchDocument
from models.enums import Role
from tests.architecture.permission_records import (
    advisers,
    catalogue,
    chains,
    majors,
    policies,
    rewards,
    talent,
)
from tests.factories.chains import make_chain, make_link, make_team
from tests.factories.talents import make_talent


def address_of(kind: Kind) -> str:
    with current_app.test_request_context():
        return url_for(kind.endpoint, **{kind.argument: 0}).partition("0")[0]


def palette(client, words: str) -> str:
    return client.get("/search/palette", query_string={"q": words}).text


STAFFS = re.compile(
    'href="/(chains|talent|policies|policy-claims|promises|reviews|advisers|rewards|majors|offers)/'
)
MAKERS = (
    catalogue.offer,
    majors.major,
    policies.policy,
    policies.policy_claim,
    policies.promise,
    policies.review,
    advisers.adviser,
    advisers.referral,
    rewards.reward,
    talent.talent,
    talent.need,
    talent.arrived,
    chains.link,
    chains.team,
)


def test_every_kind_of_the_libraries_is_found_by_staff_and_none_by_outsiders(coordinator, client_for) -> None:
    for make in MAKERS:
        make("YY", None)
        session.rollback()
    of_every_kind = "kind0"  # how the index's word for each kind begins

    found = palette(coordinator, of_every_kind)

    for kind in LIBRARIES:
        assert kind.suffix or re.search(rf'href="{address_of(kind)}\d+', found), kind.name
    for role in (Role.ADVISER, Role.APPLICANT, Role.EMPLOYER):
        outsider = client_for(role)
        assert "palette-line" not in palette(outsider, of_every_kind)
        assert not STAFFS.search(outsider.get(f"/search?q={of_every_kind}").text)


@pytest.mark.parametrize("words", ["航空", "hangkong", "hk"])
def test_chains_links_and_teams_are_found_by_words_in_any_script(officer, client_for, words: str) -> None:
    link = make_link(make_chain(name="示例航空链"), "航空轴承")
    team = make_team(link.chain)
    team.name = "航空小分队"
    session.commit()
    addresses = (
        f'href="/chains/{link.chain_id}"',
        f'href="/chains/links/{link.id}/candidates"',
        f'href="/chains/teams/{team.id}"',
    )

    found, rival = palette(officer, words), palette(client_for(Role.OFFICER, "XT"), words)

    assert all(address in found for address in addresses)
    assert not any(address in rival for address in addresses)


def test_a_talents_name_finds_the_talent_only_for_who_may_read_it(officer, leader, client_for) -> None:
    row = make_talent(name_hant="歐陽示例", name_hans="欧阳示例", skills="伺服控制", ref="TL-2026-9")
    address = f'href="/talent/{row.id}"'

    assert "歐陽示例" in palette(officer, "欧阳")
    assert address not in palette(client_for(Role.OFFICER, "XT"), "欧阳")
    assert address not in palette(leader, "欧阳")
    for words in ("伺服", "TL-2026-9"):
        shown = palette(leader, words)
        assert address in shown
        assert "歐＊＊＊" in shown
        assert "歐陽" not in shown


def test_who_is_erased_or_put_away_is_found_by_nobody(coordinator) -> None:
    row = make_talent(name_hant="歐陽示例", name_hans="欧阳示例")
    assert "歐陽示例" in palette(coordinator, "欧阳")

    coordinator.post(f"/talent/{row.id}/archive", data={"reason": "twice"})

    assert "歐陽示例" not in palette(coordinator, "欧阳")


def test_libraries_written_in_bulk_get_their_words_afterwards(officer) -> None:
    row = make_talent(name_hant="歐陽示例", name_hans="欧阳示例")
    session.query(SearchDocument).delete()
    session.commit()
    session.rollback()

    with transaction():
        indexing.index_missing()

    assert f'href="/talent/{row.id}"' in palette(officer, "欧阳")
    kinds = session.scalars(select(SearchDocument.kind).where(SearchDocument.record_id == row.id))
    assert {"talents", "talents_masked"} <= set(kinds)


@pytest.mark.no_database
def test_actions_ask_for_the_permission_that_their_page_asks_for(app: Flask) -> None:
    for action in (*actions.DOINGS, *actions.BEYOND):
        assert app.view_functions[action.endpoint].guard == action.permission, action.endpoint  # type: ignore[attr-defined]


@pytest.mark.parametrize(("words", "address"), [("登记人才", "/talent/new"), ("缺口", "/chains/gaps")])
def test_pages_of_the_libraries_are_found_by_their_name(park_lead, adviser, words: str, address: str) -> None:
    assert f'href="{address}"' in palette(park_lead, words)
    assert f'href="{address}"' not in palette(adviser, words)
