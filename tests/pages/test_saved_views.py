from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.pages.saved_views import queries, rules
from models import SavedView
from models.enums import Role
from tests.factories.projects import make_project


@pytest.mark.no_database
def test_what_belongs_to_a_moment_is_not_kept() -> None:
    address = {
        "stage": ["talks"],
        "q": [""],
        "after": ["[1,2]"],
        "limit": ["50"],
        "columns": ["park", "light"],
    }

    assert rules.kept_arguments(address.items()) == {"stage": ["talks"], "columns": ["park", "light"]}


def save(client, name: str, shared: str, page: str = "projects.index", address: str = "stage=talks") -> int:
    data = {"name": name, "shared_with": shared}
    return int(client.post(f"/views/new/{page}?{address}", data=data).status_code)


def test_a_view_is_saved_and_opens_the_same_list(officer) -> None:
    assert save(officer, "talks", "nobody", address="stage=talks&columns=park&columns=light&after=x") == 302

    assert "/projects?stage=talks&amp;columns=park&amp;columns=light" in officer.get("/projects").text
    assert ">talks<" in officer.get("/projects/board").text


def test_who_finds_a_view_is_as_its_owner_said(client_for) -> None:
    owner, colleague = client_for(Role.OFFICER, "YY"), client_for(Role.PARK_LEAD, "YY")
    rival, leader = client_for(Role.OFFICER, "XT"), client_for(Role.LEADER)
    for name, shared in (("mine", "nobody"), ("park", "park"), ("all", "everybody")):
        assert save(owner, name, shared) == 302

    def found(client) -> set[str]:
        return {view.name for view in queries.list_for_page("projects.index", viewer=client.user)}

    assert found(owner) == {"mine", "park", "all"}
    assert found(colleague) == {"park", "all"}
    assert found(rival) == found(leader) == {"all"}


def test_a_shared_view_shows_no_more_than_the_reader_may_see(client_for) -> None:
    rival = make_project(park="XT", name="示例湘潭项目")
    save(client_for(Role.OFFICER, "XT"), "ours", "everybody", address="status=active")

    page = client_for(Role.OFFICER, "YY").get("/projects?status=active").text

    assert "ours" in page
    assert rival.name not in page


def test_who_has_no_park_shares_with_none(coordinator) -> None:
    assert save(coordinator, "view", "park") == 422


def test_the_same_name_replaces_ones_own_and_another_page_is_refused(officer) -> None:
    save(officer, "view", "nobody")
    save(officer, "view", "everybody", address="stage=lead")

    views = session.scalars(select(SavedView)).all()
    assert [view.arguments for view in views] == [{"stage": ["lead"]}]
    assert save(officer, "view", "nobody", page="audit.index") == 404


def test_a_view_put_away_leaves_the_menus(officer) -> None:
    save(officer, "view", "nobody")
    view_id = session.scalars(select(SavedView.id)).one()

    assert officer.post(f"/views/{view_id}/archive").status_code == 302
    assert queries.list_for_page("projects.index", viewer=officer.user) == []
    assert "No view saved yet" in officer.get("/views").text


def test_a_name_is_changed_at_the_version_seen(officer) -> None:
    save(officer, "view", "nobody")
    view_id = session.scalars(select(SavedView.id)).one()

    stale = {"name": "other", "shared_with": "nobody", "lock_version": "0"}
    assert officer.post(f"/views/{view_id}", data=stale).status_code == 422
    assert officer.post(f"/views/{view_id}", data={**stale, "lock_version": "1"}).status_code == 302
