"""The search box as a palette, and the index that many kinds share."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from crm.core.database import session
from crm.core.transactions import transaction
from crm.search import indexing
from models import SearchDocument
from models.enums import Role
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm


def palette(client, words: str) -> str:
    return client.get("/search/palette", query_string={"q": words}).text


@pytest.mark.parametrize("words", ["洽談", "洽谈", "qiatan", "qt"])
def test_an_engagement_is_found_by_words_of_what_was_said_in_any_script(officer, words: str) -> None:
    engagement = make_engagement(summary="洽谈无人机机架", park="YY")

    found = palette(officer, words)

    assert f'href="/engagements/{engagement.id}"' in found
    assert "洽谈无人机机架" in officer.get(f"/search?q={words}").text


def test_a_changed_record_is_found_by_its_new_words_only(officer) -> None:
    engagement = make_engagement(summary="洽谈无人机机架", park="YY")
    engagement.summary = "参观冷链仓库"
    session.commit()

    assert f"/engagements/{engagement.id}" in palette(officer, "冷链")
    assert f"/engagements/{engagement.id}" not in palette(officer, "无人机")


def test_what_another_park_logged_is_not_found(client_for) -> None:
    make_engagement(summary="洽谈无人机机架", park="YY")

    assert "无人机机架" not in palette(client_for(Role.OFFICER, "XT"), "无人机")


def test_what_was_put_away_is_not_found(coordinator, clock_at) -> None:
    engagement = make_engagement(summary="洽谈无人机机架", park="YY")
    coordinator.post(f"/engagements/{engagement.id}/archive", data={"reason": "twice"})

    assert f"/engagements/{engagement.id}" not in palette(coordinator, "无人机")


def test_people_and_establishments_are_found_by_two_characters(coordinator) -> None:
    firm = make_firm("鴻海精密工業股份有限公司")
    contact = make_contact(firm=firm, name="林大明")
    place = make_establishment(firm=firm, registered_name="示例智能装备（湖南）有限公司", park="YY")

    assert contact.name in palette(coordinator, "大明")
    assert f'href="/firms/establishments/{place.id}"' in palette(coordinator, "智能装备")


def test_rows_written_in_bulk_get_their_words_afterwards(officer) -> None:
    engagement = make_engagement(summary="洽谈无人机机架", park="YY")
    session.execute(delete(SearchDocument))
    session.commit()
    assert f"/engagements/{engagement.id}" not in palette(officer, "无人机")

    session.rollback()
    with transaction():
        indexing.index_missing()

    assert f"/engagements/{engagement.id}" in palette(officer, "无人机")


@pytest.mark.parametrize("words", ["log an eng", "记录对接", "記錄對接", "jldj"])
def test_what_one_can_do_is_found_by_words_of_any_language(officer, words: str) -> None:
    assert 'href="/engagements/new"' in palette(officer, words)


def test_nobody_is_offered_what_they_may_not_do(officer, leader, adviser) -> None:
    assert 'href="/engagements/new"' in palette(officer, "")
    assert 'href="/engagements/new"' not in palette(leader, "")
    assert 'href="/firms"' not in palette(adviser, "")


def test_the_palette_asks_few_statements(officer, statements) -> None:
    for _each in range(5):
        make_engagement(summary="洽谈无人机机架", park="YY")

    with statements() as seen:
        palette(officer, "无人机")

    assert len(seen) <= 9, "\n".join(seen)
