from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from crm.core.database import session
from crm.core.transactions import transaction
from crm.projects.bulk import service
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import AuditRecord, BulkChange, Project
from models.enums import BulkField, Role
from tests.factories.projects import make_industry, make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park


def versions(*projects: Project) -> dict[int, int]:
    return {project.id: project.lock_version for project in projects}


def sources() -> list[str | None]:
    session.expire_all()
    return list(session.scalars(select(Project.lead_source).order_by(Project.id)))


def change(*projects: Project, value: object = "fair") -> BulkChange:
    with transaction():
        return service.change_many(BulkField.SOURCE, value, versions(*projects), by=None)


def test_all_are_changed_and_each_is_in_the_log() -> None:
    one, two = make_project(lead_source="visit"), make_project()
    change(one, two)

    assert sources() == ["fair", "fair"]
    logged = select(func.count()).where(AuditRecord.entity == "projects", AuditRecord.action == "changed")
    assert session.scalar(logged) == 2


def test_one_that_was_changed_since_stops_all_and_is_named() -> None:
    one, two = make_project(), make_project()
    seen = versions(one, two)
    two.name = "示例另名"
    session.commit()

    with pytest.raises(ConflictError, match=two.ref), transaction():
        service.change_many(BulkField.SOURCE, "fair", seen, by=None)

    assert sources() == [None, None]


def test_another_parks_project_stops_all() -> None:
    own, rival = make_project(park="YY"), make_project(park="XT")
    officer = make_user(role=Role.OFFICER, park="YY")

    with pytest.raises(RuleError), transaction():
        service.change_many(BulkField.SOURCE, "fair", versions(own, rival), by=officer)

    assert sources() == [None, None]


def test_a_reader_changes_nothing() -> None:
    with pytest.raises(NotAllowedError):
        service.change_many(BulkField.SOURCE, "x", versions(make_project()), by=make_user(role=Role.LEADER))


def test_undoing_leaves_what_was_changed_since_and_names_it() -> None:
    one, two = make_project(lead_source="visit"), make_project()
    made = change(one, two)
    two.name = "示例另名"
    session.commit()

    with transaction():
        undone = service.undo_change(made, by=None)

    assert (undone.number, undone.kept) == (1, [two.ref])
    assert sources() == ["visit", "fair"]
    with pytest.raises(RuleError):
        service.undo_change(made, by=None)


def test_chosen_rows_are_looked_at_changed_and_taken_back(officer) -> None:
    industry = make_industry()
    projects = [make_project(), make_project(park="XT"), make_project(industry_id=industry.id)]
    address = "/projects/bulk?" + "&".join(f"id={project.id}" for project in projects)
    sent = {"field": "industry_id", "industry_id": str(industry.id)}

    assert "3 projects are chosen" in officer.get(address).text
    looked = officer.post(address, data=sent)
    assert looked.status_code == 200
    assert "Is so already." in looked.text
    rows = re.findall(r'name="rows" value="(\d+:\d+)"', looked.text)
    assert rows == [f"{projects[0].id}:{projects[0].lock_version}"]
    assert session.get_one(Project, projects[0].id).industry_id is None

    done = officer.post(address, data={**sent, "rows": rows})
    assert done.status_code == 302
    session.expire_all()
    assert session.get_one(Project, projects[0].id).industry_id == industry.id
    assert officer.post(f"{done.headers['Location']}/undo").status_code == 302
    session.expire_all()
    assert session.get_one(Project, projects[0].id).industry_id is None


def test_all_that_fit_are_taken_and_what_is_beyond_the_cap_is_said(officer, monkeypatch) -> None:
    for _ in range(3):
        make_project()
    monkeypatch.setattr("crm.projects.bulk.queries.MOST", 2)

    page = officer.get("/projects/bulk?all=1&stage=lead").text

    assert "3 fit; the 2 changed last are taken" in page


def test_the_list_shows_and_exports_the_columns_that_were_chosen(officer) -> None:
    project = make_project(lead_source="商协会引荐", jobs=7)
    address = "columns=source&columns=jobs"

    page = officer.get(f"/projects?{address}").text
    table = page[page.index("<table") : page.index("</table")]
    assert "商协会引荐" in table
    assert "Investor firm" not in table
    rows = officer.get(f"/projects/shown.csv?{address}").data.decode("utf-8-sig").splitlines()
    assert rows == [
        "Number,Project,Jobs,Where the lead came from",
        f"{project.ref},{project.name},7,商协会引荐",
    ]


def test_a_project_that_passed_to_another_park_is_no_longer_named_by_the_change(officer) -> None:
    kept, passed = make_project(name="示例留下"), make_project(name="示例转走")
    sent = {"field": "lead_source", "lead_source": "fair"}
    rows = [f"{number}:{version}" for number, version in versions(kept, passed).items()]
    place = officer.post("/projects/bulk", data={**sent, "rows": rows}).headers["Location"]
    passed.park_id = get_park("XT").id
    session.commit()

    page = officer.get(place).text

    assert kept.name in page
    assert passed.name not in page
